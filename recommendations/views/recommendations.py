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

from documents.labels.citing import citation_source
from documents.models import Document
from documents.queries.documents import find_document, visible_documents
from documents.web.error_pages import SuggestedLink, not_found
from documents.web.language_addresses import without_language
from documents.web.languages import reading_languages
from recommendations.api.addresses import addresses_of
from recommendations.exports.metadata.head import recommendation_head
from recommendations.labels.status import status_sentence
from recommendations.models import Recommendation, comparison_address
from recommendations.queries.bases import bases_of
from recommendations.queries.citations import cited_items, topics_with_evidence
from recommendations.queries.lineage import lineage_of
from recommendations.queries.recommendations import (
    find_former_place,
    find_recommendation,
    neighbours,
    normal_place,
    texts_of,
    visible_recommendations,
)
from recommendations.queries.retired import address_of_withdrawn_or_retired
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
def recommendation(request: HttpRequest, address: str, place: str) -> HttpResponse:
    """Show a recommendation with its context and details, in a language (``language``), and its other texts.

    Former addresses, those with another symbol of the document, and other spellings redirect to its address.
    """
    found = find_recommendation(address, place, request.user)
    if found is None:
        return _elsewhere(request, address, normal_place(place))
    texts = found.texts
    if found.has_moved:
        return _redirect(request, texts[0].get_absolute_url())
    languages = reading_languages(request)
    shown = _in_language(texts, [request.GET.get("language", ""), *languages])
    references = read_references(
        cited_items(shown, request.user), shown.version.language, request.user, bases_of([shown.pk])[shown.pk]
    )
    topics = topics_with_evidence(shown)
    addresses = addresses_of(request)
    context = {
        "metadata": recommendation_head(
            shown,
            [reference.target for reference in references.articles if not reference.is_by_meaning],
            [link.topic for link in topics],
            citation_source(
                shown.version.document, shown.version, shown.paragraph, addresses.page(shown), status_sentence(shown)
            ),
            addresses,
        ),
        "card": _card_address(shown) if shown.version.published_at else "",
        "recommendation": shown,
        "main": texts[0],
        "address": request.build_absolute_uri(without_language(_address(texts[0], shown))),
        "texts": texts,
        "other_texts": [(text, text_of(text)) for text in texts if text is not shown],
        "text": text_of(shown),
        "references": references,
        "topics": topics,
        "corrected_text": corrected_texts([shown]).get(shown.pk),
        "corrections": corrections_of(shown, request.user),
        "lineage": lineage_of(shown, request.user),
        "neighbours": neighbours(shown),
        "similar": [SimilarRow(match, _comparison(texts, match)) for match in similar_to(shown, languages=languages)],
    }
    response = render(request, "recommendations/recommendation.html", context)
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def recommendation_by_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Redirect from the key of a recommendation, which may be withdrawn or retired, to its address."""
    row = visible_recommendations(request.user).select_related("version__document").filter(pk=pk).first()
    if row is not None:
        leading = texts_of(row, request.user)[0]
        language = "" if row.pk == leading.pk else row.version.language
        return _redirect(request, without_language(leading.get_absolute_url()), language)
    if address := address_of_withdrawn_or_retired(pk, request.user):
        return _redirect(request, without_language(address))
    return _not_found(request)


def _elsewhere(request: HttpRequest, address: str, place: str) -> HttpResponse:
    """Return the response for a place where no recommendation is: a redirect to the document with this address, a 410
    page if the recommendation is withdrawn or retired, or else a 404 page."""
    known = find_document(Document.objects.prefetch_related("symbols"), address)
    if known and (current := find_former_place(known.document.pk, place)):
        place = current
    if known and (response := retired_response(request, known.document, place)):
        return response
    if whole := find_document(visible_documents(request.user), f"{address}/{place}"):
        return redirect(whole.document.get_absolute_url())
    return _not_found(request)


def _not_found(request: HttpRequest) -> HttpResponse:
    link = SuggestedLink(_("All recommendations"), SearchQuery().address)
    return not_found(request, _("This recommendation does not exist."), [link])


def _redirect(request: HttpRequest, address: str, language: str = "") -> HttpResponse:
    """Redirect permanently, keeping the query string. ``language`` is used if the query string has none."""
    parameters = request.GET.copy()
    if language:
        parameters.setdefault("language", language)
    return redirect(f"{address}?{parameters.urlencode()}" if parameters else address, permanent=True)


def _in_language(texts: Sequence[Recommendation], languages: Iterable[str]) -> Recommendation:
    """Return the text in the first of these languages that has one, else the first text."""
    by_language = {text.version.language: text for text in texts}
    return next((by_language[language] for language in languages if language in by_language), texts[0])


def _address(main: Recommendation, shown: Recommendation) -> str:
    """Return the address of the page that shows a text, whatever languages the reader's browser asks for."""
    language = f"?language={shown.version.language}" if shown is not main else ""
    return main.get_absolute_url() + language


def _card_address(shown: Recommendation) -> str:
    """Return the address of the picture of a text for link previews."""
    path = reverse("recommendation-card", args=[shown.version.document.address, shown.place])
    return f"{path}?language={shown.version.language}"


def _comparison(texts: Iterable[Recommendation], match: Similar) -> str:
    """Return the address that compares the texts of one language with a similar text; "" if there is none."""
    text = next((text for text in texts if text.version.language == match.compared_language), None)
    if text is None:
        return ""
    first, second = (text.version.document.address, text.place), (match.document.address, match.place)
    return comparison_address(first, second, match.compared_language)
