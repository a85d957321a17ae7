"""Views of the API. They use the same search and lists as the pages."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from documents.models import Meeting, Paragraph
from documents.queries.documents import (
    document_list,
    documents_after,
    find_document,
    published_documents,
    with_published_versions,
)
from recommendations.api import builders, cursors, resources
from recommendations.api.builders import Addresses
from recommendations.api.cursors import CURSOR, Key
from recommendations.api.not_found import no_document, no_recommendation
from recommendations.api.parameters import (
    ArticleFilters,
    DocumentFilters,
    MeetingFilters,
    PageRequest,
    TopicFilters,
    read_list,
    read_search,
    refuse_all,
)
from recommendations.api.problems import ProblemError, ProblemType
from recommendations.models import Article, Recommendation, SearchScope, Topic
from recommendations.queries.citations import cited_items_by_paragraph, cited_items_by_recommendation, topics_of
from recommendations.queries.meetings import find_meeting, meetings_with_content
from recommendations.queries.recommendations import add_addressees, visible_recommendations, with_details
from recommendations.search.ordering import PagePosition
from recommendations.search.query import FACETS, SearchQuery
from recommendations.search.results import Result, count_documents, count_facets, search

EVERYBODY = AnonymousUser()  # the API shows published records only, whoever asks

Row = TypeVar("Row")


class MovedError(Exception):
    """The resource is at another address of the API."""

    def __init__(self, name: str, identity: str) -> None:
        super().__init__(identity)
        self.name = name
        self.identity = identity


def _addresses(request: HttpRequest) -> Addresses:
    """Return a builder of addresses, as the client reaches the portal."""
    return Addresses(request.build_absolute_uri("/"))


# --- search ------------------------------------------------------------------------------------------


def recommendations(request: HttpRequest) -> resources.RecommendationSearch:
    """Search recommendations, with the counts of all facets."""
    query, part = read_search(request, SearchScope.RECOMMENDATIONS)
    result = _search(query, part)
    addresses = _addresses(request)
    rows = [hit.row for hit in result.hits if isinstance(hit.row, Recommendation)]
    add_addressees(rows)
    cited = cited_items_by_recommendation([row.pk for row in rows], EVERYBODY)
    topics = topics_of([row.pk for row in rows])
    items = tuple(
        resources.FoundRecommendation(
            **builders.recommendation_fields(row, cited[row.pk], topics[row.pk], addresses),
            **builders.hit_fields(hit, has_words=bool(query.words)),
        )
        for row, hit in zip(rows, result.hits, strict=True)
    )
    return resources.RecommendationSearch(items=items, **_search_fields(request, result, part))


def paragraphs(request: HttpRequest) -> resources.ParagraphSearch:
    """Search paragraphs of documents, with the counts of all facets."""
    query, part = read_search(request, SearchScope.PARAGRAPHS)
    result = _search(query, part)
    addresses = _addresses(request)
    rows = [hit.row for hit in result.hits if isinstance(hit.row, Paragraph)]
    cited = cited_items_by_paragraph([row.pk for row in rows], EVERYBODY)
    items = tuple(
        builders.found_paragraph(row, builders.hit_fields(hit, has_words=bool(query.words)), cited[row.pk], addresses)
        for row, hit in zip(rows, result.hits, strict=True)
    )
    return resources.ParagraphSearch(items=items, **_search_fields(request, result, part))


def _search(query: SearchQuery, part: PageRequest) -> Result:
    after = None if part.after is None else PagePosition(*map(int, part.after))
    return search(query, size=part.limit, after=after, details=False)


def _search_fields(request: HttpRequest, result: Result, part: PageRequest) -> dict[str, Any]:
    end, query = result.end, result.query
    key = (end.generation, end.position, end.day, end.number) if end else None
    choices = {**result.understood.choices, "document": query.document}
    return {
        **_page_fields(request, query.address, part, result.total, key),
        "facets": {facet: result.counts.get(facet, {}) for facet in FACETS},
        "choices": {facet: tuple(values) for facet, values in choices.items() if values},
        "without": {facet: number for facet, number in result.without.items() if facet},
        "understood": tuple(map(builders.interpretation, result.understood.notes)),
        "by_meaning": result.by_meaning,
        "compared": result.compared,
        "order_changed": result.order_changed,
        "shifted": result.order_changed,
        "is_complete": result.is_complete,
        "whole": result.is_complete,
    }


def recommendation(request: HttpRequest, id: int) -> resources.Recommendation:
    """Return a recommendation."""
    refuse_all(request)
    visible = with_details(visible_recommendations(EVERYBODY))
    row = visible.filter(pk=id).first()
    if row is None:
        raise no_recommendation(id)
    cited, topics = cited_items_by_recommendation([id], EVERYBODY), topics_of([id])
    return resources.Recommendation(**builders.recommendation_fields(row, cited[id], topics[id], _addresses(request)))


# --- documents and meetings --------------------------------------------------------------------------


def documents(request: HttpRequest) -> resources.DocumentList:
    """List documents, newest first."""
    matching, part = read_list(request, DocumentFilters, published_documents())
    following = document_list(matching)
    if part.after is not None:
        day, pk = part.after
        following = documents_after(following, datetime.date.fromisoformat(str(day)) if day else None, int(pk))
    rows = list(with_published_versions(following)[: part.limit + 1])
    shown = rows[: part.limit]
    last = shown[-1] if len(rows) > part.limit else None
    key = (last.date.isoformat() if last.date else "", last.pk) if last else None
    counts = count_documents(row.pk for row in shown)
    addresses = _addresses(request)
    return resources.DocumentList(
        items=tuple(builders.document(row, counts[row.pk], addresses) for row in shown),
        **_page_fields(request, reverse("documents"), part, matching.count(), key),
    )


def document(request: HttpRequest, address: str) -> resources.Document:
    """Return a document, by any of its symbols."""
    refuse_all(request)
    lookup = find_document(with_published_versions(published_documents()), address)
    if lookup is None:
        raise no_document(address)
    if lookup.moved:
        raise MovedError("document", lookup.document.address)
    row = lookup.document
    return builders.document(row, count_documents([row.pk])[row.pk], _addresses(request))


def meetings(request: HttpRequest) -> resources.MeetingList:
    """List meetings with published content, by body, newest first."""
    rows, part = read_list(request, MeetingFilters, meetings_with_content())
    shown, key = _page_of(rows, _meeting_key, part)
    counts = count_facets(SearchQuery())["meeting"]
    addresses = _addresses(request)
    return resources.MeetingList(
        items=tuple(builders.meeting(row, counts.get(row.slug, 0), addresses) for row in shown),
        **_page_fields(request, reverse("meetings"), part, len(rows), key),
    )


def _meeting_key(row: Meeting) -> Key:
    """Return the sort key: by body, newest first; meetings without a date come before others."""
    day = row.start.toordinal() if row.start else datetime.date.max.toordinal()
    return row.body.position, row.body.key, -day, -(row.ordinal or 0), row.slug


def meeting(request: HttpRequest, slug: str) -> resources.Meeting:
    """Return a meeting."""
    refuse_all(request)
    row = find_meeting(slug)
    if row is None:
        raise ProblemError(ProblemType.NOT_FOUND, _("There is no meeting “%(slug)s”.") % {"slug": slug})
    if row.slug != slug:
        raise MovedError("meeting", row.slug)
    return builders.meeting(row, count_facets(SearchQuery())["meeting"].get(slug, 0), _addresses(request))


# --- vocabularies ------------------------------------------------------------------------------------


def articles(request: HttpRequest) -> resources.ArticleList:
    """List the articles of the instruments."""
    rows, part = read_list(request, ArticleFilters, Article.objects.select_related("instrument"))
    shown, key = _page_of(rows, _article_key, part)
    counts = count_facets(SearchQuery())["article"]
    addresses = _addresses(request)
    return resources.ArticleList(
        items=tuple(builders.article(row, counts, addresses) for row in shown),
        **_page_fields(request, reverse("articles"), part, len(rows), key),
    )


def _article_key(row: Article) -> Key:
    return row.instrument.position, row.instrument.key, row.position, row.number


def article(request: HttpRequest, article: str) -> resources.Article:
    """Return an article, by instrument and number: "untoc:18"."""
    refuse_all(request)
    instrument, _colon, number = article.partition(":")
    rows = Article.objects.select_related("instrument")
    row = rows.filter(instrument__key=instrument, number=number).first() if "\0" not in article else None
    if row is None:
        message = _("There is no article “%(article)s”. Use the instrument and the number, for example untoc:18.")
        raise ProblemError(ProblemType.NOT_FOUND, message % {"article": article})
    return builders.article(row, count_facets(SearchQuery())["article"], _addresses(request))


def topics(request: HttpRequest) -> resources.TopicList:
    """List the topics, each followed by its subtopics."""
    rows, part = read_list(request, TopicFilters, Topic.objects.select_related("parent"))
    shown, key = _page_of(rows, _topic_key, part)
    counts = count_facets(SearchQuery())["topic"]
    addresses = _addresses(request)
    return resources.TopicList(
        items=tuple(builders.topic(row, counts, addresses) for row in shown),
        **_page_fields(request, reverse("topics"), part, len(rows), key),
    )


def _topic_key(row: Topic) -> Key:
    upper = row.parent or row
    return upper.position, upper.key, 1 if row.parent else 0, row.position, row.key


def topic(request: HttpRequest, key: str) -> resources.Topic:
    """Return a topic."""
    refuse_all(request)
    row = Topic.objects.select_related("parent").filter(key=key).first()
    if row is None:
        raise ProblemError(ProblemType.NOT_FOUND, _("There is no topic “%(key)s”.") % {"key": key})
    return builders.topic(row, count_facets(SearchQuery())["topic"], _addresses(request))


# --- paging ------------------------------------------------------------------------------------------


def _page_of(rows: Iterable[Row], key: Callable[[Row], Key], part: PageRequest) -> tuple[list[Row], Key | None]:
    """Return the entries of a page, and the key of the last one if others follow."""
    following = sorted((row for row in rows if part.after is None or key(row) > part.after), key=key)
    shown = following[: part.limit]
    return shown, key(shown[-1]) if len(following) > part.limit else None


def _page_fields(request: HttpRequest, page: str, part: PageRequest, total: int, last: Key | None) -> dict[str, Any]:
    """Return the fields of :class:`~recommendations.api.resources.Page`; ``last`` is None on the last page."""
    next_page = None
    if last is not None:
        parameters = request.GET.copy()
        parameters[CURSOR] = cursors.make_cursor(request, last)
        next_page = request.build_absolute_uri(f"{request.path}?{parameters.urlencode(safe='/:')}")
    return {
        "self": request.build_absolute_uri(),
        "url": request.build_absolute_uri(page),
        "next": next_page,
        "limit": part.limit,
        "total": total,
    }
