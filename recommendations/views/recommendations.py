"""The page of a recommendation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.web.error_pages import SuggestedLink, not_found
from documents.web.language_addresses import without_language
from documents.web.languages import reading_languages
from recommendations.models import Recommendation
from recommendations.queries.bases import bases_of
from recommendations.queries.citations import cited_items, topics_with_evidence
from recommendations.queries.lineage import lineage_of
from recommendations.queries.recommendations import (
    neighbours,
    texts_of,
    visible_recommendations,
)
from recommendations.reader.corrected_text import corrected_texts
from recommendations.reader.corrigenda import corrections_of
from recommendations.reader.references import read_references
from recommendations.reader.text_html import text_of
from recommendations.search.query import SearchQuery
from recommendations.similarity.similar import Similar, similar_to
from recommendations.views.retired import retired_response


@dataclass(frozen=True, slots=True)
class SimilarRow:
    """A similar recommendation, and the address that compares the wording; "" if they have no language in common."""

    match: Similar
    comparison: str


@require_safe
def recommendation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a recommendation with its context and details, in a language (``language``), and its other texts.

    A recommendation has one address, the address of its leading text. The addresses of its other texts redirect to it.
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
        "address": request.build_absolute_uri(without_language(_address(texts[0], shown))),
        "texts": texts,
        "other_texts": [(text, text_of(text)) for text in texts if text is not shown],
        "text": text_of(shown),
        "references": read_references(
            cited_items(shown, request.user), shown.version.language, request.user, bases_of([shown.pk])[shown.pk]
        ),
        "topics": topics_with_evidence(shown),
        "corrected_text": corrected_texts([shown]).get(shown.pk),
        "corrections": corrections_of(shown, request.user),
        "lineage": lineage_of(shown, request.user),
        "neighbours": neighbours(shown),
        "similar": [SimilarRow(match, _comparison(texts, match)) for match in similar_to(shown)],
    }
    response = render(request, "recommendations/recommendation.html", context)
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _in_language(texts: Sequence[Recommendation], languages: Iterable[str]) -> Recommendation:
    """Return the text in the first of these languages that has one, else the first text."""
    by_language = {text.version.language: text for text in texts}
    return next((by_language[language] for language in languages if language in by_language), texts[0])


def _address(main: Recommendation, shown: Recommendation) -> str:
    """Return the address of the page that shows a text, whatever languages the reader's browser asks for."""
    language = f"?language={shown.version.language}" if shown is not main else ""
    return main.get_absolute_url() + language


def _comparison(texts: Iterable[Recommendation], match: Similar) -> str:
    """Return the address that compares a text of the same language with a similar text; "" if there is none."""
    text = next((text for text in texts if text.version.language == match.language), None)
    return reverse("compare", args=(text.pk, match.pk)) if text else ""
