"""Read documents in the process of a test, which has loaded the parser: a child takes seconds of processor time for
that. The tests of the children themselves use :func:`in_children`."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import pytest
from django.utils.module_loading import import_string

from portal.reading import readers
from portal.reading.child import AnswerKind, _run_work
from portal.reading.limits import Limits
from portal.reading.process import ReaderProcess


class ReaderHere(ReaderProcess):
    """Stands in for a child. It answers as a child does, but no limit of processor time or memory applies."""

    _lock = threading.Lock()
    """PDFium serves one thread at a time."""

    def __init__(self, target: str, limits: Limits) -> None:
        self.read_count = 0
        self._limits = limits
        self._target = target
        self._has_ended = False

    @property
    def is_alive(self) -> bool:
        return not self._has_ended

    def _exchange(self, content: bytes, name: str) -> tuple[AnswerKind, bytes]:
        with self._lock:
            return _answer(self._target, content, name, self._limits)

    def end(self) -> None:
        self._has_ended = True


@lru_cache(maxsize=64)
def _answer(target: str, content: bytes, name: str, limits: Limits) -> tuple[AnswerKind, bytes]:
    """Return the answer for a file, which depends on nothing else: many tests read the same files."""
    return _run_work(import_string(target.replace(":", ".")), content, name, limits)


def read_here() -> None:
    """Have all pools of this process read in it from now on."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # as in a child
    readers.ReaderProcess = ReaderHere  # type: ignore[misc]


@contextmanager
def in_children() -> Iterator[None]:
    """Have new pools read in children for the duration of the block."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(readers, "ReaderProcess", ReaderProcess)
        yield
