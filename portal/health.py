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

PATIENCE = 2
"""How often a worker's time may run out until the portal is held to have none: one that died is started again."""


@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """Whether the database answers and a worker is alive: status 200 when both are true, 503 when not.

    ``worker_heartbeat_seconds`` is the time since a worker last reported, null when none ever did.
    """
    try:
        last = ProcrastinateWorker.objects.aggregate(last=Max("last_heartbeat"))["last"]
    except DatabaseError:
        logger.exception("the database does not answer")
        return JsonResponse({"status": "down", "database": False, "worker_heartbeat_seconds": None}, status=503)
    age = timezone.now() - last if last else None
    well = age is not None and age <= datetime.timedelta(seconds=PATIENCE * settings.STALLED_SECONDS)
    return JsonResponse(
        {
            "status": "ok" if well else "no worker",
            "database": True,
            "worker_heartbeat_seconds": round(age.total_seconds(), 1) if age is not None else None,
        },
        status=200 if well else 503,
    )


def robots(request: HttpRequest) -> HttpResponse:
    """Documents may be crawled; the countless combinations of a search's choices, what programs get instead of the
    pages, and staff's pages, not.
    """
    shut = (f"{reverse('recommendations')}?", reverse("compile"), reverse("basket"), BASE, reverse("admin:index"))
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in shut), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
