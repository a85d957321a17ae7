"""The masthead, which stands in the first page's header or on top of the text, and the running heads and feet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from documents.parsing import masthead_words as words
from documents.parsing.numbering import read_label
from documents.parsing.readers.docx_layout.flow import Flow, Item, Paragraph, Table
from documents.parsing.readers.docx_layout.notes import trimmed
from documents.parsing.readers.docx_layout.numbering import Numbering
from documents.parsing.readers.docx_layout.ooxml import Element, children, name, switch, value
from documents.parsing.readers.docx_layout.package import Package
from documents.parsing.readers.docx_layout.styles import Styles
from documents.parsing.readers.docx_layout.text import TextReader
from documents.parsing.symbols import only_symbols
from documents.parsing.types import Fragment, Span

_LONGEST_HEAD = 15
"""Paragraphs between the masthead's table and the title: session, place and dates, agenda items and their titles."""
_LETTERS = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Margins:
    """What stands in headers and footers: the masthead, if it is there, and the running lines."""

    masthead: tuple[Paragraph, ...]
    running: tuple[str, ...]


def read_margins(package: Package, styles: Styles) -> Margins:
    """Headers and footers of the first section give the masthead; those of all sections the running lines."""
    masthead: tuple[Paragraph, ...] = ()
    running: list[str] = []
    for position, section in enumerate(package.main.root.iter(name("w:sectPr"))):
        for kind, element in _in_use(section):
            lines = _lines(package, styles, value(element, attribute="r:id"))
            if position == 0 and kind == "w:headerReference" and not masthead and _is_masthead(lines):
                masthead = lines
            else:
                running += [" ".join(line.fragment.text.split()) for line in lines]
    return Margins(masthead, tuple(dict.fromkeys(line for line in running if _LETTERS.search(line))))


def take_masthead(items: Sequence[Item], in_header: bool) -> tuple[list[Paragraph], list[Item]]:
    """The masthead's lines that stand in the text, and the rest of the text.

    These are the tables on top of it, unless the masthead is in a header, and the lines in a masthead's style.
    """
    head: list[Paragraph] = []
    rest = list(items)
    while not in_header and rest and isinstance(rest[0], Table) and _is_masthead(rest[0].paragraphs):
        head += _by_line(rest[0].paragraphs)
        rest = rest[1:]
    end = _end_of_styled(rest)
    head += _by_line(item for item in rest[:end] if isinstance(item, Paragraph))
    return head, rest[end:]


def _end_of_styled(items: Sequence[Item]) -> int:
    """Where the lines in a masthead's styles end; a subsidiary body's name may stand between them in another."""
    end = 0
    for index, item in enumerate(items[:_LONGEST_HEAD]):
        if isinstance(item, Table) or item.fragment.contents or read_label(item.fragment.text):
            break
        if item.masthead:
            end = index + 1
        elif not words.BODY.match(item.fragment.text):
            break
    return end


def _in_use(section: Element) -> list[tuple[str, Element]]:
    """References of a section to headers and footers, the first page's first, unless its first page has none."""
    own_first_page = switch(section, "w:titlePg")
    found = [
        (tag, reference)
        for tag in ("w:headerReference", "w:footerReference")
        for reference in children(section, tag)
        if own_first_page or value(reference, attribute="w:type") != "first"
    ]
    return sorted(found, key=lambda pair: value(pair[1], attribute="w:type") != "first")


def _lines(package: Package, styles: Styles, relationship: str | None) -> tuple[Paragraph, ...]:
    part = package.target(relationship)
    if part is None:
        return ()
    flow = Flow(styles, Numbering(None, styles), TextReader(styles))
    paragraphs: list[Paragraph] = []
    for item in flow.items(part.root):
        paragraphs += item.paragraphs if isinstance(item, Table) else (item,)
    return tuple(_by_line(paragraphs))


def _is_masthead(lines: Iterable[Paragraph]) -> bool:
    """Whether the distribution or original language is among the lines, or "United Nations" and a symbol."""
    texts = [line.fragment.text for line in lines]
    if any(words.DISTRIBUTION.match(text) or words.ORIGINAL.match(text) for text in texts):
        return True
    return any(map(words.UNITED_NATIONS.match, texts)) and any(map(only_symbols, texts))


def _by_line(paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    """Each printed line a paragraph of its own."""
    lines: list[Paragraph] = []
    for paragraph in paragraphs:
        for spans in _split_lines(paragraph.fragment):
            lines.append(replace(paragraph, fragment=replace(paragraph.fragment, spans=spans)))
    return lines


def _split_lines(fragment: Fragment) -> list[tuple[Span, ...]]:
    lines: list[list[Span]] = [[]]
    for span in fragment.spans:
        for index, text in enumerate(span.text.split("\n")):
            if index:
                lines.append([])
            lines[-1].append(replace(span, text=text))
    return [spans for line in lines if (spans := trimmed(line))]
