"""Send API responses: JSON, readable from any origin, with conditional requests.

Names and sentences are in the language that ``Accept-Language`` asks for, or else in English.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from documents.web.languages import accepted_language
from recommendations.api.addresses import MovedError
from recommendations.api.problems import ProblemError, ProblemType, problem_response
from recommendations.api.schemas import to_json_value

METHODS = "GET, HEAD, OPTIONS"


def endpoint_view(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
    """Return a Django view for an endpoint, given the function that returns its content, or a response."""

    @wraps(view)
    def wrapper(request: HttpRequest, **identifiers: Any) -> HttpResponse:
        language = accepted_language(request)
        with translation.override(language):
            response = _respond(view, request, identifiers)
        response["Content-Language"] = language
        patch_vary_headers(response, ["Accept-Language"])
        return response

    return csrf_exempt(wrapper)  # read-only, so safe; and CSRF errors would not be JSON


def _respond(view: Callable[..., Any], request: HttpRequest, identifiers: dict[str, Any]) -> HttpResponse:
    if request.method == "OPTIONS":
        return _preflight_response()
    try:
        if request.method not in ("GET", "HEAD"):
            raise ProblemError(ProblemType.METHOD_NOT_ALLOWED, ProblemType.METHOD_NOT_ALLOWED.description)
        result = view(request, **identifiers)
        return result if isinstance(result, HttpResponse) else json_response(request, result)
    except MovedError as moved:
        query = f"?{urlencode(moved.parameters)}" if moved.parameters else ""
        address = reverse(f"api-{moved.name}", args=moved.identifiers) + query
        return _allow_any_origin(HttpResponsePermanentRedirect(address, content_type="application/json"))
    except ProblemError as problem:
        return problem_response(request, problem)


def json_response(request: HttpRequest, resource: Any) -> HttpResponse:
    """Return the response, or 304 if the client's copy is current.

    The ETag is a digest of the content. The generation of the index would not do, because it stays the same if a title
    or label changes.
    """
    content = json.dumps(to_json_value(resource), ensure_ascii=False).encode()
    response = HttpResponse(content, content_type="application/json")
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"  # revalidated, so that a withdrawn text disappears immediately
    return _allow_any_origin(get_conditional_response(request, etag=etag, response=response) or response)


def _preflight_response() -> HttpResponse:
    """Respond to a CORS preflight request, which browsers send before a fetch with If-None-Match."""
    response = _allow_any_origin(HttpResponse(status=204))
    response["Allow"] = response["Access-Control-Allow-Methods"] = METHODS
    response["Access-Control-Allow-Headers"] = "If-None-Match"
    response["Access-Control-Max-Age"] = "86400"
    return response


def _allow_any_origin(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag"
    return response
