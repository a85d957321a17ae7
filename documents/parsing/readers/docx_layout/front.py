"""Read the masthead, in the first page's header or at the top of the text, and the running heads and feet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from documents.parsing import masthead_words as words
from documents.parsing import organ_names, session_words
from documents.parsing.characters import one_line
from documents.parsing.dates import parse_date_line, parse_period
from documents.parsing.masthead_fields import is_field as is_masthead_field
from documents.parsing.numbering import read_label
from documents.parsing.readers.docx_layout.columns import cells_of, is_field, split_columns
from documents.parsing.readers.docx_layout.flow import Flow, Item, Paragraph, Table
from documents.parsing.readers.docx_layout.notes import read_note
from documents.parsing.readers.docx_layout.numbering import Numbering
from documents.parsing.readers.docx_layout.ooxml import Element, children, name, switch, value
from documents.parsing.readers.docx_layout.package import Package
from documents.parsing.readers.docx_layout.styles import Styles
from documents.parsing.readers.docx_layout.text import TextReader
from documents.parsing.symbols import parse_symbol_line
from documents.parsing.types import RawNote

_MAX_HEAD_PARAGRAPHS = 15
"""Paragraphs of a masthead outside a table: session, place and dates, agenda items and their titles."""
_WORD_CHARACTER = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Margins:
    """The content of headers and footers: the masthead, if it is in a header, the running heads and feet, and the notes
    to the masthead in the first page's footer."""

    masthead: tuple[Paragraph, ...]
    running: tuple[str, ...]
    notes: tuple[RawNote, ...]
    has_further_masthead: bool = False  # in the headers of a later section


def read_margins(package: Package, styles: Styles) -> Margins:
    """Return the masthead from the first section's headers, the running heads and feet of all sections, and the notes
    in the first section's footers."""
    masthead: tuple[Paragraph, ...] = ()
    running: list[str] = []
    notes: list[RawNote] = []
    has_further_masthead = False
    for position, section in enumerate(package.main.root.iter(name("w:sectPr"))):
        for kind, element in _used_references(section):
            paragraphs = _paragraphs(package, styles, value(element, attribute="r:id"))
            head = split_columns(paragraphs)
            if position == 0 and kind == "w:headerReference" and not masthead and _is_masthead(head):
                masthead = tuple(head)
                continue
            if position > 0 and kind == "w:headerReference" and head != list(masthead):
                has_further_masthead = has_further_masthead or _is_masthead(head)
            for paragraph in paragraphs:
                is_footer = position == 0 and kind == "w:footerReference"
                note = read_note(paragraph.fragment.spans, 1, in_frame=True) if is_footer else None
                if note is None:
                    running += [one_line(line) for line in _lines((paragraph,))]
                elif note not in notes:
                    notes.append(note)
    lines = dict.fromkeys(line for line in running if _WORD_CHARACTER.search(line))
    return Margins(masthead, tuple(lines), tuple(notes), has_further_masthead)


def extract_masthead(items: Sequence[Item], in_header: bool) -> tuple[list[Paragraph], list[Paragraph], list[Item]]:
    """Return the lines of the masthead in the text, the lines of a second organ beside the first, and the other items.

    Unless the masthead is in a header, it begins with tables at the top, or with lines set in columns by tabs. Lines in
    a masthead's style follow.
    """
    head: list[Paragraph] = []
    remaining = list(items)
    while not in_header and remaining and isinstance(remaining[0], Table) and _is_masthead(remaining[0].paragraphs):
        head += remaining[0].paragraphs
        remaining = remaining[1:]
    if not in_header and not head:
        end = _end_of_columns(remaining)
        columns = split_columns(_only_paragraphs(remaining[:end]))
        if _is_masthead(columns):
            head, remaining = columns, remaining[end:]
    if not in_header and not head and (end := _fields_above_organs(remaining)):
        head, remaining = _all_paragraphs(remaining[:end]), remaining[end:]
    end = _end_of_styled(remaining)
    head += _only_paragraphs(remaining[:end])
    remaining = remaining[end:]
    second_organ: list[Paragraph] = []
    if remaining and isinstance(remaining[0], Table) and (organ_columns := _organ_columns(remaining[0])):
        head, second_organ, remaining = [*head, *organ_columns[0]], organ_columns[1], remaining[1:]
    return head, second_organ, remaining


def end_of_issue_fields(texts: Sequence[str]) -> int:
    """Return the index after the last line about issuance (distribution, date, languages).

    Return the number of lines if there is no such line, or if no session, agenda item or period follows it.
    """
    end = max((i + 1 for i, text in enumerate(texts) if any(map(_is_issue_field, text.split("\n")))), default=0)
    below = [one_line(text) for text in texts[end:]]
    has_session = any(
        session_words.SESSION.match(text) or words.AGENDA_ITEM.match(text) or parse_period(text) for text in below
    )
    return end if end and has_session else len(texts)


