"""Read recommendations with all the details that a compilation needs, in batches, each with a fixed number of
queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from django.contrib.auth.models import AnonymousUser
from django.db.models import prefetch_related_objects

from documents.models import Paragraph
from recommendations.follow_up.entries import follow_ups_by_place
from recommendations.index.snapshot import read_index
from recommendations.index.terms import facet_of
from recommendations.models import FollowUp, Recommendation, RecommendationTopic, SearchScope
from recommendations.queries.bases import ArticleBasis, bases_of
from recommendations.queries.citations import CitedItem, cited_items_by_recommendation, topics_of
from recommendations.queries.lineage import LinkedVersion, adopted_versions_of
from recommendations.queries.recommendations import add_addressees
from recommendations.search.listing import numbers_of
from recommendations.search.rows import rows_with_stages

BATCH_SIZE = 250  # entries in memory at a time
PUBLIC = AnonymousUser()  # compilations contain published recommendations only


@dataclass(frozen=True, slots=True)
class Item:
    """A recommendation with its facet values (pairs of facet and value), citations, topics, and ``bases``: the reasons
    why it relates to each article.

    ``texts`` are its public texts by language; only the text in ``row``, unless all languages were requested.
    ``paragraph`` is the paragraph in which it begins, with only the fields needed for a citation loaded. ``stages`` are
    its other stages, if the compilation groups them. ``adopted_versions`` are the adopted texts linked to a
    draft. ``follow_up`` is loaded only if requested, and is None if nothing has been recorded.
    """

    row: Recommendation
    facets: tuple[tuple[str, str], ...]
    other_languages: tuple[str, ...]
    cited: Sequence[CitedItem]
    bases: Sequence[ArticleBasis]
    topics: Sequence[RecommendationTopic]
    paragraph: Paragraph
    texts: Mapping[str, str]
    stages: Sequence[Recommendation] = ()
    adopted_versions: Sequence[LinkedVersion] = ()
    follow_up: FollowUp | None = None

    def values(self, facet: str) -> list[str]:
        """Return the values of a facet."""
        return [value for name, value in self.facets if name == facet]


def read_items(
    keys: Iterable[int], *, all_languages: bool = False, folds: bool = False, with_follow_up: bool = False
) -> Iterator[tuple[int, Item | None]]:
    """Yield each key with its recommendation, or None if the recommendation is no longer public."""
    remaining = iter(keys)
    while batch := list(islice(remaining, BATCH_SIZE)):
        items = _read(set(batch), all_languages, folds, with_follow_up)
        for key in batch:
            yield key, items.get(key)


def _read(keys: set[int], all_languages: bool, folds: bool, with_follow_up: bool) -> dict[int, Item]:
    snapshot = read_index(SearchScope.RECOMMENDATIONS)[0] if folds else None
    entries, stages = rows_with_stages(SearchScope.RECOMMENDATIONS, list(numbers_of(keys).values()), snapshot)
    rows = {row.pk: (entry, row) for entry, row in entries if isinstance(row, Recommendation)}
    add_addressees(row for _entry, row in rows.values())
    cited, bases, topics = cited_items_by_recommendation(rows, PUBLIC), bases_of(rows), topics_of(rows)
    organs = ("further_organs__body", "further_organs__meeting__body")
    prefetch_related_objects([row.version.document for _entry, row in rows.values()], "body", "meeting__body", *organs)
    adopted_versions = adopted_versions_of(row for _entry, row in rows.values())
    paragraphs = Paragraph.objects.only("anchor", "path", "part", "kind", "label", "page")
    paragraphs_by_key = paragraphs.in_bulk([row.paragraph_id for _entry, row in rows.values()])
    texts = _texts(row for _entry, row in rows.values()) if all_languages else {}
    by_place = follow_ups_by_place([row for _entry, row in rows.values()]) if with_follow_up else {}
    return {
        key: Item(
            row,
            tuple(map(facet_of, entry.facets)),
            tuple(entry.other_languages),
            cited[key],
            bases[key],
            topics[key],
            paragraphs_by_key[row.paragraph_id],
            texts.get((row.version.document_id, row.place), {row.version.language: row.text}),
            stages.get(entry.number, ()),
            adopted_versions.get(key, ()),
            by_place.get((row.version.document_id, row.place)),
        )
        for key, (entry, row) in rows.items()
        if row.paragraph_id in paragraphs_by_key
    }


def _texts(rows: Iterable[Recommendation]) -> Mapping[tuple[int, str], dict[str, str]]:
    """Return a map from document and place to the public texts by language."""
    places = {(row.version.document_id, row.place) for row in rows}
    public = Recommendation.objects.filter(
        version__published_at__isnull=False,
        version__document__in={document for document, _place in places},
        place__in={place for _document, place in places},
    )
    texts: dict[tuple[int, str], dict[str, str]] = defaultdict(dict)
    for document, place, language, text in public.values_list(
        "version__document", "place", "version__language", "text"
    ):
        texts[document, place][language] = text
    return texts
