"""Every word of a session document is in the result: in the masthead, a block or a footnote."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import astuple
from pathlib import Path

import pytest

from documents.parsing.parse import parse
from documents.parsing.types import ParsedDocument
from tests.sources import ROOT

SESSIONS = sorted((ROOT / "fixtures" / "sessions").glob("*.txt"))
MASTHEAD_WORDS = {
    "Distr", "General", "Limited", "Original", "English", "only", "Item", "of", "the", "provisional", "agenda",
    "Vienna", "Doha", "V", "January", "April", "May", "July", "September", "October",
}  # fmt: skip
"""Words of the masthead's lines that its fields express in other ways."""


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W\d_]+", re.sub("[⁰¹²³⁴-⁹]+", " ", text)))


def all_text(document: ParsedDocument) -> str:
    labelled = (b.text if b.label == b.text else f"{b.label or ''} {b.text}" for b in document.blocks)
    notes = (f"{note.marker} {note.text}" for note in document.footnotes)
    markers = (ref.marker for block in document.blocks for ref in block.notes)
    return " ".join([*labelled, *notes, *markers, *map(str, astuple(document.masthead))])


@pytest.mark.parametrize("session", SESSIONS, ids=lambda path: path.stem[:3])
def test_no_word_is_lost(session: Path) -> None:
    printed = re.sub(r"</?(?:i|b|sup)>|\]\(#\)", " ", session.read_text(encoding="utf-8"))
    lost = words(printed) - words(all_text(parse(session.read_bytes(), session.name)))
    assert set(lost) <= MASTHEAD_WORDS
