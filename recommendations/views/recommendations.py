"""The page of a recommendation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.web.error_pages import SuggestedLink, not_found
from documents.web.languages import reading_languages
from recommendations.models import Recommendation
from recommendations.queries.bases import bases_of
from recommendations.queries.citations import cited_items, topics_with_evidence
from recommendations.queries.recommendations import (
    neighbours,
    texts_of,
    visible_recommendations,
)
from recommendations.reader.corrected_text import corrected_texts
from recommendations.reader.text_html import text_of
from recommendations.results.article_bases import shown_bases
from recommendations.search.query import SearchQuery
from recommendations.similarity.similar import similar_to
from recommendations.views.retired import retired_response


@require_safe
def recommendation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a recommendation with its context and details, in a language (``language``), and its other texts.

    A recommendation has one address, that of its leading text; those of the other texts redirect to it.
    """
    row = visible_recommendations(request.user).select_related("version").defer("version__parsed").filter(pk=pk).first()
    if row is None:
        if response := retired_response(request, pk):
            return response
        link = SuggestedLink(_("All recommendations"), SearchQuery().address)
        return not_found(request, _("This recommendation does not exist."), [link])
    texts = texts_of(row, request.user)
    requested = request.GET.get("language", "")
    if texts[0].pk != pk:
        languages = {text.version.language for text in texts}
        language = requested if requested in languages else row.version.language
        return redirect(f"{texts[0].get_absolute_url()}?language={language}")
    shown = _in_language(texts, [requested, *reading_languages(request)])
    context = {
        "recommendation": shown,
        "main": texts[0],
        "texts": texts,
        "other_texts": [(text, text_of(text)) for text in texts if text is not shown],
        "text": text_of(shown),
        "bases": shown_bases(bases_of([shown.pk])[shown.pk]),
        "cited_items": cited_items(shown, request.user),
        "topics": topics_with_evidence(shown),
        "corrected_text": corrected_texts([shown]).get(shown.pk),
        "neighbours": neighbours(shown),
        "similar": similar_to(shown),
    }
    response = render(request, "recommendations/recommendation.html", context)
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _in_language(texts: Sequence[Recommendation], languages: Iterable[str]) -> Recommendation:
    """Return the text in the first of these languages that has one, else the first text."""
    by_language = {text.version.language: text for text in texts}
    return next((by_language[language] for language in languages if language in by_language), texts[0])
