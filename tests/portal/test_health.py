"""Health checks."""

from __future__ import annotations

from collections import namedtuple

import pytest
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal import health

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def worker() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")


def age_workers(seconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - make_interval(secs => %s)", [seconds])


@pytest.mark.django_db
@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize("address", ["/health/", "/health/ready", "/health/ready/"])
@pytest.mark.parametrize(
    ("age", "status", "verdict", "case"),
    [
        (0, 200, "ok", "just reported"),
        (30, 200, "ok", "busy, but not silent for long"),
        (61, 503, "no worker", "six reports missed"),
    ],
)
def test_worker_must_report_regularly(
    client: Client, address: str, age: int, status: int, verdict: str, case: str
) -> None:
    age_workers(age)
    response = client.get(address)
    assert (response.status_code, response.json()["status"]) == (status, verdict), case
    assert age <= response.json()["worker_heartbeat_seconds"] <= age + 20, "the machine may be slow"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_missing_worker_is_unhealthy(client: Client) -> None:
    response = client.get("/health/ready")
    assert response.status_code == 503
    values = response.json()
    assert (values["status"], values["database"], values["worker_heartbeat_seconds"]) == ("no worker", True, None)


@pytest.mark.django_db
@pytest.mark.usefixtures("worker")
def test_full_disk_is_unhealthy(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _path: Usage(10**9, 10**9, 50_000_000))
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert (response.json()["status"], response.json()["disk_free_mb"]) == ("disk full", 47)


@pytest.mark.django_db
@pytest.mark.usefixtures("worker")
def test_waiting_and_failed_jobs_are_counted(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, args, priority, abort_requested) VALUES "
            "('q', 't', 'todo', '{}', 0, false), ('q', 't', 'todo', '{}', 0, false), "
            "('q', 't', 'failed', '{}', 0, false)"
        )
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '90 seconds'")
    values = client.get("/health/ready").json()
    assert (values["status"], values["jobs_waiting"], values["jobs_failed"]) == ("ok", 2, 1)
    assert 90 <= values["oldest_job_seconds"] <= 110


def test_missing_database_is_unhealthy(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    class UnavailableConnection:
        def cursor(self) -> None:
            raise OperationalError("no response")

    monkeypatch.setattr(health, "connection", UnavailableConnection())
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json()["status"] == "down"


@pytest.mark.django_db
def test_process_is_live_without_the_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        response = client.get("/health/live")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize("address", ["/health/live", "/health/ready"])
def test_health_checks_may_name_any_host(client: Client, address: str) -> None:
    assert client.get(address, headers={"host": "10.0.0.5:8000"}).status_code == 200


@pytest.mark.parametrize("host", ["10.0.0.5:8000", "evil.example", 'evil.example:80"><script>'])
def test_page_requested_by_a_foreign_host_is_a_bad_request(client: Client, host: str) -> None:
    response = client.get("/documents/", headers={"host": host})
    assert response.status_code == 400
    assert "evil" not in response.content.decode()
