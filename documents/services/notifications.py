"""Notify listeners of changes that are visible to the public, in the transaction of the change.

The settings name the listeners, because ``documents`` may not import the apps above it: ``DOCUMENT_LISTENERS`` take
document keys; ``MEETING_DOCUMENT_FINDERS`` take meeting keys and return the keys of documents that show these meetings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.utils.module_loading import import_string

_pending: ContextVar[set[int] | None] = ContextVar("pending", default=None)


def notify_listeners(documents: Iterable[int]) -> None:
    """Notify the listeners of documents that were deleted or whose versions, visibility, symbols or meeting changed."""
    keys = set(documents)
    pending = _pending.get()
    if pending is not None:
        pending |= keys
    elif keys:
        for listener in map(import_string, settings.DOCUMENT_LISTENERS):
            listener(sorted(keys))


def notify_meeting_listeners(meetings: Iterable[int]) -> None:
    """Notify the listeners of all documents that show meetings that were merged or whose details changed."""
    keys = list(meetings)
    for finder in map(import_string, settings.MEETING_DOCUMENT_FINDERS):
        notify_listeners(finder(keys))


@contextmanager
def batch_notifications() -> Iterator[None]:
    """Collect notifications and send them at the end, once per document. It can also be used as a decorator.

    Use it within the transaction. After an error nothing is sent, because the change is rolled back.
    """
    if _pending.get() is not None:
        yield
        return
    collected: set[int] = set()
    token = _pending.set(collected)
    try:
        yield
    finally:
        _pending.reset(token)
    notify_listeners(collected)
