"""Gunicorn's threaded worker, which serves one request at a time and in the order in which requests arrive."""

from __future__ import annotations

import contextlib
import re
import select
import socket
import struct
import time
from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

MAX_ACTIVE_REQUESTS = 1
"""Requests in progress per process. Threads share one interpreter, so two requests would slow each other down."""
MAX_COUNTED_SECONDS = 0.25  # a request that takes longer (slow reader, large file) no longer counts as active
MAX_SECONDS_IN_LISTENER = 0.02  # after which a busy process accepts a connection that no other process has accepted
SECONDS_PER_WAITING = 0.003  # added for each request that waits already, so that the process with the fewest accepts it
MAX_OVERDUE = 4  # connections that a busy process accepts at a time, so that the others get their share
MAX_ARRIVALS = 500  # requests that are arriving; beyond that, the oldest incomplete request is dropped
MAX_HEAD_SECONDS = 15  # for a client to send the head of a request
MAX_BODY_SECONDS = 60  # for a client to send a body of at most MAX_WAITING_BYTES
MAX_WAITING_BYTES = 64 * 1024  # of a request; a thread reads the rest of a larger request
MAX_LARGE_BODIES = 4  # read at the same time; the limit leaves threads for other requests
MAX_SILENT_SECONDS = 30  # for which a thread waits for a client to send more, or to read more
MAX_STOPPING_SECONDS = 2  # for a request to arrive while the process is stopping
MAX_CLOSING_SECONDS = 2  # for a client to close its side of a connection after the last response
RECHECK_SECONDS = 0.02

_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r\n", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
_URGENT = (b"GET /health/live", b"HEAD /health/live")


