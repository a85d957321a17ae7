"""Views of the API. They use the same search and lists as the pages."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from documents.models import Meeting, Paragraph
from documents.queries.documents import (
    documents_after,
    find_document,
    newest_first,
    published_documents,
    with_published_versions,
)
from documents.web.language_addresses import without_language
from recommendations.api import builders, cursors, resources, vocabularies
from recommendations.api.addresses import ANONYMOUS, MovedError, addresses_of
from recommendations.api.cursors import CURSOR, Key
from recommendations.api.not_found import document_not_found
from recommendations.api.parameters import (
    ArticleFilters,
    DocumentFilters,
    MeetingFilters,
    PageRequest,
    TopicFilters,
    read_list,
    read_search,
    reject_parameters,
)
from recommendations.api.problems import ProblemError, ProblemType
from recommendations.api.understood import interpretation
from recommendations.models import Article, Recommendation, SearchScope, Topic
from recommendations.queries.bases import bases_of
from recommendations.queries.citations import cited_items_by_paragraph, cited_items_by_recommendation, topics_of
from recommendations.queries.meetings import find_meeting, meetings_with_content
from recommendations.queries.recommendations import add_addressees
from recommendations.search.paging import PagePosition
from recommendations.search.query import BASES, FACETS, SearchQuery
from recommendations.search.results import Result, count_documents, count_facets, count_hits, search

Row = TypeVar("Row")


# --- search ------------------------------------------------------------------------------------------


def recommendations(request: HttpRequest) -> resources.RecommendationSearch:
    """Search recommendations, with the counts of all facets."""
    query, page_request = read_search(request, SearchScope.RECOMMENDATIONS)
    result = _search(query, page_request)
    addresses = addresses_of(request)
    rows = [hit.row for hit in (*result.hits, *result.related) if isinstance(hit.row, Recommendation)]
    add_addressees(rows)
    cited = cited_items_by_recommendation([row.pk for row in rows], ANONYMOUS)
    topics = topics_of([row.pk for row in rows])
    bases = bases_of(row.pk for row in rows)
    found = tuple(
        resources.FoundRecommendation(
            **builders.recommendation_fields(
                row, hit.other_languages, cited[row.pk], bases[row.pk], topics[row.pk], addresses
            ),
            **builders.hit_fields(hit, has_words=bool(query.words)),
            stages=tuple(builders.stage(stage, addresses) for stage in hit.stages),
        )
        for row, hit in zip(rows, (*result.hits, *result.related), strict=True)
    )
    items, related = found[: len(result.hits)], found[len(result.hits) :]
    fields = _search_fields(request, result, page_request)
    return resources.RecommendationSearch(items=items, related=related, **fields)


def paragraphs(request: HttpRequest) -> resources.ParagraphSearch:
    """Search paragraphs of documents, with the counts of all facets."""
    query, page_request = read_search(request, SearchScope.PARAGRAPHS)
    result = _search(query, page_request)
    addresses = addresses_of(request)
    rows = [hit.row for hit in (*result.hits, *result.related) if isinstance(hit.row, Paragraph)]
    cited = cited_items_by_paragraph([row.pk for row in rows], ANONYMOUS)
    found = tuple(
        builders.found_paragraph(
            row, hit.other_languages, builders.hit_fields(hit, has_words=bool(query.words)), cited[row.pk], addresses
        )
        for row, hit in zip(rows, (*result.hits, *result.related), strict=True)
    )
    items, related = found[: len(result.hits)], found[len(result.hits) :]
    return resources.ParagraphSearch(items=items, related=related, **_search_fields(request, result, page_request))


def _search(query: SearchQuery, page_request: PageRequest) -> Result:
    after = None if page_request.after is None else PagePosition(*map(int, page_request.after))
    return search(query, size=page_request.limit, after=after, details=False)


def _search_fields(request: HttpRequest, result: Result, page_request: PageRequest) -> dict[str, Any]:
    end, query = result.end, result.query
    key = (end.generation, end.position, end.day, end.number) if end else None
    choices = {**result.understood.choices, "document": query.document}
    return {
        **_page_fields(request, query.address, page_request, result.total, key),
        "occurrences": result.occurrences,
        "related_total": result.related_total,
        "facets": {facet: result.counts.get(facet, {}) for facet in FACETS},
        "choices": {facet: tuple(values) for facet, values in choices.items() if values},
        "without": {facet: total for facet, total in result.wider_totals.items() if facet},
        "understood": tuple(map(interpretation, result.understood.notes)),
        "by_meaning": result.by_meaning_count,
        "compared": result.ranked_count,
        "order_changed": result.order_changed,
        "shifted": result.order_changed,
        "is_complete": result.is_complete,
        "whole": result.is_complete,
    }


# --- documents and meetings --------------------------------------------------------------------------


def documents(request: HttpRequest) -> resources.DocumentList:
    """List documents, newest first."""
    matching, page_request = read_list(request, DocumentFilters, published_documents())
    following = newest_first(matching)
    if page_request.after is not None:
        day, pk = page_request.after
        following = documents_after(following, datetime.date.fromisoformat(str(day)) if day else None, int(pk))
    rows = list(with_published_versions(following)[: page_request.limit + 1])
    page_rows = rows[: page_request.limit]
    last = page_rows[-1] if len(rows) > page_request.limit else None
    key = (last.date.isoformat() if last.date else "", last.pk) if last else None
    counts = count_documents(row.pk for row in page_rows)
    addresses = addresses_of(request)
    return resources.DocumentList(
        items=tuple(builders.document(row, counts[row.pk], addresses) for row in page_rows),
        **_page_fields(request, reverse("documents"), page_request, matching.count(), key),
    )


def document(request: HttpRequest, address: str) -> resources.Document:
    """Return a document, by any of its symbols."""
    reject_parameters(request)
    return document_resource(request, address)


def document_resource(request: HttpRequest, address: str) -> resources.Document:
    """Return the public document at an address. Raise :class:`ProblemError` if there is none, and
    :class:`MovedError` if its address is another one.
    """
    lookup = find_document(with_published_versions(published_documents()), address)
    if lookup is None:
        raise document_not_found(address)
    if lookup.has_moved:
        raise MovedError("document", [lookup.document.address])
    row = lookup.document
    return builders.document(row, count_documents([row.pk])[row.pk], addresses_of(request))


def meetings(request: HttpRequest) -> vocabularies.MeetingList:
    """List meetings with published content, by body, newest first."""
    rows, page_request = read_list(request, MeetingFilters, meetings_with_content())
    page_rows, key = _page_of(rows, _meeting_key, page_request)
    counts = count_facets(SearchQuery())["meeting"]
    addresses = addresses_of(request)
    return vocabularies.MeetingList(
        items=tuple(builders.meeting(row, counts.get(row.slug, 0), addresses) for row in page_rows),
        **_page_fields(request, reverse("meetings"), page_request, len(rows), key),
    )


def _meeting_key(row: Meeting) -> Key:
    """Return a key that sorts meetings by body and, within a body, newest first; meetings without a date come first."""
    day = row.start.toordinal() if row.start else datetime.date.max.toordinal()
    return row.body.position, row.body.key, -day, -(row.ordinal or 0), row.slug


def meeting(request: HttpRequest, slug: str) -> vocabularies.Meeting:
    """Return a meeting."""
    reject_parameters(request)
    row = find_meeting(slug)
    if row is None:
        raise ProblemError(
            ProblemType.NOT_FOUND, _("There is no meeting called “%(slug)s” in this collection.") % {"slug": slug}
        )
    if row.slug != slug:
        raise MovedError("meeting", [row.slug])
    return builders.meeting(row, count_facets(SearchQuery())["meeting"].get(slug, 0), addresses_of(request))


# --- vocabularies ------------------------------------------------------------------------------------


def articles(request: HttpRequest) -> vocabularies.ArticleList:
    """List the articles of the instruments."""
    rows, page_request = read_list(request, ArticleFilters, Article.objects.select_related("instrument"))
    page_rows, key = _page_of(rows, _article_key, page_request)
    counts = count_facets(SearchQuery())["article"]
    addresses = addresses_of(request)
    return vocabularies.ArticleList(
        items=tuple(builders.article(row, counts, addresses) for row in page_rows),
        **_page_fields(request, reverse("articles"), page_request, len(rows), key),
    )


def _article_key(row: Article) -> Key:
    return row.instrument.position, row.instrument.key, row.position, row.number


def article(request: HttpRequest, article: str) -> vocabularies.ArticleWithBases:
    """Return an article by its key, such as "untoc:18", with the bases on which recommendations relate to it."""
    reject_parameters(request)
    instrument, _colon, number = article.partition(":")
    rows = Article.objects.select_related("instrument")
    row = rows.filter(instrument__key=instrument, number=number).first() if "\0" not in article else None
    if row is None:
        message = _("There is no article “%(article)s”. All articles are listed at %(address)s.")
        raise ProblemError(ProblemType.NOT_FOUND, message % {"article": article, "address": reverse("api-articles")})
    counts, query = count_facets(SearchQuery())["article"], SearchQuery(article=(str(row),))
    return vocabularies.ArticleWithBases(
        **builders.article_fields(row, counts, addresses_of(request)),
        bases={basis: count_hits(query.changed(basis=basis)) for basis in BASES},
    )


def topics(request: HttpRequest) -> vocabularies.TopicList:
    """List the topics, each followed by its subtopics."""
    rows, page_request = read_list(request, TopicFilters, Topic.objects.select_related("parent"))
    page_rows, key = _page_of(rows, _topic_key, page_request)
    counts = count_facets(SearchQuery())["topic"]
    addresses = addresses_of(request)
    return vocabularies.TopicList(
        items=tuple(builders.topic(row, counts, addresses) for row in page_rows),
        **_page_fields(request, reverse("topics"), page_request, len(rows), key),
    )


def _topic_key(row: Topic) -> Key:
    top_topic = row.parent or row
    return top_topic.position, top_topic.key, 1 if row.parent else 0, row.position, row.key


def topic(request: HttpRequest, key: str) -> vocabularies.Topic:
    """Return a topic."""
    reject_parameters(request)
    row = Topic.objects.select_related("parent").filter(key=key).first()
    if row is None:
        raise ProblemError(ProblemType.NOT_FOUND, _("There is no topic called “%(key)s”.") % {"key": key})
    return builders.topic(row, count_facets(SearchQuery())["topic"], addresses_of(request))


# --- paging ------------------------------------------------------------------------------------------


def _page_of(rows: Iterable[Row], key: Callable[[Row], Key], page_request: PageRequest) -> tuple[list[Row], Key | None]:
    """Return the entries of a page, and the key of the last entry if others follow."""
    following = sorted((row for row in rows if page_request.after is None or key(row) > page_request.after), key=key)
    page_rows = following[: page_request.limit]
    return page_rows, key(page_rows[-1]) if len(following) > page_request.limit else None


def _page_fields(
    request: HttpRequest, page: str, page_request: PageRequest, total: int, last: Key | None
) -> dict[str, Any]:
    """Return the fields of :class:`~recommendations.api.resources.Page`; ``last`` is None on the last page."""
    next_page = None
    if last is not None:
        parameters = request.GET.copy()
        parameters[CURSOR] = cursors.make_cursor(request, last)
        next_page = request.build_absolute_uri(f"{request.path}?{parameters.urlencode(safe='/:')}")
    return {
        "self": request.build_absolute_uri(),
        "url": request.build_absolute_uri(without_language(page)),
        "next": next_page,
        "limit": page_request.limit,
        "total": total,
    }
