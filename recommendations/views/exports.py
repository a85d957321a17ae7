"""Pages to configure, wait for and download compilations."""

from __future__ import annotations

import uuid
from tempfile import SpooledTemporaryFile
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from documents.web.error_pages import SuggestedLink, bad_request, not_found
from documents.web.permissions import DENIED
from documents.web.roles import Role
from documents.web.same_origin import require_same_origin
from recommendations.exports.additions import Additions
from recommendations.exports.compilation import CompilationContent, UnwritableError
from recommendations.exports.formats import FORMATS, MAX_BYTES_IN_MEMORY, file_name
from recommendations.exports.groups import Grouping
from recommendations.exports.request import ALL, LEDGER, ExportRequest, addition_parameters, read_export_request
from recommendations.follow_up.entries import can_view_follow_up
from recommendations.models import Compilation
from recommendations.search.query import SearchQuery
from recommendations.services.compilations import (
    UNFINISHED,
    CompilationError,
    CompilationRequest,
    request_compilation,
)


@require_same_origin
@require_http_methods(["GET", "HEAD", "POST"])
def compile_(request: HttpRequest) -> HttpResponseBase:
    """Return the requested file, or a page to request its creation if that takes long. Without a format, show a
    form."""
    export = read_export_request(request)
    if export.messages:
        is_format_only = export.has_unknown_format and len(export.messages) == 1
        label = _("Choose a format again") if is_format_only else _("Compile without the invalid filters")
        links = [
            SuggestedLink(label, export.address),
            SuggestedLink(_("Search without the invalid filters"), (export.query or SearchQuery()).address),
        ]
        return bad_request(request, export.messages, links)
    compilation_content = export.compile(_base_url(request))
    if not compilation_content.size or not export.format:
        return _form_page(request, export, compilation_content)
    if compilation_content.size > export.file_format.max_entries:
        return _form_page(request, export, compilation_content, too_long=True, status=400)
    if not export.file_format.takes_long(compilation_content.size):
        return redirect(export.address) if request.method == "POST" else _file(request, export, compilation_content)
    if request.method != "POST":
        return _form_page(request, export, compilation_content, takes_long=True)
    return _start_compilation(request, export, compilation_content)


def _base_url(request: HttpRequest) -> str:
    return request.build_absolute_uri("/")[:-1]


def _form_page(
    request: HttpRequest,
    export: ExportRequest,
    compilation_content: CompilationContent,
    *,
    status: int = 200,
    **state: Any,
) -> HttpResponse:
    context = {
        "export": export,
        "addition_parameters": addition_parameters(export.additions),
        "about": compilation_content.about,
        "size": compilation_content.size,
        "groupings": Grouping.choices,
        "formats": FORMATS,
        **state,
    }
    return render(request, "compiling/compile.html", context, status=status)


def _file(request: HttpRequest, export: ExportRequest, compilation_content: CompilationContent) -> HttpResponseBase:
    """Return the file as a response, streamed if the format supports it, or the form with the reason why it cannot be
    written."""
    file_format = export.file_format
    name = file_name(compilation_content, file_format)
    if file_format.stream:
        response: HttpResponseBase = StreamingHttpResponse(
            file_format.stream(compilation_content), content_type=file_format.media_type
        )
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    else:
        file = SpooledTemporaryFile(MAX_BYTES_IN_MEMORY)  # noqa: SIM115  the response closes it
        try:
            if file_format.write:
                file_format.write(compilation_content, file, None)
        except UnwritableError as error:
            return _form_page(request, export, compilation_content, error=str(error), status=400)
        file.seek(0)
        response = FileResponse(file, as_attachment=True, filename=name, content_type=file_format.media_type)
    response["Cache-Control"] = "private, no-cache"
    return response


def _start_compilation(
    request: HttpRequest, export: ExportRequest, compilation_content: CompilationContent
) -> HttpResponse:
    if request.session.session_key is None:
        request.session.create()
    compilation_request = CompilationRequest(
        query=urlencode(export.parameters, safe="/:") if export.query else "",
        selected_keys=export.selected_keys,
        format=export.format,
        grouping=export.grouping,
        all_languages=export.all_languages,
        additions=export.additions.stored(),
        language=get_language() or "",
        total=compilation_content.size,
    )
    user = request.user if isinstance(request.user, User) else None
    try:
        row = request_compilation(compilation_request, request.session.session_key or "", user, _base_url(request))
    except CompilationError as error:
        return _form_page(request, export, compilation_content, takes_long=True, error=str(error), status=429)
    return redirect("compilation", row.pk)


# --- compilations made by a worker -------------------------------------------------------------------


def _find_compilation(request: HttpRequest, key: uuid.UUID) -> Compilation | None:
    """Return a compilation. Raise PermissionDenied if it has follow-up, or was made from the follow-up ledger, and the
    user may not see that.
    """
    row = Compilation.objects.defer("content").filter(pk=key).first()
    is_for_staff = row and (
        Additions.from_stored(row.additions).with_follow_up or QueryDict(row.query).get("from") == LEDGER
    )
    if is_for_staff and not can_view_follow_up(request.user):
        raise PermissionDenied(DENIED[Role.STAFF])
    return row


def _compilation_not_found(request: HttpRequest) -> HttpResponse:
    message = _(
        "This compilation does not exist or has been deleted. Compilations are kept for one day. To make a new one, "
        "search and choose “Compile these recommendations”."
    )
    return not_found(request, message, [SuggestedLink(_("Search the recommendations"), SearchQuery().address)])


@never_cache
@require_safe
def compilation(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show the progress of a compilation, and its file once ready."""
    row = _find_compilation(request, key)
    return (
        render(request, "compiling/compilation.html", _progress_context(row))
        if row
        else _compilation_not_found(request)
    )


@never_cache
@require_safe
def compilation_state(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Return the progress as a fragment, or 204 if nothing has changed since the stamp ``seen``."""
    row = _find_compilation(request, key)
    if row is None:
        return _compilation_not_found(request)
    state = _progress_context(row)
    if request.GET.get("seen") == state["stamp"]:
        return HttpResponse(status=204)
    return render(request, "compiling/state.html", state)


def _progress_context(row: Compilation) -> dict[str, Any]:
    queued_before = 0
    if row.state == Compilation.State.WAITING:
        queued_before = Compilation.objects.filter(state__in=UNFINISHED, requested_at__lt=row.requested_at).count()
    source = f"{row.query}&" if row.query else ("from=basket&" if row.selected_keys else "")
    additions = Additions.from_stored(row.additions)
    pairs = [("by", row.grouping), *([("texts", ALL)] if row.all_languages else []), *addition_parameters(additions)]
    pairs.append(("format", row.format))
    return {
        "compilation": row,
        "form": FORMATS[row.format],
        "is_unfinished": row.state in UNFINISHED,
        "queued_before": queued_before,
        "stamp": f"{row.state}-{row.done}-{queued_before}",
        "retry_address": f"{reverse('compile')}?{source}{urlencode(pairs, safe='/:')}",
    }


@never_cache
@require_safe
def compilation_file(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Return the file of a finished compilation."""
    row = _find_compilation(request, key)
    if row is None or row.state != Compilation.State.READY:
        return _compilation_not_found(request)
    response = HttpResponse(bytes(row.content or b""), content_type=FORMATS[row.format].media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=row.file_name) or ""
    return response
