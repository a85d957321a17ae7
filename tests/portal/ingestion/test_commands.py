"""``manage.py ingest`` and ``reextract`` with the five sessions."""

from __future__ import annotations

import os
import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError

from documents.models import Document, DocumentFile, LanguageVersion, Meeting
from portal.ingestion import bulk
from portal.ingestion.bulk import ingest_file, ingest_paths
from portal.ingestion.pipeline import MAX_NAME_LENGTH, IngestFailure, IngestReport
from recommendations.models import Recommendation
from tests.documents.parsing.docx.builders import zipped
from tests.lanes import quick_first
from tests.row_cache import create_once

pytestmark = pytest.mark.django_db

SESSIONS = settings.FIXTURES_DIR / "sessions"
SHORT_SESSION = sorted(SESSIONS.glob("*.txt"))[-1]


def ingest(*arguments: Any) -> str:
    out = StringIO()
    call_command("ingest", *arguments, stdout=out)
    return out.getvalue()


def all_rows() -> dict[str, list[dict[str, Any]]]:
    """Return all rows of the tables of the portal's apps, with all columns."""
    models = [model for app in ("documents", "recommendations") for model in apps.get_app_config(app).get_models()]
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}


@pytest.fixture
def ingest_output() -> str:
    """Ingest the five sessions and return the command's output."""
    return create_once(ingest, SESSIONS)


def test_file_is_retried_after_a_lost_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    reasons = [OperationalError("the connection is closed"), None]

    def lose_connection(content: bytes, name: str, *, publish: bool) -> IngestReport:
        if reason := reasons.pop(0):
            raise reason
        return ingest_file(content, name, publish=publish)

    monkeypatch.setattr(bulk, "ingest_file", lose_connection)
    [result] = ingest_paths([SHORT_SESSION], publish=True)
    assert isinstance(result, IngestReport)
    assert not reasons


def test_long_names_in_an_archive_are_cut_at_the_start(tmp_path: Path) -> None:
    name = f"{'a' * 4_900}/{'b' * 90}/x.txt"
    text = SHORT_SESSION.read_bytes()
    (tmp_path / "bundle.zip").write_bytes(zipped({name: text}))
    [result] = ingest_paths([tmp_path / "bundle.zip"], publish=True)
    assert isinstance(result, IngestReport)
    assert result.version.files.get().name == f"…{name[1 - MAX_NAME_LENGTH :]}"


def test_name_in_an_unknown_encoding_is_shown_and_stored(tmp_path: Path) -> None:
    text = SHORT_SESSION.read_bytes()
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/r\xe9sum\xe9.txt")).write_bytes(text)
    assert "1 document, " in ingest(tmp_path)
    assert DocumentFile.objects.get().name == "r\ufffdsum\ufffd.txt"


class TestSessions:
    def test_results_are_reported(self, ingest_output: str) -> None:
        assert "5 documents, 63 recommendations" in ingest_output
        assert "CTOC/COP/2022/L.4: 37 recommendations" in ingest_output
        assert ingest_output.count("no symbol, /documents/unnumbered/") == 4
        assert "4 points to check" in ingest_output
        assert LanguageVersion.objects.filter(published_at=None).count() == 0

    def test_repeated_ingest_changes_nothing_and_is_reported(self, ingest_output: str) -> None:
        before = all_rows()
        assert "5 files were already loaded." in ingest(SESSIONS)
        assert all_rows() == before

    def test_recommendations_are_linked_to_their_meetings(self, ingest_output: str) -> None:
        meetings = {
            (row.status, str(row.meeting), str(row.adopted_by), str(row.put_to))
            for row in Recommendation.objects.select_related("meeting", "adopted_by", "put_to")
        }
        group = "wg-international-cooperation"
        assert meetings == {
            ("for_endorsement", f"{group}-12", f"{group}-12", "cop-11"),
            ("for_endorsement", f"{group}-13", f"{group}-13", "cop-11"),
            ("proposed", "congress-13", "None", "congress-13"),
            ("proposed", "cop-11", "None", "cop-11"),
            ("draft", f"{group}-11", "None", "None"),
        }

    @pytest.mark.long
    def test_meetings_do_not_depend_on_order_of_arrival(self, ingest_output: str) -> None:
        """One document identifies the eleventh meeting by its dates, another by ordinal and dates."""
        in_file_order = set(Meeting.objects.values_list("body__key", "ordinal", "start", "end"))
        Document.objects.all().delete()
        Meeting.objects.all().delete()
        ingest(*sorted(SESSIONS.glob("*.txt"), reverse=True))
        assert set(Meeting.objects.values_list("body__key", "ordinal", "start", "end")) == in_file_order
        eleventh = Meeting.objects.get(body__key="wg-international-cooperation", ordinal=11)
        assert (str(eleventh.start), str(eleventh.end), eleventh.place) == ("2020-07-07", "2020-07-08", "Vienna")
        assert eleventh.recommendations.count() == 11

    @pytest.mark.parametrize("path", quick_first([SHORT_SESSION, SESSIONS]), ids=["one session", "all"])
    def test_reextraction_keeps_every_address(self, path: Path) -> None:
        create_once(ingest, path)
        before = all_rows()
        call_command("reextract", stdout=StringIO())
        after = all_rows()
        for table in ("Document", "LanguageVersion", "Paragraph", "Footnote", "Meeting", "Recommendation"):
            assert after[table] == before[table], table
        assert len(after["Citation"]) == len(before["Citation"])
        assert len(after["RecommendationTopic"]) == len(before["RecommendationTopic"])

    def test_unpublished_option_does_not_publish(self) -> None:
        ingest("--unpublished", SHORT_SESSION)
        assert LanguageVersion.objects.filter(published_at=None).count() == 1


