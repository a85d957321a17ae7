"""The page of a brief, and its Word file."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.web.error_pages import SuggestedLink, bad_request
from documents.web.languages import reading_languages
from portal.briefs import sentences
from portal.briefs.brief import Brief
from portal.briefs.build import read_brief
from portal.briefs.word import MAX_PAGES, write_brief
from recommendations.exports.formats import FORMATS, MAX_BYTES_IN_MEMORY, MAX_SUBJECT_LENGTH
from recommendations.search.parameters import read_parameters
from recommendations.search.query import SearchQuery


@require_safe
def brief(request: HttpRequest) -> HttpResponse:
    """Show a brief on a search, or a form for one if the address has neither words nor filters."""
    query = _read_query(request)
    if isinstance(query, HttpResponse):
        return query
    if not (query.words or query.has_choices):
        return render(request, "briefs/start.html", {"max_pages": MAX_PAGES})
    content = _read(request, query)
    context = {
        "brief": content,
        "title": sentences.title_of(content),
        "total_line": sentences.total_line(content),
        "versions_line": sentences.versions_line(content),
        "word_address": content.query.address_at(reverse("brief-word")),
        "max_pages": MAX_PAGES,
    }
    response = render(request, "briefs/brief.html", context)
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def brief_word(request: HttpRequest) -> HttpResponseBase:
    """Return a brief as a Word file."""
    query = _read_query(request)
    if isinstance(query, HttpResponse):
        return query
    if not (query.words or query.has_choices):
        return redirect("brief")
    content = _read(request, query)
    file = SpooledTemporaryFile(MAX_BYTES_IN_MEMORY)  # noqa: SIM115  the response closes it
    address = content.query.address_at(reverse("brief"))
    write_brief(content, file, request.build_absolute_uri("/")[:-1], address)
    file.seek(0)
    word = FORMATS["word"]
    response = FileResponse(file, as_attachment=True, filename=_file_name(content), content_type=word.media_type)
    response["Cache-Control"] = "private, no-cache"
    return response


def _read_query(request: HttpRequest) -> SearchQuery | HttpResponse:
    """Return the query in an address, or an error page if the address has invalid parameters."""
    parsed = read_parameters(request.GET)
    if not parsed.messages:
        return parsed.query
    link = SuggestedLink(_("Brief without the invalid filters"), parsed.query.address_at(reverse("brief")))
    return bad_request(request, parsed.messages, [link])


def _read(request: HttpRequest, query: SearchQuery) -> Brief:
    return read_brief(query, request.user, reading_languages(request))


def _file_name(content: Brief) -> str:
    """Return a file name such as "brief-organized-crime-convention-article-18-2026-11-28.docx"."""
    subject = slugify(content.subject, allow_unicode=True)[:MAX_SUBJECT_LENGTH].strip("-") or "all"
    return f"brief-{subject}-{content.made_at:%Y-%m-%d}.docx"
