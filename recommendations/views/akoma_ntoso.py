"""A document as Akoma Ntoso XML."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from documents.queries.documents import find_document, visible_documents
from recommendations.exports.akoma_ntoso import MEDIA_TYPE, AkomaNtosoSource, akoma_ntoso
from recommendations.models import Citation
from recommendations.reader.citation_targets import linked_documents
from recommendations.reader.document import readable_versions, select_version


@require_safe
def document(request: HttpRequest, address: str) -> HttpResponse:
    """Send a document in one language (``language``, or else the leading version)."""
    lookup = find_document(visible_documents(request.user), address)
    if lookup is None:
        raise Http404
    if lookup.has_moved:
        target = reverse("document-akn", args=[lookup.document.address])
        return HttpResponsePermanentRedirect(f"{target}?{request.GET.urlencode()}".removesuffix("?"))
    version = select_version(readable_versions(lookup.document, request.user), request.GET.get("language", ""))
    if version is None:
        raise Http404
    citations = list(
        Citation.objects.filter(version=version)
        .select_related("article__instrument", "meeting__body")
        .order_by("position")
    )
    source = AkomaNtosoSource(
        document=lookup.document,
        version=version,
        paragraphs=list(version.paragraphs.order_by("position")),
        footnotes=list(version.footnotes.order_by("position")),
        citations=citations,
        documents=linked_documents(citations, request.user),
        root=request.build_absolute_uri("/"),
    )
    response = HttpResponse(akoma_ntoso(source), content_type=f"{MEDIA_TYPE}; charset=utf-8")
    name = f"{lookup.document.address.replace('/', '_')}.{version.language}.akn.xml"
    response["Content-Disposition"] = content_disposition_header(False, name) or ""
    return response
