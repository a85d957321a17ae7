"""Search results, for pages, the API, exports and the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from pyroaring import BitMap

from documents.web.generation_cache import GenerationCache
from recommendations.index.sets import union
from recommendations.index.snapshot import read_index
from recommendations.index.terms import facet_term
from recommendations.models import SearchScope
from recommendations.search import folding
from recommendations.search.hits import Hit, build_hits
from recommendations.search.matching import (
    IndexLookup,
    Matches,
    find_matches,
    look_up,
)
from recommendations.search.meaning import Meaning, meaning_of
from recommendations.search.nearest import QueryText, cached_nearest, find_answers, find_nearest
from recommendations.search.ordering import entries_to_rank, newest, rank
from recommendations.search.paging import PagePosition, page_end, position_after, slice_sections
from recommendations.search.query import ADOPTED_ONLY, FACETS, PAGE_SIZE, RELEVANCE, SearchQuery
from recommendations.search.syntax import NamedConcept, Node
from recommendations.search.unanswered import is_on_article_without_recommendations
from recommendations.search.understanding import Understanding, understand, wider_understandings


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a search.

    ``total`` is the number of hits, ``by_meaning_count`` the number of hits without the words, ``occurrences`` the
    number of entries grouped into hits. ``related`` are weaker matches, on the last page only; ``related_total`` is
    their number, and no other number includes them. ``counts`` are facet -> value -> number of hits, without zeros;
    ``values`` are facet -> all values in the index of ``generation``. ``wider_totals`` counts the result without the
    filter of each facet, and under "" without any filter. ``ranked_count`` is the number of hits ranked by relevance,
    None if all or none were. ``end`` is where the page ends, None at the end of the result. ``order_changed`` is true
    if the order may have changed since the last page. Unless ``is_complete``, the index is being rebuilt.
    """

    query: SearchQuery
    understood: Understanding
    total: int
    counts: Counts
    hits: list[Hit]
    occurrences: int = 0
    related: list[Hit] = field(default_factory=list)
    related_total: int = 0
    by_meaning_count: int = 0
    ranked_count: int | None = None
    end: PagePosition | None = None
    order_changed: bool = False
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    wider_totals: Mapping[str, int] = field(default_factory=dict)
    generation: int = 0
    is_complete: bool = True


@dataclass(frozen=True)
class SearchMatches:
    """The matches of a search in one snapshot of the index, before any row is loaded."""

    query: SearchQuery
    understood: Understanding
    meaning: Meaning
    matches: Matches

    @property
    def total(self) -> int:
        return len(self.matches.hits)

    @property
    def is_ranked(self) -> bool:
        return self.understood.tree is not None and self.query.order == RELEVANCE

    @property
    def sections(self) -> list[BitMap]:
        """The entries found, in sections that follow one another: those that cite a selected article come first."""
        matches = self.matches
        if not self.query.puts_cited_first:
            return [matches.hits]
        articles = self.understood.choices.get("article", ())
        cited = union(matches.snapshot.value("cited", value) for value in articles) & matches.hits
        return [cited, matches.hits - cited] if cited else [matches.hits]

    def position_after(self, last: PagePosition) -> int:
        """Return the number of entries up to and including a page position."""
        if self.is_ranked:
            return last.position
        before = 0
        *earlier, rest = self.sections
        for section in earlier:
            if last.number in section:
                return before + position_after(self.matches.snapshot, section, last)
            before += len(section)
        return before + position_after(self.matches.snapshot, rest, last)

    def page(self, start: int, stop: int) -> tuple[list[int], int | None]:
        """Return the entry numbers from position ``start`` to ``stop`` (exclusive), and the number of entries ranked by
        relevance, or None if all or none were.
        """
        return _page(self.query, self.understood, self.matches, self.meaning, self.sections, start, stop)

    def related(self) -> list[int]:
        """Return the numbers of the weaker matches, best first."""
        understood, matches = self.understood, self.matches
        if understood.tree is None or not matches.related:
            return []
        return rank(self.query.scope, matches, understood.tree, understood.topics, matches.related, self.meaning)

    def hits_at(self, numbers: Sequence[int], details: bool = False, languages: Sequence[str] = ()) -> list[Hit]:
        """Return the hits with these entry numbers, in order, as :func:`.build_hits` does."""
        tree = self.understood.tree
        return build_hits(
            self.query.scope, numbers, self.matches, tree, self.meaning, details=details, languages=languages
        )

    def result(self, **page_fields: Any) -> Result:
        """Return the result with its counts, and the given fields of a page."""
        matches = self.matches
        return Result(
            query=self.query,
            understood=self.understood,
            total=self.total,
            occurrences=len(matches.filtered),
            related_total=len(matches.related),
            counts=facet_counts(matches, self.query.facets),
            by_meaning_count=len(matches.by_meaning),
            values=matches.snapshot.values,
            wider_totals=_wider_totals(self.understood, matches),
            generation=matches.snapshot.generation,
            is_complete=matches.snapshot.is_complete,
            **{"hits": [], **page_fields},
        )


