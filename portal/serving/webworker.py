"""Gunicorn's threaded worker, limited to one request at a time."""

from __future__ import annotations

import time
from concurrent.futures import Future
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

MAX_ACTIVE_REQUESTS = 1
"""Requests in progress per process. Its threads share one interpreter, so two would slow each other down."""
MAX_COUNTED_SECONDS = 0.25  # a request that takes longer (slow reader, large file) no longer counts


class Worker(ThreadWorker):  # type: ignore[misc]  # the library has no types
    """A worker that leaves connections in the listener's queue while its process is busy.

    The first process that is free accepts them in order. Gunicorn's own worker accepts every connection at once, so
    that some connections wait in a busy process while another process is idle.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._starts: dict[TConn, float] = {}
        super().__init__(*args, **kwargs)

    @property
    def worker_connections(self) -> int:
        """Return the maximum number of connections, 0 while busy: Gunicorn's loop then accepts none."""
        cutoff = time.monotonic() - MAX_COUNTED_SECONDS
        return (
            self._max_connections if sum(start > cutoff for start in self._starts.values()) < MAX_ACTIVE_REQUESTS else 0
        )

    @worker_connections.setter
    def worker_connections(self, maximum: int) -> None:
        self._max_connections = maximum

    def enqueue_req(self, conn: TConn) -> None:
        """Pass a connection with a request to a thread, and record the time."""
        self._starts[conn] = time.monotonic()
        super().enqueue_req(conn)

    def finish_request(self, conn: TConn, fs: Future[Any]) -> None:
        """Stop counting a connection whose request is finished."""
        self._starts.pop(conn, None)
        super().finish_request(conn, fs)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Wait for events, at most until a running request no longer counts."""
        super().wait_for_and_dispatch_events(min(timeout, MAX_COUNTED_SECONDS) if self._starts else timeout)
