"""Errors of the API as problem details (RFC 9457): ``application/problem+json``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from http import HTTPStatus
from typing import Annotated

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy

from documents.web.language_addresses import without_language
from recommendations.api.schemas import to_json_value

ROOT = "/api/"
_DATA_ROOTS = (ROOT, "/mcp/")  # all responses below them are JSON, including errors


@dataclass(frozen=True, slots=True)
class WrongParameter:
    """An invalid parameter."""

    parameter: Annotated[str, "Name of the parameter."]
    detail: Annotated[str, "What is wrong with it, and which values are valid."]


@dataclass(frozen=True, slots=True)
class ProblemDetails:
    """Details of a problem (RFC 9457)."""

    type: Annotated[str, "Type of problem, as the address of its description."]
    title: Annotated[str, "Type of problem in words."]
    status: Annotated[int, "HTTP status of the response."]
    detail: Annotated[str, "What is wrong with this request."]
    instance: Annotated[str, "The requested address."]
    errors: Annotated[tuple[WrongParameter, ...], "The invalid parameters."]


class ProblemType(Enum):
    """Types of problems. The name of a type is the anchor of its description on the page about the API."""

    WRONG_PARAMETERS = ("wrong-parameters", 400, gettext_lazy("Invalid parameters"))
    WRONG_REQUEST = ("wrong-request", 400, gettext_lazy("Bad request"))
    FORBIDDEN = ("forbidden", 403, gettext_lazy("Forbidden"))
    NOT_FOUND = ("not-found", 404, gettext_lazy("Not found"))
    GONE = ("gone", 410, gettext_lazy("Gone"))
    METHOD_NOT_ALLOWED = ("method-not-allowed", 405, gettext_lazy("Method not allowed"))
    TOO_LARGE = ("too-large", 413, gettext_lazy("Request too large"))
    TOO_MANY = ("too-many-requests", 429, gettext_lazy("Too many requests"))
    UNREADABLE = ("unreadable", 422, gettext_lazy("Draft not readable"))
    FAILURE = ("failure", 500, gettext_lazy("Internal error"))
    TOO_SLOW = ("too-slow", 503, gettext_lazy("Request took too long"))
    BUSY = ("busy", 503, gettext_lazy("Other drafts are being checked"))

    def __init__(self, anchor: str, status: int, title: str) -> None:
        self.anchor = anchor
        self.status = status
        self.title = title

    @property
    def description(self) -> str:
        """Return a sentence that explains when the problem occurs."""
        return str(_DESCRIPTIONS[self])


_DESCRIPTIONS = {
    ProblemType.WRONG_PARAMETERS: gettext_lazy(
        "A parameter is unknown or its value is invalid. “errors” lists each one."
    ),
    ProblemType.WRONG_REQUEST: gettext_lazy("The request is malformed."),
    ProblemType.FORBIDDEN: gettext_lazy("This request is not allowed."),
    ProblemType.NOT_FOUND: gettext_lazy("Nothing is published at this address."),
    ProblemType.GONE: gettext_lazy("This item was withdrawn, or is no longer a separate recommendation."),
    ProblemType.METHOD_NOT_ALLOWED: gettext_lazy("The API is read-only. It accepts GET, HEAD and OPTIONS."),
    ProblemType.TOO_LARGE: gettext_lazy("The request is larger than the portal accepts."),
    ProblemType.TOO_MANY: gettext_lazy(
        "Your address sent too many requests. Wait for the number of seconds in “Retry-After”."
    ),
    ProblemType.UNREADABLE: gettext_lazy("The draft cannot be read, or is too long. “detail” says what to do."),
    ProblemType.FAILURE: gettext_lazy("An internal error occurred. The error was logged. Try again later."),
    ProblemType.TOO_SLOW: gettext_lazy("The request took too long and was stopped. Request less data at a time."),
    ProblemType.BUSY: gettext_lazy(
        "Only a few drafts are checked at a time. Wait for the number of seconds in “Retry-After”."
    ),
}


class ProblemError(Exception):
    """A request that fails with a problem response."""

    def __init__(self, kind: ProblemType, detail: str, errors: Iterable[WrongParameter] = ()) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.errors = tuple(errors)


def wrong_parameters(errors: Iterable[WrongParameter]) -> ProblemError:
    """Return a problem that names all invalid parameters."""
    details = tuple(errors)
    return ProblemError(ProblemType.WRONG_PARAMETERS, " ".join(error.detail for error in details), details)


def problem_response(request: HttpRequest, problem: ProblemError) -> HttpResponse:
    """Return the response for a problem. It needs no query, so it works even if the database does not."""
    kind = problem.kind
    details = ProblemDetails(
        type=_absolute(request, f"{without_language(reverse('api'))}#{kind.anchor}"),
        title=str(kind.title),
        status=kind.status,
        detail=problem.detail,
        instance=request.get_full_path(),
        errors=problem.errors,
    )
    text = json.dumps(to_json_value(details), ensure_ascii=False)
    response = HttpResponse(text, content_type="application/problem+json", status=kind.status)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "no-store"
    if kind is ProblemType.METHOD_NOT_ALLOWED:
        response["Allow"] = "GET, HEAD, OPTIONS"
    return response


def _absolute(request: HttpRequest, path: str) -> str:
    """Return the absolute address of a path, or the path itself if the request's host is not allowed."""
    try:
        return request.build_absolute_uri(path)
    except DisallowedHost:
        return path


def is_api_request(request: HttpRequest) -> bool:
    """Return whether a request is for the API, also as tools of language models. Its errors are sent as JSON."""
    return request.path.startswith(_DATA_ROOTS) and request.path != ROOT


def status_response(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    """Return the problem response for an HTTP status, for requests that did not reach the API or failed with an
    internal error."""
    kind = next(kind for kind in ProblemType if kind.status == status and kind is not ProblemType.WRONG_PARAMETERS)
    return problem_response(request, ProblemError(kind, kind.description))