_MISSING_RATIO = 2  # words that name subjects that no entry contains, for each word that names a subject that some do


def find(query: SearchQuery) -> SearchMatches:
    """Interpret a query and find its matches. If nothing matches both the articles and the other words, the articles
    are widened or dropped, and a note records this.
    """
    understood = understand(query)
    matched = _find(query, understood)
    attempts = () if matched.total else (_find(query, wider) for wider in wider_understandings(query, understood))
    return next((attempt for attempt in attempts if attempt.total), matched)


def _find(query: SearchQuery, understood: Understanding) -> SearchMatches:
    meaning, lookup = _look_up_with_meaning(query.scope, understood)

    def judge(tree: Node, find_entries: Callable[[Node], BitMap], by_words: BitMap) -> tuple[BitMap, BitMap]:
        nonlocal meaning
        is_named = _names_subject_of_texts(understood.concepts, find_entries, lookup.snapshot.live)
        is_on_other_article = False
        if not by_words and understood.meaning_text and query.scope == SearchScope.RECOMMENDATIONS:
            text = _query_text(understood)
            answers = find_answers(text, lookup.snapshot.generation)
            live = {key: near for key, near in answers.passages.items() if key in lookup.snapshot.live}
            meaning = replace(meaning, answers=live)
            if not is_named:
                is_on_other_article = is_on_article_without_recommendations(text, answers, lookup.snapshot)
        judged = meaning.judge(
            tree,
            find_entries,
            names_subject_of_texts=is_named,
            is_on_other_article=is_on_other_article,
            scope=query.scope,
        )
        return judged.matches, judged.related

    matches = find_matches(
        lookup,
        understood.choices,
        folds=query.folds,
        judge=judge,
        more_facets=understood.more_facets,
    )
    return SearchMatches(query, understood, meaning, matches)


def _names_subject_of_texts(
    concepts: Sequence[NamedConcept], find_entries: Callable[[Node], BitMap], live: BitMap
) -> bool | None:
    """Return whether the words name a subject that some entry contains under any of its names, and not mostly subjects
    that no entry contains. Return None if the words name no known subject.
    """
    if not concepts:
        return None
    found, missing = 0, 0
    for concept in concepts:
        if find_entries(concept.node) & live:
            found += concept.length
        else:
            missing += concept.length
    return missing <= _MISSING_RATIO * found


def _query_text(understood: Understanding) -> QueryText:
    return QueryText(understood.meaning_text, understood.field_terms)


def _look_up_with_meaning(scope: str, understood: Understanding) -> tuple[Meaning, IndexLookup]:
    """Return the meaning of the words, and the parts of the index for them, from one generation of the index."""
    if not understood.meaning_text:
        return Meaning(), look_up(scope, understood.tree, documents=understood.documents)
    text = _query_text(understood)
    neighbours = cached_nearest(scope, text) or find_nearest(scope, text)
    while True:
        lookup = look_up(scope, understood.tree, documents=understood.documents, more_terms=neighbours.terms)
        if neighbours.generation == lookup.snapshot.generation:
            return meaning_of(neighbours, lookup), lookup
        neighbours = find_nearest(scope, text)  # the index has changed


