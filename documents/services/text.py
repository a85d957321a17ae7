"""Store the text of a version as paragraphs and footnotes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from django.db.models import F

from documents.models import Footnote, LanguageVersion, Paragraph
from documents.parsing.types import Block, ParsedDocument

OLD_POSITIONS = 1_000_000
"""Added to the positions of existing paragraphs to free these for new rows. Paragraphs that keep such a position await
deletion.
"""


def write_text(version: LanguageVersion, parsed: ParsedDocument) -> None:
    """Store the parsed paragraphs and footnotes of a version. Call this within a transaction.

    A paragraph keeps its key as long as its anchor is the same. Paragraphs that are no longer in the text are kept
    until :func:`clear_text` is called, so that rows that refer to them can be moved to others first.
    """
    version.paragraphs.update(position=F("position") + OLD_POSITIONS)
    rows = _write_paragraphs(version, parsed.blocks)
    version.footnotes.all().delete()
    _create_footnotes(version, parsed, rows)


def clear_text(version: LanguageVersion) -> None:
    """Delete the paragraphs that are no longer in the text, with all rows that still refer to them."""
    version.paragraphs.filter(position__gte=OLD_POSITIONS).delete()


def write_places(places: Mapping[int, str]) -> None:
    """Set the places of paragraphs, by key. Call this within a transaction."""
    rows = [Paragraph(pk=key, place=place) for key, place in places.items()]
    Paragraph.objects.bulk_update(rows, ["place"], batch_size=500)


def _write_paragraphs(version: LanguageVersion, blocks: Sequence[Block]) -> dict[int, Paragraph]:
    """Write a row for each block, parents before children. Return a map from block index to row."""
    rows: dict[int, Paragraph] = {}
    unchanged = {"id", "version", "anchor", "place"}
    fields = [field.name for field in Paragraph._meta.concrete_fields if field.name not in unchanged]
    remaining = list(blocks)
    while ready := [block for block in remaining if block.parent is None or block.parent in rows]:
        saved = Paragraph.objects.bulk_create(
            [_build_paragraph(version, block, rows) for block in ready],
            update_conflicts=True,
            unique_fields=["version", "anchor"],
            update_fields=fields,
        )
        rows.update((row.position, row) for row in saved)
        remaining = [block for block in remaining if block.index not in rows]
    if remaining:
        raise ValueError(f"blocks whose parent is missing: {[block.index for block in remaining]}")
    return rows


def _build_paragraph(version: LanguageVersion, block: Block, rows: dict[int, Paragraph]) -> Paragraph:
    box = block.box
    return Paragraph(
        version=version,
        position=block.index,
        kind=block.kind.value,
        label=block.label or "",
        level=block.level,
        part=block.part,
        text=block.text,
        path=block.path,
        anchor=block.anchor,
        place=block.anchor,
        page=block.page,
        box=[box.left, box.top, box.right, box.bottom] if box else None,
        parent=rows[block.parent] if block.parent is not None else None,
        headings=list(block.headings),
        marks=[asdict(mark) for mark in block.marks],
        notes=[asdict(note) for note in block.notes],
        cells=[list(row) for row in block.cells],
        breaks=[asdict(page_break) for page_break in block.breaks],
    )


def _create_footnotes(version: LanguageVersion, parsed: ParsedDocument, paragraphs: dict[int, Paragraph]) -> None:
    Footnote.objects.bulk_create(
        Footnote(
            version=version,
            position=position,
            marker=note.marker,
            text=note.text,
            page=note.page,
            paragraph=paragraphs[note.block] if note.block is not None else None,
        )
        for position, note in enumerate(parsed.footnotes)
    )
