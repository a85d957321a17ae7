"""Receiving uploads: single files in a batch, folders, archives, repeated and duplicate files."""

from __future__ import annotations

import hashlib
import re
import uuid
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from documents.models import Change, LanguageVersion, Upload
from documents.services.uploads import end_upload, find_upload
from portal.ingestion.batches import MAX_LATEST, MAX_SHOWN, find_batch, latest_batches
from portal.ingestion.pipeline import MAX_NAME_LENGTH
from tests import builders as make
from tests.documents.parsing.docx.builders import zipped

pytestmark = pytest.mark.django_db

TEXT = b"The Working Group recommended that States parties cooperate, and adopted its agenda. "
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(200)
KEY = uuid.UUID(int=7)


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("lawyer"))
    return client


def send(client: Client, name: str, content: bytes = TEXT, batch: Any = KEY) -> Any:
    document = SimpleUploadedFile(name.rsplit("/")[-1], content)
    return client.post(reverse("upload-file"), {"batch": batch, "name": name, "document": document})


def uploaded_files() -> list[tuple[str, str]]:
    return list(Upload.objects.order_by("pk").values_list("name", "state"))


class TestSingleFiles:
    def test_each_file_adds_an_upload_and_a_job_to_the_batch(self, staff: Client) -> None:
        for number in range(3):
            response = send(staff, f"2022/COP/{number}.txt", TEXT + bytes([65 + number]))
            assert response.json() == {"state": "received", "message": ""}
        assert uploaded_files() == [(f"2022/COP/{number}.txt", "waiting") for number in range(3)]
        assert set(Upload.objects.values_list("batch", flat=True)) == {KEY}
        assert ProcrastinateJob.objects.count() == 3
        assert list(Change.objects.values_list("action", "made_by_name")) == [("upload.received", "lawyer")] * 3

    def test_rejected_file_is_listed_in_the_batch_with_its_reason(self, staff: Client) -> None:
        for _attempt in range(2):
            response = send(staff, "picture.pdf", PICTURE)
            assert response.status_code == 200
            assert response.json()["state"] == "refused"
            assert "This is an image" in response.json()["message"]
        assert uploaded_files() == [("picture.pdf", "refused")]
        assert Change.objects.get().note == response.json()["message"]

    def test_retried_upload_is_stored_once(self, staff: Client) -> None:
        for _attempt in range(2):
            assert send(staff, "a.txt").json() == {"state": "received", "message": ""}
        assert uploaded_files() == [("a.txt", "waiting")]
        assert ProcrastinateJob.objects.count() == 1

    def test_same_content_under_another_name_is_read_once(self, staff: Client) -> None:
        send(staff, "a.txt")
        data = send(staff, "b.txt").json()
        assert data["state"] == "received"
        assert "will be read only once." in data["message"]
        assert uploaded_files() == [("a.txt", "waiting"), ("b.txt", "done")]
        assert "“a.txt”" in Upload.objects.get(name="b.txt").message
        assert ProcrastinateJob.objects.count() == 1

    def test_content_that_was_already_read_is_a_duplicate(self, staff: Client) -> None:
        send(staff, "a.txt")
        version = make.version()
        file = make.file(version, TEXT)
        Upload.objects.update(content=None, state=Upload.State.DONE, version=version)
        type(file).objects.update(sha256=hashlib.sha256(TEXT).hexdigest())
        assert "will be read only once." in send(staff, "b.txt").json()["message"]
        assert send(staff, "a.txt").json()["message"] == ""
        assert uploaded_files() == [("a.txt", "done"), ("b.txt", "done")]

    def test_files_of_equal_size_are_found_by_their_hash(self, staff: Client) -> None:
        """Otherwise each file would be compared with all others of its size."""
        for number in range(3):
            send(staff, f"{number}.txt", TEXT + bytes([65 + number]))
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")  # a small table would be read as a whole
        with CaptureQueriesContext(connection) as captured:
            found = find_upload(KEY, TEXT + b"B")
        assert found is not None
        assert found.name == "1.txt"
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {captured[0]['sql']}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
        assert "upload_content_idx" in plan
        assert '"content" =' not in captured[0]["sql"]
        assert find_upload(uuid.UUID(int=8), TEXT + b"B") is None, "in another batch"

    @pytest.mark.parametrize(
        ("name", "expected_name"),
        [
            ("../../etc/x.txt", "etc/x.txt"),
            ("2022\\x.txt", "2022/x.txt"),
            ("a" * 400 + "/x.txt", "…" + "a" * (MAX_NAME_LENGTH - 7) + "/x.txt"),
        ],
    )
    def test_name_keeps_its_folders_in_a_safe_form(self, staff: Client, name: str, expected_name: str) -> None:
        send(staff, name)
        assert uploaded_files() == [(expected_name, "waiting")]

    def test_batch_of_another_user_is_forbidden(self, staff: Client) -> None:
        send(staff, "a.txt")
        other_client = Client()
        other_client.force_login(User.objects.create_superuser("other"))
        assert send(other_client, "b.txt").status_code == 403
        assert uploaded_files() == [("a.txt", "waiting")]

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            ({"batch": "x", "name": "a.txt"}, "This upload could not be identified. Reload the page and try again."),
            ({"batch": KEY, "name": "a.txt"}, "No file was chosen."),
            ({"batch": KEY, "document": "text"}, "No file was chosen."),
        ],
    )
    def test_malformed_request_is_rejected_with_a_message(
        self, staff: Client, data: dict[str, Any], message: str
    ) -> None:
        response = staff.post(reverse("upload-file"), data)
        assert response.status_code == 400
        assert response.json()["state"] == "failed"
        assert response.json()["message"].startswith(message)
        assert uploaded_files() == []

    def test_file_over_the_limit_is_rejected(self, staff: Client, settings: Any) -> None:
        settings.UPLOAD_FILE_BYTES = 1024 * 1024
        response = send(staff, "a.txt", b"word " * 300_000)
        assert "larger than 1 MB" in response.json()["message"]
        assert uploaded_files() == [("a.txt", "refused")]