def search(
    query: SearchQuery,
    *,
    size: int = PAGE_SIZE,
    after: PagePosition | None = None,
    details: bool = True,
    languages: Sequence[str] = (),
) -> Result:
    """Return the result of a query: its counts and the hits of its page, from one generation of the index.

    Without ``details``, rows have only their documents and meetings. The page is the page of the query, or the page
    that follows ``after``. Entries added in the meantime do not shift pages sorted by date; they may shift pages sorted
    by relevance (``order_changed``). A hit is shown in the first of ``languages`` (the reader's languages) that has its
    text, as :func:`.build_hits` does.
    """
    matched = find(query)
    matches = matched.matches
    start = (query.page - 1) * size if after is None else matched.position_after(after)
    page, ranked_count = matched.page(start, start + size)
    shown_languages = () if query.language else languages
    is_last = start + len(page) >= matched.total
    return matched.result(
        hits=matched.hits_at(page, details, shown_languages),
        related=matched.hits_at(matched.related(), details, shown_languages) if is_last else [],
        ranked_count=ranked_count,
        end=page_end(matches, page, start),
        order_changed=matched.is_ranked and after is not None and after.generation != matches.snapshot.generation,
    )


def _wider_totals(understood: Understanding, matches: Matches) -> dict[str, int]:
    totals = {
        facet: matches.count(matches.without_facet[facet]) for facet, values in understood.choices.items() if values
    }
    if not matches.filtered:
        totals[""] = matches.count(matches.candidates)
    return totals


def count_hits(query: SearchQuery) -> int:
    """Return the number of hits of a search."""
    return find(query).total


def _page(
    query: SearchQuery,
    understood: Understanding,
    matches: Matches,
    meaning: Meaning,
    sections: Sequence[BitMap],
    start: int,
    stop: int,
) -> tuple[list[int], int | None]:
    """Return the entry numbers of a page and the number ranked, as :meth:`SearchMatches.page` does."""
    snapshot = matches.snapshot
    if understood.tree is None or query.order != RELEVANCE:
        return slice_sections(sections, partial(newest, snapshot), start, stop), None
    window = entries_to_rank(matches, matches.hits, understood.tree, meaning)
    ranked = rank(query.scope, matches, understood.tree, understood.topics, window, meaning)

    def ranked_first(section: BitMap, start: int, stop: int) -> list[int]:
        best = [number for number in ranked if number in section]
        page = best[start:stop]
        if stop > len(best):
            page += newest(snapshot, section - window, max(0, start - len(best)), stop - len(best))
        return page

    page = slice_sections(sections, ranked_first, start, stop)
    return page, None if len(window) == len(matches.hits) else len(window)


TOTAL = "total"

Counts = dict[str, dict[str, int]]


def count_facets(query: SearchQuery) -> Counts:
    """Return the numbers of hits of a query by facet and value, without zeros.

    Values are as in :class:`~recommendations.search.query.SearchQuery`; a parent's value (an instrument, a body, a
    topic with subtopics) counts each entry once. Under :data:`TOTAL`, the value "" counts the result. The counts of a
    query without words and filters, and of all adopted recommendations, are cached, because many pages need them.
    """
    if query not in (SearchQuery(scope=query.scope), ADOPTED_ONLY):
        return facet_counts(find(query).matches, query.facets)
    counts = _cached_counts.get(query, read_index(query.scope)[0].generation)
    if counts is None:
        matches = find(query).matches
        counts = facet_counts(matches, query.facets)
        _cached_counts.put({query: counts}, matches.snapshot.generation)
    return counts


_cached_counts: GenerationCache[SearchQuery, Counts] = GenerationCache(len(SearchScope) + 1)


def count_documents(documents: Iterable[int]) -> dict[int, int]:
    """Return a map from document keys to the number of recommendations that a search limited to the document finds."""
    terms = {key: facet_term("document", str(key)) for key in documents}
    snapshot, sets = read_index(SearchScope.RECOMMENDATIONS, terms.values())
    entries = {key: sets.get(term, BitMap()) & snapshot.live for key, term in terms.items()}
    return {key: folding.count_hits(snapshot, numbers) for key, numbers in entries.items()}


def facet_counts(matches: Matches, facets: Iterable[str] = FACETS) -> Counts:
    """Return the counts of the matches by facet."""
    facet_list = list(facets)
    snapshot = matches.snapshot
    count_values = partial(folding.count_recommendations, snapshot) if matches.folds else snapshot.counts
    counted = {facet: matches.without_facet.get(facet, matches.filtered) for facet in facet_list}
    counts = count_values(matches.filtered, [facet for facet in facet_list if counted[facet] is matches.filtered])
    for facet in facet_list:
        if counted[facet] is not matches.filtered:
            counts |= count_values(counted[facet], [facet])
    total: Counts = {TOTAL: {"": len(matches.hits)} if matches.hits else {}}
    return total | {facet: counts[facet] for facet in facet_list}
