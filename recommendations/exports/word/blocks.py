"""Paragraphs of a Word file that show a recommendation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from documents.web.languages import RIGHT_TO_LEFT
from recommendations.exports.compilation import CompilationContent, CompilationEntry
from recommendations.exports.document import (
    EntryHead,
    Line,
    Note,
    SourceNotes,
    entry_head,
    remarks,
    split_lines,
    translations,
)
from recommendations.exports.items import Item
from recommendations.exports.word import styles
from recommendations.exports.word.styles import Style
from recommendations.exports.word.xml import paragraph, run


@dataclass(slots=True)
class Block:
    """A paragraph: its runs (``content``), and their plain ``text``, for measuring."""

    style: Style
    content: str
    text: str
    rtl: bool | None = None
    bar: bool = False
    note: Note | None = field(default=None)

    @property
    def height(self) -> float:
        return self.style.height(self.text)

    @property
    def note_height(self) -> float:
        return styles.NOTE.height(f"000 {self.note.citation}{self.note.details}") if self.note else 0

    def xml(self, *, new_page: bool, call: str = "") -> str:
        """Return the paragraph as XML, with its footnote marker at the end."""
        return paragraph(self.style.key, self.content + call, rtl=self.rtl, new_page=new_page, bar=self.bar)


def plain_block(style: Style, text: str) -> Block:
    """Return a paragraph of text that is not from a document."""
    return Block(style, run(text), text)


def labelled_block(style: Style, label: str, text: str) -> Block:
    """Return a paragraph with a label in front."""
    return Block(style, run(f"{label}\t", style="Label") + run(text), text)


def entry_blocks(
    entry: CompilationEntry, item: Item, compilation: CompilationContent, notes: SourceNotes
) -> list[list[Block]]:
    """Return the paragraphs of a recommendation, in bundles to be kept on one page: the head with the first line of
    text, then each further line; the last bundle includes the remarks."""
    row, head = item.row, entry_head(entry, item, compilation)
    bar = not head.is_adopted
    lines = list(_line_blocks(split_lines(row.text, row.label), row.version.language, bar=bar))
    lines[-1].note = notes.note(entry, item)
    bundles = [[line] for line in lines]
    bundles[0].insert(0, _head_block(head))
    for language, name, text in translations(item, compilation):
        bundles.append([plain_block(styles.FACTS, name), *_line_blocks(split_lines(text), language, bar=bar)])
    bundles[-1] += [plain_block(styles.FACTS, line) for line in remarks(entry, item, compilation)]
    return bundles


def heading_block(item: Item) -> Block:
    """Return the heading above a recommendation in its document."""
    language = item.row.version.language
    rtl = language in RIGHT_TO_LEFT
    return Block(styles.SUBHEADING, run(item.row.heading, language), item.row.heading, rtl)


def _head_block(head: EntryHead) -> Block:
    """Return a line such as "12 · DRAFT, NOT ADOPTED · Addressed to: States parties"."""
    suffix = "".join(f"  ·  {detail}" for detail in head.details)
    status_style = "Adopted" if head.is_adopted else "NotAdopted"
    content = run(f"{head.number}  ·  ") + run(head.status, style=status_style) + run(suffix)
    return Block(styles.ENTRY, content, f"{head.number}  ·  {head.status.upper()}{suffix}")


def _line_blocks(lines: Iterable[Line], language: str, *, bar: bool) -> Iterator[Block]:
    rtl = language in RIGHT_TO_LEFT
    for line in lines:
        style = styles.ITEM if line.is_item else styles.TEXT
        yield Block(style, run(f"{line.label}\t{line.text}", language), _measured_text(line), rtl, bar)


def _measured_text(line: Line) -> str:
    """Return the text to measure: a label wider than its indent takes space from the text."""
    return line.text if len(line.label) <= 5 else f"{line.label} {line.text}"
