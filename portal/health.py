"""Health check and robots.txt."""

from __future__ import annotations

import datetime
import logging

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from procrastinate.contrib.django.models import ProcrastinateWorker

from recommendations.api.endpoints import BASE

logger = logging.getLogger(__name__)

MAX_MISSED_TIMEOUTS = 2
"""Stall timeouts allowed without a heartbeat: a dead worker is restarted within that time."""


@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """Return whether the database responds and a worker is alive: status 200 if both are true, else 503.

    ``worker_heartbeat_seconds`` is the time since the latest heartbeat of any worker, or null if there has been none.
    """
    try:
        latest = ProcrastinateWorker.objects.aggregate(last=Max("last_heartbeat"))["last"]
    except DatabaseError:
        logger.exception("the database is not responding")
        return JsonResponse({"status": "down", "database": False, "worker_heartbeat_seconds": None}, status=503)
    age = timezone.now() - latest if latest else None
    is_healthy = age is not None and age <= datetime.timedelta(seconds=MAX_MISSED_TIMEOUTS * settings.STALLED_SECONDS)
    return JsonResponse(
        {
            "status": "ok" if is_healthy else "no worker",
            "database": True,
            "worker_heartbeat_seconds": round(age.total_seconds(), 1) if age is not None else None,
        },
        status=200 if is_healthy else 503,
    )


def robots(request: HttpRequest) -> HttpResponse:
    """Return robots.txt: documents may be crawled, but not searches (their filters have countless combinations),
    compilations, baskets, the API or the admin site.
    """
    disallowed = (f"{reverse('recommendations')}?", reverse("compile"), reverse("basket"), BASE, reverse("admin:index"))
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in disallowed), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
