"""Read recommendations with all details of a compilation, in batches, with a fixed number of queries per batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.contrib.auth.models import AnonymousUser
from django.db.models import prefetch_related_objects

from documents.models import Paragraph
from recommendations.index.terms import facet_of
from recommendations.models import Recommendation, RecommendationTopic, SearchScope
from recommendations.queries.citations import CitedItem, cited_items_by_recommendation, topics_of
from recommendations.queries.recommendations import add_addressees
from recommendations.search.listing import numbers_of
from recommendations.search.rows import rows_of

BATCH_SIZE = 250  # entries in memory at a time
PUBLIC = AnonymousUser()  # compilations contain published recommendations only


@dataclass(frozen=True, slots=True)
class Item:
    """A recommendation with its facet values (pairs of facet and value), citations and topics.

    ``other_languages`` are those of its other public texts. ``paragraph`` is the paragraph in which it begins, with
    only the fields for a citation loaded.
    """

    row: Recommendation
    facets: tuple[tuple[str, str], ...]
    other_languages: tuple[str, ...]
    cited: Sequence[CitedItem]
    topics: Sequence[RecommendationTopic]
    paragraph: Paragraph

    def values(self, facet: str) -> list[str]:
        """Return the values of a facet."""
        return [value for name, value in self.facets if name == facet]


def read_items(keys: Iterable[int]) -> Iterator[tuple[int, Item | None]]:
    """Yield each key with its recommendation, or with None if it is no longer public."""
    remaining = iter(keys)
    while batch := list(islice(remaining, BATCH_SIZE)):
        items = _read(set(batch))
        for key in batch:
            yield key, items.get(key)


def _read(keys: set[int]) -> dict[int, Item]:
    entries = rows_of(SearchScope.RECOMMENDATIONS, list(numbers_of(keys).values()))
    rows = {row.pk: (entry, row) for entry, row in entries if isinstance(row, Recommendation)}
    add_addressees(row for _entry, row in rows.values())
    cited, topics = cited_items_by_recommendation(rows, PUBLIC), topics_of(rows)
    organs = ("further_organs__body", "further_organs__meeting__body")
    prefetch_related_objects([row.version.document for _entry, row in rows.values()], "body", "meeting__body", *organs)
    paragraphs = Paragraph.objects.only("anchor", "path", "part", "kind", "label", "page")
    paragraphs_by_key = paragraphs.in_bulk([row.paragraph_id for _entry, row in rows.values()])
    return {
        key: Item(
            row,
            tuple(map(facet_of, entry.facets)),
            tuple(entry.other_languages),
            cited[key],
            topics[key],
            paragraphs_by_key[row.paragraph_id],
        )
        for key, (entry, row) in rows.items()
        if row.paragraph_id in paragraphs_by_key
    }
