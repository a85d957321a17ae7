"""Helpers for extraction tests: the portal's vocabularies, the five sample sessions, and handmade documents."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from documents.parsing.parse import parse
from documents.parsing.types import Block, BlockKind, Footnote, Mark, Masthead, ParsedDocument
from recommendations.extraction.extract import extract
from recommendations.extraction.places import TextPlace
from recommendations.extraction.types import Extraction
from recommendations.extraction.vocabulary import Body, Vocabulary
from tests.sources import ROOT

SESSIONS = sorted((ROOT / "fixtures" / "sessions").glob("*.txt"))
LABELS = Path(__file__).parent / "labels"
VOCABULARY = Vocabulary.load(ROOT / "fixtures" / "vocabulary")
COP = "Conference of the Parties to the United Nations Convention against Transnational Organized Crime"
WORKING_GROUP = "Working Group on International Cooperation"


@functools.cache
def session(path: Path) -> tuple[ParsedDocument, Extraction]:
    """Return one of the five sample documents with its extraction."""
    parsed = parse(path.read_bytes(), path.name)
    return parsed, extract(parsed, VOCABULARY)


def bodies(*keys: str) -> tuple[Body, ...]:
    return tuple(VOCABULARY.bodies_by_key[key] for key in keys)


def as_paragraphs(*texts: str) -> list[TextPlace]:
    """Return the texts as paragraphs of one section."""
    return [TextPlace(text, (0,), block=index) for index, text in enumerate(texts)]


def heading(text: str, label: str | None = None, level: int = 1) -> dict[str, Any]:
    return {"kind": BlockKind.HEADING, "text": text, "label": label, "level": level}


def paragraph(text: str, label: str | None = None, bold: tuple[int, int] | None = None) -> dict[str, Any]:
    marks = (Mark(*bold, "bold"),) if bold else ()
    return {"kind": BlockKind.PARAGRAPH, "text": text, "label": label, "marks": marks}


def item(label: str, text: str, level: int = 1) -> dict[str, Any]:
    return {"kind": BlockKind.ITEM, "text": text, "label": label, "level": level}


def document(*blocks: dict[str, Any], footnotes: tuple[Footnote, ...] = (), **masthead: Any) -> ParsedDocument:
    """Return a document. An item belongs to the paragraph before its list, a sub-item to the item before it,
    and all blocks to the headings before them."""
    built: list[Block] = []
    headings: list[int] = []
    for index, fields in enumerate(blocks):
        if fields["kind"] is BlockKind.HEADING:
            headings = [outer for outer in headings if built[outer].level < fields["level"]]
        path = fields["label"] or ""
        built.append(
            Block(
                index=index,
                headings=tuple(headings),
                parent=_parent(built, fields),
                path=path,
                anchor=f"b-{index}",
                **fields,
            )
        )
        if fields["kind"] is BlockKind.HEADING:
            headings = [*headings, index]
    fields = {"language": "en", "body": COP, **masthead}
    return ParsedDocument("made.txt", "text", "1", Masthead(**fields), tuple(built), footnotes)


def _parent(built: list[Block], fields: dict[str, Any]) -> int | None:
    if fields["kind"] is not BlockKind.ITEM:
        return None
    for block in reversed(built):
        if block.kind is BlockKind.ITEM and block.level > fields["level"]:
            continue
        if block.kind is BlockKind.ITEM and block.level == fields["level"]:
            return block.parent
        if block.kind in (BlockKind.ITEM, BlockKind.PARAGRAPH, BlockKind.OPERATIVE):
            return block.index
        if block.kind is BlockKind.HEADING:
            return None
    return None
