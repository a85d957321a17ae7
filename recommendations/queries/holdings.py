"""The holdings of the portal: documents by body, with their years and languages, and cited documents that are
missing."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Sum
from django.db.models.functions import Upper

from documents.models import Body, DocumentOrgan, DocumentSymbol
from documents.queries.documents import published_documents, published_versions
from documents.web.dates import year_name
from documents.web.generation_cache import GenerationCache
from documents.web.phrases import number_range
from recommendations.models import Citation

MAX_ABSENT = 5  # symbols listed


@dataclass(frozen=True, slots=True)
class BodyHoldings:
    """The published documents of a body, or documents without a known body (None). ``years`` are the years of their
    dates, ``languages`` are codes; both are sorted."""

    body: Body | None
    documents: int
    years: Sequence[int]
    languages: Sequence[str]

    @property
    def period(self) -> str:
        """The first and the last year, such as "2015–2022", or ""."""
        if not self.years:
            return ""
        first, last = self.years[0], self.years[-1]
        return year_name(first) if first == last else number_range(first, year_name(last))


@dataclass(frozen=True, slots=True)
class Holdings:
    """All published documents by body, in the order of the bodies. A joint document counts for each of its bodies.

    ``published_at`` is the time of the last publication. ``absent_total`` is the number of documents that published
    texts cite but the portal does not hold; ``absent`` has the symbols of those cited by the most documents.
    """

    bodies: Sequence[BodyHoldings]
    published_at: datetime.datetime | None
    absent_total: int
    absent: Sequence[str]

    @property
    def languages(self) -> set[str]:
        return {code for row in self.bodies for code in row.languages}


_cache: GenerationCache[tuple[object, ...], Holdings] = GenerationCache(1)
"""The holdings, by values that change with every publication, withdrawal and correction. They are cached because
computing them reads all documents."""


def holdings() -> Holdings:
    """Return the holdings of the portal."""
    now = published_versions().aggregate(Max("published_at"), Count("pk"), Sum("revision"))
    key = tuple(now.values())
    held = _cache.get(key)
    if held is None:
        absent = _absent_documents()
        held = Holdings(_by_body(), now["published_at__max"], len(absent), absent[:MAX_ABSENT])
        _cache.put({key: held})
    return held


def _by_body() -> list[BodyHoldings]:
    years = dict(published_documents().order_by().values_list("pk", "date__year"))
    languages: dict[int, set[str]] = defaultdict(set)
    for document, language in published_versions().values_list("document", "language"):
        languages[document].add(language)
    documents: dict[int | None, set[int]] = defaultdict(set)
    organs = DocumentOrgan.objects.filter(document__in=years, body__isnull=False).values_list("document", "body")
    for document, body in [*published_documents().values_list("pk", "body"), *organs]:
        documents[body].add(document)
    bodies = Body.objects.in_bulk([body for body in documents if body])
    ordered = sorted(documents, key=lambda key: (key is None, bodies[key].position if key else 0))
    return [
        BodyHoldings(
            bodies[key] if key else None,
            len(documents[key]),
            sorted({year for document in documents[key] if (year := years[document])}),
            sorted({language for document in documents[key] for language in languages[document]}),
        )
        for key in ordered
    ]


def _absent_documents() -> list[str]:
    """Return the symbols of missing documents, ignoring case, most cited first."""
    held = DocumentSymbol.objects.filter(document__in=published_documents().order_by().values("pk"))
    cited = (
        Citation.objects.filter(kind=Citation.Kind.DOCUMENT, version__in=published_versions())
        .exclude(value="")
        .annotate(symbol=Upper("value"))
        .exclude(symbol__in=held.values(upper=Upper("symbol")))
        .order_by()
        .values("symbol")
        .annotate(documents=Count("version__document", distinct=True), printed=Min("value"))
        .order_by("-documents", "symbol")
    )
    return list(cited.values_list("printed", flat=True))
