"""The publication log: publications, corrections, withdrawals and endorsements, the latest first."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import BigIntegerField, CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Substr
from django.utils.translation import gettext as _

from documents.labels.citing import PUBLISHER
from documents.labels.naming import meeting_name
from documents.models import Change, Document, LanguageVersion
from documents.queries.documents import leading_versions, published_versions
from documents.queries.withdrawn import withdrawn_versions
from documents.web.languages import language_name
from recommendations.api.addresses import Addresses
from recommendations.exports.feeds.atom import Entry
from recommendations.models import Endorsement

NEW, CORRECTED, WITHDRAWN, ENDORSED = "new", "corrected", "withdrawn", "endorsed"
_VERSION_KEY = "version:"  # before the key of a version in the audit log
_Row = tuple[datetime.datetime, str, int, int]  # time, kind, key of the version, key of the endorsement or 0


def latest_events(start: int, size: int, addresses: Addresses, document: Document | None = None) -> list[Entry]:
    """Return entries for the events from position ``start``, of one document or of all, in three queries or four."""
    rows = list(_events(document)[start : start + size])
    keys = {version for _time, _kind, version, _endorsement in rows}
    versions = LanguageVersion.objects.filter(pk__in=keys).select_related("document__body").defer("parsed", "doubts")
    by_key = versions.prefetch_related("document__symbols").in_bulk()
    endorsements = Endorsement.objects.filter(pk__in={key for *_rest, key in rows if key})
    endorsed = endorsements.select_related("meeting__body", "paragraph").in_bulk()
    return list(_entries(rows, by_key, endorsed, addresses))


def _events(document: Document | None) -> QuerySet[Any, Any]:
    """Return the events as rows: the same version is in several if, for example, it was corrected later."""
    versions, withdrawn, leading = published_versions(), withdrawn_versions(), leading_versions()
    if document is not None:
        versions, withdrawn, leading = (rows.filter(document=document) for rows in (versions, withdrawn, leading))
    key = Cast(Substr("object_key", len(_VERSION_KEY) + 1), BigIntegerField())
    corrections = Change.objects.filter(action="document.draft_published", object_key__startswith=_VERSION_KEY)
    parts = (
        _rows(versions, "published_at", NEW, F("pk")),
        _rows(withdrawn, "withdrawn_at", WITHDRAWN, F("pk")),
        _rows(corrections.annotate(key=key).filter(key__in=versions.values("pk")), "made_at", CORRECTED, F("key")),
        _rows(
            Endorsement.objects.filter(version__in=leading.values("pk")),
            "version__published_at",
            ENDORSED,
            F("version_id"),
            F("pk"),
        ),
    )
    return parts[0].union(*parts[1:], all=True).order_by("-at", "event", "-of", "-which")


def _rows(rows: QuerySet[Any], time: str, kind: str, version: F, endorsement: Any = None) -> QuerySet[Any, Any]:
    fields: dict[str, Any] = {
        "at": F(time),
        "event": Value(kind, CharField()),
        "of": version,
        "which": endorsement or Value(0, BigIntegerField()),
    }
    found: QuerySet[Any, Any] = rows.order_by().annotate(**fields).values_list(*fields)
    return found


def _entries(rows: Sequence[_Row], versions: Any, endorsements: Any, addresses: Addresses) -> Iterator[Entry]:
    for time, kind, version_key, endorsement_key in rows:
        version = versions.get(version_key)
        if version is None:
            continue  # deleted in the meantime
        document = version.document
        endorsement = endorsements.get(endorsement_key)
        place = f"?language={version.language}"
        anchor = f"#{endorsement.paragraph.anchor}" if endorsement else ""
        yield Entry(
            address=addresses.page(document) + place + anchor,
            identity=f"{addresses.path(document)}{place}#{kind}-{time:%Y%m%dT%H%M%SZ}{'-' * bool(anchor)}{anchor[1:]}",
            title=_title(kind, version, endorsement),
            updated=time,
            published=time,
            author=document.body.label if document.body else PUBLISHER,
            summary=version.withdrawn_reason if kind == WITHDRAWN else version.title,
            categories=(kind,),
        )


def _title(kind: str, version: LanguageVersion, endorsement: Endorsement | None) -> str:
    names = {"document": version.document, "language": language_name(version.language)}
    if kind == WITHDRAWN:
        return _("Withdrawn: %(document)s (%(language)s)") % names
    if kind == CORRECTED:
        return _("Corrected: %(document)s (%(language)s)") % names
    if endorsement is None:
        return _("New: %(document)s (%(language)s)") % names
    if endorsement.meeting is None:
        return _("Endorsed in %(document)s: recommendations in %(symbol)s") % {**names, "symbol": endorsement.symbol}
    meeting = meeting_name(endorsement.meeting)
    return _("Endorsed in %(document)s: recommendations of the %(meeting)s") % {**names, "meeting": meeting}
