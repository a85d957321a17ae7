"""Read a brief. The number of queries is fixed, and the numbers of rows are limited, whatever the search finds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils import timezone

from documents.web.phrases import semicolon_list
from portal.briefs.agreed import Selection
from portal.briefs.brief import Brief, Tally, TallyList
from portal.briefs.provisions import articles_in_brief
from portal.briefs.reading import ReadingList, search_paragraphs
from portal.briefs.wording import wording_histories
from recommendations.articles.lists import notes_in_documents
from recommendations.exports.cover_sheet import describe_query
from recommendations.follow_up.entries import can_view_follow_up, entries_of, ledger_names
from recommendations.follow_up.query import LedgerQuery
from recommendations.index.snapshot import ADOPTED
from recommendations.labels.facet_values import Name, Names, names
from recommendations.models import Article, Recommendation, SearchScope
from recommendations.results.notices import notices
from recommendations.search.query import SearchQuery
from recommendations.search.results import TOTAL, Counts, Result, count_facets, find

MAX_ADDRESSEES = 12
MAX_MEETINGS = 12

User = AbstractBaseUser | AnonymousUser


def read_brief(query: SearchQuery, user: User, languages: Sequence[str] = ()) -> Brief:
    """Return the brief on a search, with the follow-up if the user may see it.

    Texts are quoted in the first of ``languages`` in which they exist and match, if any.
    """
    query = query.in_scope(SearchScope.RECOMMENDATIONS).changed(sort="")
    matched = find(query)
    result = matched.result()
    all_names = names(result.generation)
    adopted_statuses = tuple(status for status in ADOPTED if not query.status or status in query.status)
    adopted = count_facets(query.changed(status=adopted_statuses)) if adopted_statuses else {}
    selection = Selection(matched, result.counts, all_names)
    hits = selection.hits(languages)
    sees_follow_up = can_view_follow_up(user)
    rows = [hit.row for hit in hits if isinstance(hit.row, Recommendation)]
    follow_ups = entries_of(rows, all_names) if sees_follow_up else {}
    paragraphs = search_paragraphs(query, languages)
    reading = _reading_list(result, paragraphs, rows, languages)
    about = tuple(describe_query(query, all_names))
    articles = articles_in_brief(result.understood.choices.get("article", ()), result.counts["article"])
    return Brief(
        query=query,
        subject=semicolon_list(value for _label, value in about),
        about=about,
        notes=tuple(notice.sentence for notice in notices(result, all_names)),
        made_at=timezone.now(),
        total=result.total,
        adopted=adopted.get(TOTAL, {}).get("", 0),
        occurrences=result.occurrences,
        articles=articles,
        subjects=selection.subjects(),
        entries=selection.entries(hits, follow_ups),
        histories=wording_histories(hits),
        addressees=_tallies("addressee", result, adopted, all_names, MAX_ADDRESSEES),
        meetings=_tallies("meeting", result, adopted, all_names, MAX_MEETINGS),
        documents=reading.documents(),
        places_left=paragraphs.total - reading.paragraph_count if paragraphs else 0,
        places_address=paragraphs.query.address if paragraphs else "",
        follow_up=_follow_up_counts(query, all_names) if sees_follow_up else (),
        is_complete=result.is_complete,
    )


def _tallies(facet: str, result: Result, adopted: Counts, all_names: Names, limit: int) -> TallyList:
    """Return the values of a facet with counts, those that are selected or, if none is, all without values below them.

    Addressees are sorted by count, meetings by date, latest first.
    """
    query, selected = result.query, set(result.understood.choices.get(facet, ()))
    found = {value: all_names.of(facet, value) for value in result.counts[facet]}
    parents = {name.parent for name in found.values()}
    listed = {
        value: name
        for value, name in found.items()
        if value not in parents and (not selected or value in selected or name.parent in selected)
    }
    counts, adopted_counts = result.counts[facet], adopted.get(facet, {})

    def order(value: str) -> tuple[object, ...]:
        name = listed[value]
        return (name.order[-2:], name.order) if facet == "meeting" else (-counts[value], name.order)

    rows = tuple(
        _tally(listed[value], counts[value], adopted_counts.get(value, 0), query.changed(**{facet: (value,)}))
        for value in sorted(listed, key=order)
    )
    return TallyList(rows[:limit], len(rows[limit:]), query.facet_address(facet))


def _tally(name: Name, count: int, adopted: int, query: SearchQuery) -> Tally:
    return Tally(name.full_label, name.detail, count, adopted, query.address, name.address)


def _reading_list(
    result: Result, paragraphs: Result | None, rows: Iterable[Recommendation], languages: Sequence[str]
) -> ReadingList:
    """Return the documents to read. The footnotes are those that cite the article, if the brief is on one article."""
    reading = ReadingList()
    reading.add_recommendations(rows)
    if paragraphs:
        reading.add_paragraphs(paragraphs.hits)
    if article := _only_article(result.query):
        reading.add_notes(notes_in_documents(article, languages)[1])
    if meetings := result.understood.choices.get("meeting", ()):
        reading.add_meetings(meetings)
    return reading


def _only_article(query: SearchQuery) -> Article | None:
    """Return the article that a query is about, if it is about one article and nothing else."""
    if len(query.article) != 1 or query != SearchQuery(article=query.article, basis=query.basis):
        return None
    key, _colon, number = query.article[0].partition(":")
    return Article.objects.filter(instrument__key=key, number=number).first()


def _follow_up_counts(query: SearchQuery, all_names: Names) -> tuple[Tally, ...]:
    """Return the numbers of occurrences by the status of their follow-up, with links to the ledger."""
    values = {field.name: getattr(query, field.name) for field in fields(SearchQuery)}
    ledger = LedgerQuery(**values)
    counts: Mapping[str, int] = count_facets(ledger)["state"]
    states = ledger_names(all_names).by_facet["state"]
    return tuple(
        _tally(name, counts[state], 0, ledger.changed(state=(state,)))
        for state, name in states.items()
        if state in counts
    )
