"""Files of one symbol and language in several formats are files of one version, in whatever order they arrive."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client

from documents.labels.messages import shown_message
from documents.models import Change, Document, LanguageVersion, Reading, Upload
from documents.parsing.types import Block, ParsedDocument
from documents.queries.documents import visible_files
from documents.services import DocumentError, publish
from portal.ingestion import bulk, formats, uploads
from portal.ingestion.bulk import ingest_file
from portal.ingestion.pipeline import ReadFile
from portal.ingestion.questions import answer_upload
from portal.ingestion.rereading import extract_again, read_again
from portal.ingestion.uploads import read_upload
from portal.reading.document import FileReading
from recommendations.services.correcting import discard_draft, extract_from, publish_draft
from tests.parsed import parsed
from tests.row_cache import vocabularies
from tests.sources import SHARED

pytestmark = pytest.mark.django_db

SYMBOL = "CTOC/COP/2022/L.4"
DOCX, PDF, HTML = b"PK docx", b"%PDF- pdf", b"<html>"
WORDING = "States parties are encouraged to make better use of article 20 of the Convention in all their cases."


def without_pages(source: ParsedDocument, format: str) -> ParsedDocument:
    blocks = tuple(replace(block, page=None, box=None, breaks=()) for block in source.blocks)
    notes = tuple(replace(note, page=None) for note in source.footnotes)
    return replace(source, format=format, pages=None, blocks=blocks, footnotes=notes, doubts=())


@pytest.fixture
def contents(monkeypatch: pytest.MonkeyPatch) -> dict[bytes, ParsedDocument]:
    """What each file says; tests may change it."""
    vocabularies()
    by_content = {
        PDF: parsed(SYMBOL),
        DOCX: without_pages(parsed(SYMBOL), "docx"),
        HTML: without_pages(parsed(SYMBOL), "html"),
    }

    def parse_file(content: bytes, name: str) -> FileReading:
        return FileReading(by_content[content], extract_from(by_content[content]))

    def read_file(content: bytes, name: str) -> ReadFile:
        reading = parse_file(content, name)
        return ReadFile(name, content, reading.parsed, reading.extraction)

    monkeypatch.setattr(formats, "parse_file", parse_file)
    for module in (bulk, uploads):
        monkeypatch.setattr(module, "read_file", read_file)
        monkeypatch.setattr(module, "find_parts", lambda content: [])
    return by_content


@pytest.fixture
def ann() -> User:
    return User.objects.create_user("ann")


Send = Callable[[bytes], Upload]


@pytest.fixture
def send(ann: User) -> Send:
    """Upload a file, and read it."""

    def send_file(content: bytes) -> Upload:
        upload = Upload.objects.create(batch=uuid.uuid4(), user=ann, name=f"file {content!r}", size=9, content=content)
        read_upload(upload.pk)
        upload.refresh_from_db()
        return upload

    return send_file


def with_wording(source: ParsedDocument, text: str, anchor: str = "para-1-b") -> ParsedDocument:
    """Return the document with another text of a recommendation."""

    def changed(block: Block) -> Block:
        return replace(block, text=text) if block.anchor == anchor else block

    return replace(source, blocks=tuple(map(changed, source.blocks)))


def pages(version: LanguageVersion) -> list[int | None]:
    return list(version.paragraphs.order_by("position").values_list("page", flat=True))


def media_types(version: LanguageVersion) -> set[str]:
    return {row.media_type.rpartition("/")[2].rpartition(".")[2] for row in version.files.in_use()}


@pytest.mark.usefixtures("contents")
class TestOrder:
    @pytest.mark.parametrize("order", [(PDF, DOCX, HTML), (DOCX, PDF, HTML), (HTML, DOCX, PDF)])
    def test_files_become_one_version_with_pages(self, send: Send, order: tuple[bytes, ...]) -> None:
        sent = [send(content) for content in order]
        version = LanguageVersion.objects.get()
        assert [upload.state for upload in sent] == ["done"] * 3
        assert media_types(version) == {"pdf", "document", "html"}
        assert (version.page_count, pages(version)) == (2, [None, 2, 2, 2])
        assert version.parsed["format"] == "docx"
        assert version.readings.get(state=Reading.State.CURRENT).file.name == f"file {DOCX!r}"
        assert sent[1].message == f"Added to {SYMBOL} (en) as the same text in another format."
        assert Change.objects.filter(action="document.format_added").count() == 2

    @pytest.mark.parametrize("order", [(PDF, DOCX), (DOCX, PDF)])
    def test_ingest_adds_the_second_file(self, order: tuple[bytes, ...]) -> None:
        reports = [ingest_file(content, "file", publish=True) for content in order]
        assert [report.outcome for report in reports] == ["created", "format_added"]
        assert not reports[1].needs_decision
        version = LanguageVersion.objects.get()
        assert (media_types(version), version.page_count, pages(version)) == ({"pdf", "document"}, 2, [None, 2, 2, 2])

    def test_same_files_again_change_nothing(self, send: Send) -> None:
        for content in (PDF, DOCX, PDF, DOCX):
            send(content)
        assert LanguageVersion.objects.get().files.count() == 2

    def test_both_files_can_be_downloaded(self, send: Send, client: Client) -> None:
        send(PDF), send(DOCX)
        version = LanguageVersion.objects.get()
        publish([version])
        page = client.get(version.document.get_absolute_url()).content.decode()
        for file in version.files.all():
            address = f"/documents/{SYMBOL}/file/{file.pk}/"
            assert address in page
            assert client.get(address).status_code == 200
        assert "earlier version of the file" not in page
        assert client.get(f"/documents/{SYMBOL}/original/").content == PDF


@pytest.mark.usefixtures("contents")
class TestReadingAgain:
    def test_both_files_are_read_again(self, send: Send) -> None:
        send(DOCX), send(PDF)
        version = LanguageVersion.objects.get()
        assert read_again(version) is None
        version.refresh_from_db()
        assert (version.page_count, pages(version), version.parsed["format"]) == (2, [None, 2, 2, 2], "docx")
        assert extract_again(version).outcome == "unchanged"
        assert (version.files.count(), pages(version)) == (2, [None, 2, 2, 2])

    def test_reissue_replaces_all_formats(
        self, send: Send, contents: dict[bytes, ParsedDocument], ann: User, client: Client
    ) -> None:
        send(DOCX), send(PDF)
        contents[b"reissued"] = with_wording(parsed(SYMBOL), WORDING)
        upload = answer_upload(send(b"reissued"), "reissue", ann)
        assert upload.state == "done"
        version = LanguageVersion.objects.get()
        assert [bytes(file.file_content.content) for file in version.files.in_use()] == [b"reissued"]
        assert version.files.count() == 3
        assert read_again(version) is None
        assert version.recommendations.get(anchor="para-1-b").text == WORDING
        publish([version])
        assert client.get(version.document.get_absolute_url()).content.decode().count("earlier version of") == 2


REISSUE = b"%PDF- reissue"


class TestReissueInDraft:
    """A reissue of a public document is a draft until it is published."""

    @pytest.fixture
    def public(self, send: Send, contents: dict[bytes, ParsedDocument], ann: User) -> LanguageVersion:
        send(PDF)
        version = LanguageVersion.objects.get()
        publish([version])
        contents[REISSUE] = with_wording(parsed(SYMBOL), WORDING)
        assert answer_upload(send(REISSUE), "reissue", ann).state == "done"
        contents[DOCX] = without_pages(contents[REISSUE], "docx")
        version.refresh_from_db()
        return version

    def public_files(self, version: LanguageVersion) -> list[tuple[str, bool]]:
        """Return the name of each file that readers see, and whether it is shown as replaced."""
        rows = visible_files(version.document, AnonymousUser())
        return [(row.name, row.is_replaced) for row in rows]  # type: ignore[attr-defined]  # annotated

    def test_added_format_waits_with_the_reissue(self, send: Send, public: LanguageVersion, client: Client) -> None:
        send(DOCX)
        assert media_types(public) == {"pdf", "document"}
        assert self.public_files(public) == [(f"file {PDF!r}", False)]
        word_file = public.files.get(name=f"file {DOCX!r}")
        assert client.get(f"/documents/{SYMBOL}/file/{word_file.pk}/").status_code == 404
        assert client.get(f"/documents/{SYMBOL}/original/").content == PDF

    def test_added_format_is_published_with_the_reissue(self, send: Send, public: LanguageVersion, ann: User) -> None:
        send(DOCX)
        publish_draft(public, ann)
        assert self.public_files(public) == [
            (f"file {REISSUE!r}", False),
            (f"file {DOCX!r}", False),
            (f"file {PDF!r}", True),
        ]

    def test_format_added_after_discarding_belongs_to_the_public_file(
        self, send: Send, public: LanguageVersion, contents: dict[bytes, ParsedDocument], ann: User, client: Client
    ) -> None:
        discard_draft(public, ann, seen=public.revision)
        contents[DOCX] = without_pages(parsed(SYMBOL), "docx")
        send(DOCX)
        assert self.public_files(public) == [(f"file {PDF!r}", False), (f"file {DOCX!r}", False)]
        assert client.get(f"/documents/{SYMBOL}/original/").content == PDF

    def test_discarded_reissue_can_be_uploaded_again(self, send: Send, public: LanguageVersion, ann: User) -> None:
        discard_draft(public, ann, seen=public.revision)
        upload = answer_upload(send(REISSUE), "reissue", ann)
        assert upload.message == "Saved as a reissue."
        assert [row.name for row in public.files.in_use()] == [f"file {REISSUE!r}"]
        assert self.public_files(public) == [(f"file {PDF!r}", False)]


class TestDifferences:
    def test_changed_word_becomes_a_doubt(self, send: Send, contents: dict[bytes, ParsedDocument]) -> None:
        send(PDF)
        text = contents[DOCX].blocks[3].text.replace("encouraged", "urged")
        contents[DOCX] = with_wording(contents[DOCX], text)
        assert send(DOCX).state == "done"
        version = LanguageVersion.objects.get()
        assert [
            shown_message(row["message"]) for row in version.doubts if row["code"] == "text_differs_between_files"
        ] == ["The text of the DOCX file was not found word for word in the PDF file: para. 1 (b)."]

    def test_public_text_changes_only_after_a_decision(self, send: Send, contents: dict[bytes, ParsedDocument]) -> None:
        send(PDF)
        version = LanguageVersion.objects.get()
        publish([version])
        text = contents[DOCX].blocks[3].text.replace("encouraged", "urged")
        contents[DOCX] = with_wording(contents[DOCX], text)
        upload = send(DOCX)
        assert "The new reading of the text needs a decision." in upload.message
        assert version.recommendations.get(anchor="para-1-b").text != text
        assert version.readings.filter(state=Reading.State.PROPOSED, upload=None).count() == 1
        assert version.files.count() == 2

    @pytest.mark.usefixtures("contents")
    def test_pages_are_added_to_a_public_text_at_once(self, send: Send) -> None:
        send(DOCX)
        version = LanguageVersion.objects.get()
        publish([version])
        send(PDF)
        assert pages(version) == [None, 2, 2, 2]
        assert not version.readings.filter(state=Reading.State.PROPOSED).exists()

    def test_other_text_raises_a_question(
        self, send: Send, contents: dict[bytes, ParsedDocument], client: Client, ann: User
    ) -> None:
        send(PDF)
        for anchor in ("para-1-a", "para-1-b"):
            contents[DOCX] = with_wording(contents[DOCX], WORDING, anchor)
        upload = send(DOCX)
        assert (upload.state, upload.question) == ("question", "same_document")
        with pytest.raises(DocumentError, match="already exists"):
            ingest_file(DOCX, "file", publish=True)
        client.force_login(User.objects.create_superuser("admin"))
        address = f"/uploads/{upload.pk}/question/"
        assert "The same document in another format" in client.get(address).content.decode()
        assert client.post(address, {"answer": "format"}).status_code == 302
        read_upload(upload.pk)
        upload.refresh_from_db()
        assert (upload.state, upload.answer) == ("done", "format")
        assert not Reading.objects.filter(upload=upload).exists()
        assert LanguageVersion.objects.get().files.count() == 2

    def test_second_file_of_the_same_format_raises_a_question(
        self, send: Send, contents: dict[bytes, ParsedDocument]
    ) -> None:
        send(PDF)
        contents[b"other pdf"] = parsed(SYMBOL)
        upload = send(b"other pdf")
        assert (upload.state, upload.question) == ("question", "same_document")


class TestJointSymbols:
    """A file never joins a document with other symbols without asking."""

    JOINT = (SYMBOL, "CTOC/COP/WG.2/2022/2")

    @pytest.fixture
    def french(self, contents: dict[bytes, ParsedDocument]) -> bytes:
        contents[PDF] = parsed(*self.JOINT)
        contents[b"french"] = parsed(SYMBOL, language="fr")
        return b"french"

    def test_language_version_with_other_symbols_raises_a_question(
        self, send: Send, french: bytes, client: Client
    ) -> None:
        send(PDF)
        upload = send(french)
        assert (upload.state, upload.question, upload.symbols) == ("question", "symbols", [SYMBOL])
        assert LanguageVersion.objects.count() == 1
        client.force_login(User.objects.create_superuser("admin"))
        assert self.JOINT[1] in client.get(f"/uploads/{upload.pk}/question/").content.decode()
        assert "only some of its symbols" in client.get("/review/").content.decode().lower()
        client.post(f"/uploads/{upload.pk}/question/", {"answer": "same"})
        read_upload(upload.pk)
        assert set(Document.objects.get().versions.values_list("language", flat=True)) == {"en", "fr"}

    def test_language_version_with_the_same_symbols_is_added(
        self, send: Send, contents: dict[bytes, ParsedDocument], french: bytes
    ) -> None:
        contents[french] = parsed(*reversed(self.JOINT), language="fr")
        send(PDF)
        assert send(french).state == "done"
        assert Document.objects.get().versions.count() == 2

    def test_file_with_further_symbols_raises_a_question(
        self, send: Send, contents: dict[bytes, ParsedDocument], french: bytes
    ) -> None:
        send(french)
        assert send(PDF).question == "symbols"

    def test_file_is_separate_once_the_symbols_are_corrected(self, send: Send, french: bytes, client: Client) -> None:
        send(PDF)
        upload = send(french)
        client.force_login(User.objects.create_superuser("admin"))
        client.post(
            f"/documents/{SYMBOL}/symbol/", {"other": self.JOINT[1], "seen": ",".join(self.JOINT), "language": "en"}
        )
        client.post(f"/uploads/{upload.pk}/question/", {"answer": "again"})
        read_upload(upload.pk)
        assert sorted(str(document) for document in Document.objects.all()) == sorted(self.JOINT)

    def test_ingest_rejects_a_file_with_other_symbols(self, french: bytes) -> None:
        ingest_file(PDF, "file", publish=True)
        with pytest.raises(DocumentError, match="Upload the file in the portal"):
            ingest_file(french, "file", publish=True)


@pytest.mark.long
@pytest.mark.skipif(not (SHARED / "six").is_dir(), reason="the documents in ../shared are missing")
@pytest.mark.parametrize("suffixes", [("docx", "pdf"), ("pdf", "docx")])
def test_real_files_become_one_version(suffixes: tuple[str, str]) -> None:
    vocabularies()
    stem: Path = SHARED / "six" / "003_fr"
    for suffix in suffixes:
        ingest_file(stem.with_suffix(f".{suffix}").read_bytes(), f"003_fr.{suffix}", publish=True)
    version = LanguageVersion.objects.get()
    assert media_types(version) == {"pdf", "document"}
    assert None not in pages(version)
    assert not version.recommendations.filter(page=None).exists()
