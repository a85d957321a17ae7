"""The API's check of a draft: ``POST /api/v1/checks``."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from documents.web.languages import accepted_language
from documents.web.phrases import sentence_list
from portal.drafting.answer import build_check
from portal.drafting.checking import (
    RETRY_SECONDS,
    BusyError,
    SameVisitorError,
    UnreadableDraftError,
    check_content,
    finish,
    turn,
)
from portal.drafting.uploads import DraftForm, SentDraft, keep_in_memory
from portal.drafting.views import busy_message
from portal.throttling import address_of
from recommendations.api.addresses import addresses_of
from recommendations.api.problems import ProblemError, ProblemType, problem_response
from recommendations.api.schemas import to_json_value

_ALLOWED = "POST, OPTIONS"
_FORM_TYPES = ("multipart/form-data", "application/x-www-form-urlencoded")
_NAME = "draft"


@csrf_exempt  # without a session, so safe
def checks(request: HttpRequest) -> HttpResponse:
    """Check a draft that is sent as a form (``file`` or ``text``) or as the body of the request."""
    keep_in_memory(request)
    language = accepted_language(request)
    with translation.override(language):
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
            response["Access-Control-Allow-Headers"] = "Content-Type"
        else:
            try:
                response = _checked(request)
            except ProblemError as problem:
                response = problem_response(request, problem)
                if problem.kind is ProblemType.METHOD_NOT_ALLOWED:
                    response["Allow"] = _ALLOWED
                if problem.kind in (ProblemType.BUSY, ProblemType.TOO_MANY):
                    response["Retry-After"] = str(RETRY_SECONDS)
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = _ALLOWED
    response["Cache-Control"] = "no-store"
    response["Content-Language"] = language
    return response


def _checked(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        raise ProblemError(ProblemType.METHOD_NOT_ALLOWED, "Send the draft with POST.")
    sent = _sent(request)
    try:
        with turn(address_of(request) or ""):
            checked = finish(check_content(sent.content, sent.name))
    except UnreadableDraftError as error:
        raise ProblemError(ProblemType.UNREADABLE, error.message) from error
    except SameVisitorError as error:
        raise ProblemError(ProblemType.TOO_MANY, busy_message(error)) from error
    except BusyError as error:
        raise ProblemError(ProblemType.BUSY, busy_message(error)) from error
    value = to_json_value(build_check(checked, addresses_of(request)))
    return JsonResponse(value, json_dumps_params={"ensure_ascii": False})


def _sent(request: HttpRequest) -> SentDraft:
    """Return the draft of a request. Raise ProblemError if there is none."""
    if request.content_type not in _FORM_TYPES:
        return SentDraft(request.body, _NAME)
    form = DraftForm(request.POST, request.FILES)
    if not form.is_valid():
        messages = [message for errors in form.errors.values() for message in errors]
        raise ProblemError(ProblemType.WRONG_REQUEST, sentence_list(messages))
    return form.sent_draft(_NAME)
