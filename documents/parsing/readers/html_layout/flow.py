"""The flow of a page: its elements in order, read as paragraphs, tables and texts broken into lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from documents.parsing.characters import tidy
from documents.parsing.numbering import BULLET, read_label
from documents.parsing.readers.docx_layout.styles import HEADING_STYLES
from documents.parsing.readers.html_layout.furniture import Furniture, links_within_page
from documents.parsing.readers.html_layout.lists import Lists
from documents.parsing.readers.html_layout.notes import Notes
from documents.parsing.readers.html_layout.printed import PrintedLines, is_set_by_line
from documents.parsing.readers.html_layout.spans import lines_of, paragraphs_of
from documents.parsing.readers.html_layout.styles import Formatting, StyleSheet
from documents.parsing.readers.html_layout.tables import Paragraph, Table, is_layout, items_of, read_table
from documents.parsing.readers.html_layout.tree import BLOCKS, Element, letters_in, tag, text_of, walk, words_of
from documents.parsing.readers.spans import Line
from documents.parsing.readers.text_wrapping import LABEL_ALONE
from documents.parsing.types import Fragment, Span

_SPACES = re.compile(r"[ \t\r\n\f]+")
_LISTS = frozenset({"ol", "ul", "menu", "dir"})
_HEADING = re.compile(r"(?:mso)?h(?:eading)?(?P<level>[1-6])")
_CONTENTS = re.compile(r"(?:mso)?toc\d")
_ONE_PARAGRAPH = frozenset({"p", "li", "dd", "dt", "td", "th", "div"})

Item = Paragraph | Table | PrintedLines


@dataclass(frozen=True, slots=True)
class _Frame:
    """An open element: its formatting, and the properties of the paragraphs in it."""

    element: Element = None
    formatting: Formatting = field(default_factory=Formatting)
    level: int | None = None
    is_contents: bool = False
    is_linked: bool = False
    note: int | None = None
    opens_list: bool = False


class Flow:
    """Read a page, or the cell of a table, element by element.

    ``letter_count`` counts the letters read, and ``linked_count`` the letters of links to other pages.
    """

    def __init__(self, sheet: StyleSheet, notes: Notes, furniture: Furniture) -> None:
        self.letter_count = self.linked_count = 0
        self._sheet = sheet
        self._notes = notes
        self._furniture = furniture
        self._items: list[Item] = []
        self._frames: list[_Frame] = [_Frame()]
        self._lists = Lists()
        self._spans: list[Span] = []
        self._sizes: Counter[float | None] = Counter()
        self._labels: list[tuple[str, int]] = []
        self._open_note: tuple[Element, int] | None = None

    def items(self, root: Element) -> list[Item]:
        """Return the items that an element produces."""
        steps = walk(root)
        for event, element in steps:
            if event == "end":
                self._leave(element, last=element is root)
            elif not self._enter(element):
                steps.skip_subtree()
        return self._items

    # --- elements --------------------------------------------------------------------------------

    def _enter(self, element: Element) -> bool:
        """Open an element. Return whether its content is to be read element by element."""
        outer = self._frames[-1]
        formatting = self._sheet.formatting(element, outer.formatting)
        if formatting.block and tag(element) != "body":
            self._end_paragraph_before_block()
        self._frames.append(replace(outer, element=element, formatting=formatting, opens_list=False))
        if self._furniture.omits(element, formatting) or self._read_whole(element):
            return False
        self._frames[-1] = self._open_frame(element, self._frames[-1])
        if tag(element) == "q":
            self._add_text("“", formatting)
        self._add_text(element.text, formatting)
        return True

    def _leave(self, element: Element, *, last: bool) -> None:
        """Close an element, and its paragraph if it is a block."""
        frame = self._frames[-1]
        if tag(element) == "q" and not frame.formatting.hidden:
            self._add_text("”", frame.formatting)
        if frame.formatting.block:
            self._end_paragraph()
            if self._open_note and self._open_note[0] is element:
                self._open_note = None
        if frame.opens_list:
            self._lists.leave()
        self._frames.pop()
        if not last:
            self._add_text(element.tail, self._frames[-1].formatting)

    def _open_frame(self, element: Element, frame: _Frame) -> _Frame:
        """Return the frame for an element's content, and begin its list, item or note."""
        name = tag(element)
        if name in _LISTS:
            self._lists.enter(element)
            return replace(frame, opens_list=True)
        if name == "li" and element not in self._notes.holders:
            self._labels.append(self._lists.label(element, frame.formatting.list_form))
        if element in self._notes.holders:
            frame = replace(frame, note=self._notes.holders[element])
            self._labels = []
        if element in self._notes.starts:
            self._start_note(element)
        is_linked = frame.is_linked or (name == "a" and bool((element.get("href") or "#").partition("#")[0]))
        is_contents = frame.is_contents or _is_contents(element, name)
        level = _heading_level(element, name) or frame.level
        return replace(frame, is_linked=is_linked, is_contents=is_contents, level=level)

    def _start_note(self, element: Element) -> None:
        """Begin a note. Inside a paragraph it lasts to the paragraph's end; elsewhere it is the next paragraph."""
        self._end_paragraph()
        block = next((e for e in (element, *element.iterancestors()) if tag(e) in BLOCKS), element)
        self._open_note = (block if tag(block) in _ONE_PARAGRAPH else None, self._notes.starts[element])

    def _read_whole(self, element: Element) -> bool:
        """Read a line break, note marker or data table as a whole. Return whether the element is finished."""
        name, frame = tag(element), self._frames[-1]
        if name == "br":
            self._spans.append(Span("\n"))
        elif element in self._notes.links:
            self._spans.append(Span(self._notes.links[element], superscript=True))
        elif name == "a" and self._is_back_link(element, frame):
            pass
        elif name == "table" and not is_layout(element):
            self._add_table(element)
        else:
            return name in ("br", "hr", "img")
        return True

    def _is_back_link(self, link: Element, frame: _Frame) -> bool:
        note = self._open_note[1] if self._open_note else frame.note
        if note is not None:
            return self._notes.leads_back(link, note)
        return (link.get("href") or "").startswith("#") and text_of(link) in ("¶", "#", "§", "↑", "🔗")

    def _add_table(self, element: Element) -> None:
        for caption in element.iter("caption"):
            self._items += self._read_inside(caption)
        table = read_table(element, self._read_cell)
        if table.is_list:
            self._items += items_of(table)
        elif table.rows:
            self._items.append(table)

    def _read_cell(self, cell: Element) -> list[Paragraph]:
        paragraphs = [item for item in self._read_inside(cell) if isinstance(item, Paragraph)]
        note = self._notes.holders.get(cell.getparent())
        return paragraphs if note is None else [replace(paragraph, note=note) for paragraph in paragraphs]

    def _read_inside(self, element: Element) -> list[Item]:
        """Return the items that an element produces, read by a separate flow."""
        inner = Flow(self._sheet, self._notes, self._furniture)
        inner._frames = [self._frames[-1]]
        items = inner.items(element)
        self.letter_count += inner.letter_count
        self.linked_count += inner.linked_count
        return items

    # --- text ------------------------------------------------------------------------------------

    def _add_text(self, text: str | None, formatting: Formatting) -> None:
        if not text:
            return
        text = tidy(text if formatting.keeps_lines else _SPACES.sub(" ", text))
        if (
            len(text.strip()) == 1
            and text.strip() in formatting.bullets
            and not "".join(s.text for s in self._spans).strip()
        ):
            text = f"{BULLET} "
        letters = letters_in(text)
        self.letter_count += letters
        self.linked_count += letters if self._frames[-1].is_linked else 0
        self._sizes[formatting.size] += letters
        style = (False, False, True) if formatting.raised else (formatting.bold, formatting.italic, False)
        self._spans.append(Span(text, *style))

    def _end_paragraph(self) -> None:
        """End the open paragraph, if any."""
        spans, sizes = self._spans, self._sizes
        self._spans, self._sizes = [], Counter()
        if not any(span.text.strip() for span in spans):
            return
        frame, labels = self._frames[-1], self._labels
        self._labels = []
        lines = lines_of(spans)
        if (frame.formatting.keeps_lines and len(lines) > 1) or is_set_by_line(lines) or self._continues_printed(lines):
            self._add_printed(lines)
            return
        size = sizes.most_common(1)[0][0] if sizes else None
        note = self._open_note[1] if self._open_note else frame.note
        if self._open_note and self._open_note[0] is None:
            self._open_note = None
        for index, part in enumerate(paragraphs_of(spans)):
            text = _with_labels(part, labels) if index == 0 else part
            fragment = Fragment(
                text,
                alignment=frame.formatting.alignment,
                size=size,
                heading_level=frame.level,
                is_contents=frame.is_contents,
            )
            self._items.append(Paragraph(fragment, note))

    def _end_paragraph_before_block(self) -> None:
        """End the open paragraph, unless it is only a label printed next to the block that begins: "(a)"."""
        if LABEL_ALONE.match("".join(span.text for span in self._spans).strip()):
            self._spans.append(Span(" "))
        else:
            self._end_paragraph()

    def _continues_printed(self, lines: Sequence[Line]) -> bool:
        """Return whether these lines are the short last page of a text that is broken into lines."""
        return len(lines) > 1 and bool(self._items) and isinstance(self._items[-1], PrintedLines)

    def _add_printed(self, lines: Sequence[Line]) -> None:
        """Add lines to be read as printed, together with the lines of earlier pages."""
        last = self._items[-1] if self._items else None
        if isinstance(last, PrintedLines):
            self._items[-1] = PrintedLines((*last.lines, (Span("\f"),), *lines))
        else:
            self._items.append(PrintedLines(tuple(lines)))


