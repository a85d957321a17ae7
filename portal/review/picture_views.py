"""Pictures of pages, for users who may open the file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.models import DocumentFile
from documents.queries.documents import find_document, visible_documents, visible_files
from documents.queries.source_files import source_pdf_of
from documents.queries.withdrawn import withdrawn_versions_at
from documents.views.withdrawn import withdrawn_response
from documents.web.error_pages import SuggestedLink, not_found
from portal.reading.pictures import MEDIA_TYPE, WIDTH
from portal.review.pictures import PictureError, picture_of
from portal.review.source import pdf_of
from recommendations.reader.document import readable_versions, select_version


@require_safe
def page_picture(request: HttpRequest, address: str, page: int) -> HttpResponse:
    """Return the picture of a page of a document's PDF, in the ``language`` of the query string."""
    file = _find_pdf(request, address)
    if file is None:
        if withdrawn := withdrawn_response(request, withdrawn_versions_at(address, request.GET.get("language", ""))):
            return withdrawn
        message = _("There is no PDF of the document “%(address)s” in the requested language.")
        links = [SuggestedLink(_("All documents"), reverse("documents"))]
        return not_found(request, message % {"address": address}, links, words=address)
    etag = f'"{file.sha256}-{page}-{WIDTH}"'
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    else:
        try:
            response = HttpResponse(picture_of(file, page), content_type=MEDIA_TYPE)
        except PictureError as reason:
            return _picture_not_found(request, file, page, str(reason))
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _find_pdf(request: HttpRequest, address: str) -> DocumentFile | None:
    """Return the PDF of the requested version, or None if there is none or the user may not see it."""
    match = find_document(visible_documents(request.user), address)
    if match is None:
        return None
    versions = readable_versions(match.document, request.user)
    version = select_version(versions, request.GET.get("language", ""))
    if version is None:
        return None
    if request.user.has_perm("documents.change_document"):
        return pdf_of(version)
    files = visible_files(match.document, request.user).select_related("version__document")
    return source_pdf_of(files.defer("version__parsed"), version)


def _picture_not_found(request: HttpRequest, file: DocumentFile, page: int, reason: str) -> HttpResponse:
    document = file.version.document
    links = [
        SuggestedLink(_("Open the document text"), f"{document.get_absolute_url()}?language={file.version.language}"),
        SuggestedLink(_("Source file"), reverse("document-file", args=[document.address, file.pk])),
    ]
    message = _("Page %(page)s cannot be shown. %(reason)s") % {"page": page, "reason": reason}
    return not_found(request, message, links)
