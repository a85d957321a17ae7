"""Metrics for Prometheus at ``/metrics``, for clients that send ``METRICS_TOKEN`` as a bearer token.

Names follow https://prometheus.io/docs/practices/naming/: base units, and ``_total`` for counters. All processes of one
machine write to the same folder, so any web process reports the sums.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

REQUESTS = Counter("portal_requests_total", "Requests, by view, method and status.", ["view", "method", "status"])
REQUEST_SECONDS = Histogram(
    "portal_request_seconds",
    "Time to produce a response, by view.",
    ["view"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15),
)
READING_SECONDS = Histogram(
    "portal_reading_seconds",
    "Time to read an uploaded file, by outcome.",
    ["outcome"],
    buckets=(0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800),
)

_JOBS = "SELECT status::text, queue_name, count(*) FROM procrastinate_jobs GROUP BY 1, 2"
_OLDEST = """
SELECT coalesce(extract(epoch FROM now() - min(event.at)), 0)::float8
FROM procrastinate_jobs job JOIN procrastinate_events event ON event.job_id = job.id AND event.type = 'deferred'
WHERE job.status = 'todo' AND (job.scheduled_at IS NULL OR job.scheduled_at <= now())
"""


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Return all metrics as text. Raise ``Http404`` without the token, or if none is set."""
    token = settings.METRICS_TOKEN
    if not token or not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}"):
        raise Http404
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(settings.METRICS_DIR))  # type: ignore[no-untyped-call]
    registry.register(_StateCollector())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def clear_metrics() -> None:
    """Remove the values that the processes of an earlier start wrote. Must run before any of them starts."""
    if settings.METRICS_TOKEN:
        for file in Path(settings.METRICS_DIR).glob("*.db"):
            file.unlink(missing_ok=True)


@contextmanager
def timed_reading() -> Iterator[None]:
    """Measure the time to read an upload. A file that is rejected with a reason counts as read."""
    start = time.perf_counter()
    outcome = "error"
    try:
        yield
        outcome = "read"
    finally:
        READING_SECONDS.labels(outcome).observe(time.perf_counter() - start)


class _StateCollector(Collector):
    """Queue, database and disk at the time of the request. Without a database, only the disk is reported."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        free = shutil.disk_usage(settings.VAR_DIR).free
        yield GaugeMetricFamily("portal_disk_free_bytes", "Free disk space for the portal's data.", value=free)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_database_size(current_database())")
                size = cursor.fetchone()[0]
                cursor.execute(_OLDEST)
                oldest = cursor.fetchone()[0]
                cursor.execute(_JOBS)
                counts = cursor.fetchall()
        except DatabaseError:
            yield GaugeMetricFamily("portal_database_up", "Whether the database responds.", value=0)
            return
        yield GaugeMetricFamily("portal_database_up", "Whether the database responds.", value=1)
        yield GaugeMetricFamily("portal_database_bytes", "Size of the database.", value=size)
        yield GaugeMetricFamily("portal_oldest_job_seconds", "Time for which the oldest job has waited.", value=oldest)
        jobs = GaugeMetricFamily("portal_jobs", "Background jobs, by status and queue.", labels=["status", "queue"])
        for status, queue, count in counts:
            jobs.add_metric([status, queue], count)
        yield jobs
