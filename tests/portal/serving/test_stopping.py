"""Being told to stop: at once, once, and not to be overheard."""

from __future__ import annotations

import signal
import weakref

import pytest

from portal.serving import stopping
from portal.serving.stopping import Stop


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_every_signal_interrupts(number: signal.Signals) -> None:
    with pytest.raises(KeyboardInterrupt), Stop():
        signal.raise_signal(number)


def test_a_second_signal_right_after_is_the_first_one_again() -> None:
    with Stop():
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGTERM)


def test_a_later_signal_is_impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stopping, "ONE_AND_THE_SAME", 0.0)
    with Stop():
        for _ in range(2):
            with pytest.raises(KeyboardInterrupt):
                signal.raise_signal(signal.SIGTERM)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_signal_that_python_ignored_is_found_later() -> None:
    """In a finalizer no exception gets out."""

    class Anything:
        pass

    with Stop() as stop:
        stop.check()
        thing = Anything()
        weakref.finalize(thing, signal.raise_signal, signal.SIGINT)
        del thing
        with pytest.raises(KeyboardInterrupt):
            stop.check()


def test_the_handlers_of_before_come_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with Stop():
        assert signal.getsignal(signal.SIGTERM) != before
    assert signal.getsignal(signal.SIGTERM) == before
