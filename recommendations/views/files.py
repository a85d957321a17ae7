"""Recommendations and documents as data and as citations: their addresses with a suffix.

"/recommendations/CTOC/COP/2022/L.4/annex-i-a.json" is what the API returns; ".bib", ".ris" and ".csl" are citations for
reference managers. They are public: staff get the same files as readers. Names are in the language that
``Accept-Language`` asks for, as in the API; the text is the leading one, or that in a language (``language``).
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from documents.labels.citing import citation_source
from documents.models import Document
from documents.queries.documents import find_document, published_documents
from recommendations.api.addresses import ANONYMOUS, addresses_of
from recommendations.api.not_found import document_not_found, place_not_found
from recommendations.api.recommendation_views import recommendation_resource
from recommendations.api.responses import endpoint_view
from recommendations.api.views import document_resource
from recommendations.labels.status import status_caution, status_sentence
from recommendations.models import Recommendation
from recommendations.queries.recommendations import find_recommendation
from recommendations.reader.document import readable_versions, select_version
from recommendations.views.documents import citation_file, citation_language

JSON = "json"
CITATIONS = {"bib": "bibtex", "ris": "ris", "csl": "csl"}
"""Map from the suffix of an address to the citation format."""


class SuffixConverter:
    """The suffix of the address of a file."""

    regex = "|".join((JSON, *CITATIONS))

    def to_python(self, value: str) -> str:
        """Return the suffix in a path."""
        return value

    def to_url(self, value: str) -> str:
        """Return the suffix for a path."""
        return value


@endpoint_view
def recommendation_file(request: HttpRequest, address: str, place: str, suffix: str) -> Any:
    """Return a public recommendation as a file. Former addresses redirect."""
    found = find_recommendation(address, place, ANONYMOUS)
    if found is None:
        raise place_not_found(address, place)
    leading = found.texts[0]
    if found.has_moved:
        return _redirect(request, "recommendation-file", leading.version.document.address, leading.place, suffix)
    language = request.GET.get("language", "")
    row = next((text for text in found.texts if text.version.language == language), leading)
    if suffix == JSON:
        return recommendation_resource(request, row, [text for text in found.texts if text is not row])
    return _cite(request, row, suffix)


@endpoint_view
def document_file(request: HttpRequest, address: str, suffix: str) -> Any:
    """Return the details or the citation of a public document as a file. Former addresses redirect."""
    lookup = find_document(published_documents().prefetch_related("symbols"), address)
    if lookup is None:
        raise document_not_found(address)
    if lookup.has_moved:
        return _redirect(request, "document-data", lookup.document.address, suffix)
    document = lookup.document
    return document_resource(request, document.address) if suffix == JSON else _cite_document(request, document, suffix)


def _cite(request: HttpRequest, row: Recommendation, suffix: str) -> HttpResponse:
    link = addresses_of(request).page(row)
    with citation_language(row.version, CITATIONS[suffix]):
        note, caution = status_sentence(row), status_caution(row)
        source = citation_source(row.version.document, row.version, row.paragraph, link, note, caution)
        return citation_file(source, CITATIONS[suffix])


def _cite_document(request: HttpRequest, document: Document, suffix: str) -> HttpResponse:
    versions = readable_versions(document, ANONYMOUS)
    version = select_version(versions, request.GET.get("language", "")) or versions[0]
    with citation_language(version, CITATIONS[suffix]):
        source = citation_source(document, version, None, addresses_of(request).page(document))
        return citation_file(source, CITATIONS[suffix])


def _redirect(request: HttpRequest, name: str, *arguments: str) -> HttpResponse:
    """Redirect permanently to another address of a file, keeping the query string."""
    query = request.GET.urlencode()
    return redirect(reverse(name, args=arguments) + (f"?{query}" if query else ""), permanent=True)
