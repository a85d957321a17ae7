"""Metrics for Prometheus."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from portal.monitoring.metrics import clear_metrics

TOKEN = {"Authorization": "Bearer secret"}


@pytest.fixture
def with_token(settings, tmp_path: Path) -> None:
    settings.METRICS_TOKEN = "secret"
    settings.METRICS_DIR = tmp_path


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "secret"}])
@pytest.mark.usefixtures("with_token")
def test_metrics_need_the_token(client: Client, headers: dict[str, str]) -> None:
    assert client.get("/metrics", headers=headers).status_code == 404


@pytest.mark.django_db
def test_without_a_token_nothing_is_served(client: Client, settings) -> None:
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("with_token")
def test_queue_database_and_disk_are_reported(client: Client) -> None:
    response = client.get("/metrics", headers=TOKEN)
    families = {family.name: family for family in text_string_to_metric_families(response.content.decode())}
    assert families["portal_database_up"].samples[0].value == 1
    assert families["portal_database_bytes"].samples[0].value > 1_000_000
    assert families["portal_disk_free_bytes"].samples[0].value > 0
    assert families["portal_oldest_job_seconds"].samples[0].value == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("with_token")
def test_requests_of_all_processes_are_summed(client: Client, tmp_path: Path) -> None:
    """Two processes, each with its own files, count a request to the same view."""
    program = "from portal.monitoring.metrics import REQUESTS; REQUESTS.labels('home', 'GET', 200).inc()"
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    for _process in range(2):
        subprocess.run([sys.executable, "-c", f"import django; django.setup(); {program}"], env=environment, check=True)
    text = client.get("/metrics", headers=TOKEN).content.decode()
    assert 'portal_requests_total{method="GET",status="200",view="home"} 2.0' in text
    clear_metrics()
    assert not list(tmp_path.glob("*.db"))
