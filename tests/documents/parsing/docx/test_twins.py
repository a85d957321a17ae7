"""Session documents as DOCX compared with the same documents as text, and real files compared with checked facts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from documents.parsing.types import BlockKind, ParsedDocument
from tests.lanes import smallest_first
from tests.parsed_files import read
from tests.sources import ROOT

CORPUS = ROOT.parent / "shared" / "corpus"
SESSIONS = sorted((ROOT / "fixtures" / "sessions").glob("*.txt"))
REAL = sorted((CORPUS / "real").glob("*.docx"))

_PLAIN = str.maketrans("‘’“”", "''\"\"")


def _normalize(text: str) -> str:
    """Return text with straight quotation marks and without spaces inside brackets, as before typesetting."""
    return re.sub(r"(?<=\() | (?=\))", "", re.sub(r"\s+", " ", text.translate(_PLAIN))).strip()


def _cells(document: ParsedDocument) -> list[list[list[str]]]:
    return [[[_normalize(cell) for cell in row] for row in block.cells] for block in document.blocks if block.cells]


@pytest.mark.skipif(
    not (CORPUS / "typeset").is_dir(), reason="needs the typeset documents in ../shared, outside the repository"
)
@pytest.mark.parametrize("session", smallest_first(SESSIONS, 2), ids=lambda path: path.stem[:3])
def test_session_docx_has_the_tables_and_notes_of_its_text(session: Path) -> None:
    twin = CORPUS / "typeset" / f"{session.stem[:3]}_A.docx"
    text, docx = read(session), read(twin)
    for document in (text, docx):
        assert all(note.text for note in document.footnotes)
    assert [(n.marker, _normalize(n.text)) for n in docx.footnotes] == [
        (n.marker, _normalize(n.text)) for n in text.footnotes
    ]
    assert _cells(docx) == _cells(text)


@pytest.mark.skipif(not REAL, reason="needs the real documents in ../shared, outside the repository")
@pytest.mark.parametrize("path", smallest_first(REAL), ids=lambda path: path.stem)
def test_real_file_matches_its_label(path: Path) -> None:
    document = read(path)
    label = json.loads((CORPUS / "labels" / f"{path.stem}.json").read_text(encoding="utf-8"))
    masthead = document.masthead
    numbers = [b.label for b in document.blocks if b.kind in (BlockKind.PARAGRAPH, BlockKind.OPERATIVE) and b.label]
    assert list(masthead.symbols) == label["symbols"]
    assert (masthead.date.isoformat() if masthead.date else None) == label["date"]
    assert (masthead.session, masthead.agenda_item) == (label["session"], label["agenda_item"])
    assert (masthead.job_number, document.pages) == (label["job_number"], label["pages"])
    assert numbers[-1] == label["last_paragraph_number"]
    assert numbers == label.get("paragraph_numbers", numbers)
    assert sum(note.marker.isdecimal() for note in document.footnotes) == label["footnote_count"]
