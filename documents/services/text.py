"""Store the text of a version as paragraphs and footnotes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from django.db.models import F

from documents.models import Footnote, LanguageVersion, Paragraph
from documents.parsing.types import Block, ParsedDocument

_OUT_OF_THE_WAY = 1_000_000  # added to existing positions, so that new rows find theirs free


def write_text(version: LanguageVersion, parsed: ParsedDocument) -> None:
    """Make the paragraphs and footnotes of a version equal to what was parsed, within the caller's transaction.

    A paragraph is the same one while it stands at the same anchor: it keeps its key. Those that are no longer there
    stay until :func:`clear_text`, so that what hangs on them can be hung on others first.
    """
    version.paragraphs.update(position=F("position") + _OUT_OF_THE_WAY)
    rows = _write_paragraphs(version, parsed.blocks)
    version.footnotes.all().delete()
    _create_footnotes(version, parsed, rows)


def clear_text(version: LanguageVersion) -> None:
    """Delete the paragraphs that the text no longer has, with all that hangs on them still."""
    version.paragraphs.filter(position__gte=_OUT_OF_THE_WAY).delete()


def _write_paragraphs(version: LanguageVersion, blocks: Sequence[Block]) -> dict[int, Paragraph]:
    """One row a block, by the block's index: first those that hang on nothing, then what hangs on them."""
    rows: dict[int, Paragraph] = {}
    fields = [field.name for field in Paragraph._meta.concrete_fields if field.name not in ("id", "version", "anchor")]
    waiting = list(blocks)
    while ready := [block for block in waiting if block.parent is None or block.parent in rows]:
        written = Paragraph.objects.bulk_create(
            [_paragraph(version, block, rows) for block in ready],
            update_conflicts=True,
            unique_fields=["version", "anchor"],
            update_fields=fields,
        )
        rows.update((row.position, row) for row in written)
        waiting = [block for block in waiting if block.index not in rows]
    if waiting:
        raise ValueError(f"blocks that hang on no other: {[block.index for block in waiting]}")
    return rows


def _paragraph(version: LanguageVersion, block: Block, rows: dict[int, Paragraph]) -> Paragraph:
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
        page=block.page,
        box=[box.left, box.top, box.right, box.bottom] if box else None,
        parent=rows[block.parent] if block.parent is not None else None,
        headings=list(block.headings),
        marks=[asdict(mark) for mark in block.marks],
        notes=[asdict(note) for note in block.notes],
        cells=[list(row) for row in block.cells],
        breaks=[asdict(turn) for turn in block.breaks],
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
