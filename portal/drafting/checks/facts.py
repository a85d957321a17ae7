"""The dates and titles that the texts of the collection state for a resolution or a document."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Case, When
from django.urls import reverse
from django.utils.translation import gettext as _

from documents.models import LanguageVersion
from documents.models.documents import leading_first
from documents.queries.documents import published_versions
from documents.web.languages import interface_language
from portal.drafting.checks.contexts import date_near, title_before, title_near
from portal.drafting.checks.types import Source
from recommendations.extraction.prose import sentence_at
from recommendations.labels.fields import place_label
from recommendations.models import Citation
from recommendations.text.words import tokens

MAX_MENTIONS = 300  # of all values together


@dataclass(frozen=True, slots=True)
class Fact:
    """A published place that cites a resolution or document, and what it states about it."""

    value: str
    date: datetime.date | None
    title: str
    language: str
    source: Source


def stated_facts(kind: Citation.Kind, values: Iterable[str]) -> Mapping[str, list[Fact]]:
    """Return a map from the values of citations to the published places that cite them, in :func:`_order`."""
    rows = (
        Citation.objects.filter(kind=kind, value__in=set(values), version__in=published_versions().values("pk"))
        .exclude(text="")
        .select_related("paragraph", "footnote__paragraph", "version__document")
        .defer("version__parsed", "version__doubts")
        .prefetch_related("version__document__symbols")
        .order_by(*_order())[:MAX_MENTIONS]
    )
    citations = list(rows)
    starts = _starts(citations)
    facts: dict[str, list[Fact]] = defaultdict(list)
    for row in citations:
        text = row.footnote.text if row.footnote else row.paragraph.text if row.paragraph else ""
        place = (row.footnote_id, row.paragraph_id)
        date = date_near(text, row.start, row.end, before=kind == Citation.Kind.DOCUMENT)
        title = title_near(text, row.end, starts[place]) or title_before(text, row.start)
        facts[row.value].append(Fact(row.value, date, title, row.version.language, _source(row)))
    return facts


def documents_named(names: Collection[str], series: str) -> Mapping[str, tuple[str, Source]]:
    """Return the documents of a series that published texts cite in a sentence with one of some names: symbol -> (name,
    place). The series is the beginning of their symbols."""
    rows = (
        Citation.objects.filter(
            kind=Citation.Kind.DOCUMENT,
            value__startswith=series,
            paragraph__isnull=False,
            version__in=published_versions().values("pk"),
        )
        .select_related("paragraph", "footnote__paragraph", "version__document")
        .defer("version__parsed", "version__doubts")
        .prefetch_related("version__document__symbols")
        .order_by(*_order())[:MAX_MENTIONS]
    )
    found: dict[str, tuple[str, Source]] = {}
    for row in rows:
        text = row.paragraph.text if row.paragraph and not row.footnote else ""
        sentence = " ".join(text[slice(*sentence_at(text, row.start))].split())
        if name := next((name for name in names if name in sentence), ""):
            found.setdefault(row.value, (name, _source(row)))
    return found


def _order() -> Sequence[Case | str]:
    """Return the ordering of citations: the earliest document first and, of each document, the version in the language
    of the page, then the leading one."""
    of_page = Case(When(version__language=interface_language(), then=0), default=1)
    version = (of_page, *leading_first("version__language"))
    return "version__document__date", "version__document", *version, "position"


def _starts(citations: Iterable[Citation]) -> Mapping[tuple[int | None, int | None], list[int]]:
    """Return the start offsets of all references in the places of some citations: (footnote, paragraph) -> offsets."""
    rows = list(citations)
    found: dict[tuple[int | None, int | None], list[int]] = defaultdict(list)
    for column, keys in (
        ("footnote", {row.footnote_id for row in rows if row.footnote_id}),
        ("paragraph", {row.paragraph_id for row in rows if row.paragraph_id}),
    ):
        others = Citation.objects.filter(**{f"{column}__in": keys}, kind__in=("resolution", "document"))
        for footnote, paragraph, start in others.values_list("footnote", "paragraph", "start").order_by("start"):
            found[footnote, paragraph].append(start)
    return found


def _source(row: Citation) -> Source:
    paragraph = row.paragraph or (row.footnote.paragraph if row.footnote else None)
    place = place_label(paragraph.path, paragraph.text) if paragraph else ""
    if row.footnote:
        place = _("footnote %(marker)s") % {"marker": row.footnote.marker}
    return Source(name_of(row.version), place, page_of(row.version, paragraph.anchor if paragraph else ""))


def name_of(version: LanguageVersion) -> str:
    """Return the symbol or title of a document."""
    return str(version.document)


def page_of(version: LanguageVersion, anchor: str = "") -> str:
    """Return the path of a document's page, at an anchor."""
    address = reverse("document", args=[version.document.address])
    return f"{address}?language={version.language}" + (f"#{anchor}" if anchor else "")


def same_title(first: str, second: str) -> bool:
    """Return whether two titles have the same words."""
    words = [[token.word for token in tokens(title)] for title in (first, second)]
    shorter, longer = sorted(words, key=len)
    return longer[: len(shorter)] == shorter and len(longer) - len(shorter) <= len(shorter)
