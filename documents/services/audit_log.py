"""Record changes in the audit log, in the transaction of the change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents.models import Change, Document, LanguageVersion
from documents.web.languages import language_name

ACTIONS: Mapping[str, Promise] = {
    "upload.received": _("file uploaded"),
    "upload.refused": _("file rejected"),
    "upload.failed": _("file not read because of an internal error"),
    "upload.retried": _("failed file reprocessed"),
    "upload.answered": _("question about a file answered"),
    "upload.deleted": _("uploaded file deleted"),
    "document.read": _("document read"),
    "document.corrected": _("document corrected"),
    "document.correction_undone": _("correction undone"),
    "document.reading_accepted": _("new reading of a document accepted"),
    "document.reading_refused": _("new reading of a document rejected"),
    "document.reviewed": _("document marked as ready to publish"),
    "document.not_reviewed": _("document no longer marked as ready to publish"),
    "document.published": _("document published"),
    "document.unpublished": _("document unpublished"),
    "document.withdrawn": _("document withdrawn"),
    "document.draft_published": _("changes published"),
    "document.draft_unpublished": _("publication of changes undone"),
    "document.draft_discarded": _("changes discarded"),
    "document.draft_restored": _("discarded changes restored"),
    "document.format_added": _("file in another format added"),
    "document.symbol": _("symbol set"),
    "document.symbol_corrected": _("symbol corrected"),
    "document.joined": _("documents merged"),
    "document.deleted": _("document deleted"),
    "version.deleted": _("language version deleted"),
    "lineage.decided": _("decision on a link between versions"),
    "follow_up.changed": _("follow-up changed"),
    "follow_up.bulk_changed": _("several follow-ups changed at once"),
    "follow_up.bulk_undone": _("change of several follow-ups undone"),
    "meeting.added": _("meeting added"),
    "meeting.changed": _("meeting changed"),
    "meeting.merged": _("meeting merged into another"),
    "meeting.removed": _("meeting removed"),
    "meeting.undone": _("change to a meeting undone"),
    "vocabulary.added": _("vocabulary entry added"),
    "vocabulary.changed": _("vocabulary entry changed"),
    "vocabulary.shipped": _("vocabulary entry restored to the shipped version"),
    "vocabulary.merged": _("vocabulary entry merged into another"),
    "vocabulary.removed": _("vocabulary entry removed"),
    "vocabulary.undone": _("change to a vocabulary entry undone"),
    "treaty.loaded": _("treaty text loaded"),
    "treaty.removed": _("treaty text removed"),
    "account.changed": _("account changed"),
    "report.received": _("error reported by a reader"),
    "report.closed": _("report of an error closed"),
    "report.reopened": _("report of an error reopened"),
}
"""Map from the key of an action, as stored in the log, to its label."""

MAX_SUBJECT_LENGTH = 500


def record_change(
    action: str,
    *,
    by: User | None,
    subject: str,
    document: Document | None = None,
    object_key: str = "",
    old_value: Any = None,
    value: Any = None,
    note: str = "",
) -> Change:
    """Add a row to the log. ``by`` is None for changes made by the portal.

    Raise KeyError for an action that is not in :data:`ACTIONS`, and RuntimeError outside a transaction: a change and
    its log entry must be committed together.
    """
    if action not in ACTIONS:
        raise KeyError(action)
    if not connection.in_atomic_block:
        raise RuntimeError("record_change() needs the transaction of the change")
    return Change.objects.create(
        made_at=timezone.now(),
        made_by=by,
        made_by_name=by.get_username() if by else "",
        action=action,
        object_key=object_key,
        document=document,
        subject=subject[:MAX_SUBJECT_LENGTH],
        old_value=old_value,
        value=value,
        note=note,
    )


def document_name(document: Document) -> str:
    """Return a document's name in the log: its symbol, or its title if it has none."""
    return document.symbol or gettext("%(title)s (no symbol)") % {"title": str(document)[:200]}


def version_name(version: LanguageVersion) -> str:
    """Return a language version's name in the log, such as "CTOC/COP/2022/L.4 (French)"."""
    return f"{document_name(version.document)} ({language_name(version.language)})"
