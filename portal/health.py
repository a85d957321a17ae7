"""Checks for load balancers and operators."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import add_never_cache_headers

from recommendations.services.indexing import is_indexing_due

logger = logging.getLogger(__name__)

MAX_MISSED_TIMEOUTS = 2
"""Stall timeouts that may pass without a heartbeat. A dead worker is restarted within that time."""
MIN_FREE_MB = 200  # free disk space; with less, uploads and PostgreSQL soon fail
_MEGABYTE = 1024 * 1024

# Ages are measured by the clock of the database, which all machines share.
_QUEUE = """
SELECT extract(epoch FROM now() - (SELECT max(last_heartbeat) FROM procrastinate_workers))::float8,
       (SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'),
       count(*),
       coalesce(extract(epoch FROM now() - min(event.at))::float8, 0)
FROM procrastinate_jobs job JOIN procrastinate_events event ON event.job_id = job.id AND event.type = 'deferred'
WHERE job.status = 'todo' AND (job.scheduled_at IS NULL OR job.scheduled_at <= now())
"""


class HealthMiddleware:
    """Answer health checks before any other middleware, whatever their Host header: load balancers send an IP
    address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        check = _CHECKS.get(request.path_info.rstrip("/"))
        if check is None:
            return self.get_response(request)
        response = check()
        add_never_cache_headers(response)
        return response


def check_live() -> JsonResponse:
    """Return 200, because this process answers requests. The database is not queried."""
    return JsonResponse({"status": "ok"})


def check_ready() -> JsonResponse:
    """Return 200 if the database responds, a worker is alive and the disk is not full, else 503.

    ``worker_heartbeat_seconds`` is the time since the latest heartbeat of any worker, or null if there has been none.
    Waiting jobs, their age, failed jobs and an incomplete search index are reported, but do not change the status.
    """
    free = shutil.disk_usage(settings.VAR_DIR).free // _MEGABYTE
    try:
        with connection.cursor() as cursor:
            cursor.execute(_QUEUE)
            heartbeat, failed, waiting, oldest = cursor.fetchone()
        is_indexed = not is_indexing_due()
    except DatabaseError:
        logger.exception("the database is not responding")
        return _report({"status": "down", "database": False, "worker_heartbeat_seconds": None, "disk_free_mb": free})
    return _report(
        {
            "status": _status(heartbeat, free),
            "database": True,
            "worker_heartbeat_seconds": None if heartbeat is None else round(heartbeat, 1),
            "jobs_waiting": waiting,
            "oldest_job_seconds": round(oldest, 1),
            "jobs_failed": failed,
            "search_index_complete": is_indexed,
            "disk_free_mb": free,
        }
    )


def _status(heartbeat: float | None, free: int) -> str:
    if heartbeat is None or heartbeat > MAX_MISSED_TIMEOUTS * settings.STALLED_SECONDS:
        return "no worker"
    return "disk full" if free < MIN_FREE_MB else "ok"


def _report(values: dict[str, Any]) -> JsonResponse:
    return JsonResponse(values, status=200 if values["status"] == "ok" else 503)


_CHECKS: dict[str, Callable[[], JsonResponse]] = {
    "/health": check_ready,
    "/health/ready": check_ready,
    "/health/live": check_live,
}
