"""Error pages for people, and JSON problem responses for API requests.

Django finds ``400.html``, ``403.html``, ``403_csrf.html``, ``404.html`` and ``500.html`` by name. The page for a server
error is rendered without the request and therefore without the database.
"""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views import defaults

from recommendations.api.problems import is_api_request, status_response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the 400 page for a malformed request."""
    if is_api_request(request):
        return status_response(request, HTTPStatus.BAD_REQUEST)
    if isinstance(exception, DisallowedHost):  # the page must not repeat the host of the request
        return HttpResponse(render_to_string("400.html"), status=HTTPStatus.BAD_REQUEST)
    return defaults.bad_request(request, exception)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the 403 page for a request that is not permitted."""
    if is_api_request(request):
        return status_response(request, HTTPStatus.FORBIDDEN)
    return defaults.permission_denied(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the 404 page for an address that does not exist."""
    if is_api_request(request):
        return status_response(request, HTTPStatus.NOT_FOUND)
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the 500 page for an internal error."""
    if is_api_request(request):
        return status_response(request, HTTPStatus.INTERNAL_SERVER_ERROR)
    return defaults.server_error(request)


def method_not_allowed(request: HttpRequest) -> HttpResponse:
    """Return the 405 page for a method that the page does not accept."""
    return render(request, "405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)


def too_many_requests(request: HttpRequest, seconds: int) -> HttpResponse:
    """Return the 429 page for an address that sent too many requests. It may send more after ``seconds``."""
    if is_api_request(request):
        response = status_response(request, HTTPStatus.TOO_MANY_REQUESTS)
    else:
        page = render_to_string("errors/too_many_requests.html", {"seconds": seconds})
        response = HttpResponse(page, status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(seconds)
    return response


def too_slow(request: HttpRequest) -> HttpResponse:
    """Return the 503 page for a request that the database stopped because it took too long."""
    if is_api_request(request):
        return status_response(request, HTTPStatus.SERVICE_UNAVAILABLE)
    return render(request, "errors/too_slow.html", status=HTTPStatus.SERVICE_UNAVAILABLE)


def too_large(request: HttpRequest) -> HttpResponse:
    """Return the 413 page for a request over the size limit. The page explains what to do."""
    if is_api_request(request):
        return status_response(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    limits = {"request_limit": settings.UPLOAD_REQUEST_BYTES, "file_limit": settings.UPLOAD_FILE_BYTES}
    return render(request, "413.html", limits, status=413)