def _is_issue_field(text: str) -> bool:
    fields = (words.DISTRIBUTION, words.ORIGINAL, words.LANGUAGE_LINE, words.LANGUAGES_LINE)
    return any(pattern.match(text) for pattern in fields) or parse_date_line(text) is not None


def _organ_columns(table: Table) -> tuple[list[Paragraph], list[Paragraph]] | None:
    """Return the two columns of a table that sets two organs side by side, each with its session and agenda item."""
    rows = [[cell for cell in row if cell] for row in table.rows]
    if not rows or any(len(row) > 2 for row in rows) or len(rows[0]) != 2:
        return None
    if not all(organ_names.BODY.match(one_line(cell[0].fragment.text)) for cell in rows[0]):
        return None
    left = [paragraph for row in rows for paragraph in row[0]]
    return left, [paragraph for row in rows for paragraph in (row[1] if len(row) > 1 else ())]


def _fields_above_organs(items: Sequence[Item]) -> int:
    """Return the index of a table of two organs with their sessions or agenda items, if only fields of the masthead
    and names of organs are above it; otherwise return 0."""
    for index, item in enumerate(items[:_MAX_HEAD_PARAGRAPHS]):
        texts = [one_line(line) for line in _lines(item.paragraphs if isinstance(item, Table) else (item,))]
        if isinstance(item, Table) and any(map(session_words.SESSION.match, texts)) and _organ_columns(item):
            return index
        if not all(is_masthead_field(text) or organ_names.PRINCIPAL_ORGAN.match(text) for text in texts if text):
            return 0
    return 0


def _all_paragraphs(items: Iterable[Item]) -> list[Paragraph]:
    return [p for item in items for p in (item.paragraphs if isinstance(item, Table) else (item,))]


def _only_paragraphs(items: Iterable[Item]) -> list[Paragraph]:
    return [item for item in items if isinstance(item, Paragraph)]


def _end_of_columns(items: Sequence[Item]) -> int:
    """Return the index after the last line with a field, among the lines set in columns by tabs above the text."""
    end, has_tabs = 0, False
    for index, item in enumerate(items[:_MAX_HEAD_PARAGRAPHS]):
        if isinstance(item, Table) or item.fragment.is_contents or read_label(item.fragment.text):
            break
        cells = [cell for line in _lines([item]) for cell in cells_of(line)]
        has_tabs = has_tabs or len(cells) > 1
        if any(map(is_field, cells)):
            end = index + 1
    return end if has_tabs else 0


def _end_of_styled(items: Sequence[Item]) -> int:
    """Return the index after the last line in a masthead style. Names of bodies before it may be in another style."""
    end = 0
    for index, item in enumerate(items[:_MAX_HEAD_PARAGRAPHS]):
        if isinstance(item, Table) or item.fragment.is_contents or read_label(item.fragment.text):
            break
        if item.is_masthead:
            end = index + 1
        elif not organ_names.BODY.match(item.fragment.text):
            break
    return end


def _used_references(section: Element) -> list[tuple[str, Element]]:
    """Return a section's references to headers and footers, starting with the first page's, if it has its own."""
    has_first_page_header = switch(section, "w:titlePg")
    references = [
        (tag, reference)
        for tag in ("w:headerReference", "w:footerReference")
        for reference in children(section, tag)
        if has_first_page_header or value(reference, attribute="w:type") != "first"
    ]
    return sorted(references, key=lambda pair: value(pair[1], attribute="w:type") != "first")


def _paragraphs(package: Package, styles: Styles, relationship: str | None) -> tuple[Paragraph, ...]:
    part = package.target(relationship)
    if part is None:
        return ()
    flow = Flow(styles, Numbering(None, styles), TextReader(styles))
    paragraphs: list[Paragraph] = []
    for item in flow.items(part.root):
        paragraphs += item.paragraphs if isinstance(item, Table) else (item,)
    return tuple(paragraphs)


def _lines(paragraphs: Iterable[Paragraph]) -> list[str]:
    """Return the printed lines of paragraphs."""
    return [line for paragraph in paragraphs for line in paragraph.fragment.text.split("\n")]


def _is_masthead(paragraphs: Iterable[Paragraph]) -> bool:
    """Return whether the lines include the distribution or original language, or "United Nations" and a symbol."""
    texts = _lines(paragraphs)
    if any(words.DISTRIBUTION.match(text) or words.ORIGINAL.match(text) for text in texts):
        return True
    return any(map(words.UNITED_NATIONS.match, texts)) and any(map(parse_symbol_line, texts))
