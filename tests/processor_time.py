"""Limit and compare the processor time of code in tests."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def limit_cpu(seconds: float) -> Iterator[None]:
    """Raise TimeoutError if the block takes more than ``seconds`` of processor time."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"more than {seconds} seconds of processor time")

    previous = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, previous)


def growth(work: Callable[[int], object], size: int) -> float:
    """Return how many times more processor time ``work`` takes for four times the size: at most about 4 if it is
    linear, about 16 if it is quadratic.

    The least of several runs counts, because other processes slow down some of them.
    """
    work(size)  # loads what is loaded once
    runs = [(_seconds(work, size), _seconds(work, 4 * size)) for _run in range(5)]
    small, large = map(min, zip(*runs, strict=True))
    return large / small


def _seconds(work: Callable[[int], object], size: int) -> float:
    start = time.process_time()
    work(size)
    return time.process_time() - start
