"""Gunicorn's threaded worker, limited to one request at a time."""

from __future__ import annotations

import time
from concurrent.futures import Future
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

AT_ONCE = 1
"""Requests per process: its threads share one interpreter, and two would slow each other down."""
LONG = 0.25  # seconds; a longer request (slow reader, large file) no longer counts


class Worker(ThreadWorker):  # type: ignore[misc]  # the library has no types
    """Leaves a connection in the listener's queue while its process has enough to do.

    There the process that is free first takes it, in the order in which they came. Gunicorn's own takes every
    connection at once: some then wait behind a busy process while another has nothing to do.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._begun: dict[TConn, float] = {}
        super().__init__(*args, **kwargs)

    @property
    def worker_connections(self) -> int:
        """How many connections there may be; where there are as many, Gunicorn's loop accepts none."""
        recent = time.monotonic() - LONG
        return self._most if sum(begun > recent for begun in self._begun.values()) < AT_ONCE else 0

    @worker_connections.setter
    def worker_connections(self, most: int) -> None:
        self._most = most

    def enqueue_req(self, conn: TConn) -> None:
        """Give a connection with a request to a thread."""
        self._begun[conn] = time.monotonic()
        super().enqueue_req(conn)

    def finish_request(self, conn: TConn, fs: Future[Any]) -> None:
        """What is done with a connection whose request was answered."""
        self._begun.pop(conn, None)
        super().finish_request(conn, fs)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Wait, but not longer than until a request no longer counts."""
        super().wait_for_and_dispatch_events(min(timeout, LONG) if self._begun else timeout)
