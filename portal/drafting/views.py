"""The page that checks a draft, and the files of its result."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http import HTTPStatus

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from portal.drafting.answer import build_check
from portal.drafting.checking import (
    MAX_BYTES,
    RETRY_SECONDS,
    BusyError,
    SameVisitorError,
    UnreadableDraftError,
    check_content,
    finish,
    turn,
)
from portal.drafting.checks.agreed import strength_scale
from portal.drafting.checks.types import CheckedDraft
from portal.drafting.page import result_page
from portal.drafting.sealing import seal, unseal
from portal.drafting.uploads import DraftForm, SentDraft, keep_in_memory
from portal.drafting.word import MEDIA_TYPE, write_word
from portal.reading.draft import MAX_PAGES
from recommendations.api.addresses import addresses_of
from recommendations.api.schemas import to_json_value


@csrf_exempt  # checked below, once the request is to be kept in memory
def check(request: HttpRequest) -> HttpResponseBase:
    """Show the form, or check the draft that was sent."""
    keep_in_memory(request)
    return _check(request)


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def _check(request: HttpRequest) -> HttpResponseBase:
    if request.method != "POST":
        return _page(request, DraftForm())
    form = DraftForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.BAD_REQUEST)
    sent = form.sent_draft(_("Pasted text"))
    if getattr(request, "htmx", False):
        # Compression would hold back the progress until there is enough of it.
        return StreamingHttpResponse(_stream(request, sent), headers={"Content-Encoding": "identity"})
    try:
        with turn(visitor_of(request)):
            checked = finish(check_content(sent.content, sent.name))
    except UnreadableDraftError as error:
        return _page(request, form, error.message, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except (BusyError, SameVisitorError) as error:
        return _page(request, form, busy_message(error), status=busy_status(error))
    return _page(request, form, checked=checked)


def _stream(request: HttpRequest, sent: SentDraft) -> Iterator[str]:
    """Yield the progress of a check, then its result. Ends the check if the browser is closed."""
    try:
        with turn(visitor_of(request)):
            steps = check_content(sent.content, sent.name)
            while True:
                try:
                    step = next(steps)
                except StopIteration as stop:
                    yield _result(request, stop.value)
                    return
                yield format_html("<p data-step>{}</p>\n", step)
    except UnreadableDraftError as error:
        yield _failure(request, error.message)
    except (BusyError, SameVisitorError) as error:
        yield _failure(request, busy_message(error))


def visitor_of(request: HttpRequest) -> str:
    """Return a string that is the same for all requests of one browser."""
    return str(request.META.get("CSRF_COOKIE", ""))


def busy_message(error: BusyError | SameVisitorError) -> str:
    """Return a sentence for a visitor who has to wait."""
    if isinstance(error, SameVisitorError):
        return _("Your previous draft is still being checked. Wait until it is finished, then try again.")
    message = ngettext(
        "Other drafts are being checked. Try again in %(seconds)s second.",
        "Other drafts are being checked. Try again in %(seconds)s seconds.",
        RETRY_SECONDS,
    )
    return message % {"seconds": RETRY_SECONDS}


def busy_status(error: BusyError | SameVisitorError) -> HTTPStatus:
    """Return 429 if the visitor has to wait for their own check, or else 503."""
    is_same = isinstance(error, SameVisitorError)
    return HTTPStatus.TOO_MANY_REQUESTS if is_same else HTTPStatus.SERVICE_UNAVAILABLE


def _page(
    request: HttpRequest,
    form: DraftForm,
    error: str = "",
    checked: CheckedDraft | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "form": form,
        "max_bytes": MAX_BYTES,
        "max_pages": MAX_PAGES,
        "error": error,
        **(_result_context(checked) if checked else {}),
    }
    response = render(request, "drafting/check.html", context, status=status)
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        response["Retry-After"] = str(RETRY_SECONDS)
    if checked or request.method == "POST":
        response["Cache-Control"] = "no-store"
    return response


def _result_context(checked: CheckedDraft) -> dict[str, object]:
    return {"page": result_page(checked), "sealed": seal(checked), "scale": strength_scale()}


def _result(request: HttpRequest, checked: CheckedDraft) -> str:
    return render_to_string("drafting/result.html", _result_context(checked), request)


def _failure(request: HttpRequest, message: str) -> str:
    return render_to_string("drafting/result.html", {"error": message}, request)


@require_POST
def download(request: HttpRequest, extension: str) -> HttpResponse:
    """Return the result that the page sends back as a Word file or as JSON. Nothing is kept on the server."""
    if extension not in ("docx", "json"):
        raise Http404
    try:
        checked = unseal(request.POST.get("result", ""))
    except signing.BadSignature:
        message = _("This result is not complete. Check the draft again, then download it.")
        return _page(request, DraftForm(), message, status=HTTPStatus.BAD_REQUEST)
    addresses = addresses_of(request)
    if extension == "json":
        value = to_json_value(build_check(checked, addresses))
        content = json.dumps(value, ensure_ascii=False, indent=1).encode(errors="backslashreplace")
        response = HttpResponse(content, content_type="application/json")
    else:
        response = HttpResponse(write_word(checked, addresses), content_type=MEDIA_TYPE)
    name = _("checked-draft")
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{extension}") or ""
    response["Cache-Control"] = "no-store"
    return response
