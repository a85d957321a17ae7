"""Links that show a list of recommendations to others, with nothing stored: the list is in the address.

A recommendation is named by the address of its document and its place in it, not by its key: a link still works after
the documents have been reprocessed, or on another portal with the same documents. Consecutive recommendations in a
document are named together: "CTOC/COP/2022/L.4:annex-i-a,annex-i-b".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from documents.models import Document
from documents.queries.documents import (
    documents_by_former_symbol,
    published_documents,
    published_versions,
    unnumbered_documents,
)
from documents.web.phrases import apposition
from recommendations.models import FormerPlace, Recommendation, RetiredRecommendation
from recommendations.queries.citations import documents_by_symbol
from recommendations.queries.recommendations import shown_recommendations

PARAMETER = "of"
MAX_LINK_LENGTH = 2_000  # bytes of a query string; mail programs and chats cut longer addresses

Place = tuple[int, str]  # key of a document, place in it


@dataclass(frozen=True, slots=True)
class SharedPlace:
    """A recommendation as a link names it. ``place`` is "" if the link is damaged."""

    address: str
    place: str

    @property
    def label(self) -> str:
        """Return a name for a recommendation that was not found: "CTOC/COP/2022/L.4, annex i a"."""
        return apposition(filter(None, (self.address, self.place.replace("-", " "))))


@dataclass(frozen=True, slots=True)
class SharedList:
    """The list that a link shows: the keys of its recommendations in order, retired recommendations, and places that
    were not found."""

    keys: tuple[int, ...]
    retired: tuple[RetiredRecommendation, ...]
    missing: tuple[SharedPlace, ...]


# --- writing -----------------------------------------------------------------------------------------


def share_queries(keys: Sequence[int]) -> list[str]:
    """Return the query strings of links to public recommendations, given their keys: one link, or several that follow
    one another if the list is too long for one."""
    rows = shown_recommendations().filter(pk__in=keys).select_related("version__document").only("place", "version")
    by_key = {row.pk: row for row in rows.prefetch_related("version__document__symbols")}
    in_order = [by_key[key] for key in keys if key in by_key]
    places = [SharedPlace(row.version.document.address, row.place) for row in in_order]
    queries = [""]
    for query in _pieces(places):
        joined = f"{queries[-1]}&{query}" if queries[-1] else query
        if len(joined) > MAX_LINK_LENGTH:
            queries.append(query)
        else:
            queries[-1] = joined
    return [query for query in queries if query]


def _pieces(places: Iterable[SharedPlace]) -> Iterator[str]:
    """Yield parameters, each at most half as long as a link."""
    for address, group in groupby(places, key=lambda shared: shared.address):
        parameter = ""
        for place in (quote(shared.place, safe="") for shared in group):
            if parameter and len(parameter) + len(place) < MAX_LINK_LENGTH // 2:
                parameter += f",{place}"
            else:
                yield from filter(None, [parameter])
                parameter = f"{PARAMETER}={quote(address, safe='/()')}:{place}"
        yield parameter


# --- reading -----------------------------------------------------------------------------------------


def read_shared(values: Iterable[str]) -> SharedList:
    """Return the list of a link, given the values of its parameter, in a fixed number of queries."""
    shared = list(dict.fromkeys(_split(values)))
    documents = _documents({each.address for each in shared})
    places = {each: (documents[each.address].pk, each.place) for each in shared if each.address in documents}
    keys = _keys(places.values())
    retired = _retired(set(places.values()) - keys.keys())
    found = keys.keys() | retired.keys()
    return SharedList(
        keys=tuple(dict.fromkeys(keys[place] for place in places.values() if place in keys)),
        retired=tuple(retired.values()),
        missing=tuple(each for each in shared if places.get(each) not in found),
    )


def _split(values: Iterable[str]) -> Iterator[SharedPlace]:
    for value in values:
        address, _colon, places = value.replace("\0", "").strip().rpartition(":")
        if address:
            yield from (SharedPlace(address, place.strip()) for place in places.split(",") if place.strip())
        elif places:
            yield SharedPlace(places, "")


def _documents(addresses: Collection[str]) -> dict[str, Document]:
    """Return a map from addresses to public documents, also for an address that a document had before."""
    found = documents_by_symbol(addresses, AnonymousUser())
    missing = [address for address in addresses if address.upper() not in found]
    found |= documents_by_former_symbol(published_documents().prefetch_related("symbols"), missing) if missing else {}
    documents = {address: found[address.upper()] for address in addresses if address.upper() in found}
    return documents | unnumbered_documents(published_documents().prefetch_related("symbols"), addresses)


def _keys(places: Collection[Place]) -> Mapping[Place, int]:
    """Return a map from places to the keys of the recommendations.

    A former place leads to the current one. It may still be the anchor in a language other than the leading one.
    """
    named = Q(place__in={place for _document, place in places}) | Q(anchor__in={place for _document, place in places})
    rows = Recommendation.objects.filter(
        named, version__in=published_versions(), version__document__in={document for document, _place in places}
    )
    found = list(rows.values_list("version__document", "anchor", "place"))
    former = FormerPlace.objects.filter(
        document__in={document for document, _place in places}, place__in={place for _document, place in places}
    )
    current = {
        (document, place): now for document, place, now in former.values_list("document", "place", "current_place")
    }
    current |= {(document, anchor): place for document, anchor, place in found}
    current |= {(document, place): place for document, _anchor, place in found}
    shown = shown_recommendations().filter(
        version__document__in={document for document, _place in current}, place__in=current.values()
    )
    keys = {(document, place): key for document, place, key in shown.values_list("version__document", "place", "pk")}
    now = {place: (place[0], current[place]) for place in places if place in current}
    return {place: keys[now[place]] for place in places if now.get(place) in keys}


def _retired(places: Collection[Place]) -> dict[Place, RetiredRecommendation]:
    """Return a map from places to the recommendations that were there and are retired."""
    rows = RetiredRecommendation.objects.filter(
        version__in=published_versions(),
        version__document__in={document for document, _place in places},
        place__in={place for _document, place in places},
    )
    found = {(row.version.document_id, row.place): row for row in rows.select_related("version__document")}
    return {place: found[place] for place in places if place in found}
