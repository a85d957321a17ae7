"""Pages that do not show recommendations: the list of documents, their files and source pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from documents.models import LEADING_FIRST, Document, DocumentFile, LanguageVersion
from documents.queries.documents import (
    FoundDocument,
    document_list,
    find_document,
    visible_documents,
    visible_files,
    visible_versions,
)
from documents.queries.filters import DocumentListFilters
from documents.queries.source_files import PDF, PDF_VIEWER_POLICY, is_pdf, source_pdf_of
from documents.queries.withdrawn import withdrawn_versions_at
from documents.views.withdrawn import withdrawn_response
from documents.web.error_pages import SuggestedLink, bad_request, not_found
from documents.web.pagination import read_page

PAGE_SIZE = 30


def _documents_link() -> SuggestedLink:
    return SuggestedLink(_("All documents"), reverse("documents"))


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """Show the list of documents, filtered by body and year."""
    filters = DocumentListFilters(request.GET, document_list(visible_documents(request.user)))
    if not filters.is_valid():
        errors = [message for messages in filters.errors.values() for message in messages]
        return bad_request(request, errors, [_documents_link()])
    page = read_page(request, filters.qs, PAGE_SIZE)
    if isinstance(page, HttpResponse):
        return page
    return render(request, "documents/list.html", {"page": page, "form": filters.form})


@require_safe
def document_file(request: HttpRequest, address: str, pk: int) -> HttpResponse:
    """Send a source file as a download. The browser never displays it, whatever its media type."""
    file = _find_file(request, address, pk)
    if file is None:
        if response := withdrawn_response(request, withdrawn_versions_at(address).filter(files=pk)):
            return response
        return _file_not_found(request, address)
    return _download(bytes(file.file_content.content), file.name, file.media_type)


@require_safe
def common_file(request: HttpRequest, address: str, pk: int) -> HttpResponse:
    """Send the whole file from which a file was cut. The public gets it once all its documents are published."""
    file = _find_file(request, address, pk)
    whole = file.common_file if file else None
    if file is None or whole is None or not (file.is_common_file_public or request.user.is_staff):  # type: ignore[attr-defined]  # annotated by visible_files()
        return _file_not_found(request, address)
    return _download(bytes(whole.content), whole.name, PDF)


def _find_file(request: HttpRequest, address: str, pk: int) -> DocumentFile | None:
    match = find_document(visible_documents(request.user), address)
    return visible_files(match.document, request.user).filter(pk=pk).first() if match else None


def _file_not_found(request: HttpRequest, address: str) -> HttpResponse:
    return not_found(request, _("The document “%(address)s” does not have this file.") % {"address": address})


def _download(content: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    patch_cache_control(response, private=True, no_cache=True)
    return response


# --- source files, displayed in the browser ----------------------------------------------------------


@require_safe
@xframe_options_sameorigin
def source_pdf(request: HttpRequest, address: str) -> HttpResponse:
    """Display the source file of a document in one language. Respond with 404 if it is not a PDF."""
    version = _find_version(request, find_document(visible_documents(request.user), address))
    if version is None:
        return _source_not_found(request, address)
    file = source_pdf_of(visible_files(version.document, request.user).filter(version=version), version)
    content = bytes(file.file_content.content) if file else b""
    if file is None or not is_pdf(content):
        return _pdf_not_found(request, version.document, version)
    etag = f'"{file.sha256}"'
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(content, content_type=PDF)
        response["Content-Disposition"] = (
            content_disposition_header(as_attachment=False, filename=file.name) or "inline"
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = PDF_VIEWER_POLICY
    response["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_safe
def source_page(request: HttpRequest, address: str, page: int) -> HttpResponse:
    """Redirect to a page of the source file. Respond with 404 if it is not a PDF or has no such page."""
    version = _find_version(request, find_document(visible_documents(request.user), address))
    if version is None:
        return _source_not_found(request, address)
    if source_pdf_of(visible_files(version.document, request.user).filter(version=version), version) is None:
        return _pdf_not_found(request, version.document, version)
    original = reverse("document-original", args=[version.document.address]) + f"?language={version.language}"
    if not 1 <= page <= (version.page_count or page):
        message = _("The source file has no page %(page)s. The last page is %(last)s.")
        values = {"page": page, "last": version.page_count}
        return not_found(request, message % values, [SuggestedLink(_("First page of the source file"), original)])
    return redirect(f"{original}#page={page}")


def _find_version(request: HttpRequest, match: FoundDocument | None) -> LanguageVersion | None:
    """Return the version in the requested language, or the leading version if no language is requested; None if not
    found."""
    if match is None:
        return None
    versions = visible_versions(request.user).filter(document=match.document).select_related("document")
    if language := request.GET.get("language", "").replace("\0", ""):
        versions = versions.filter(language=language)
    return versions.defer("parsed").order_by(*LEADING_FIRST).first()


def _source_not_found(request: HttpRequest, address: str) -> HttpResponse:
    if response := withdrawn_response(request, withdrawn_versions_at(address, request.GET.get("language", ""))):
        return response
    message = _(
        "Document “%(address)s” is not in this collection or is not available in this language. "
        "Choose one from the list of documents."
    ) % {"address": address}
    return not_found(request, message, [_documents_link()], words=address)


def _pdf_not_found(request: HttpRequest, document: Document, version: LanguageVersion) -> HttpResponse:
    message = _("This document has no PDF because it was received in another format.")
    text = f"{document.get_absolute_url()}?language={version.language}"
    return not_found(request, message, [SuggestedLink(_("Open the document text"), text)])