@dataclass(slots=True)
class Arrival:
    """A connection on which a request is arriving. Times are in seconds of the monotonic clock."""

    connection: TConn
    since: float = field(default_factory=time.monotonic)
    is_complete: bool = False  # the head and any small body have arrived
    is_large: bool = False  # the body is too large to wait for
    is_urgent: bool = False
    is_closed: bool = False

    def refresh(self) -> None:
        """Update the status from the data that has arrived, without reading it."""
        if self.is_complete:
            return
        if self._is_read_ahead():
            self.is_complete = True
            return
        try:
            data = self.connection.sock.recv(MAX_WAITING_BYTES, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            data = None
        except OSError:
            data = b""
        age = time.monotonic() - self.since
        head, end, body = (data or b"").partition(b"\r\n\r\n")
        self.is_closed = data == b"" or age > (MAX_BODY_SECONDS if end else MAX_HEAD_SECONDS)
        if not end:
            self.is_complete = len(data or b"") == MAX_WAITING_BYTES  # Gunicorn will reject a head of this size
            return
        match = _LENGTH.search(head + b"\r\n")
        length = int(match[1]) if match else 0
        self.is_large = len(head) + len(end) + length > MAX_WAITING_BYTES or bool(_CHUNKED.search(head))
        self.is_complete = self.is_large or len(body) >= length
        self.is_urgent = head.startswith(_URGENT)

    def _is_read_ahead(self) -> bool:
        """Return whether the parser has read the start of this request together with the previous request."""
        parser = self.connection.parser
        return bool(parser and parser.unreader.buf.getvalue())


class Worker(ThreadWorker):  # type: ignore[misc]  # the library has no types
    """A Gunicorn worker that leaves connections in the listener's queue while its process is busy.

    The first free process accepts them in order. Gunicorn's own worker accepts every connection at once, so that some
    connections wait in a busy process while another process is idle.

    While other clients wait, a connection is closed after its response: otherwise clients with kept-alive connections
    would be served before all others. A thread gets a request only once it has arrived, so that slow clients do not
    occupy threads. A liveness check does not wait for other requests.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._starts: dict[TConn, float] = {}
        self._large: set[TConn] = set()
        self._arrivals: deque[Arrival] = deque()
        self._closing: deque[tuple[TConn, float]] = deque()
        self._unaccepted_since: float | None = None
        super().__init__(*args, **kwargs)

    @property
    def worker_connections(self) -> int:
        """Return the maximum number of connections. While the process is busy it is 0, so that Gunicorn's loop accepts
        none."""
        return 0 if self._is_busy() or self._are_requests_waiting() else self._max_connections

    @worker_connections.setter
    def worker_connections(self, maximum: int) -> None:
        self._max_connections = maximum

    @property
    def max_keepalived(self) -> int:
        """Return the maximum number of idle connections. While other clients wait it is 0, so that Gunicorn closes the
        connection."""
        is_crowded = self._are_requests_waiting() or self._listeners_with_connections()
        return 0 if is_crowded else self._max_keepalived

    @max_keepalived.setter
    def max_keepalived(self, maximum: int) -> None:
        self._max_keepalived = maximum

    def enqueue_req(self, conn: TConn) -> None:
        """Record that a request is arriving. When it has arrived and its turn has come, it is passed to a thread."""
        if not conn.initialized:
            for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
                conn.sock.setsockopt(socket.SOL_SOCKET, option, struct.pack("ll", MAX_SILENT_SECONDS, 0))
        self._arrivals.append(Arrival(conn))
        if len(self._arrivals) > MAX_ARRIVALS:
            self._drop_oldest()
        self._start_requests()

    def finish_request(self, conn: TConn, fs: Future[Any]) -> None:
        """Stop counting a request that is finished, and start the next."""
        self._starts.pop(conn, None)
        self._large.discard(conn)
        if not fs.cancelled() and not fs.exception() and fs.result() is False:
            self._begin_closing(conn)
        else:
            super().finish_request(conn, fs)
        self._start_requests()

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Wait for events, but not for long while requests arrive or run."""
        is_idle = not self._arrivals and not self._starts and not self._closing
        super().wait_for_and_dispatch_events(timeout if is_idle else min(timeout, RECHECK_SECONDS))
        self._accept_overdue()
        self._start_requests()
        self._close_finished()

    def _start_requests(self) -> None:
        """Pass requests that have arrived to threads, in order, and close connections that have failed."""
        waiting: deque[Arrival] = deque()
        arrivals, self._arrivals = self._arrivals, waiting
        for arrival in arrivals:
            arrival.refresh()
            if arrival.is_closed or (not arrival.is_complete and self._has_stopped_waiting(arrival)):
                self._drop(arrival)
            elif arrival.is_complete and self._has_turn(arrival):
                self._start(arrival)
            else:
                waiting.append(arrival)

    def _drop_oldest(self) -> None:
        """Drop the oldest request that has not arrived completely, if there is one."""
        for arrival in self._arrivals:
            if not arrival.is_complete:
                self._arrivals.remove(arrival)
                self._drop(arrival)
                return

    def _drop(self, arrival: Arrival) -> None:
        self.nr_conns -= 1
        arrival.connection.close()

    def _has_stopped_waiting(self, arrival: Arrival) -> bool:
        return not self.alive and time.monotonic() - arrival.since > MAX_STOPPING_SECONDS

    def _has_turn(self, arrival: Arrival) -> bool:
        if arrival.is_large and len(self._large) >= MAX_LARGE_BODIES:
            return False
        return arrival.is_urgent or not self._is_busy()

    def _start(self, arrival: Arrival) -> None:
        connection = arrival.connection
        connection.data_ready = True
        self._starts[connection] = time.monotonic()
        if arrival.is_large:
            self._large.add(connection)
        super().enqueue_req(connection)

    def _begin_closing(self, conn: TConn) -> None:
        """Tell a client that no more will be sent, and close the connection when the client has closed its side.

        An immediate close could lose the end of the response (RFC 9112, section 9.6). Gunicorn would wait in the loop
        that serves all others.
        """
        with contextlib.suppress(OSError):
            conn.sock.shutdown(socket.SHUT_WR)
        self._closing.append((conn, time.monotonic() + MAX_CLOSING_SECONDS))

    def _close_finished(self) -> None:
        now = time.monotonic()
        for _ in range(len(self._closing)):
            conn, deadline = self._closing.popleft()
            try:
                is_open = now < deadline and bool(conn.sock.recv(MAX_WAITING_BYTES, socket.MSG_DONTWAIT))
            except BlockingIOError:
                is_open = True
            except OSError:
                is_open = False
            if is_open:
                self._closing.append((conn, deadline))
            else:
                self.nr_conns -= 1
                conn.close()

    def _is_busy(self) -> bool:
        cutoff = time.monotonic() - MAX_COUNTED_SECONDS
        return sum(start > cutoff for start in self._starts.values()) >= MAX_ACTIVE_REQUESTS

    def _are_requests_waiting(self) -> bool:
        return any(arrival.is_complete and not arrival.is_large for arrival in tuple(self._arrivals))

    def _listeners_with_connections(self) -> list[Any]:
        return select.select(self.sockets, (), (), 0)[0] if self.sockets else []

    def _accept_overdue(self) -> None:
        """Accept connections that no process has accepted for some time, because all are busy.

        They wait for their turn here, except liveness checks.
        """
        listeners = self._listeners_with_connections() if self.alive else []
        now = time.monotonic()
        patience = MAX_SECONDS_IN_LISTENER + SECONDS_PER_WAITING * len(self._arrivals)
        if not listeners:
            self._unaccepted_since = None
        elif self._unaccepted_since is None:
            self._unaccepted_since = now
        elif now - self._unaccepted_since > patience and self.nr_conns < self._max_connections:
            self._unaccepted_since = now
            for listener in listeners * MAX_OVERDUE:
                self.accept(listener)  # does nothing if another process has accepted them