def _with_labels(spans: tuple[Span, ...], labels: list[tuple[str, int]]) -> tuple[Span, ...]:
    """Return an item's text with the labels of its lists before it, unless the text contains its own."""
    printed_label = read_label("".join(span.text for span in spans))
    for label, value in reversed(labels):
        repeated = printed_label is not None and (
            label == BULLET or any(value == reading for _, reading in printed_label.readings)
        )
        if label and not repeated:
            spans = (Span(f"{label} "), *spans)
    return spans


def _heading_level(element: Element, name: str) -> int | None:
    """Return the level of a heading, by tag, role, or a word processor's style name used as class, or None."""
    tagged = _HEADING.fullmatch(name)
    if tagged:
        return int(tagged["level"])
    if "heading" in words_of(element, "role"):
        level = element.get("aria-level") or "2"
        return int(level) if level.isascii() and level.isdecimal() and 0 < int(level[:3]) < 10 else 2
    if name not in ("p", "div"):
        return None
    for key in (re.sub(r"[^a-z0-9]", "", class_name) for class_name in words_of(element, "class")):
        if heading := _HEADING.fullmatch(key):
            return int(heading["level"])
        if key.removeprefix("mso") in HEADING_STYLES:
            return HEADING_STYLES[key.removeprefix("mso")]
    return None


def _is_contents(element: Element, name: str) -> bool:
    """Return whether an element is a line of a table of contents, or a whole table of contents."""
    if name == "nav" or "doc-toc" in words_of(element, "role"):
        return links_within_page(element)
    return any(map(_CONTENTS.fullmatch, words_of(element, "class")))
