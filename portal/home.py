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

NEWEST = 5


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show counts, the search, the articles of the Convention, and the newest meetings and documents."""
    counts = count_facets(SearchQuery())
    documents = document_list(published_documents().prefetch_related("symbols"))
    meetings = meetings_with_content()
    context = {
        "recommendation_count": counts[TOTAL].get("", 0),
        "document_count": documents.count(),
        "meeting_count": meetings.count(),
        "newest_documents": documents[:NEWEST],
        "newest_meetings": [
            (row, counts["meeting"].get(row.slug, 0))
            for row in meetings.order_by(F("start").desc(nulls_last=True))[:NEWEST]
        ],
        "instruments": catalogue.instruments_with_articles(counts["article"], key="untoc"),
        "topics": catalogue.topics_by_count(counts["topic"])[:8],
    }
    return render(request, "home.html", context)
