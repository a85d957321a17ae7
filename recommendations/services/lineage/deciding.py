"""Record decisions on lineage, with an entry in the audit log."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import Document
from documents.services import acquire_write_lock, record_change
from recommendations.models import Lineage, LineageDecision, LineageEnd, Recommendation
from recommendations.queries.chronology import is_later
from recommendations.services.indexing import join_stages
from recommendations.services.subject_names import subject_name

Kind = LineageDecision.Kind
BY_HAND = 0.0  # the scores of a link that a person made; those of a proposed link are higher


class LineageError(Exception):
    """Raised for a decision that contradicts another one. The message is shown to the user."""


@transaction.atomic
def confirm(link: Lineage, by: User, note: str = "") -> None:
    """Confirm a link between two versions of a recommendation, and undo any decision recording that the later document
    dropped the earlier version."""
    acquire_write_lock()
    record_decision(link, Lineage.State.CONFIRMED, by, note)
    join_stages(_documents_of(link))


@transaction.atomic
def reject(link: Lineage, by: User, note: str = "") -> None:
    """Reject a link: the two recommendations are different, and the link is not proposed again."""
    acquire_write_lock()
    record_decision(link, Lineage.State.REFUSED, by, note)
    join_stages(_documents_of(link))


@transaction.atomic
def link_by_hand(earlier: Recommendation, later: Recommendation, by: User, note: str = "") -> Lineage:
    """Link two recommendations as versions of one another, whether a link was proposed or not.

    A recommendation may have several later versions in a document (it was split), or several earlier ones (they were
    merged). Raise ``LineageError`` if the two are of one document or in different languages, or if the first is the
    later one.
    """
    acquire_write_lock()
    if earlier.version.document_id == later.version.document_id:
        raise LineageError(_("Both recommendations are in the same document. Choose one of another document."))
    if earlier.version.language != later.version.language:
        raise LineageError(_("The two texts are in different languages. Choose texts in the same language."))
    if is_later(earlier, later):
        raise LineageError(_("The second text is older than the first. Link the documents in the other order."))
    scores = {"wording": BY_HAND, "meaning": BY_HAND, "context": BY_HAND, "score": BY_HAND}
    link, _is_new = Lineage.objects.get_or_create(earlier=earlier, later=later, defaults=scores)
    if link.state != Lineage.State.CONFIRMED:
        confirm(link, by, note)
    return link


@transaction.atomic
def undo_decision(link: Lineage, by: User) -> None:
    """Undo a decision: turn the link back into a proposal, or remove it if it was made by hand. Do nothing for a
    proposal."""
    acquire_write_lock()
    if link.state != Lineage.State.PROPOSED:
        record_decision(link, Lineage.State.PROPOSED, by)
        documents = _documents_of(link)
        if link.score == BY_HAND:
            link.delete()
        join_stages(documents)


@transaction.atomic
def mark_dropped(recommendation: Recommendation, document: Document, by: User, note: str = "") -> None:
    """Record that a later document dropped a recommendation.

    Raise ``LineageError`` if a recommendation of that document was confirmed as its later version.
    """
    acquire_write_lock()
    confirmed = Lineage.objects.filter(
        earlier=recommendation, later__version__document=document, state=Lineage.State.CONFIRMED
    )
    if confirmed.exists():
        raise LineageError(_("A later version in this document has been confirmed. Undo the confirmation first."))
    now = timezone.now()
    _end, is_new = LineageEnd.objects.get_or_create(
        recommendation=recommendation,
        document=document,
        defaults={"decided_by": by, "decided_at": now, "note": note},
    )
    if is_new:
        _log(Kind.DROPPED, by, note, recommendation, document)


@transaction.atomic
def undo_dropped(end: LineageEnd, by: User) -> None:
    """Undo the decision that a recommendation was dropped."""
    acquire_write_lock()
    _log(Kind.NOT_DROPPED, by, "", end.recommendation, end.document)
    end.delete()


_KINDS = {
    Lineage.State.CONFIRMED: Kind.CONFIRMED,
    Lineage.State.REFUSED: Kind.REFUSED,
    Lineage.State.PROPOSED: Kind.REOPENED,
}


def record_decision(
    link: Lineage, state: Lineage.State, by: User, note: str = "", batch: uuid.UUID | None = None
) -> None:
    """Save and log a decision. The caller joins the stages of the recommendations afterwards. A confirmation undoes the
    decision that the later document dropped the earlier one, if any.
    """
    is_decided = state != Lineage.State.PROPOSED
    link.state, link.note, link.batch = state, note, batch
    link.decided_by, link.decided_at = (by, timezone.now()) if is_decided else (None, None)
    link.save(update_fields=["state", "note", "batch", "decided_by", "decided_at"])
    _log(_KINDS[state], by, note, link.earlier, link.later)
    if state == Lineage.State.CONFIRMED:
        ends = LineageEnd.objects.filter(recommendation=link.earlier_id, document=link.later.version.document_id)
        for end in ends.select_related("recommendation", "document"):
            undo_dropped(end, by)


def _documents_of(link: Lineage) -> set[int]:
    return {link.earlier.version.document_id, link.later.version.document_id}


def _log(kind: Kind, by: User, note: str, earlier: Recommendation, later: Recommendation | Document) -> None:
    """Record a decision, both in the history of its recommendations and in the audit log."""
    record_change(
        "lineage.decided",
        by=by,
        subject=f"{subject_name(earlier)} → {subject_name(later)}",
        document=later if isinstance(later, Document) else later.version.document,
        object_key=f"recommendation:{earlier.pk}",
        value=kind.value,
        note=note,
    )
    LineageDecision.objects.create(
        kind=kind,
        decided_at=timezone.now(),
        decided_by=by,
        earlier=earlier,
        later=later if isinstance(later, Recommendation) else None,
        earlier_name=subject_name(earlier),
        later_name=subject_name(later),
        note=note,
    )
