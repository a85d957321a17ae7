"""Give each request an id, count and time it, and write a line to the access log if there is one.

The log has the path but not the query string, because searches are the reader's own business.
"""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from portal.monitoring.metrics import REQUEST_SECONDS, REQUESTS
from portal.monitoring.request_ids import current_request_id
from portal.throttling import address_of

logger = logging.getLogger("portal.access")

HEADER = "X-Request-ID"
_ACCEPTED_ID = re.compile(r"[\w.-]{8,64}", re.ASCII)
SECRET_VIEWS = frozenset(
    {"set-password", "compilation", "compilation-state", "compilation-file"}
    | {"confirm-subscription", "manage-subscriptions", "erase-subscriptions", "unsubscribe"}
)
"""Views whose addresses give access to what they show. The log has their route instead."""
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})


class RequestMiddleware:
    """Measure each request, and give it an id, which is in its response and in all its log lines.

    Behind the proxy of ``HTTPS_ONLY``, the proxy's id is used, so that its log and the portal's can be joined.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = current_request_id.set(_id_of(request))
        start = time.perf_counter()
        try:
            response = self.get_response(request)
            response[HEADER] = current_request_id.get()
            _record(request, response.status_code, time.perf_counter() - start)
        finally:
            current_request_id.reset(token)
        return response


def _id_of(request: HttpRequest) -> str:
    given = request.headers.get(HEADER, "")
    return given if settings.HTTPS_ONLY and _ACCEPTED_ID.fullmatch(given) else uuid.uuid4().hex


def _record(request: HttpRequest, status: int, seconds: float) -> None:
    match = request.resolver_match
    view = match.view_name if match else "none"  # the path itself has too many values for a label
    method = request.method if request.method in _METHODS else "other"
    REQUESTS.labels(view, method, status).inc()
    REQUEST_SECONDS.labels(view).observe(seconds)
    if not logger.isEnabledFor(logging.INFO):
        return
    path = f"/{match.route}" if match and view in SECRET_VIEWS else request.path
    milliseconds = round(seconds * 1000, 1)
    fields = {"method": method, "path": path, "status": status, "milliseconds": milliseconds}
    fields["address"] = address_of(request) or ""
    logger.info("%s %s %s in %s ms", method, path, status, milliseconds, extra=fields)