class TestArchives:
    FILES = {"COP/a.txt": TEXT, "COP/b.txt": TEXT + b"b", "p.pdf": PICTURE, "__MACOSX/._a": b"", "in.zip": zipped({})}

    def test_each_file_becomes_an_upload_named_by_archive_and_folder(self, staff: Client) -> None:
        data = send(staff, "Session.ZIP", zipped(self.FILES)).json()
        assert data == {"state": "received", "message": "Files to be read: 2. Duplicate files: 0. Rejected files: 2."}
        assert uploaded_files() == [
            ("Session/COP/a.txt", "waiting"),
            ("Session/COP/b.txt", "waiting"),
            ("Session/p.pdf", "refused"),
            ("Session/in.zip", "refused"),
        ]
        assert "ZIP archive inside another" in Upload.objects.get(name="Session/in.zip").message
        assert bytes(Upload.objects.get(name="Session/COP/b.txt").content or b"") == TEXT + b"b"

    def test_retried_archive_adds_nothing(self, staff: Client) -> None:
        for _attempt in range(2):
            send(staff, "s.zip", zipped(self.FILES))
        assert len(uploaded_files()) == 4

    def test_form_works_without_script(self, staff: Client) -> None:
        archive = SimpleUploadedFile("s.zip", zipped(self.FILES))
        response = staff.post(
            reverse("upload"), {"documents": [archive], "folder": [SimpleUploadedFile("c.txt", TEXT)]}
        )
        assert response.status_code == 302
        assert [state for _name, state in uploaded_files()] == ["waiting", "waiting", "refused", "refused", "done"]

    def test_empty_archive_is_rejected_as_a_whole(self, staff: Client) -> None:
        response = send(staff, "s.zip", zipped({}))
        assert response.json() == {
            "state": "refused",
            "message": "The ZIP archive is empty. Choose an archive that contains documents.",
        }
        assert uploaded_files() == [("s.zip", "refused")]


