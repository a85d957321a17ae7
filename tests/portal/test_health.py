"""Addresses for machines: the health check and robots.txt."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateWorker


@pytest.fixture
def worker() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")


def age_workers(seconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - make_interval(secs => %s)", [seconds])


@pytest.mark.django_db
@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize(
    ("age", "status", "verdict", "case"),
    [
        (0, 200, "ok", "just reported"),
        (30, 200, "ok", "busy, but not silent for long"),
        (61, 503, "no worker", "six reports missed"),
    ],
)
def test_worker_must_report_regularly(client: Client, age: int, status: int, verdict: str, case: str) -> None:
    age_workers(age)
    response = client.get("/health/")
    assert (response.status_code, response.json()["status"]) == (status, verdict), case
    assert age <= response.json()["worker_heartbeat_seconds"] <= age + 20, "the machine may be slow"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_missing_worker_is_unhealthy(client: Client) -> None:
    response = client.get("/health/")
    assert response.status_code == 503
    assert response.json() == {"status": "no worker", "database": True, "worker_heartbeat_seconds": None}


def test_missing_database_is_unhealthy(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    class UnavailableManager:
        def aggregate(self, **aggregates: object) -> None:
            raise OperationalError("no response")

    monkeypatch.setattr(ProcrastinateWorker, "objects", UnavailableManager())
    response = client.get("/health/")
    assert response.status_code == 503
    assert response.json()["status"] == "down"


def test_robots_are_excluded_from_searches_and_staff_pages(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert text.startswith("User-agent: *\nDisallow: /recommendations/?\n")
    assert "Disallow: /admin/\n" in text
