"""The home page."""

from __future__ import annotations

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.queries.documents import document_list, published_documents
from recommendations.queries import catalogue
from recommendations.queries.meetings import meetings_with_content
from recommendations.search.query import SearchQuery
from recommendations.search.results import TOTAL, count_facets

MAX_NEWEST = 5  # documents, and meetings


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show counts, the search form, the articles of the Convention, and the newest meetings and documents."""
    counts = count_facets(SearchQuery())
    documents = document_list(published_documents().prefetch_related("symbols"))
    meetings = meetings_with_content()
    context = {
        "recommendation_count": counts[TOTAL].get("", 0),
        "document_count": documents.count(),
        "meeting_count": meetings.count(),
        "newest_documents": documents[:MAX_NEWEST],
        "newest_meetings": [
            (meeting, counts["meeting"].get(meeting.slug, 0))
            for meeting in meetings.order_by(F("start").desc(nulls_last=True))[:MAX_NEWEST]
        ],
        "instruments": catalogue.instruments_with_articles(counts["article"], key="untoc"),
        "topics": catalogue.topics_by_count(counts["topic"])[:8],
    }
    return render(request, "home.html", context)
