"""Stop on Ctrl-C, SIGTERM or a closed terminal."""

from __future__ import annotations

import signal
import time
from types import FrameType, TracebackType
from typing import Self

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
REPEAT_SECONDS = 1.0
"""Signals within this time count as one, because a process and its group are often signalled together."""


class Stop:
    """Context manager in which a signal raises ``KeyboardInterrupt``, and is remembered.

    The request to stop must not be lost, but the exception may be if Python or a library ignores it. Callers that take
    several steps or wait must therefore call :meth:`check` in between.
    """

    def __init__(self) -> None:
        self._stopped_at = 0.0

    def __enter__(self) -> Self:
        self._previous_handlers = {number: signal.signal(number, self._handle) for number in SIGNALS}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._previous_handlers.items():
            signal.signal(number, handler)

    def check(self) -> None:
        """Raise ``KeyboardInterrupt`` if a signal was received."""
        if self._stopped_at:
            raise KeyboardInterrupt

    def _handle(self, number: int, frame: FrameType | None) -> None:
        now = time.monotonic()
        if self._stopped_at and now - self._stopped_at < REPEAT_SECONDS:
            return
        self._stopped_at = self._stopped_at or now
        raise KeyboardInterrupt
