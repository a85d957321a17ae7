"""The subtitle and the agenda items of a document as one of its language versions prints them."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

from django.db.models.fields.json import KT

from documents.models import DocumentOrgan, LanguageVersion


@dataclass(frozen=True, slots=True)
class PrintedTitles:
    """The subtitle, or "", and the organs with their agenda items, whose titles may be ""."""

    subtitle: str
    organs: Sequence[DocumentOrgan]


def printed_titles(version: LanguageVersion, versions: Sequence[LanguageVersion]) -> PrintedTitles:
    """Return the titles that a version prints; ``versions`` are those of its document, the leading one first.

    The document has the titles of its leading version. Another version has those of its own masthead: a title that was
    not read there is missing, because the document's would be in another language. The numbers of the agenda items are
    the document's.
    """
    document = version.document
    leading = next((row for row in versions if row.published_at), versions[0])
    if version.pk == leading.pk:
        return PrintedTitles(document.subtitle, document.organs)
    subtitle, agenda_title = (
        LanguageVersion.objects.filter(pk=version.pk)
        .values_list(KT("parsed__masthead__subtitle"), KT("parsed__masthead__agenda_title"))
        .get()
    )
    own = {row.position: row.agenda_title for row in version.further_organs.all()}
    organs = [
        _with_title(organ, (own.get(organ.position, "") if organ.pk else agenda_title) or "")
        for organ in document.organs
    ]
    return PrintedTitles(subtitle or "", organs)


def _with_title(organ: DocumentOrgan, agenda_title: str) -> DocumentOrgan:
    titled = copy(organ)
    titled.agenda_title = agenda_title
    return titled
