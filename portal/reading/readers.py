"""A pool of reading processes. They are kept warm: starting one takes as long as reading ten pages."""

from __future__ import annotations

import atexit
import weakref
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import TypeVar

from documents.parsing.types import UnreadableDocumentError
from portal.reading.limits import Limits
from portal.reading.process import ReaderProcess

DOCUMENTS_PER_PROCESS = 100  # after which a child is replaced, so that leaks in libraries do not grow

Item = TypeVar("Item")
Result = TypeVar("Result")


class Readers:
    """A pool of child processes that run one function on documents. Concurrent threads each get a separate process."""

    def __init__(self, target: str, limits: Limits) -> None:
        self._target = target
        self._limits = limits
        self._idle: deque[ReaderProcess] = deque()
        self._all: weakref.WeakSet[ReaderProcess] = weakref.WeakSet()
        atexit.register(self.close)

    def read(self, content: bytes, name: str) -> bytes:
        """Return a child's result for a file. Raise the same errors as :meth:`ReaderProcess.read`.

        A file is not rejected because of earlier files: if a child that has read other files runs out of memory or
        dies, a new child tries again.
        """
        process = self._acquire()
        is_warm = process.read_count > 0
        try:
            return process.read(content, name)
        except UnreadableDocumentError as error:
            if not is_warm or error.code not in ("too_costly", "crashed"):
                raise
            process.end()
        finally:
            self._release(process)
        process = self._start()
        try:
            return process.read(content, name)
        finally:
            self._release(process)

    def _acquire(self) -> ReaderProcess:
        try:
            process = self._idle.pop()
        except IndexError:
            return self._start()
        return process if process.is_alive else self._acquire()

    def _start(self) -> ReaderProcess:
        process = ReaderProcess(self._target, self._limits)
        self._all.add(process)
        return process

    def _release(self, process: ReaderProcess) -> None:
        if process.read_count >= DOCUMENTS_PER_PROCESS:
            process.end()
        elif process.is_alive:
            self._idle.append(process)

    def close(self) -> None:
        """End all children, including busy ones."""
        atexit.unregister(self.close)
        self._idle.clear()
        for process in list(self._all):
            process.end()

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def map_in_order(
    work: Callable[[Item], Result], items: Iterable[Item], jobs: int
) -> Iterator[tuple[Item, Future[Result]]]:
    """Run ``work`` on items in ``jobs`` threads, and yield each item with its outcome, in the order of the items.

    Only enough items are taken in advance to keep the threads busy, so that not all files are in memory at once.
    """
    pool = ThreadPoolExecutor(jobs)
    pending: deque[tuple[Item, Future[Result]]] = deque()
    try:
        for item in items:
            pending.append((item, pool.submit(work, item)))
            if len(pending) > 2 * jobs:
                yield pending.popleft()
        yield from pending
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
