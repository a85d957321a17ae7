"""Keep the status of recommendations up to date with the endorsements in published documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Upper

from documents.models import Document, DocumentSymbol, FormerSymbol, LanguageVersion, Meeting, leading_first
from documents.services import acquire_write_lock
from recommendations.extraction.types import Endorsement as FoundEndorsement
from recommendations.extraction.types import MeetingMention
from recommendations.models import Endorsement, Recommendation
from recommendations.services.harvesting import update_harvest_records
from recommendations.services.indexing import index_documents

Status = Recommendation.Status
_ENDORSABLE = (Status.ADOPTED, Status.FOR_ENDORSEMENT)


def write_endorsements(
    version: LanguageVersion,
    endorsements: Iterable[FoundEndorsement],
    resolve: Callable[[MeetingMention | None], Meeting | None],
) -> None:
    """Replace the endorsements of a version. A listener then calls :func:`apply_endorsements`."""
    version.endorsements.all().delete()
    paragraphs = dict(version.paragraphs.values_list("position", "pk"))
    Endorsement.objects.bulk_create(
        Endorsement(
            version=version,
            paragraph_id=paragraphs[found.block],
            position=position,
            meeting=resolve(found.meeting),
            symbol=found.symbol,
        )
        for position, found in enumerate(endorsements)
    )


@transaction.atomic
def apply_endorsements(documents: Iterable[int]) -> None:
    """Update the status of all recommendations after a change to documents (keys), and index other documents whose
    recommendations changed.

    All endorsements are compared, because nothing records what a deleted or reprocessed document endorsed. There are
    few: most documents endorse nothing.
    """
    acquire_write_lock()
    keys = set(documents)
    _identify_meetings(keys)
    if changed := _update_statuses() - keys:
        index_documents(changed)
        update_harvest_records(changed)


def _identify_meetings(documents: Iterable[int]) -> None:
    """Set the meetings of endorsements that name a symbol, if they are in these documents or the symbol is, or was,
    theirs."""
    current = DocumentSymbol.objects.filter(document__in=documents).order_by().values_list(Upper("symbol"))
    former = FormerSymbol.objects.filter(document__in=documents).order_by().values_list(Upper("symbol"))
    reports = Document.objects.filter(symbols__symbol__iexact=OuterRef("symbol"))
    Endorsement.objects.exclude(symbol="").annotate(uppercase=Upper("symbol")).filter(
        Q(version__document__in=documents) | Q(uppercase__in=current) | Q(uppercase__in=former)
    ).update(meeting=Subquery(reports.values("meeting")[:1]))


def _update_statuses() -> set[int]:
    """Set the status and endorsement of recommendations. Return the keys of the documents that changed."""
    endorsements = _endorsements_of_meetings()
    rows = Recommendation.objects.filter(
        Q(adopted_by__in=endorsements) | ~Q(status=F("stated_status")),
        kind=Recommendation.Kind.RECOMMENDATION,
        stated_status__in=_ENDORSABLE,
    )
    changed: dict[int | None, list[int]] = defaultdict(list)
    documents = set()
    for key, document, meeting, status, endorsement in rows.values_list(
        "pk", "version__document", "adopted_by", "status", "endorsement"
    ):
        expected = endorsements.get(meeting)
        if endorsement != expected or (status == Status.ENDORSED) != (expected is not None):
            changed[expected].append(key)
            documents.add(document)
    for expected, keys in changed.items():
        new_status = F("stated_status") if expected is None else Value(Status.ENDORSED)
        Recommendation.objects.filter(pk__in=keys).update(status=new_status, endorsement=expected)
    return documents


def _endorsements_of_meetings() -> dict[int, int]:
    """Return a map from meeting keys to the key of the first endorsement in a published document, preferably in
    English."""
    rows = Endorsement.objects.filter(version__published_at__isnull=False, meeting__isnull=False).order_by(
        F("version__document__date").asc(nulls_last=True),
        "version__document",
        *leading_first("version__language"),
        "position",
    )
    endorsements: dict[int, int] = {}
    for meeting, key in rows.values_list("meeting", "pk"):
        endorsements.setdefault(meeting, key)
    return endorsements
