"""Read replicas: readers' requests use a copy of the database that has what the reader last wrote.

PostgreSQL's streaming replication keeps the copies up to date (PostgreSQL manual, "High Availability, Load Balancing,
and Replication"). A response to a request that may have written something sets a cookie with the position of the
write-ahead log; the reader's next requests use a replica only if it has replayed the log up to there. Users who are
logged in always use the primary server.
"""

from __future__ import annotations

import contextlib
import random
import re
import time
from collections.abc import Callable

import psycopg.errors
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS, DatabaseError, OperationalError, connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from recommendations.api.problems import is_api_request

COOKIE = "position"
COOKIE_SECONDS = 600  # replicas are seldom more than a second behind
RETRY_SECONDS = 5  # after which a replica that did not respond is tried again
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_READ_ONLY_VIEW = "mcp"  # its protocol sends requests with POST, but they write nothing
_PRIMARY_VIEW = "oai"  # a harvester does not ask again for records that a replica did not have yet
_POSITION = re.compile(r"[0-9A-F]{1,8}/[0-9A-F]{1,8}")


class ReplicaMiddleware:
    """Let the view of a reader's request read from a replica. The middleware before it uses the primary server."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.REPLICAS:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self._retry_at: dict[str, float] = {}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in _SAFE_METHODS and request.path != reverse(_READ_ONLY_VIEW):
            return _with_position(self.get_response(request))
        if request.path == reverse(_PRIMARY_VIEW):
            return self.get_response(request)
        is_user = not is_api_request(request) and request.user.is_authenticated
        replica = None if is_user else self._find_replica(request.COOKIES.get(COOKIE, ""))
        if replica is None:
            return self.get_response(request)
        primary = connections[DEFAULT_DB_ALIAS]
        request.primary_connection = primary  # type: ignore[attr-defined]
        connections[DEFAULT_DB_ALIAS] = connections[replica]  # for this thread
        try:
            return self.get_response(request)
        finally:
            connections[DEFAULT_DB_ALIAS] = primary

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Repeat the view on the primary server if the replica stopped, or if the view writes something after all."""
        primary = getattr(request, "primary_connection", None)
        if primary is None or not isinstance(exception, DatabaseError):
            return None
        is_read_only = isinstance(exception.__cause__, psycopg.errors.ReadOnlySqlTransaction)
        is_cancelled = isinstance(exception.__cause__, psycopg.errors.QueryCanceled)
        if is_cancelled or not (is_read_only or isinstance(exception, OperationalError)):
            return None
        if not is_read_only:
            self._retry_at[connections[DEFAULT_DB_ALIAS].alias] = time.monotonic() + RETRY_SECONDS
        connections[DEFAULT_DB_ALIAS] = primary
        match = request.resolver_match
        response: HttpResponseBase | None = match.func(request, *match.args, **match.kwargs) if match else None
        return response

    def _find_replica(self, position: str) -> str | None:
        """Return a replica that responds and has replayed the log up to ``position``, or None."""
        if position and not _POSITION.fullmatch(position):
            return None
        for alias in random.sample(settings.REPLICAS, len(settings.REPLICAS)):
            if self._retry_at.get(alias, 0.0) > time.monotonic():
                continue
            try:
                connections[alias].close_if_health_check_failed()
                connections[alias].ensure_connection()
                if not position or _has_replayed(alias, position):
                    return alias
            except DatabaseError:
                self._retry_at[alias] = time.monotonic() + RETRY_SECONDS
        return None


def _has_replayed(alias: str, position: str) -> bool:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [position])
        return bool(cursor.fetchone()[0])


def _with_position(response: HttpResponseBase) -> HttpResponseBase:
    """Add the cookie. Without a primary server there was nothing to write, so there is no cookie either."""
    with contextlib.suppress(DatabaseError), connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()::text")
        response.set_cookie(COOKIE, cursor.fetchone()[0], max_age=COOKIE_SECONDS, httponly=True, samesite="Lax")
    return response
