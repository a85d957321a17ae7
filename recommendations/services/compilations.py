"""Compilations: requested by readers, created by a worker, removed after a day."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from documents.services import acquire_write_lock
from recommendations.models import Compilation

TASK, QUEUE = "make_compilation", "compiling"
MAX_UNFINISHED = 3  # per session; they are created one at a time
MAX_UNFINISHED_BY_VISITORS = 20  # for all who are not logged in together: each may have any number of sessions
RETENTION = datetime.timedelta(days=1)

State = Compilation.State
UNFINISHED = (State.WAITING, State.RUNNING)


class CompilationError(Exception):
    """Raised if no new compilation can be requested now. The message explains why and what to do."""


@dataclass(frozen=True, slots=True)
class CompilationRequest:
    """A request for ``total`` recommendations: those that match a query string, or those with ``selected_keys``.

    ``additions`` are plain values (:meth:`recommendations.exports.additions.Additions.stored`).
    """

    query: str
    selected_keys: Sequence[int]
    format: str
    grouping: str
    all_languages: bool
    additions: Mapping[str, Any]
    language: str
    total: int


@transaction.atomic
def request_compilation(request: CompilationRequest, session_key: str, user: User | None, root: str) -> Compilation:
    """Store a request for a compilation, and defer the task that creates it (:mod:`portal.compilations`).

    ``root`` is the address at which the reader reaches the portal. The tasks of a session run one at a time, so that
    no reader occupies all workers. Raise :class:`CompilationError` if too many are unfinished.
    """
    acquire_write_lock()
    if Compilation.objects.filter(session_key=session_key, state__in=UNFINISHED).count() >= MAX_UNFINISHED:
        message = _("You already have %(maximum)s compilations in progress. Try again when one of them is ready.")
        raise CompilationError(message % {"maximum": MAX_UNFINISHED})
    if user is None and _count_unfinished_by_visitors() >= MAX_UNFINISHED_BY_VISITORS:
        raise CompilationError(
            _(
                "Many files are being created at the moment. Try again in a few minutes, or choose CSV, which is "
                "available immediately."
            )
        )
    row = Compilation.objects.create(
        key=uuid.uuid4(),
        user=user,
        session_key=session_key,
        query=request.query,
        selected_keys=list(request.selected_keys),
        format=request.format,
        grouping=request.grouping,
        all_languages=request.all_languages,
        additions=dict(request.additions),
        language=request.language,
        total=request.total,
    )
    app.configure_task(TASK, queue=QUEUE, lock=f"compiling {session_key}").defer(key=str(row.pk), root=root)
    return row


def _count_unfinished_by_visitors() -> int:
    return Compilation.objects.filter(user=None, state__in=UNFINISHED).count()


def begin_compilation(key: str) -> Compilation | None:
    """Mark a compilation as in progress with no entries written. Return it, or None if it is finished or removed."""
    unfinished = Compilation.objects.filter(pk=key, state__in=UNFINISHED)
    unfinished.update(state=State.RUNNING, done=0)
    return unfinished.defer("content").first()


def record_progress(key: str, done: int, total: int) -> None:
    """Store the number of entries written."""
    Compilation.objects.filter(pk=key, state=State.RUNNING).update(done=done, total=total)


def finish_compilation(key: str, file_name: str, content: bytes) -> None:
    """Store a finished compilation. If two workers created it, the first result is kept."""
    Compilation.objects.filter(pk=key, state__in=UNFINISHED).update(
        state=State.READY, file_name=file_name, content=content, finished_at=timezone.now()
    )


def fail_compilation(key: str, message: str) -> None:
    """Mark a compilation as failed, with the reason as its message."""
    Compilation.objects.filter(pk=key, state__in=UNFINISHED).update(
        state=State.FAILED, message=message, finished_at=timezone.now()
    )


def remove_old_compilations() -> int:
    """Remove compilations requested more than a day ago. Return their number."""
    removed, _by_model = Compilation.objects.filter(requested_at__lt=timezone.now() - RETENTION).delete()
    return removed
