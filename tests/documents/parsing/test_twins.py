"""The session documents as text, PDF and DOCX are read alike: same headings, numbers, items, words and notes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from documents.parsing.types import BlockKind, ParsedDocument
from tests.lanes import smallest_first
from tests.parsed_files import read
from tests.sources import ROOT

SESSIONS = sorted((ROOT / "fixtures" / "sessions").glob("*.txt"))
TYPESET = ROOT.parent / "shared" / "corpus" / "typeset"

pytestmark = pytest.mark.skipif(
    not TYPESET.is_dir(), reason="needs the typeset documents in ../shared, outside the repository"
)

QUOTES = str.maketrans("“”‘’–—", "\"\"''--")


def rows(document: ParsedDocument) -> list[tuple[object, ...]]:
    """Return the properties that must agree: all but pages, and tables, whose cells may be wrapped differently."""
    return [
        (
            block.kind.value,
            block.label,
            block.path,
            block.level,
            block.part,
            block.parent,
            re.sub(r"\s+", " ", block.text).translate(QUOTES),
            tuple((ref.marker, ref.note) for ref in block.notes),
        )
        for block in document.blocks
        if block.kind is not BlockKind.TABLE
    ]


@pytest.mark.parametrize("ending", ["pdf", "docx"])
@pytest.mark.parametrize("session", smallest_first(SESSIONS, 2), ids=lambda path: path.stem[:3])
def test_typeset_documents_are_read_like_their_text(session: Path, ending: str) -> None:
    text, twin = read(session), read(TYPESET / f"{session.stem[:3]}_A.{ending}")
    assert rows(twin) == rows(text)
    assert [(n.marker, n.block) for n in twin.footnotes] == [(n.marker, n.block) for n in text.footnotes]
    for field in ("title", "subtitle", "distribution", "date", "session", "meeting", "agenda_item", "body"):
        expected, actual = (str(getattr(document.masthead, field)).translate(QUOTES) for document in (text, twin))
        assert expected == actual, field
