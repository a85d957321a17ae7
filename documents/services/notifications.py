"""Who is told when what the public sees of a document changes, within the transaction that changes it.

Documents know nothing of the rooms that build upon them; the settings name their functions: ``DOCUMENT_FOLLOWERS``
take the keys of documents, ``DOCUMENTS_OF_MEETINGS`` take those of meetings and return those of the documents in which
something of these meetings is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.utils.module_loading import import_string

_held: ContextVar[set[int] | None] = ContextVar("held", default=None)


def notify_listeners(documents: Iterable[int]) -> None:
    """Tell of documents whose versions, publication, symbols or meeting changed, or that are gone."""
    keys = set(documents)
    held = _held.get()
    if held is not None:
        held |= keys
    elif keys:
        for follower in map(import_string, settings.DOCUMENT_FOLLOWERS):
            follower(sorted(keys))


def notify_meeting_listeners(meetings: Iterable[int]) -> None:
    """Tell of the documents that show something of meetings whose days changed, or that became one."""
    keys = list(meetings)
    for finder in map(import_string, settings.DOCUMENTS_OF_MEETINGS):
        notify_listeners(finder(keys))


@contextmanager
def batch_notifications() -> Iterator[None]:
    """Hold back what is told within, and tell it at the end, each document once. Decorates functions too.

    To be used within the transaction. Where it ends in an error nothing is told: what was changed is taken back.
    """
    if _held.get() is not None:
        yield
        return
    told: set[int] = set()
    token = _held.set(told)
    try:
        yield
    finally:
        _held.reset(token)
    notify_listeners(told)
