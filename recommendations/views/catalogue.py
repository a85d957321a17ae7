"""Pages of meetings and topics."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.queries.documents import document_list, issued_for, visible_documents
from documents.web.error_pages import SuggestedLink, not_found
from recommendations.labels.facet_values import names
from recommendations.labels.vocabulary import topic_label
from recommendations.models import Topic
from recommendations.queries import catalogue
from recommendations.queries.meetings import (
    documents_mentioning,
    find_meeting,
    meetings_with_content,
    nearby_meetings,
)
from recommendations.queries.recommendations import (
    shown_recommendations,
    with_details,
)
from recommendations.results.cards import Card, cards
from recommendations.search.query import SearchQuery
from recommendations.search.results import TOTAL, Hit, count_facets, search

MAX_LISTED = 100  # recommendations on the page of a meeting or topic; the search lists the others
MAX_RELATED = 8  # articles or topics


def _cards(query: SearchQuery, key: Callable[[Hit], Any] | None = None) -> list[Card]:
    """Return the first recommendations of a query as cards, sorted by ``key``, or as in the search."""
    result = search(query, size=MAX_LISTED, details=False)
    hits = sorted(result.hits, key=key) if key else result.hits
    return cards(hits, names(result.generation), query)


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """List the meetings that have documents or recommendations, grouped by body."""
    counts = count_facets(SearchQuery())["meeting"]
    rows = [(meeting, counts.get(meeting.slug, 0)) for meeting in meetings_with_content()]
    grouped = [(body, list(group)) for body, group in groupby(rows, key=lambda row: row[0].body)]
    return render(request, "meetings/list.html", {"bodies": grouped})


@require_safe
def meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a meeting: its documents, the recommendations it adopted or considered, and mentions of it."""
    row = find_meeting(slug)
    if row is None:
        link = SuggestedLink(_("All meetings"), reverse("meetings"))
        return not_found(
            request, _("There is no meeting called “%(slug)s” in this collection.") % {"slug": slug}, [link]
        )
    if row.slug != slug:
        return redirect(row, permanent=True)
    query = SearchQuery(meeting=(slug,))
    counts = count_facets(query)
    all_counts = count_facets(SearchQuery())["meeting"]
    submitted_recommendations = with_details(shown_recommendations()).filter(put_to=row).exclude(meeting=row)
    context = {
        "meeting": row,
        "query": query,
        "total": counts[TOTAL].get("", 0),
        "cards": _cards(query, key=lambda hit: (hit.row.version_id, hit.row.position)),
        "submitted_recommendations": submitted_recommendations.order_by("version__document_id", "position")[
            :MAX_LISTED
        ],
        "documents": document_list(visible_documents(request.user).filter(issued_for([row]))),
        "mentions": documents_mentioning(row),
        "nearby": [(other, all_counts.get(other.slug, 0)) for other in nearby_meetings(row)],
    }
    return render(request, "meetings/meeting.html", context)


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """List the topics and their subtopics, each with its number of recommendations."""
    counts = count_facets(SearchQuery())["topic"]
    return render(request, "topics/list.html", {"topics": catalogue.topics_with_children(counts)})


@require_safe
def topic(request: HttpRequest, key: str) -> HttpResponse:
    """Show a topic: the recommendations on it, and the articles that they cite."""
    row = Topic.objects.select_related("parent").filter(key=key).first()
    if row is None:
        link = SuggestedLink(_("All topics"), reverse("topics"))
        return not_found(request, _("There is no topic called “%(key)s”.") % {"key": key}, [link])
    query = SearchQuery(topic=(key,))
    counts = count_facets(query)
    all_counts = count_facets(SearchQuery())["topic"]
    context = {
        "topic": row,
        "title": topic_label(row),
        "query": query,
        "total": counts[TOTAL].get("", 0),
        "cards": _cards(query),
        "children": catalogue.topics_below(row, all_counts),
        "siblings": catalogue.topics_below(row.parent, all_counts, without=row) if row.parent else [],
        "articles": catalogue.articles_by_count(counts["article"])[:MAX_RELATED],
    }
    return render(request, "topics/topic.html", context)
