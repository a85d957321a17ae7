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
    """A worker that leaves connections in the listener's queue while its process is busy.

    The first process that is free accepts them in order. Gunicorn's own worker accepts every connection at once, so
    that some wait in a busy process while another is idle.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._begun: dict[TConn, float] = {}
        super().__init__(*args, **kwargs)

    @property
    def worker_connections(self) -> int:
        """Return the maximum number of connections, 0 while busy: Gunicorn's loop then accepts none."""
        recent = time.monotonic() - LONG
        return self._max_connections if sum(begun > recent for begun in self._begun.values()) < AT_ONCE else 0

    @worker_connections.setter
    def worker_connections(self, maximum: int) -> None:
        self._max_connections = maximum

    def enqueue_req(self, conn: TConn) -> None:
        """Pass a connection with a request to a thread, and note the time."""
        self._begun[conn] = time.monotonic()
        super().enqueue_req(conn)

    def finish_request(self, conn: TConn, fs: Future[Any]) -> None:
        """Stop counting a connection whose request was answered."""
        self._begun.pop(conn, None)
        super().finish_request(conn, fs)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Wait for events, at most until a running request no longer counts."""
        super().wait_for_and_dispatch_events(min(timeout, LONG) if self._begun else timeout)
