"""When the web server's worker takes another connection."""

from __future__ import annotations

from concurrent.futures import Future

import pytest
from gunicorn.config import Config

from portal.serving import webserver, webworker
from portal.serving.webworker import AT_ONCE, Worker


class Threads:
    """Takes requests and never answers them."""

    def submit(self, *_asked: object) -> Future[bool]:
        return Future()


class Connection:
    def close(self, graceful: bool = False) -> None:
        self.closed = graceful


@pytest.fixture
def worker() -> Worker:
    made = Worker(1, 1, [], None, 30, Config(), None)
    made.tpool = Threads()
    return made


def takes_more(worker: Worker) -> bool:
    """As Gunicorn's loop decides it."""
    return bool(worker.nr_conns < worker.worker_connections)


def taken(worker: Worker, number: int) -> list[Connection]:
    """So many connections with requests that nothing has answered yet."""
    connections = [Connection() for _ in range(number)]
    for connection in connections:
        worker.nr_conns += 1
        worker.enqueue_req(connection)
    return connections


def test_it_takes_no_more_than_it_can_work_on(worker: Worker) -> None:
    assert takes_more(worker)
    taken(worker, AT_ONCE - 1)
    assert takes_more(worker)
    taken(worker, 1)
    assert not takes_more(worker)


def test_it_takes_another_one_when_one_is_answered(worker: Worker) -> None:
    [first, *_others] = taken(worker, AT_ONCE)
    answered: Future[bool] = Future()
    answered.set_result(False)
    worker.finish_request(first, answered)
    assert first.closed
    assert takes_more(worker)


def test_what_takes_long_holds_up_nobody(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    taken(worker, AT_ONCE * 3)
    assert not takes_more(worker)
    monkeypatch.setattr(webworker, "LONG", -1)
    assert takes_more(worker)


def test_it_waits_no_longer_than_until_a_request_counts_no_more(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(
        webworker.ThreadWorker, "wait_for_and_dispatch_events", lambda _self, timeout: waited.append(timeout)
    )
    worker.wait_for_and_dispatch_events(1.0)
    taken(worker, 1)
    worker.wait_for_and_dispatch_events(timeout=1.0)
    assert waited == [1.0, webworker.LONG]


def test_there_are_threads_for_many_slow_readers() -> None:
    assert webserver.threads >= 4 * AT_ONCE
    assert webserver.worker_class == f"{Worker.__module__}.{Worker.__qualname__}"
