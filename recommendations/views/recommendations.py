"""The page of a recommendation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.web.error_pages import SuggestedLink, not_found
from recommendations.queries.citations import cited_items, topics_with_evidence
from recommendations.queries.recommendations import (
    neighbours,
    visible_recommendations,
    with_details,
)
from recommendations.reader.corrected_text import corrected_texts
from recommendations.reader.text_html import text_of
from recommendations.search.query import SearchQuery
from recommendations.similarity.similar import similar_to
from recommendations.views.retired import retired_response


@require_safe
def recommendation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a recommendation with its context and details."""
    visible = with_details(visible_recommendations(request.user))
    row = visible.select_related("paragraph").filter(pk=pk).first()
    if row is None:
        if response := retired_response(request, pk):
            return response
        link = SuggestedLink(_("All recommendations"), SearchQuery().address)
        return not_found(request, _("This recommendation does not exist."), [link])
    context = {
        "recommendation": row,
        "text": text_of(row),
        "cited_items": cited_items(row, request.user),
        "topics": topics_with_evidence(row),
        "corrected_text": corrected_texts([row]).get(row.pk),
        "neighbours": neighbours(row),
        "similar": similar_to(row),
    }
    return render(request, "recommendations/recommendation.html", context)
