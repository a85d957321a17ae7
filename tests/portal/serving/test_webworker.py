"""The order in which the web server's worker serves requests, and which connections it drops."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from concurrent.futures import Future

import pytest
from gunicorn.config import Config
from gunicorn.workers.gthread import TConn

from portal.serving import webserver, webworker
from portal.serving.webworker import MAX_ACTIVE_REQUESTS, MAX_LARGE_BODIES, MAX_WAITING_BYTES, Worker

REQUEST = b"GET / HTTP/1.1\r\nHost: portal\r\n\r\n"
LIVENESS_CHECK = b"GET /health/live HTTP/1.1\r\nHost: portal\r\n\r\n"
UNFINISHED_REQUEST = b"GET / HTTP/1.1\r\nHost: por"


class RecordingThreads:
    """A pool that records the requests it gets and never finishes them."""

    def __init__(self) -> None:
        self.started: list[TConn] = []

    def submit(self, _handle: object, connection: TConn) -> Future[bool]:
        self.started.append(connection)
        return Future()


@pytest.fixture
def worker() -> Iterator[Worker]:
    worker = Worker(1, 1, [], None, 30, Config(), None)
    worker.tpool = RecordingThreads()
    worker.alive = True
    yield worker
    for connection in (*(arrival.connection for arrival in worker._arrivals), *worker.tpool.started):
        connection.close()


class Client:
    """The client's end of a connection, and the worker's."""

    def __init__(self, worker: Worker, sent: bytes) -> None:
        self.socket, server = socket.socketpair()
        self.connection = TConn(worker.cfg, server, ("127.0.0.1", 1), ("127.0.0.1", 2))
        self.socket.sendall(sent)
        worker.nr_conns += 1
        worker.enqueue_req(self.connection)

    @property
    def is_dropped(self) -> bool:
        return self.connection.sock.fileno() == -1


def started(worker: Worker) -> list[TConn]:
    return list(worker.tpool.started)


def finish(worker: Worker, client: Client, *, keep: bool = False) -> None:
    response: Future[bool] = Future()
    response.set_result(keep)
    worker.finish_request(client.connection, response)


def accepts_more(worker: Worker) -> bool:
    """Return whether Gunicorn's loop would accept another connection."""
    return bool(worker.nr_conns < worker.worker_connections)


def test_requests_run_one_after_the_other_in_order(worker: Worker) -> None:
    first, second, third = (Client(worker, REQUEST) for _ in range(3))
    assert started(worker) == [first.connection]
    finish(worker, first)
    assert started(worker) == [first.connection, second.connection]
    finish(worker, second)
    assert started(worker) == [first.connection, second.connection, third.connection]


def test_busy_worker_accepts_no_connection(worker: Worker) -> None:
    assert accepts_more(worker)
    client = Client(worker, REQUEST)
    assert not accepts_more(worker)
    finish(worker, client)
    assert accepts_more(worker)