class TestBatches:
    def test_latest_batches_come_first_with_sender_and_progress(self, staff: Client) -> None:
        send(staff, "a.txt")
        send(staff, "b.pdf", PICTURE)
        newest_key = uuid.UUID(int=8)
        send(staff, "c.txt", TEXT, newest_key)
        Upload.objects.filter(batch=newest_key).update(state=Upload.State.QUESTION)
        newest, older = latest_batches().rows
        assert (newest.key, newest.sent_by, newest.file_count, newest.question_count) == (newest_key, "lawyer", 1, 1)
        assert not newest.in_progress
        assert (older.first_file, older.file_count, older.finished_count, older.rejected_count) == ("a.txt", 2, 1, 1)
        assert older.in_progress

    def test_list_is_redrawn_only_after_a_change(self, staff: Client, django_assert_max_num_queries: Any) -> None:
        for number in range(3):
            send(staff, "a.txt", batch=uuid.UUID(int=number))
        page = staff.get(reverse("upload")).content.decode()
        stamp = latest_batches().stamp
        assert f'hx-get="{reverse("uploads-state")}?seen={stamp}"' in page
        with django_assert_max_num_queries(4):
            assert staff.get(reverse("uploads-state"), {"seen": stamp}).status_code == 204
        end_upload(Upload.objects.all()[0].pk, Upload.State.REFUSED, "No.")
        fragment = staff.get(reverse("uploads-state"), {"seen": stamp})
        assert ", 1 rejected" in " ".join(fragment.content.decode().split())

    def test_older_batches_are_paginated(
        self, staff: Client, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
    ) -> None:
        user = User.objects.get()
        Upload.objects.bulk_create(
            Upload(batch=uuid.UUID(int=number), user=user, name=f"<b>{number}.txt", size=1)
            for number in range(MAX_LATEST)
        )
        all_batches = reverse("upload-batches")
        assert all_batches not in staff.get(reverse("upload")).content.decode()
        Upload.objects.create(batch=uuid.UUID(int=MAX_LATEST), user=user, name="newest.txt", size=1)
        page = staff.get(reverse("upload")).content.decode()
        assert (page.count('id="batch-'), all_batches in page) == (MAX_LATEST, True)
        monkeypatch.setattr("portal.ingestion.views.PAGE_SIZE", 10)
        keys: list[str] = []
        for number in (1, 2, 3):
            with django_assert_max_num_queries(8):
                page = staff.get(all_batches, {"page": number}).content.decode()
            keys += re.findall(r'id="batch-([^"]+)"', page)
            assert f"Page {number} of 3" in page
            assert "<b>1" not in page
        assert (len(keys), len(set(keys)), keys[0]) == (MAX_LATEST + 1, MAX_LATEST + 1, str(uuid.UUID(int=MAX_LATEST)))
        for page_number, status in (("4", 404), ("0", 400), ("x", 400), ("٣", 400)):
            assert staff.get(all_batches, {"page": page_number}).status_code == status

    def test_files_are_grouped_by_state_with_questions_first(self, staff: Client) -> None:
        for number, name in enumerate(["waiting", "reading", "done", "question", "refused"]):
            send(staff, name, TEXT + bytes([65 + number]))
            Upload.objects.filter(name=name).update(state=name)
        send(staff, "copy", TEXT + b"A")
        batch = find_batch(KEY)
        assert batch is not None
        groups = [(group.key, [file.upload.name for file in group.files]) for group in batch.groups]
        assert groups == [
            ("question", ["question"]),
            ("rejected", ["refused"]),
            ("reading", ["reading"]),
            ("waiting", ["waiting"]),
            ("done", ["done"]),
            ("duplicate", ["copy"]),
        ]
        assert (batch.finished_count, batch.in_progress) == (4, True)

    def test_page_of_a_large_batch_lists_the_first_files_of_each_status(
        self, staff: Client, django_assert_max_num_queries: Any
    ) -> None:
        states = ["waiting"] * 2_000 + ["failed"] * 90 + ["refused"] * 80 + ["question"] * 10
        user = User.objects.get()
        Upload.objects.bulk_create(
            Upload(batch=KEY, user=user, name=f"{number}.txt", size=1, state=state)
            for number, state in enumerate(states)
        )
        with django_assert_max_num_queries(25):
            page = staff.get(reverse("upload-batch-state", args=[KEY])).content.decode()
        assert page.count('<li class="upload">') == 3 * MAX_SHOWN + 10
        assert 'hx-trigger="every 1s"' in page
        assert "180 of 2180 files processed" in page
        address = reverse("upload-batch", args=[KEY])
        assert re.findall(r'href="(.*\?status=.*?)"', page) == [
            f"{address}?status={status}" for status in ("failed", "rejected", "waiting")
        ]
        names: list[str] = []
        for number in (1, 2):
            page = staff.get(address, {"status": "rejected", "page": number}).content.decode()
            names += re.findall(r"<bdi>(\d+).txt</bdi>", page)
        assert names == [str(number) for number in range(2_090, 2_170)]
        assert "No file in this upload has this status now." in staff.get(f"{address}?status=done").content.decode()
        unknown = reverse("upload-batch", args=[uuid.UUID(int=8)])
        assert staff.get(f"{unknown}?status=done").status_code == 404

    def test_form_to_publish_a_large_batch_is_limited(self, staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("portal.ingestion.batches.MAX_PUBLISHED_AT_ONCE", 2)
        user, doubts = User.objects.get(), [{"code": "date", "message": "The date is unclear."}]
        versions = [make.version(make.document(f"A/{number}")) for number in range(4)]
        LanguageVersion.objects.update(published_at=None)
        LanguageVersion.objects.filter(pk=versions[0].pk).update(doubts=doubts)
        for version in versions:
            Upload.objects.create(batch=KEY, user=user, name="a.txt", size=1, state="done", version=version)
        Upload.objects.create(batch=KEY, user=user, name="b.txt", size=1, state="done", version=versions[3])
        page = staff.get(reverse("upload-batch", args=[KEY])).content.decode()
        shown = [int(key) for key in re.findall(r'name="version" value="(\d+):\d+" id=".*?" checked>', page)]
        assert shown == [versions[1].pk, versions[2].pk]
        assert "The first 2 of 4 documents that are not published." in page
        assert "There is 1 point to check." in page


@pytest.mark.long
def test_two_thousand_files_in_one_form_are_received(staff: Client) -> None:
    files = [SimpleUploadedFile(f"{number}.txt", b"%s %d" % (TEXT, number)) for number in range(2_000)]
    response = staff.post(reverse("upload"), {"documents": files})
    assert response.status_code == 302
    assert Upload.objects.filter(state="waiting").count() == 2_000
