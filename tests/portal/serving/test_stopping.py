"""Signals that stop the portal: handled immediately, only once, and never lost."""

from __future__ import annotations

import signal
import weakref

import pytest

from portal.serving import stopping
from portal.serving.stopping import Stop


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_each_signal_interrupts(number: signal.Signals) -> None:
    with pytest.raises(KeyboardInterrupt), Stop():
        signal.raise_signal(number)


def test_immediate_second_signal_is_ignored() -> None:
    with Stop():
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGTERM)


def test_later_signal_interrupts_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stopping, "REPEAT_SECONDS", 0.0)
    with Stop():
        for _ in range(2):
            with pytest.raises(KeyboardInterrupt):
                signal.raise_signal(signal.SIGTERM)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_signal_lost_in_a_finalizer_is_detected_later() -> None:
    """Exceptions in a finalizer are not propagated."""

    class Finalized:
        pass

    with Stop() as stop:
        stop.check()
        finalized = Finalized()
        weakref.finalize(finalized, signal.raise_signal, signal.SIGINT)
        del finalized
        with pytest.raises(KeyboardInterrupt):
            stop.check()


def test_previous_handlers_are_restored() -> None:
    previous = signal.getsignal(signal.SIGTERM)
    with Stop():
        assert signal.getsignal(signal.SIGTERM) != previous
    assert signal.getsignal(signal.SIGTERM) == previous
