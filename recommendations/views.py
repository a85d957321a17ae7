"""Pages of recommendations and of what they cite, belong to and deal with."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.answers import Offer, not_found
from documents.models import Meeting
from documents.queries import document_list, visible_documents
from recommendations import overviews, queries
from recommendations.cards import Card, cards
from recommendations.facets import TOTAL, count_facets
from recommendations.former import gone_recommendation
from recommendations.labels import topic_label
from recommendations.models import Topic
from recommendations.names import names
from recommendations.reader.set_right import texts_set_right
from recommendations.reader.texts import text_of
from recommendations.search.query import SearchQuery
from recommendations.search.results import Hit, search
from recommendations.similar import similar_to

LIST_SIZE = 100
"""So many recommendations an article's, a meeting's or a topic's page lists before it sends on to the search."""

BESIDE = 8
"""So many articles or topics are shown beside an article or a topic."""


def _search_offer(query: SearchQuery, label: str = "") -> Offer:
    return Offer(label or _("All recommendations"), query.address)


def _cards(query: SearchQuery, key: Callable[[Hit], Any] | None = None) -> list[Card]:
    """The first recommendations that a page lists by itself, in the order of a key or of the search."""
    result = search(query, size=LIST_SIZE, details=False)
    hits = sorted(result.hits, key=key) if key else result.hits
    return cards(hits, names(result.generation), query)


# --- recommendations ---------------------------------------------------------------------------------


@require_safe
def recommendation(request: HttpRequest, pk: int) -> HttpResponse:
    """One recommendation, with where it stands and all that is known of it."""
    visible = queries.with_details(queries.visible_recommendations(request.user))
    row = visible.select_related("paragraph").filter(pk=pk).first()
    if row is None:
        if gone := gone_recommendation(request, pk):
            return gone
        return not_found(request, _("There is no such recommendation here."), [_search_offer(SearchQuery())])
    context = {
        "recommendation": row,
        "text": text_of(row),
        "cited_things": queries.cited_things(row, request.user),
        "topics": queries.topics_with_evidence(row),
        "set_right": texts_set_right([row]).get(row.pk),
        "neighbours": queries.neighbours(row),
        "similar": similar_to(row),
    }
    return render(request, "recommendations/recommendation.html", context)


# --- meetings ----------------------------------------------------------------------------------------


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """The meetings that have documents or recommendations, by body."""
    counts = count_facets(SearchQuery())["meeting"]
    rows = [(meeting, counts.get(meeting.slug, 0)) for meeting in queries.meetings_with_something()]
    grouped = [(body, list(group)) for body, group in groupby(rows, key=lambda row: row[0].body)]
    return render(request, "meetings/list.html", {"bodies": grouped})


@require_safe
def meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """A meeting: its documents, the recommendations that it adopted or had before it, who names it."""
    row = Meeting.objects.select_related("body").filter(slug=slug).first()
    if row is None and (moved := Meeting.objects.filter(former_slugs__contains=[slug]).first()):
        return redirect(moved, permanent=True)
    if row is None:
        offer = Offer(_("All meetings"), reverse("meetings"))
        return not_found(request, _("There is no meeting “%(slug)s” here.") % {"slug": slug}, [offer])
    query = SearchQuery(meeting=(slug,))
    counts = count_facets(query)
    everything = count_facets(SearchQuery())["meeting"]
    put_forward = queries.with_details(queries.shown_recommendations()).filter(put_to=row).exclude(meeting=row)
    context = {
        "meeting": row,
        "query": query,
        "total": counts[TOTAL].get("", 0),
        "cards": _cards(query, key=lambda hit: (hit.row.version_id, hit.row.position)),
        "put_forward": put_forward.order_by("version__document_id", "position")[:LIST_SIZE],
        "documents": document_list(visible_documents(request.user).filter(meeting=row)),
        "naming": queries.documents_naming(row),
        "beside": [(other, everything.get(other.slug, 0)) for other in queries.meetings_beside(row)],
    }
    return render(request, "meetings/meeting.html", context)


# --- topics ------------------------------------------------------------------------------------------


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """The topics with their sub-topics, each with its number of recommendations."""
    counts = count_facets(SearchQuery())["topic"]
    return render(request, "topics/list.html", {"topics": overviews.topics_with_children(counts)})


@require_safe
def topic(request: HttpRequest, key: str) -> HttpResponse:
    """A topic: the recommendations that deal with it, and the articles that these cite."""
    row = Topic.objects.select_related("parent").filter(key=key).first()
    if row is None:
        offer = Offer(_("All topics"), reverse("topics"))
        return not_found(request, _("There is no topic “%(key)s” here.") % {"key": key}, [offer])
    query = SearchQuery(topic=(key,))
    counts = count_facets(query)
    everything = count_facets(SearchQuery())["topic"]
    context = {
        "topic": row,
        "title": topic_label(row),
        "query": query,
        "total": counts[TOTAL].get("", 0),
        "cards": _cards(query),
        "children": overviews.topics_below(row, everything),
        "near": overviews.topics_below(row.parent, everything, without=row) if row.parent else [],
        "articles": overviews.articles_by_count(counts["article"])[:BESIDE],
    }
    return render(request, "topics/topic.html", context)
