"""Pages of a document: its text and its citations."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from urllib.parse import urlencode

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.labels.citing import (
    BIBTEX_MEDIA_TYPE,
    CSL_MEDIA_TYPE,
    OFFICIAL_LANGUAGES,
    RIS_MEDIA_TYPE,
    CitationSource,
    citation_source,
    format_bibtex,
    format_citation,
    format_csl,
    format_ris,
    official_address,
)
from documents.models import Document, LanguageVersion, Paragraph
from documents.queries.documents import find_document, visible_documents
from documents.queries.drafts import find_open_draft
from documents.queries.withdrawn import withdrawn_versions_at
from documents.views.withdrawn import withdrawn_response
from documents.web.error_pages import SuggestedLink, bad_request, not_found
from documents.web.language_addresses import without_language
from documents.web.languages import interface_language, language_name, language_of_text
from documents.web.phrases import comma_list
from recommendations.api.addresses import addresses_of
from recommendations.exports.metadata.head import document_head
from recommendations.labels.status import status_caution, status_sentence
from recommendations.models import Recommendation
from recommendations.queries.recommendations import visible_recommendations
from recommendations.queries.retired import address_of_withdrawn_or_retired
from recommendations.reader.citation_page import citation_page
from recommendations.reader.document import (
    corresponding_anchor,
    page_with,
    read_document,
    readable_versions,
    select_version,
)
from recommendations.reader.hits import read_marked_terms
from recommendations.search.query import SearchQuery

CITATION_FORMATS: dict[str, tuple[str, str, Callable[[CitationSource], str]]] = {
    "text": ("text/plain", "txt", lambda source: format_citation(source) + "\n"),
    "bibtex": (BIBTEX_MEDIA_TYPE, "bib", format_bibtex),
    "ris": (RIS_MEDIA_TYPE, "ris", format_ris),
    "csl": (CSL_MEDIA_TYPE, "csl", format_csl),
}
"""Map from citation format to media type, file extension, and the function that writes the citation."""


@require_safe
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # shows the original next to the text; decorates any view
def document(request: HttpRequest, address: str) -> HttpResponse:
    """Show a document in one language, or in two side by side (``with``), with recommendations and search hits
    (``q``) marked.

    If ``at`` is the anchor of a paragraph in the language ``from`` (or in any), redirect to the same place in the
    language shown.
    """
    lookup = find_document(visible_documents(request.user), address)
    if lookup is None:
        return _document_not_found(request, address)
    language = request.GET.get("language", "")
    if lookup.has_moved:
        target = lookup.document.get_absolute_url() + (f"?language={language}" if language.isalpha() else "")
        return redirect(target, permanent=True)
    if "at" in request.GET:
        return _redirect_to_paragraph(request, lookup.document, language, request.GET["at"])
    marked_terms, beside = read_marked_terms(request.GET), request.GET.get("with", "")
    reading = read_document(
        lookup.document, language, request.user, marked_terms, beside=beside, page_number=request.GET.get("page", "1")
    )
    if reading is None:
        return _language_not_found(request, lookup.document, language)
    source = citation_source(
        lookup.document, reading.version, None, _absolute_address(request, lookup.document, reading.version)
    )
    context = {
        "reading": reading,
        "document": lookup.document,
        "citation": format_citation(source),
        "address": source.address,
        "metadata": document_head(
            lookup.document,
            reading.version,
            [row.language for row in reading.versions if row.published_at],
            source,
            addresses_of(request),
            has_pdf=bool(reading.original),
        ),
        "has_draft": request.user.is_staff and find_open_draft(reading.version.pk) is not None,
    }
    return render(request, "documents/document.html", context)


def _redirect_to_paragraph(request: HttpRequest, document: Document, language: str, anchor: str) -> HttpResponse:
    """Redirect to the same paragraph in a language, or else to the nearest paragraph before it that both versions
    have."""
    versions = readable_versions(document, request.user)
    version = select_version(versions, language, interface_language())
    if version is None:
        return _language_not_found(request, document, language)
    origin = request.GET.get("from", "")
    rows = Paragraph.objects.filter(version__in=[row.pk for row in versions], anchor=anchor.replace("\0", ""))
    by_version = {row.version_id: row for row in rows}
    source = next(
        (by_version[row.pk] for row in versions if row.pk in by_version and origin in ("", row.language)), None
    )
    if source is None:
        return _paragraph_not_found(request, document, anchor)
    target_anchor = corresponding_anchor(source, version)
    target = version.paragraphs.filter(anchor=target_anchor).first()
    number = page_with(target) if target else 1
    dropped = ("language", "at", "from", "page")
    parameters = [(name, value) for name, value in _parameters(request) if name not in dropped]
    parameters += [("page", str(number))] if number > 1 else []
    query = urlencode([("language", version.language), *parameters])
    return redirect(f"{document.get_absolute_url()}?{query}" + (f"#{target_anchor}" if target_anchor else ""))


def _parameters(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, value) for name, values in request.GET.lists() for value in values]


# --- citations ---------------------------------------------------------------------------------------


@require_safe
def cite(request: HttpRequest, address: str, anchor: str = "") -> HttpResponse:
    """Show how to cite a document or paragraph; with ``form``, return a file for a reference manager."""
    lookup = find_document(visible_documents(request.user), address)
    if lookup is None:
        return _document_not_found(request, address)
    document, language, form = lookup.document, request.GET.get("language", ""), request.GET.get("form", "")
    versions = readable_versions(document, request.user)
    version = select_version(versions, language, interface_language())
    if version is None:
        return _language_not_found(request, document, language)
    paragraph = version.paragraphs.filter(anchor=anchor.replace("\0", "")).first() if anchor else None
    if anchor and paragraph is None:
        return _paragraph_not_found(request, document, anchor)
    recommendation = _recommendation_at(paragraph)
    link = _absolute_address(request, document, version, anchor)

    def cited() -> CitationSource:
        note, caution = (
            (status_sentence(recommendation), status_caution(recommendation)) if recommendation else ("", "")
        )
        return citation_source(document, version, paragraph, link, note, caution)

    with citation_language(version, form):
        record = cited()
        if form in CITATION_FORMATS:
            return citation_file(record, form)
        records = {"bibtex": format_bibtex(record), "ris": format_ris(record)}
    source = cited()
    if form:
        message = _("Choose one of these citation formats: %(forms)s.") % {"forms": comma_list(CITATION_FORMATS)}
        return bad_request(request, [message], [SuggestedLink(format_citation(source), request.path)])
    page = citation_page(document, version, versions, paragraph, recommendation, request.user)
    forms = {"united_nations": format_citation(source), **records}
    return render(request, "documents/cite.html", {"page": page, "source": source, "forms": forms})


@require_safe
def cite_recommendation(request: HttpRequest, pk: int) -> HttpResponse:
    """Redirect to the citation of the paragraph in which a recommendation begins, given its key.

    If it is withdrawn or retired, redirect to its page, which says so.
    """
    rows = visible_recommendations(request.user).select_related("version__document").defer("version__parsed")
    row = rows.filter(pk=pk).first()
    if row is None:
        if address := address_of_withdrawn_or_retired(pk, request.user):
            return redirect(address)
        link = SuggestedLink(_("All recommendations"), SearchQuery().address)
        return not_found(request, _("This recommendation does not exist."), [link])
    path = reverse("cite-paragraph", args=[row.version.document.address, row.anchor])
    return redirect(f"{path}?language={row.version.language}")


def _recommendation_at(paragraph: Paragraph | None) -> Recommendation | None:
    if paragraph is None:
        return None
    rows = Recommendation.objects.filter(paragraph=paragraph)
    return rows.select_related("meeting__body", "adopted_by__body", "put_to__body").first()


def citation_language(version: LanguageVersion, form: str) -> AbstractContextManager[None]:
    """Write records for reference managers in the language of the text, a citation in words in that of the page."""
    return nullcontext() if form == "text" else language_of_text(version.language)


def citation_file(source: CitationSource, form: str) -> HttpResponse:
    """Return a citation as a file in one of :data:`CITATION_FORMATS`."""
    media_type, extension, write = CITATION_FORMATS[form]
    response = HttpResponse(write(source), content_type=f"{media_type}; charset=utf-8")
    name = content_disposition_header(as_attachment=True, filename=f"{source.key}.{extension}")
    response["Content-Disposition"] = name or "attachment"
    return response


def _absolute_address(request: HttpRequest, document: Document, version: LanguageVersion, anchor: str = "") -> str:
    """Return the absolute address of a document in a language, or of a paragraph in it."""
    fragment = f"#{anchor}" if anchor else ""
    page = without_language(document.get_absolute_url())
    return request.build_absolute_uri(f"{page}?language={version.language}") + fragment


# --- not found ---------------------------------------------------------------------------------------


def _document_not_found(request: HttpRequest, address: str) -> HttpResponse:
    if response := withdrawn_response(request, withdrawn_versions_at(address, request.GET.get("language", ""))):
        return response
    message = _("Document “%(address)s” is not in this collection.") % {"address": address}
    links = [
        SuggestedLink(_("All documents"), reverse("documents")),
        SuggestedLink(_("All recommendations"), SearchQuery().address),
    ]
    return not_found(request, message, links, words=address, heading=_("Document not found"))


def _language_not_found(request: HttpRequest, document: Document, language: str) -> HttpResponse:
    if response := withdrawn_response(request, withdrawn_versions_at(document.address, language)):
        return response
    name = language_name(language)
    message = _("This document is not available in this language: %(language)s.") % {"language": name}
    links = [SuggestedLink(str(document), document.get_absolute_url())]
    if document.symbol and language in OFFICIAL_LANGUAGES:
        label = _("Look for the %(language)s text on the United Nations website") % {"language": name}
        links.append(SuggestedLink(label, official_address(document.symbol, language)))
    return not_found(request, message, links)


def _paragraph_not_found(request: HttpRequest, document: Document, anchor: str) -> HttpResponse:
    message = _("%(document)s has no such paragraph.") % {"document": document, "anchor": anchor}
    return not_found(request, message, [SuggestedLink(str(document), document.get_absolute_url())])
