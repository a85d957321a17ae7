"""A document as Akoma Ntoso XML."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from documents.queries.documents import find_document, visible_documents
from documents.queries.withdrawn import withdrawn_versions_at
from documents.views.withdrawn import withdrawn_response
from recommendations.exports.akoma_ntoso import MEDIA_TYPE, akoma_ntoso, read_source
from recommendations.reader.document import readable_versions, select_version


@require_safe
def document(request: HttpRequest, address: str) -> HttpResponse:
    """Send a document in one language (``language``, or else the leading version)."""
    lookup = find_document(visible_documents(request.user), address)
    language = request.GET.get("language", "").replace("\0", "")
    if lookup is None:
        return _not_found(request, address, language)
    if lookup.has_moved:
        target = reverse("document-akn", args=[lookup.document.address])
        return HttpResponsePermanentRedirect(f"{target}?{request.GET.urlencode()}".removesuffix("?"))
    version = select_version(readable_versions(lookup.document, request.user), language)
    if version is None:
        return _not_found(request, address, language)
    source = read_source(version, request.user, request.build_absolute_uri("/"))
    response = HttpResponse(akoma_ntoso(source), content_type=f"{MEDIA_TYPE}; charset=utf-8")
    name = f"{lookup.document.address.replace('/', '_')}.{version.language}.akn.xml"
    response["Content-Disposition"] = content_disposition_header(False, name) or ""
    response["Content-Language"] = version.language
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, private=True, no_cache=True)  # staff also get unpublished documents
    return response


def _not_found(request: HttpRequest, address: str, language: str) -> HttpResponse:
    """Return the 410 page of a withdrawn document, with the reason. Raise Http404 if there is none."""
    if response := withdrawn_response(request, withdrawn_versions_at(address, language)):
        return response
    raise Http404
