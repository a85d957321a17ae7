"""The text of a stored scan is recognized later, without uploading the file again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from documents.models import LanguageVersion
from documents.services import store_document
from documents.web.roles import Role
from portal.ingestion import formats
from portal.ingestion.tasks import reread_version
from portal.reading.document import FileReading
from portal.review import proposal_views, views
from recommendations.services import sync_recommendations
from tests import builders as make
from tests.parsed import extraction, parsed
from tests.row_cache import vocabularies

pytestmark = pytest.mark.django_db

SYMBOL = "CTOC/COP/2022/L.4"


@pytest.fixture
def scan() -> LanguageVersion:
    vocabularies()
    source = replace(parsed(SYMBOL), blocks=(), footnotes=(), text_quality="none")
    nothing = replace(extraction(), recommendations=(), references=(), meeting=None)
    version = store_document(source, b"%PDF- scan", "scan.pdf").version
    sync_recommendations(version, source, nothing)
    return version


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make.person(Role.EDITOR))
    return client


def set_missing(monkeypatch: pytest.MonkeyPatch, *programs: str) -> None:
    for module in (views, proposal_views):
        monkeypatch.setattr(module, "missing_programs", lambda: list(programs))


def test_missing_programs_are_named(editor: Client, scan: LanguageVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    set_missing(monkeypatch, "OCRmyPDF", "Tesseract")
    page = editor.get(f"/documents/{SYMBOL}/review/").content.decode()
    assert "not installed on the server: OCRmyPDF, Tesseract." in page
    assert "Recognize the text" not in page
    editor.post(f"/documents/{SYMBOL}/review/reread/", {"recognize": "yes"})
    assert not ProcrastinateJob.objects.exists()


def test_recognized_text_is_used_at_once(
    editor: Client, scan: LanguageVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_missing(monkeypatch)
    assert "Recognize the text" in editor.get(f"/documents/{SYMBOL}/review/").content.decode()
    editor.post(f"/documents/{SYMBOL}/review/reread/", {"recognize": "yes"})
    job = ProcrastinateJob.objects.get(task_name="reread_version")
    assert job.args == {"version_id": scan.pk, "requested": False}
    recognized = FileReading(replace(parsed(SYMBOL), text_quality="ocr"), extraction())
    monkeypatch.setattr(formats, "parse_file", lambda content, name: recognized)
    reread_version(**job.args)
    scan.refresh_from_db()
    assert (scan.text_quality, scan.recommendations.count(), scan.files.count()) == ("ocr", 2, 1)
    assert "Recognize the text" not in editor.get(f"/documents/{SYMBOL}/review/").content.decode()


def test_text_that_was_read_is_not_recognized_again(editor: Client) -> None:
    vocabularies()
    store_document(parsed(SYMBOL), b"x", "x.pdf")
    page = editor.get(f"/documents/{SYMBOL}/review/").content.decode()
    assert "Recognize the text" not in page
    assert "Reprocess the file" in page
