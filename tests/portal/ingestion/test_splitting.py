"""A PDF with several documents is split after asking; each part has its own pages and leads to the whole file."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from documents.models import Change, CommonFile, Document, DocumentFile, Draft, LanguageVersion, Upload
from documents.services import publish, remove_document
from documents.web.roles import Role
from portal.ingestion import splitting
from portal.ingestion.bulk import ingest_paths
from portal.ingestion.pipeline import IngestFailure
from portal.ingestion.uploads import read_upload
from tests import builders as make
from tests.portal.session_pdfs import merged_pdf
from tests.row_cache import vocabularies

pytestmark = pytest.mark.django_db

A, B, C = "CTOC/COP/2031/5", "CTOC/COP/2031/6", "CTOC/COP/2031/7"
MERGED = merged_pdf((A, "Report on extradition", 2), (B, "Report on firearms", 1), (C, "Draft report", 2))
PAGES = [(1, 2), (3, 3), (4, 5)]


@pytest.fixture
def editor(client: Client) -> Client:
    vocabularies()
    client.force_login(make.person(Role.EDITOR, "eve"))
    return client


def send(content: bytes = MERGED) -> Upload:
    user = User.objects.get_or_create(username="eve")[0]
    upload = Upload.objects.create(batch=uuid.uuid4(), user=user, name="merged.pdf", size=len(content), content=content)
    read_upload(upload.pk)
    upload.refresh_from_db()
    return upload


def answers(pages: list[tuple[Any, Any]], **fields: str) -> dict[str, Any]:
    values = {"form-TOTAL_FORMS": len(pages), "form-INITIAL_FORMS": 3, "answer": "split", **fields}
    for number, (first, last) in enumerate(pages):
        values |= {f"form-{number}-first": first, f"form-{number}-last": last}
    return values


def address(upload: Upload) -> str:
    return f"/uploads/{upload.pk}/question/"


def read_all() -> None:
    """Read every waiting upload."""
    while waiting := Upload.objects.filter(state="waiting").first():
        read_upload(waiting.pk)


def test_file_is_not_stored_before_the_question_is_answered(editor: Client) -> None:
    upload = send()
    assert (upload.state, upload.question, bytes(upload.content or b"")) == ("question", "parts", MERGED)
    assert [(part["first"], part["last"]) for part in upload.parts] == PAGES
    assert upload.message.startswith(f"This file seems to contain several documents: {A} (pages 1–2); {B} (pages 3–3)")
    assert not Document.objects.exists()
    page = editor.get(address(upload)).content.decode()
    for words in (A, B, C, "Report on firearms", 'value="5"', "The file has 5 pages."):
        assert words in page
    assert "may contain several documents" in editor.get("/review/").content.decode()
    assert editor.get(f"/uploads/{upload.pk}/file/").content == MERGED


def test_each_part_becomes_a_document_with_its_own_pages(editor: Client, client: Client) -> None:
    upload = send()
    assert editor.post(address(upload), answers([*PAGES, ("", "")])).status_code == 302
    read_all()
    assert {str(document): document.title for document in Document.objects.all()} == {
        A: "Report on extradition",
        B: "Report on firearms",
        C: "Draft report",
    }
    files = DocumentFile.objects.order_by("first_page")
    assert [(file.first_page, file.last_page, file.version.page_count) for file in files] == [
        (1, 2, 2),
        (3, 3, 1),
        (4, 5, 2),
    ]
    common = CommonFile.objects.get()
    assert (bytes(common.content), common.part_count, {file.common_file for file in files}) == (MERGED, 3, {common})
    page = editor.get(f"/documents/{C}/").content.decode()
    assert "pages 4–5 of merged.pdf" in page
    assert editor.get(f"/documents/{C}/file/{files[2].pk}/whole/").content == MERGED
    upload.refresh_from_db()
    assert (upload.state, upload.message) == ("done", "Split into several documents (3).")
    assert Upload.objects.filter(batch=upload.batch).count() == 4
    assert send().message == "This file has already been uploaded. Nothing was changed."


def test_public_gets_the_whole_file_once_all_parts_are_published(editor: Client, client: Client) -> None:
    editor.post(address(send()), answers(PAGES))
    read_all()
    file = DocumentFile.objects.get(version__document__symbols__symbol=A)
    whole = f"/documents/{A}/file/{file.pk}/whole/"
    client.logout()
    publish(LanguageVersion.objects.filter(document__symbols__symbol__in=(A, B)))
    assert client.get(f"/documents/{A}/file/{file.pk}/").status_code == 200
    assert client.get(whole).status_code == 404
    assert "whole file" not in client.get(f"/documents/{A}/").content.decode()
    publish(LanguageVersion.objects.all())
    assert client.get(whole).content == MERGED
    remove_document(Document.objects.get(symbols__symbol=C))
    assert client.get(whole).status_code == 404, "it contains a deleted document"
    remove_document(Document.objects.get(symbols__symbol=B))
    remove_document(Document.objects.get(symbols__symbol=A))
    assert not CommonFile.objects.exists()


def test_public_gets_the_whole_file_only_once_a_reissue_in_it_is_published(editor: Client, client: Client) -> None:
    editor.post(address(send()), answers(PAGES))
    read_all()
    publish(LanguageVersion.objects.all())
    client.logout()
    part = DocumentFile.objects.get(version__document__symbols__symbol=B)
    draft = Draft.objects.create(
        version=part.version, reading=part.version.readings.get(), begun_at=part.received_at, state=Draft.State.OPEN
    )
    DocumentFile.objects.filter(pk=part.pk).update(draft=draft)
    whole = f"/documents/{A}/file/{DocumentFile.objects.get(version__document__symbols__symbol=A).pk}/whole/"
    for state, status in (("open", 404), ("discarded", 404), ("published", 200)):
        Draft.objects.filter(pk=draft.pk).update(state=state)
        assert client.get(whole).status_code == status, state


def test_editor_can_change_the_pages(editor: Client) -> None:
    editor.post(address(send()), answers([(1, 2), (3, 5), ("", "")]))
    read_all()
    assert sorted(LanguageVersion.objects.values_list("page_count", flat=True)) == [2, 3]


@pytest.mark.parametrize(
    ("pages", "message"),
    [
        ([(1, 5)], "at least two documents"),
        ([(1, 3), (3, 5)], "Page 3 is in two documents."),
        ([(1, 2), (3, 6)], "The last page of the file is 5."),
        ([(1, 2), (3, "")], "Enter both the first and the last page"),
        ([(2, 1), (3, 5)], "The last page (1) is before the first page (2)."),
        ([(1, 2), (4, 5)], "No document contains these pages: 3."),
        ([("x", 2), (3, 5)], "Enter a whole number."),
    ],
)
def test_invalid_pages_are_rejected_and_nothing_is_lost(
    editor: Client, pages: list[tuple[Any, Any]], message: str
) -> None:
    upload = send()
    response = editor.post(address(upload), answers(pages))
    assert (response.status_code, message in response.content.decode()) == (400, True)
    upload.refresh_from_db()
    assert (upload.state, bytes(upload.content or b"")) == ("question", MERGED)


def test_pages_can_be_left_out_on_purpose(editor: Client) -> None:
    editor.post(address(send()), answers([(1, 2), (4, 5)], leave_out="on"))
    read_all()
    assert {str(document) for document in Document.objects.all()} == {A, C}
    assert bytes(CommonFile.objects.get().content) == MERGED


def test_refused_file_is_read_as_one_document(editor: Client) -> None:
    upload = send()
    editor.post(address(upload), {"answer": "whole"})
    read_upload(upload.pk)
    assert LanguageVersion.objects.get().page_count == 5
    assert not CommonFile.objects.exists()


def test_second_person_sees_the_first_answer(editor: Client) -> None:
    upload = send()
    editor.post(address(upload), answers(PAGES))
    response = editor.post(address(upload), {"answer": "whole"})
    assert response.status_code == 404
    assert "This question has already been answered: several documents." in response.content.decode()
    read_all()
    assert Document.objects.count() == 3
    assert Change.objects.filter(action="upload.answered").count() == 1


def test_nothing_is_written_if_the_worker_fails_in_the_middle(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = send()
    editor.post(address(upload), answers(PAGES))
    create_part, created = splitting.create_part, []

    def fail_at_the_third(*args: Any) -> Upload:
        if len(created) == 2:
            raise RuntimeError("the worker died")
        created.append(create_part(*args))
        return created[-1]

    with monkeypatch.context() as patch:
        patch.setattr(splitting, "create_part", fail_at_the_third)
        with pytest.raises(RuntimeError):
            read_upload(upload.pk)
    assert (Upload.objects.count(), CommonFile.objects.count()) == (1, 0)
    read_upload(upload.pk)
    read_all()
    assert Document.objects.count() == 3


def test_ingest_reports_the_file(tmp_path: Path) -> None:
    vocabularies()
    (tmp_path / "merged.pdf").write_bytes(MERGED)
    [result] = ingest_paths([tmp_path], publish=True)
    assert isinstance(result, IngestFailure)
    assert result.reason.startswith(f"This file seems to contain several documents: {A} (pages 1–2)")
    assert "Upload the file in the portal to split it" in result.reason
    assert not Document.objects.exists()


class TestDiscarding:
    def test_own_upload_can_be_deleted_before_it_is_stored(self, editor: Client) -> None:
        upload = send()
        assert "Delete this file" in editor.get(f"/uploads/{upload.batch}/").content.decode()
        editor.post(f"/uploads/{upload.pk}/delete/")
        upload.refresh_from_db()
        assert (upload.state, upload.content, upload.message) == (
            "refused",
            None,
            "Deleted by eve before it was stored.",
        )
        assert Change.objects.get(action="upload.deleted").made_by_name == "eve"

    def test_upload_of_another_person_needs_an_administrator(self, editor: Client) -> None:
        upload = send()
        editor.force_login(make.person(Role.EDITOR, "bob"))
        response = editor.post(f"/uploads/{upload.pk}/delete/")
        assert response.status_code == 403
        assert "Only administrators can delete files that somebody else uploaded." in response.content.decode()
        editor.force_login(make.person(Role.ADMINISTRATOR))
        editor.post(f"/uploads/{upload.pk}/delete/")
        upload.refresh_from_db()
        assert upload.content is None

    def test_stored_upload_is_not_deleted(self, editor: Client) -> None:
        upload = send(merged_pdf((A, "Report", 1)))
        editor.post(f"/uploads/{upload.pk}/delete/")
        upload.refresh_from_db()
        assert upload.state == "done"
        assert Document.objects.exists()
