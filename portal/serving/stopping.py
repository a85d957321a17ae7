"""Stop on Ctrl-C, SIGTERM or a closed terminal."""

from __future__ import annotations

import signal
import time
from types import FrameType, TracebackType
from typing import Self

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
ONE_AND_THE_SAME = 1.0
"""Seconds within which further signals repeat the first: a program and its whole group are often told at once."""


class Stop:
    """While entered, a signal raises ``KeyboardInterrupt``, and is remembered.

    An exception raised by a signal may be lost where Python or a library ignores exceptions; what is asked for
    must not be. So who takes steps or waits calls :meth:`check` in between.
    """

    def __init__(self) -> None:
        self._since = 0.0

    def __enter__(self) -> Self:
        self._before = {number: signal.signal(number, self._told) for number in SIGNALS}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def check(self) -> None:
        """Raise ``KeyboardInterrupt`` if a signal came."""
        if self._since:
            raise KeyboardInterrupt

    def _told(self, number: int, frame: FrameType | None) -> None:
        now = time.monotonic()
        if self._since and now - self._since < ONE_AND_THE_SAME:
            return
        self._since = self._since or now
        raise KeyboardInterrupt