class TestFiles:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        """A folder with a document, a picture, a hidden file, and a document in a subfolder."""
        first, *_rest, last = sorted(SESSIONS.glob("*.txt"))
        shutil.copy(first, tmp_path / "b.txt")
        (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
        (tmp_path / ".hidden").write_bytes(b"x")
        (tmp_path / "deeper").mkdir()
        shutil.copy(last, tmp_path / "deeper" / "c.txt")
        return tmp_path

    def test_failed_file_does_not_stop_the_others(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        out = StringIO()
        with pytest.raises(CommandError, match="1 file was rejected"):
            call_command("ingest", folder, stdout=out)
        output = out.getvalue() + capsys.readouterr().err
        assert output.count(f"{folder / 'a.png'}: This is an image, not a document.") == 1
        assert Document.objects.count() == 2

    def test_archive_is_unpacked_and_rejected_files_are_reported(self, folder: Path) -> None:
        files = {"COP/b.txt": (folder / "b.txt").read_bytes(), "a.png": (folder / "a.png").read_bytes(), ".x": b"x"}
        (folder / "deeper" / "session.zip").write_bytes(zipped(files))
        out = StringIO()
        with pytest.raises(CommandError, match="2 files were rejected"):
            call_command("ingest", folder / "deeper", folder / "a.png", "--unpublished", stdout=out)
        output = out.getvalue()
        assert "COP/b.txt: CTOC/COP/2022/L.4: 37 recommendations" in output
        assert "New: 2 documents" in output
        assert f"{folder / 'deeper' / 'session.zip' / 'a.png'}: This is an image" in output.partition("Rejected:")[2]
        assert Document.objects.count() == 2

    def test_damaged_archive_is_reported(self, tmp_path: Path) -> None:
        (tmp_path / "cut.zip").write_bytes(zipped({"a.txt": "text"})[:40])
        (result,) = ingest_paths([tmp_path], publish=True)
        assert isinstance(result, IngestFailure)
        assert "ZIP archive is incomplete" in result.reason

    def test_files_are_read_in_order_and_progress_is_reported(self, folder: Path) -> None:
        log: list[tuple[int, int, str | None]] = []
        ingest_paths(
            [folder], publish=True, on_progress=lambda done, total, last: log.append((done, total, last and last.name))
        )
        assert log == [(0, 3, None), (1, 3, str(folder / "a.png")), (2, 3, "b.txt"), (3, 3, "c.txt")]

    def test_control_characters_are_removed(self, folder: Path) -> None:
        content = (folder / "b.txt").read_bytes()
        (folder / "b.txt").write_bytes(content.replace(b"States parties", b"States\x00 par\x01ties"))
        (report,) = ingest_paths([folder / "b.txt"], publish=True)
        assert isinstance(report, IngestReport)
        assert report.version.paragraphs.filter(text__contains="States parties").exists()

    def test_repeated_path_is_read_once(self, folder: Path) -> None:
        assert len(ingest_paths([folder / "b.txt", folder / "b.txt"], publish=True)) == 1

    def test_missing_file_is_reported(self, tmp_path: Path) -> None:
        assert ingest_paths([tmp_path / "missing.pdf"], publish=True) == [
            IngestFailure(str(tmp_path / "missing.pdf"), "There is no such file or folder. Check the path.")
        ]

    def test_file_over_the_limit_is_not_opened(self, folder: Path, settings: Any) -> None:
        settings.UPLOAD_FILE_BYTES = 1024 * 1024
        with (folder / "large.txt").open("wb") as large:
            large.truncate(2 * 1024 * 1024)
        (result,) = ingest_paths([folder / "large.txt"], publish=True)
        assert isinstance(result, IngestFailure)
        assert result.reason == "The file is larger than 1 MB. Split the document and try again with the parts."

    def test_internal_error_does_not_stop_other_files(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail_on_b(content: bytes, name: str) -> Any:
            if name == "b.txt":
                raise RuntimeError("a bug")
            return read_file(content, name)

        read_file = bulk.read_file
        monkeypatch.setattr(bulk, "read_file", fail_on_b)
        _picture, failure, read = ingest_paths([folder], publish=True)
        assert isinstance(failure, IngestFailure)
        assert "Internal error: RuntimeError" in failure.reason
        assert isinstance(read, IngestReport)