def test_long_request_does_not_block_others(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    Client(worker, REQUEST)
    assert not accepts_more(worker)
    monkeypatch.setattr(webworker, "MAX_COUNTED_SECONDS", -1)
    assert accepts_more(worker)


def test_connections_are_kept_only_while_no_other_request_waits(worker: Worker) -> None:
    assert worker.max_keepalived > 0
    client, _waiting = Client(worker, REQUEST), Client(worker, REQUEST)
    assert worker.max_keepalived == 0
    finish(worker, client)
    assert worker.max_keepalived > 0


def test_liveness_check_does_not_wait_for_other_requests(worker: Worker) -> None:
    first, _second, check = Client(worker, REQUEST), Client(worker, REQUEST), Client(worker, LIVENESS_CHECK)
    assert started(worker) == [first.connection, check.connection]


def test_unfinished_request_holds_no_thread_and_delays_nobody(worker: Worker) -> None:
    slow, fast = Client(worker, UNFINISHED_REQUEST), Client(worker, REQUEST)
    assert started(worker) == [fast.connection]
    finish(worker, fast)
    assert accepts_more(worker)
    slow.socket.sendall(b"tal\r\n\r\n")
    worker._start_requests()
    assert started(worker) == [fast.connection, slow.connection]


@pytest.mark.parametrize(
    ("head", "is_dropped"),
    [(UNFINISHED_REQUEST, True), (b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nq=", False)],
    ids=["head", "body"],
)
def test_request_that_takes_too_long_to_arrive_is_dropped(
    worker: Worker, head: bytes, is_dropped: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(worker, head)
    monkeypatch.setattr(webworker, "MAX_HEAD_SECONDS", -1)
    worker._start_requests()
    assert client.is_dropped == is_dropped
    monkeypatch.setattr(webworker, "MAX_BODY_SECONDS", -1)
    worker._start_requests()
    assert client.is_dropped
    assert worker.nr_conns == 0


def test_closed_connection_is_dropped(worker: Worker) -> None:
    client = Client(worker, b"")
    client.socket.close()
    worker._start_requests()
    assert worker.nr_conns == 0


def test_small_body_arrives_before_the_request_starts(worker: Worker) -> None:
    client = Client(worker, b"POST / HTTP/1.1\r\ncontent-length: 9\r\n\r\nq=a")
    assert not started(worker)
    client.socket.sendall(b"bcdefg")
    worker._start_requests()
    assert started(worker) == [client.connection]


def test_few_large_bodies_are_read_at_a_time(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webworker, "MAX_COUNTED_SECONDS", -1)
    head = b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\nq=" % MAX_WAITING_BYTES
    large = [Client(worker, head) for _ in range(MAX_LARGE_BODIES + 1)]
    small = Client(worker, REQUEST)
    expected = [*large[:MAX_LARGE_BODIES], small]
    assert started(worker) == [client.connection for client in expected]
    assert accepts_more(worker)
    finish(worker, large[0])
    assert started(worker)[-1] == large[-1].connection


def test_oldest_unfinished_request_gives_way(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webworker, "MAX_ARRIVALS", 2)
    first, second, third = (Client(worker, UNFINISHED_REQUEST) for _ in range(3))
    assert [client.is_dropped for client in (first, second, third)] == [True, False, False]


def test_connection_is_closed_once_the_client_has_closed_its_side(worker: Worker) -> None:
    client = Client(worker, REQUEST)
    finish(worker, client)
    assert client.socket.recv(1) == b"", "no more will be sent"
    worker._close_finished()
    assert not client.is_dropped
    client.socket.close()
    worker._close_finished()
    assert client.is_dropped
    assert worker.nr_conns == 0


def test_client_that_never_closes_its_side_is_dropped(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webworker, "MAX_CLOSING_SECONDS", -1)
    client = Client(worker, REQUEST)
    finish(worker, client)
    worker._close_finished()
    assert client.is_dropped


def test_threads_do_not_wait_forever_for_a_client(worker: Worker) -> None:
    client = Client(worker, REQUEST)
    for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
        value = client.connection.sock.getsockopt(socket.SOL_SOCKET, option, struct.calcsize("ll"))
        assert struct.unpack("ll", value) == (webworker.MAX_SILENT_SECONDS, 0)


def test_overdue_connections_are_accepted_by_a_busy_worker(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webworker, "MAX_SECONDS_IN_LISTENER", -1)
    Client(worker, REQUEST)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        worker.sockets = [listener]
        with socket.create_connection(listener.getsockname()) as check:
            check.sendall(LIVENESS_CHECK)
            worker._accept_overdue()  # notices it
            worker._accept_overdue()
            worker._start_requests()
            assert len(started(worker)) == 2
        worker.sockets = []


def test_worker_with_more_waiting_requests_leaves_connections_to_others(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webworker, "MAX_SECONDS_IN_LISTENER", -1)
    monkeypatch.setattr(webworker, "SECONDS_PER_WAITING", 1)
    clients = [Client(worker, REQUEST) for _ in range(4)]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        worker.sockets = [listener]
        accepted: list[socket.socket] = []
        monkeypatch.setattr(worker, "accept", accepted.append)
        with socket.create_connection(listener.getsockname()):
            for _ in range(2):
                worker._accept_overdue()
            assert not accepted
            worker._arrivals.clear()
            worker._accept_overdue()
            assert accepted
    worker.sockets = []
    for client in clients:
        client.connection.close()


def test_there_are_threads_for_many_slow_clients() -> None:
    assert webserver.threads >= 4 * MAX_ACTIVE_REQUESTS + MAX_LARGE_BODIES
    assert webserver.worker_class == f"{Worker.__module__}.{Worker.__qualname__}"
