"""Text recognition: scans get a text layer if the programs are installed, or else a doubt about the missing
programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from documents.parsing.parse import parse
from documents.parsing.types import ParsedDocument
from portal.reading import recognition
from portal.reading.document import from_bytes, read
from portal.reading.limits import Limits
from portal.reading.programs import find_program
from portal.reading.readers import Readers
from portal.reading.recognition import read_scan
from tests.documents.parsing.pdf.builders import Sheet, pdf
from tests.fuzz.originals import make_pdf
from tests.sources import SHARED

SCAN = pdf(Sheet().raw("q 612 0 0 792 0 0 cm Q"))
CORPUS = SHARED / "corpus" / "real"

TESSERACT = "#!/bin/sh\necho 'List of available languages (4):\neng\nosd\nara\ndeu'\n"
IS_INSTALLED = find_program("ocrmypdf") and find_program("tesseract")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder that is searched for programs, apart from the shell's."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setattr(recognition, "SEARCH_PATH", f"{folder}:/bin:/usr/bin")
    for module in ("programs", "recognition"):
        monkeypatch.setattr(f"portal.reading.{module}.find_program", lambda name: _program(folder / name))
    return folder


def _program(path: Path) -> str | None:
    return str(path) if path.exists() else None


def install_program(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(script)
    (folder / name).chmod(0o755)


def doubt_codes(document: ParsedDocument) -> list[str]:
    return [doubt.code for doubt in document.doubts]


def read_test_scan(seconds: float = 60) -> ParsedDocument:
    return read_scan(SCAN, parse(SCAN, "scan.pdf"), seconds)


@pytest.mark.parametrize(
    ("installed", "message"),
    [((), "lacks this: OCRmyPDF, Tesseract."), (("tesseract",), "lacks this: OCRmyPDF.")],
)
def test_missing_programs_are_named_in_a_doubt(programs: Path, installed: tuple[str, ...], message: str) -> None:
    for name in installed:
        install_program(programs, name, TESSERACT)
    document = read_test_scan()
    assert (document.text_quality, doubt_codes(document)) == ("none", ["no_text_layer", "ocr_not_installed"])
    assert message in document.doubts[-1].message


def test_an_official_language_is_required(programs: Path) -> None:
    install_program(programs, "ocrmypdf", "#!/bin/sh\nexit 1\n")
    install_program(programs, "tesseract", "#!/bin/sh\necho osd\n")
    assert "Tesseract language pack for an official language" in read_test_scan().doubts[-1].message


def test_recognized_text_is_read_and_marked_as_such(programs: Path, tmp_path: Path) -> None:
    """The command line requests the official languages that are installed."""
    (tmp_path / "read.pdf").write_bytes(make_pdf())
    install_program(programs, "tesseract", TESSERACT)
    script = f'#!/bin/sh\necho "$@" > {tmp_path}/arguments\nfor last; do :; done\ncp {tmp_path}/read.pdf "$last"\n'
    install_program(programs, "ocrmypdf", script)
    document = read_test_scan()
    assert (document.file, document.text_quality, doubt_codes(document)[0]) == ("scan.pdf", "ocr", "read_by_ocr")
    assert document.masthead.symbols == ("CTOC/COP/WG.3/2021/3",)
    assert "for the languages en, ar;" in document.doubts[0].message
    assert "--language=eng+ara" in (tmp_path / "arguments").read_text()


FAILURES = [
    ("#!/bin/sh\necho first >&2; echo 'the page is too large' >&2; exit 15\n", "ocr_failed", "the page is too large"),
    ("#!/bin/sh\nexit 0\n", "ocr_failed", "Text recognition failed"),
    ("#!/bin/sh\nexec sleep 60\n", "ocr_failed", "more than 0.5 seconds"),
    ('#!/bin/sh\nfor last; do :; done\necho "%PDF-1.4" > "$last"\n', "ocr_failed", "did not produce a readable PDF"),
]


@pytest.mark.parametrize(("script", "code", "words"), FAILURES, ids=[words for *_, words in FAILURES])
def test_failed_recognition_is_explained_in_a_doubt(programs: Path, script: str, code: str, words: str) -> None:
    install_program(programs, "tesseract", TESSERACT)
    install_program(programs, "ocrmypdf", script)
    document = read_test_scan(seconds=0.5)
    assert (document.text_quality, doubt_codes(document)) == ("none", ["no_text_layer", code])
    assert words in document.doubts[-1].message


def test_empty_page_yields_a_doubt(programs: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").write_bytes(SCAN)
    install_program(programs, "tesseract", TESSERACT)
    install_program(programs, "ocrmypdf", f'#!/bin/sh\nfor last; do :; done\ncp {tmp_path}/empty.pdf "$last"\n')
    assert doubt_codes(read_test_scan()) == ["no_text_layer", "ocr_found_nothing"]


def test_recognition_can_be_turned_off(programs: Path) -> None:
    document = from_bytes(read(SCAN, "scan.pdf", Limits(recognition_seconds=0)))
    assert doubt_codes(document.parsed) == ["no_text_layer"]


def test_pdf_with_text_is_not_recognized_again(programs: Path) -> None:
    assert from_bytes(read(make_pdf(), "made.pdf", Limits())).parsed.text_quality == "good"


@pytest.mark.skipif(not IS_INSTALLED, reason="OCRmyPDF and Tesseract are not installed (make ocr)")
@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not next to the repository")
def test_real_scan_is_read_within_the_limits() -> None:
    path = CORPUS / "scanned_OHCHR_letter_Slovenia_2020_en.pdf"
    with Readers("portal.reading.document:read", Limits()) as readers:
        document = from_bytes(readers.read(path.read_bytes(), path.name)).parsed
    assert (document.text_quality, document.pages, doubt_codes(document)[0]) == ("ocr", 7, "read_by_ocr")
    text = " ".join(" ".join(block.text for block in document.blocks).split())
    assert "Universal Periodic Review (UPR) of the Republic of Slovenia" in text
