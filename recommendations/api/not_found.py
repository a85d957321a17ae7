"""Problems for items that are unknown, withdrawn or retired."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from documents.labels.places import shown_place
from documents.models import Document, LanguageVersion
from documents.queries.documents import find_document
from documents.queries.withdrawn import withdrawn_versions_at
from documents.web.dates import date_format
from documents.web.languages import language_name
from documents.web.phrases import sentence_list
from recommendations.api.problems import ProblemError, ProblemType
from recommendations.queries.retired import (
    RetiredPage,
    find_retired,
    find_retired_at,
    withdrawn_versions_of,
    withdrawn_versions_with,
)


def recommendation_not_found(key: int) -> ProblemError:
    """Return the problem for a key without a published recommendation."""
    if version := withdrawn_versions_of(key).first():
        return _withdrawn_problem(version)
    if retired := find_retired(key, AnonymousUser()):
        return _retired_problem(retired)
    return ProblemError(ProblemType.NOT_FOUND, _("There is no recommendation %(id)s.") % {"id": key})


def place_not_found(address: str, place: str) -> ProblemError:
    """Return the problem for a place of the document at an address that has no published recommendation."""
    lookup = find_document(Document.objects.prefetch_related("symbols"), address)
    if lookup and (version := withdrawn_versions_with(lookup.document, place).first()):
        return _withdrawn_problem(version)
    if lookup and (retired := find_retired_at(lookup.document, place, AnonymousUser())):
        return _retired_problem(retired)
    message = _("There is no recommendation at “%(place)s” of document “%(address)s”.")
    return ProblemError(ProblemType.NOT_FOUND, message % {"place": place, "address": address})


def _retired_problem(retired: RetiredPage) -> ProblemError:
    row = retired.row
    message = _(
        "Recommendation %(id)s, %(path)s of %(document)s, has not been a separate recommendation since %(since)s."
    )
    values = {
        "id": row.key,
        "path": shown_place(row.path),
        "document": row.version.document,
        "since": date_format(row.retired_at),
    }
    joined = _("The text is now part of recommendation %(id)s.") % {"id": retired.part_of.pk} if retired.part_of else ""
    return ProblemError(ProblemType.GONE, sentence_list((message % values, joined)))


def document_not_found(address: str) -> ProblemError:
    """Return the problem for an address without a published document."""
    if version := withdrawn_versions_at(address).first():
        return _withdrawn_problem(version)
    return ProblemError(
        ProblemType.NOT_FOUND, _("Document “%(address)s” is not in this collection.") % {"address": address}
    )


def _withdrawn_problem(version: LanguageVersion) -> ProblemError:
    message = _("%(document)s (%(language)s) was withdrawn from this portal on %(date)s. Reason: %(reason)s")
    values = {
        "document": version.document,
        "language": language_name(version.language),
        "date": date_format(version.withdrawn_at) if version.withdrawn_at else "",
        "reason": version.withdrawn_reason,
    }
    return ProblemError(ProblemType.GONE, message % values)
