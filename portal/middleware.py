"""Middleware: limit the size of requests, control browser caching, and explain 405 responses."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable
from http import HTTPStatus
from math import ceil
from typing import Any

import psycopg.errors
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ImproperlyConfigured, MiddlewareNotUsed
from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, StreamingHttpResponse
from django.http.request import UnreadablePostError
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from portal import errors
from portal.throttling import counted_address
from recommendations.api.problems import is_api_request
from recommendations.queries.vocabularies import refresh

logger = logging.getLogger(__name__)

MAX_DRAIN_SECONDS = 60
MAX_DRAIN_BYTES = 1024**3  # a larger body is not read at all, and the client sees a broken connection
CHUNK_BYTES = 1024 * 1024

ACTIVITY_KEY, ACTIVITY_SECONDS = "activity", 300

FILE_COST = 10
FILE_VIEWS = frozenset(
    {"api-checks", "brief-word", "check-download", "compile", "compilation-file", "document-akn"}
    | {"document-common-file", "document-file", "document-original", "data-file", "matrix-csv", "oai"}
    | {"recommendation-card", "sitemap-file"}
)


class HeadMiddleware:
    """Send no body in response to HEAD, only its length. Gunicorn would log a warning for each body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "HEAD":
            if isinstance(response, HttpResponse):
                response.headers.setdefault("Content-Length", str(len(response.content)))
                response.content = b""
            elif isinstance(response, StreamingHttpResponse):
                response.streaming_content = ()
        return response


class RequestSizeMiddleware:
    """Reject a request whose declared body exceeds the limit, before parsing any of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        declared = _declared_bytes(request)
        if declared <= settings.UPLOAD_REQUEST_BYTES:
            return self.get_response(request)
        if declared <= MAX_DRAIN_BYTES:
            _drain(request)
        return errors.too_large(request)


class RateLimitMiddleware:
    """Answer 429 to an address that asks for more than ``RATE_LIMIT`` without logging in.

    A page counts as one, a file as :data:`FILE_COST`. Each web process counts separately, so that counting costs
    nothing; an address may therefore send up to ``WEB_CONCURRENCY`` times as much. This machine's own address is not
    limited: it is that of a proxy for which ``HTTPS_ONLY`` is not set.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._limit = _read_limit(settings.RATE_LIMIT)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Count the request, once its view is known."""
        address = counted_address(request)
        if self._limit is None or address is None:
            return None
        match = request.resolver_match
        cost = FILE_COST if match and match.view_name in FILE_VIEWS else 1
        if self._limiter.hit(self._limit, address, cost=cost) or _is_user(request):
            return None
        seconds = max(1, ceil(self._limiter.get_window_stats(self._limit, address).reset_time - time.time()))
        logger.warning("too many requests from %s", address)
        return errors.too_many_requests(request, seconds)


class StatementTimeoutMiddleware:
    """Explain that a request took too long if the database cancelled one of its statements."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the 503 page for a cancelled statement."""
        if isinstance(exception, OperationalError) and isinstance(exception.__cause__, psycopg.errors.QueryCanceled):
            view = request.resolver_match.view_name if request.resolver_match else "an unknown address"
            logger.error("the database stopped a request for %s because it took too long", view)
            return errors.too_slow(request)
        return None


class SessionTimeoutMiddleware:
    """Log out users after ``STAFF_IDLE`` without a request, and ``STAFF_SESSION`` after they logged in.

    A reader's basket is also in a session, and is kept for Django's two weeks.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _is_user(request) and not _renew_session(request.session, time.time()):
            logout(request)
        return self.get_response(request)


class PageCachingMiddleware:
    """Let browsers store pages, provided that they revalidate them on every request.

    Pages for logged-in users are never stored, because they may show unpublished content. Error pages are not stored
    either, because a withdrawn document may be published again.

    Django's ``ConditionalGetMiddleware`` answers with 304 if a page has not changed. Its ETag is a digest of the page:
    it depends on the language, the basket and everything else that the page shows.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html") and not response.has_header("Cache-Control"):
            is_kept = response.status_code < HTTPStatus.BAD_REQUEST and not request.user.is_authenticated
            response["Cache-Control"] = "private, no-cache" if is_kept else "no-store"
            patch_vary_headers(response, ["Cookie", "Accept-Language", "HX-Request"])
        return response


class VocabularyMiddleware:
    """Notice within :data:`settings.VOCABULARY_SECONDS` that people changed a vocabulary in another process."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if settings.VOCABULARY_SECONDS is None:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self._interval = settings.VOCABULARY_SECONDS
        self._checked_at = float("-inf")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = time.monotonic()
        if now - self._checked_at >= self._interval:
            self._checked_at = now
            with contextlib.suppress(DatabaseError):  # the next request looks again
                refresh()
        return self.get_response(request)


class MethodNotAllowedMiddleware:
    """Replace the empty 405 responses of Django's decorators with a page. The API has its own responses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or response.content or is_api_request(request):
            return response
        page = errors.method_not_allowed(request)
        page["Allow"] = response["Allow"]
        return page


def _read_limit(text: str) -> RateLimitItem | None:
    """Return the limit in ``RATE_LIMIT``, None for "". Raise ImproperlyConfigured if it cannot be read."""
    try:
        return parse(text) if text else None
    except ValueError as error:
        raise ImproperlyConfigured(f"RATE_LIMIT is “{text}”. Use a number and a unit, such as “600/minute”.") from error


def _is_user(request: HttpRequest) -> bool:
    """Return whether a user is logged in. The API has no users: its responses do not vary with the session."""
    return not is_api_request(request) and request.user.is_authenticated


def _renew_session(session: SessionBase, now: float) -> bool:
    """Record the time of the request. Return whether the session of a user may continue.

    The time is recorded at most once in :data:`ACTIVITY_SECONDS`, because each change of a session writes to the
    database.
    """
    started, last = session.setdefault(ACTIVITY_KEY, (now, now))
    if now - started > settings.STAFF_SESSION.total_seconds() or now - last > settings.STAFF_IDLE.total_seconds():
        return False
    if now - last > ACTIVITY_SECONDS:
        session[ACTIVITY_KEY] = (started, now)
    return True


def _declared_bytes(request: HttpRequest) -> int:
    """Return the declared size of the body, or 0 if no size is declared: Django then reads no body."""
    try:
        return int(request.headers.get("Content-Length") or 0)
    except ValueError:
        return 0


def _drain(request: HttpRequest) -> None:
    """Read and discard the body.

    A browser does not read the response until it has sent the whole request. Without this, it would show a broken
    connection instead of the error page. Time and size are limited, so that an endless request cannot block a thread.
    """
    deadline = time.monotonic() + MAX_DRAIN_SECONDS
    try:
        while request.read(CHUNK_BYTES) and time.monotonic() < deadline:
            pass
    except UnreadablePostError:
        return  # the client closed the connection
