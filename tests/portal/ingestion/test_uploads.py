"""Uploads, from the form to the published document: staff upload files, watch them being read, and decide."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from documents.models import Document, FileContent, LanguageVersion, Publication, Upload
from documents.services import publish, store_document
from documents.services.uploads import begin_reading, end_upload
from portal.ingestion import tasks, uploads
from tests.concurrency import run_concurrently
from tests.documents.parsing.docx.builders import zipped
from tests.pages import words
from tests.parsed import parsed
from tests.portal.ingestion.jobs import run_jobs
from tests.row_cache import vocabularies

SESSIONS = sorted((settings.FIXTURES_DIR / "sessions").glob("*.txt"))
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(200)


def upload_file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def session(number: int) -> SimpleUploadedFile:
    return upload_file(SESSIONS[number].name, SESSIONS[number].read_bytes())


def post(client: Client, *files: SimpleUploadedFile) -> Any:
    return client.post(reverse("upload"), {"documents": list(files)})


@pytest.mark.django_db(transaction=True)
class TestReading:
    @pytest.fixture(autouse=True)
    def _vocabularies(self) -> Iterator[None]:
        """Delete the jobs afterwards: their table is not among those that Django empties after a test."""
        vocabularies()
        yield
        ProcrastinateJob.objects.all().delete()

    def test_files_are_read_in_turn_and_progress_is_shown(self, staff: Client) -> None:
        response = post(staff, session(0), session(4))
        assert response.status_code == 302
        page = staff.get(response.url)
        assert "0 of 2 files processed" in words(page.content.decode())
        assert 'hx-trigger="every 1s"' in page.content.decode()
        assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page.content.decode()
        run_jobs()
        page = staff.get(response.url)
        assert "All 2 files have been processed." in words(page.content.decode())
        assert "every 1s" not in page.content.decode()
        assert "http-equiv" not in page.content.decode()
        assert "CTOC/COP/2022/L.4" in words(page.content.decode())
        assert "37 recommendations" in words(page.content.decode())
        assert "no symbol" in words(page.content.decode())
        assert "48 recommendations were found. There is 1 point to check." in words(page.content.decode())
        assert LanguageVersion.objects.filter(published_at=None).count() == 2
        assert set(Upload.objects.values_list("state", "content")) == {(Upload.State.DONE, None)}
        assert not ProcrastinateJob.objects.exists()

    def test_documents_of_an_upload_are_published_like_those_of_the_queue(self, staff: Client) -> None:
        page = staff.get(post(staff, session(4)).url)
        run_jobs()
        page = staff.get(page.request["PATH_INFO"]).content.decode()
        form = re.search(r'<form class="panel form" method="post" action="([^"]+)">(.*?)</form>', page, re.DOTALL)
        assert form
        seen = re.findall(r'name="version" value="([^"]+)"', form[2])
        question = words(staff.post(form[1], {"version": seen}).content.decode())
        assert "Publish anyway?" in question
        assert not LanguageVersion.objects.filter(published_at__isnull=False).exists()
        version = LanguageVersion.objects.get()
        LanguageVersion.objects.update(revision=version.revision + 1)
        outdated = words(staff.post(form[1], {"version": seen, "confirmed": "yes"}, follow=True).content.decode())
        assert "The document was changed in the meantime." in outdated
        current = [f"{version.pk}:{version.revision + 1}"]
        assert "Published." in words(
            staff.post(form[1], {"version": current, "confirmed": "yes"}, follow=True).content.decode()
        )
        assert LanguageVersion.objects.get().published_at
        assert Publication.objects.count() == 2

    def test_file_is_stored_unchanged(self, staff: Client) -> None:
        post(staff, session(0))
        run_jobs()
        assert bytes(FileContent.objects.get().content) == SESSIONS[0].read_bytes()

    def test_fragment_is_redrawn_only_after_a_change(self, staff: Client) -> None:
        page = staff.get(post(staff, session(0)).url)
        address = re.search(r'hx-get="([^"]+)"', page.content.decode())
        assert address is not None
        assert staff.get(address[1]).status_code == 204
        run_jobs()
        fragment = staff.get(address[1])
        assert fragment.status_code == 200
        assert "The file has been processed." in words(fragment.content.decode())
        assert "<html" not in fragment.content.decode()

    def test_rejected_file_is_not_reported_as_processed(self, staff: Client) -> None:
        address = post(staff, session(0)).url
        end_upload(Upload.objects.get().pk, Upload.State.REFUSED, "The file is empty.")
        page = words(staff.get(address).content.decode())
        assert "The file was rejected. Nothing was added." in page
        assert "processed" not in page

    def test_same_file_again_changes_nothing_and_is_reported(self, staff: Client) -> None:
        post(staff, session(0))
        run_jobs()
        response = post(staff, session(0))
        run_jobs()
        assert Document.objects.count() == 1
        assert "This file has already been uploaded. Nothing was changed." in words(
            staff.get(response.url).content.decode()
        )

    def test_same_file_twice_in_a_batch_is_one_document(self, staff: Client) -> None:
        post(staff, session(0), session(0))
        run_jobs()
        assert Document.objects.count() == 1
        assert {upload.state for upload in Upload.objects.all()} == {Upload.State.DONE}
        assert "will be read only once." in Upload.objects.latest("pk").message

    def test_file_with_an_existing_symbol_raises_a_question(self, staff: Client) -> None:
        store_document(parsed("CTOC/COP/2022/L.4"), b"other", "other.pdf")
        response = post(staff, session(0))
        run_jobs()
        assert Document.objects.count() == 1
        page = words(staff.get(response.url).content.decode())
        assert "Waiting for an answer 1" in page
        assert "This document has already been uploaded from another file: CTOC/COP/2022/L.4 (English)" in page

    def test_unreadable_file_is_rejected_and_the_worker_continues(self, staff: Client) -> None:
        response = post(staff, upload_file("cut.pdf", b"%PDF-1.7\n" + b"garbage " * 40), session(0))
        run_jobs()
        states = list(Upload.objects.order_by("pk").values_list("state", flat=True))
        assert states == [Upload.State.REFUSED, Upload.State.DONE]
        rejected = Upload.objects.order_by("pk").first()
        assert rejected is not None
        assert rejected.message
        assert rejected.content is None
        assert rejected.message in words(staff.get(response.url).content.decode())
        assert "Ce PDF est incomplet" in words(staff.get(response.url.replace("/en/", "/fr/")).content.decode())

    def test_file_is_kept_after_internal_errors_and_can_be_reprocessed(
        self, staff: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        failed_names: list[str] = []

        def fail(content: bytes, name: str) -> None:
            failed_names.append(name)
            raise RuntimeError("a bug")

        with monkeypatch.context() as patch:
            patch.setattr(uploads, "read_file", fail)
            response = post(staff, session(0))
            for _ in range(uploads.MAX_ATTEMPTS + 1):
                ProcrastinateJob.objects.filter(status="todo").update(scheduled_at=None) if failed_names else None
                run_jobs()
        assert len(failed_names) == uploads.MAX_ATTEMPTS
        logged = [record for record in caplog.records if record.exc_info and "upload_id=" in record.getMessage()]
        assert len(logged) == uploads.MAX_ATTEMPTS, "each error is logged with its traceback and its upload"
        assert "This file could not be read because of an internal error. It is kept." in words(
            staff.get(response.url).content.decode()
        )
        assert not Document.objects.exists()
        upload = Upload.objects.get()
        assert (upload.state, bool(upload.content)) == (Upload.State.FAILED, True)

        staff.post(reverse("upload-retry", args=[upload.pk]))
        run_jobs()
        assert Upload.objects.get().state == Upload.State.DONE
        assert Document.objects.count() == 1
        staff.post(reverse("upload-retry", args=[upload.pk]))
        assert Upload.objects.get().state == Upload.State.DONE, "only a failed file is reprocessed"

    def test_shutdown_while_a_file_is_read_is_not_a_failure(
        self, staff: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The worker is then killed, and another reads the file."""
        post(staff, session(0))
        upload = Upload.objects.get()
        context = SimpleNamespace(should_abort=lambda: True)

        def read_until_killed(pk: int) -> None:
            begin_reading(pk)
            deadline = time.monotonic() + 30
            while Upload.objects.get(pk=pk).attempts and time.monotonic() < deadline:
                time.sleep(0.05)

        with monkeypatch.context() as patch:
            patch.setattr(tasks, "SHUTDOWN_POLL_SECONDS", 0.05)
            patch.setattr(tasks, "read_upload", read_until_killed)
            for _ in range(uploads.MAX_ATTEMPTS + 1):
                tasks.ingest_upload.func(context, upload_id=upload.pk)
                upload.refresh_from_db()
                assert (upload.state, upload.attempts) == (Upload.State.READING, 0)
        uploads.read_upload(upload.pk)
        assert Upload.objects.get().state == Upload.State.DONE

    def test_crash_before_the_end_leaves_nothing_and_is_recovered(
        self, staff: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        post(staff, session(0))
        upload = Upload.objects.get()

        def crash(*args: object, **kwargs: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(uploads, "end_upload", crash)
            with pytest.raises(KeyboardInterrupt):
                uploads.read_upload(upload.pk)
        assert not Document.objects.exists()
        assert Upload.objects.get().state == Upload.State.READING
        uploads.read_upload(upload.pk)
        uploads.read_upload(upload.pk)
        assert Document.objects.count() == 1
        assert Upload.objects.get().state == Upload.State.DONE

    def test_two_workers_on_one_file_store_it_once(self, staff: Client) -> None:
        post(staff, session(0))
        pk = Upload.objects.get().pk
        assert run_concurrently(lambda: uploads.read_upload(pk), lambda: uploads.read_upload(pk)) == [None, None]
        assert Document.objects.count() == 1
        assert Upload.objects.get().state == Upload.State.DONE

    @pytest.mark.long
    def test_number_of_queries_does_not_grow_with_files(self, staff: Client) -> None:
        queries = []
        for numbers in (range(2), range(2, 5)):
            response = post(staff, *[session(number) for number in numbers])
            run_jobs()
            with CaptureQueriesContext(connection) as captured:
                staff.get(response.url)
            queries.append(len(captured))
        assert queries[0] == queries[1]


REJECTED = [
    ([], 400, "No file was chosen", "no file"),
    ([("empty.pdf", b"")], 400, "The file is empty", "0 bytes"),
    ([("picture.pdf", PICTURE)], 415, "This is an image", "a picture under another name"),
    ([("renamed.docx", zipped({"a.txt": "text"}))], 415, "renamed.docx/a.txt : The file contains", "a renamed archive"),
    ([("cut.zip", zipped({"a.txt": "text"})[:40])], 415, "ZIP archive is incomplete", "half an archive"),
    ([("a.pdf", b""), ("b.pdf", PICTURE)], 400, "This is an image", "several reasons"),
]


@pytest.mark.django_db
class TestValidation:
    @pytest.mark.parametrize(
        ("files", "status", "sentence", "reason"), REJECTED, ids=[reason for *_, reason in REJECTED]
    )
    def test_invalid_file_is_rejected(
        self, staff: Client, files: list[tuple[str, bytes]], status: int, sentence: str, reason: str
    ) -> None:
        response = post(staff, *(upload_file(*file) for file in files))
        assert response.status_code == status, reason
        assert sentence in words(response.content.decode())
        assert not Upload.objects.exists()
        assert not ProcrastinateJob.objects.exists()

    def test_file_over_the_limit_is_rejected(self, staff: Client, settings: Any) -> None:
        settings.UPLOAD_FILE_BYTES = 1024 * 1024
        response = post(staff, upload_file("large.txt", b"word " * 300_000))
        assert response.status_code == 413
        assert "larger than 1 MB" in words(response.content.decode())

    def test_valid_files_of_a_mixed_batch_are_accepted(self, staff: Client) -> None:
        response = post(staff, upload_file("picture.pdf", PICTURE), session(0))
        assert response.status_code == 302
        assert list(Upload.objects.values_list("state", flat=True)) == [Upload.State.REFUSED, Upload.State.WAITING]
        assert ProcrastinateJob.objects.count() == 1
        assert "This is an image" in words(staff.get(response.url).content.decode())

    def test_file_name_is_escaped(self, staff: Client) -> None:
        response = post(staff, upload_file("<b>x<b>.pdf", PICTURE))
        assert "&lt;b&gt;x&lt;b&gt;.pdf" in response.content.decode()

    def test_unknown_batch_is_not_found(self, staff: Client) -> None:
        assert staff.get(reverse("upload-batch", args=[uuid.uuid4()])).status_code == 404
        assert staff.get(reverse("upload-batch-state", args=[uuid.uuid4()])).status_code == 404


def staff_requests(document: Document) -> Iterator[tuple[str, str]]:
    yield "get", reverse("upload")
    yield "post", reverse("upload")
    yield "post", reverse("upload-file")
    yield "get", reverse("uploads-state")
    yield "get", reverse("upload-batches")
    yield "get", reverse("upload-batch", args=[uuid.uuid4()])
    yield "get", reverse("upload-batch-state", args=[uuid.uuid4()])
    yield "get", reverse("document-review", args=[document.address])
    yield "post", reverse("document-publish", args=[document.address])
    yield "post", reverse("document-symbol", args=[document.address])


@pytest.mark.django_db
class TestPermissions:
    def test_anonymous_users_are_redirected_to_login(self, client: Client, document: Document) -> None:
        publish(document.versions.all())
        for method, address in staff_requests(document):
            response = getattr(client, method)(address)
            assert response.status_code == 302, address
            assert response.url.startswith(reverse("login")), address

    @pytest.mark.parametrize("is_staff", [True, False])
    def test_users_without_permission_are_forbidden(self, client: Client, document: Document, is_staff: bool) -> None:
        user = User.objects.create_user("reader", is_staff=is_staff)
        if not is_staff:
            user.user_permissions.set(Permission.objects.all())
        client.force_login(user)
        for method, address in staff_requests(document):
            assert getattr(client, method)(address).status_code == 403, address
        assert not Upload.objects.exists()

    def test_form_without_csrf_token_is_rejected(self, document: Document) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(User.objects.create_superuser("admin"))
        response = client.post(reverse("document-publish", args=[document.address]), {"published": "yes"})
        assert response.status_code == 403
        assert document.versions.get().published_at is None


def test_session_files_exist() -> None:
    assert len(SESSIONS) == 5
    assert all(Path(path).stat().st_size for path in SESSIONS)
