"""The entries that a search finds, beginning with the documents most recently published or changed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, Max
from pyroaring import BitMap

from documents.models import Change
from documents.queries.documents import published_versions
from documents.web.generation_cache import GenerationCache
from recommendations.index.snapshot import read_index
from recommendations.index.terms import facet_term
from recommendations.models import Recommendation, SearchEntry
from recommendations.search.query import SearchQuery
from recommendations.search.results import SearchMatches, find
from recommendations.search.rows import Row, rows_of

MAX_LOOKED_UP = 2_000  # entries whose documents are looked up one by one
_MARGIN = 2  # times as many documents are read as should suffice


@dataclass(frozen=True, slots=True)
class FoundEntries:
    """Some entries found by a search, with the number of all."""

    rows: Sequence[Row]
    total: int


def latest_found(query: SearchQuery, start: int, size: int) -> FoundEntries:
    """Return the entries from position ``start``, in a fixed number of queries. The page of the query is ignored."""
    matched = find(query)
    hits, snapshot = matched.matches.hits, matched.matches.snapshot
    changed = _changed_documents(snapshot.generation)
    if len(hits) <= MAX_LOOKED_UP:
        numbers = _in_order(query.scope, hits, changed)
    else:
        numbers = _first(matched, changed, start + size)
    rows = [row for _entry, row in rows_of(query.scope, numbers[start : start + size])]
    return FoundEntries(rows, matched.total)


def _in_order(scope: str, hits: BitMap, changed: Mapping[int, datetime.datetime]) -> list[int]:
    """Return all hits in order."""
    places = {document: place for place, document in enumerate(changed)}
    found = SearchEntry.objects.filter(scope=scope, number__in=list(hits)).values_list("document", "number")
    in_order = sorted((places.get(document, len(places)), number) for document, number in found)
    return [number for _place, number in in_order]


def _first(matched: SearchMatches, changed: Mapping[int, datetime.datetime], count: int) -> list[int]:
    """Return at least the first ``count`` hits in order: those in the documents changed last or, if these are too few,
    all."""
    hits, documents = matched.matches.hits, list(changed)
    enough = 1 + _MARGIN * count * len(documents) // max(1, len(hits))
    for number in (enough, len(documents)):
        found = _hits_in(matched, documents[:number])
        if len(found) >= count or number >= len(documents):
            break
    return found


def _hits_in(matched: SearchMatches, documents: Iterable[int]) -> list[int]:
    terms = [facet_term("document", str(document)) for document in documents]
    _snapshot, sets = read_index(matched.query.scope, terms)
    hits = matched.matches.hits
    return [number for term in terms for number in sets.get(term, BitMap()) & hits]


# --- when documents changed --------------------------------------------------------------------------

_cached_changes: GenerationCache[str, Mapping[int, datetime.datetime]] = GenerationCache(1)


def _changed_documents(generation: int) -> Mapping[int, datetime.datetime]:
    """Return a map from public documents to the last change of what readers see, the latest first: a publication, a
    published correction, or an endorsement of a recommendation."""
    cached = _cached_changes.get("", generation)
    if cached is not None:
        return cached
    versions = published_versions().order_by()
    changes = dict(versions.values_list("document").annotate(Max("published_at")))
    corrected = Change.objects.filter(action="document.draft_published", document__in=changes).order_by()
    endorsed = Recommendation.objects.exclude(status=F("stated_status"))
    endorsed = endorsed.filter(endorsement__version__in=versions.values("pk"))
    for later in (
        corrected.values_list("document").annotate(Max("made_at")),
        endorsed.order_by().values_list("version__document").annotate(Max("endorsement__version__published_at")),
    ):
        for document, time in later:
            changes[document] = max(time, changes.get(document, time))
    latest_first = dict(sorted(changes.items(), key=lambda item: (item[1], item[0]), reverse=True))
    _cached_changes.put({"": latest_first}, generation)
    return latest_first
