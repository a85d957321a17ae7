"""Outline a parsed document for comparison with the printed one: one line per block, with its first and last words."""

from __future__ import annotations

from typing import Any

from documents.parsing.types import Block, Masthead, ParsedDocument


def outline(document: ParsedDocument) -> dict[str, Any]:
    """Return the content of a golden file: masthead, a line for each block, footnotes, doubts."""
    return {
        "masthead": _masthead(document.masthead),
        "pages": document.pages,
        "text_quality": document.text_quality,
        "blocks": [_line(block) for block in document.blocks],
        "footnotes": [
            {"marker": note.marker, "called_in": note.block, "text": _ends(note.text)} for note in document.footnotes
        ],
        "doubts": [doubt.code for doubt in document.doubts],
    }


def _masthead(masthead: Masthead) -> dict[str, str]:
    values = {name: getattr(masthead, name) for name in Masthead.__dataclass_fields__}
    return {name: str(value) for name, value in values.items() if value not in (None, (), False)}


def _line(block: Block) -> str:
    place = f"{block.kind.value}{block.level or ''} [{block.label or ''}] <{block.path}> #{block.anchor}"
    context = f"under {list(block.headings)}" + (f" in {block.parent}" if block.parent is not None else "")
    markers = "".join(f" {ref.marker}@{ref.offset}" for ref in block.notes)
    page = f" p.{block.page}" if block.page else ""
    page += "".join(f" p.{page_break.page}@{page_break.offset}" for page_break in block.breaks)
    return f"{place} {context}{page}{markers} | {len(block.text)} | {_ends(block.text)}"


def _ends(text: str) -> str:
    words = text.split()
    return text if len(words) <= 16 else f"{' '.join(words[:8])} … {' '.join(words[-6:])}"
