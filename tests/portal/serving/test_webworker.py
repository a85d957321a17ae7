"""Conditions under which the web server's worker accepts another connection."""

from __future__ import annotations

from concurrent.futures import Future

import pytest
from gunicorn.config import Config

from portal.serving import webserver, webworker
from portal.serving.webworker import MAX_ACTIVE_REQUESTS, Worker


class StuckThreads:
    """A pool that accepts requests and never finishes them."""

    def submit(self, *_args: object) -> Future[bool]:
        return Future()


class Connection:
    def close(self, graceful: bool = False) -> None:
        self.closed = graceful


@pytest.fixture
def worker() -> Worker:
    worker = Worker(1, 1, [], None, 30, Config(), None)
    worker.tpool = StuckThreads()
    return worker


def accepts_more(worker: Worker) -> bool:
    """Return whether Gunicorn's loop would accept another connection."""
    return bool(worker.nr_conns < worker.worker_connections)


def enqueue(worker: Worker, number: int) -> list[Connection]:
    """Enqueue this number of connections with unfinished requests."""
    connections = [Connection() for _ in range(number)]
    for connection in connections:
        worker.nr_conns += 1
        worker.enqueue_req(connection)
    return connections


def test_worker_accepts_no_more_than_it_can_handle(worker: Worker) -> None:
    assert accepts_more(worker)
    enqueue(worker, MAX_ACTIVE_REQUESTS - 1)
    assert accepts_more(worker)
    enqueue(worker, 1)
    assert not accepts_more(worker)


def test_worker_accepts_another_after_a_response(worker: Worker) -> None:
    [first, *_others] = enqueue(worker, MAX_ACTIVE_REQUESTS)
    response: Future[bool] = Future()
    response.set_result(False)
    worker.finish_request(first, response)
    assert first.closed
    assert accepts_more(worker)


def test_long_requests_do_not_block_others(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    enqueue(worker, MAX_ACTIVE_REQUESTS * 3)
    assert not accepts_more(worker)
    monkeypatch.setattr(webworker, "MAX_COUNTED_SECONDS", -1)
    assert accepts_more(worker)


def test_wait_ends_when_a_request_becomes_long(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    timeouts: list[float] = []
    monkeypatch.setattr(
        webworker.ThreadWorker, "wait_for_and_dispatch_events", lambda _self, timeout: timeouts.append(timeout)
    )
    worker.wait_for_and_dispatch_events(1.0)
    enqueue(worker, 1)
    worker.wait_for_and_dispatch_events(timeout=1.0)
    assert timeouts == [1.0, webworker.MAX_COUNTED_SECONDS]


def test_there_are_threads_for_many_slow_clients() -> None:
    assert webserver.threads >= 4 * MAX_ACTIVE_REQUESTS
    assert webserver.worker_class == f"{Worker.__module__}.{Worker.__qualname__}"
