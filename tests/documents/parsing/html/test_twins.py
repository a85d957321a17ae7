"""Session documents as web pages, in two dialects, compared with their text."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from documents.parsing.parse import parse
from documents.parsing.types import Block, ParsedDocument
from tests.documents.parsing.html.writers import semantic, word_processor
from tests.lanes import smallest_first
from tests.sources import ROOT

SESSIONS = sorted((ROOT / "fixtures" / "sessions").glob("*.txt"))


def row(block: Block) -> tuple[object, ...]:
    """Return the properties that must agree: all but emphasis, which headings have anyway."""
    return (
        block.kind.value, block.label, block.path, block.anchor, block.level, block.part, block.parent, block.headings,
        re.sub(r"\s+", " ", block.text), block.notes, block.cells,
    )  # fmt: skip


def notes(document: ParsedDocument) -> list[tuple[object, ...]]:
    return [(note.marker, note.text, note.block) for note in document.footnotes]


@pytest.mark.parametrize("write", [semantic, word_processor], ids=lambda write: write.__name__)
@pytest.mark.parametrize("session", smallest_first(SESSIONS, 2), ids=lambda path: path.stem[:3])
def test_web_page_is_read_like_its_text(session: Path, write: Callable[[bytes], bytes]) -> None:
    text = session.read_bytes()
    original, twin = parse(text, session.name), parse(write(text), f"{session.stem}.html")
    assert twin.format == "html"
    assert list(map(row, twin.blocks)) == list(map(row, original.blocks))
    assert notes(twin) == notes(original)
    assert twin.masthead == original.masthead
