"""Pages of documents that need nothing but the documents: their list, and their files as they were received."""

from __future__ import annotations

import re

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.answers import Offer, not_found, wrong_request
from documents.queries import (
    bodies_with_documents,
    document_list,
    find_document,
    visible_documents,
    visible_files,
    years_of,
)

PAGE_SIZE = 30


def _all_documents() -> Offer:
    return Offer(_("All documents"), reverse("documents"))


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """The documents, of all bodies and years or of one."""
    visible = visible_documents(request.user)
    bodies = list(bodies_with_documents(visible))
    years = years_of(visible)
    wrong = []
    body = request.GET.get("body", "")
    if body and body not in {known.key for known in bodies}:
        wrong.append(_("No document of a body “%(value)s” is here.") % {"value": body})
    year = request.GET.get("year", "")
    if year and year not in {str(known) for known in years}:
        wrong.append(_("No document of a year “%(value)s” is here.") % {"value": year})
    number = request.GET.get("page", "1")
    if not re.fullmatch(r"[1-9]\d{0,6}", number, re.ASCII):
        wrong.append(_("A page is a whole number from 1."))
    if wrong:
        return wrong_request(request, wrong, [_all_documents()])
    pages = Paginator(document_list(visible, body, int(year) if year else None), PAGE_SIZE)
    if int(number) > pages.num_pages:
        return not_found(
            request, _("The list of documents has no page %(page)s.") % {"page": number}, [_all_documents()]
        )
    context = {"page": pages.page(number), "bodies": bodies, "years": years, "body": body, "year": year}
    return render(request, "documents/list.html", context)


@require_safe
def document_file(request: HttpRequest, address: str, pk: int) -> HttpResponse:
    """A file as it was received. It is never shown in the browser, whatever it says it is."""
    found = find_document(visible_documents(request.user), address)
    files = visible_files(found.document, request.user).select_related("stored") if found else None
    file = files.filter(pk=pk).first() if files is not None else None
    if file is None:
        return not_found(request, _("There is no such file of the document “%(address)s”.") % {"address": address})
    response = HttpResponse(bytes(file.stored.content), content_type=file.media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
