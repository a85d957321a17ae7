"""Middleware: limit the size of requests."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError

from portal import errors

DRAIN_SECONDS = 60
DRAIN_BYTES = 1024**3
CHUNK = 1024 * 1024


class RequestSizeMiddleware:
    """Refuse a request whose declared body is larger than the portal takes, before any of it is parsed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        declared = _declared_bytes(request)
        if declared <= settings.UPLOAD_REQUEST_BYTES:
            return self.get_response(request)
        if declared <= DRAIN_BYTES:  # larger than any document
            _drain(request)
        return errors.too_large(request)


def _declared_bytes(request: HttpRequest) -> int:
    """The size of the body as the request declares it; without a declaration Django reads no body at all."""
    try:
        return int(request.headers.get("Content-Length") or 0)
    except ValueError:
        return 0


def _drain(request: HttpRequest) -> None:
    """Read the body and forget it.

    A browser reads no answer while it still sends: without this it would show a broken connection and not the
    reason. Bounded in time and size, so that nobody holds a thread with a request that never ends.
    """
    deadline = time.monotonic() + DRAIN_SECONDS
    try:
        while request.read(CHUNK) and time.monotonic() < deadline:
            pass
    except UnreadablePostError:
        return  # the sender has gone
