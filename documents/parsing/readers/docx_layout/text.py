"""Read the text of a paragraph: its runs, with note markers in place, without field codes or deleted text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from documents.parsing.characters import tidy
from documents.parsing.readers.docx_layout.fields import Fields
from documents.parsing.readers.docx_layout.ooxml import Element, child, children, name, switch, value
from documents.parsing.readers.docx_layout.styles import Formatting, Styles, formatting_of
from documents.parsing.readers.docx_layout.symbols import UNKNOWN, symbol
from documents.parsing.readers.spans import merge_spans
from documents.parsing.types import Span

_TRANSPARENT = {
    name(tag)
    for tag in (
        "w:hyperlink", "w:ins", "w:moveTo", "w:smartTag", "w:customXml", "w:sdtContent", "w:dir", "w:bdo", "w:ruby",
        "w:rubyBase", "m:oMathPara", "m:oMath",
    )
}  # fmt: skip
"""Elements around runs, whose content is printed. Deleted and moved text (w:del, w:moveFrom) is excluded."""
_CUSTOM_MARKER = "*†‡§#"
_MAX_MARKER_LENGTH = 4
_TYPED_MARKER = re.compile(r"\d{1,3}/(?!\w)")
_SLASH = re.compile(r"^/(?!\w)")  # the slash after a note's marker in typescripts: "decided 1/"


class NoteReferences(Protocol):
    """An object that gives a note its marker when the text refers to it."""

    def add_reference(self, kind: str, identifier: str, custom: str | None, page: int | None) -> str:
        """Record the note to which the text refers. Return its marker, or "" if there is no such note."""


@dataclass(slots=True)
class Pages:
    """The current page, from the breaks that the word processor saved; None if they were not all saved."""

    is_reliable: bool = False
    number: int = 1

    @property
    def current(self) -> int | None:
        """Return the number of the current page, or None if it is not known."""
        return self.number if self.is_reliable else None


@dataclass(slots=True)
class Inline:
    """The content of a paragraph: spans, characters by size, and text boxes."""

    spans: list[Span] = field(default_factory=list)
    sizes: Counter[float] = field(default_factory=Counter)
    boxes: list[Element] = field(default_factory=list)
    in_contents: bool = False

    def merged(self) -> tuple[Span, ...]:
        """Return the spans, with adjacent spans of one style merged."""
        return merge_spans(self.spans)


class TextReader:
    """Read paragraphs of one flow of text in order, since fields and page numbers continue from one to the next."""

    def __init__(self, styles: Styles, notes: NoteReferences | None = None, pages: Pages | None = None) -> None:
        self.fields = Fields()
        self.pages = pages or Pages()
        self.unknown_symbol_count = 0
        self._styles = styles
        self._notes = notes
        self._inline = Inline()
        self._style: str | None = None
        self._formatting = Formatting(False, False, False, False, None)
        self._custom_note: tuple[str, str] | None = None
        self._last_marker: Span | None = None
        self._readers: dict[str, Callable[[Element], None]] = {
            name("w:r"): self._read_run,
            name("w:t"): lambda e: self._add_text(e.text or ""),
            name("m:t"): lambda e: self._add_text(e.text or ""),
            name("m:r"): self._read_content,
            name("w:tab"): lambda e: self._add_text("\t"),
            name("w:ptab"): lambda e: self._add_text("\t"),
            name("w:br"): self._add_line_break,
            name("w:cr"): lambda e: self._add_text("\n"),
            name("w:noBreakHyphen"): lambda e: self._add_text("-"),
            name("w:sym"): self._add_symbol,
            name("w:fldChar"): lambda e: self.fields.process_character(value(e, attribute="w:fldCharType")),
            name("w:instrText"): lambda e: self.fields.add_code(e.text or ""),
            name("w:fldSimple"): self._read_simple_field,
            name("w:lastRenderedPageBreak"): self._count_page_break,
            name("w:footnoteReference"): lambda e: self._read_note_reference("footnote", e),
            name("w:endnoteReference"): lambda e: self._read_note_reference("endnote", e),
            name("w:sdt"): self._read_content_control,
            name("mc:AlternateContent"): self._read_alternatives,
            name("w:drawing"): self._add_text_boxes,
            name("w:pict"): self._add_text_boxes,
            name("w:object"): self._add_text_boxes,
            **dict.fromkeys(_TRANSPARENT, self._read_content),
        }

    def read(self, paragraph: Element) -> Inline:
        """Return the content of a paragraph. Text boxes are returned as elements, not as text."""
        self._inline = inline = Inline()
        self._style = self._styles.style_of(paragraph)
        inline.in_contents = self.fields.in_contents
        self._read_content(paragraph)
        inline.in_contents = inline.in_contents or self.fields.in_contents
        self.fields.end_paragraph()
        return inline

    def _read_content(self, element: Element) -> None:
        for inner in children(element):
            reader = self._readers.get(inner.tag)
            if reader is not None:
                reader(inner)

    def _read_run(self, run: Element) -> None:
        properties = child(run, "w:rPr")
        formatting = formatting_of(properties, self._styles, self._style)
        if formatting.hidden:
            return
        self._formatting = formatting
        self._read_content(run)
        self._end_custom_note("")

    def _add_text(self, text: str) -> None:
        if self.fields.hides_content:
            return
        if self._custom_note:
            text = self._end_custom_note(text)
        text, inline = tidy(text), self._inline
        if inline.spans and inline.spans[-1] is self._last_marker:
            text = _SLASH.sub("", text)
        if not text:
            return
        if self._formatting.size:
            inline.sizes[self._formatting.size] += len(text.strip())
        inline.spans.append(self._make_span(text))

    def _make_span(self, text: str) -> Span:
        """Return a span in the current formatting. Raised markers are never bold or italic: an italic "a" means "a"."""
        if self._formatting.superscript:
            return Span(text, superscript=True, page=self.pages.current)
        formatting = self._formatting
        return Span(text, formatting.bold, formatting.italic, page=self.pages.current, underlined=formatting.underlined)

    def _add_line_break(self, element: Element) -> None:
        """Add a line break, also for a page break: printed page breaks have separate marks, which are counted."""
        self._add_text("\n")

    def _count_page_break(self, element: Element) -> None:
        self.pages.number += 1

    def _add_symbol(self, element: Element) -> None:
        printed = symbol(value(element, attribute="w:font"), value(element, attribute="w:char"))
        self.unknown_symbol_count += printed == UNKNOWN
        self._add_text(printed)

    def _read_simple_field(self, element: Element) -> None:
        self.fields.open_simple(value(element, attribute="w:instr") or "")
        self._read_content(element)
        self.fields.process_character("end")

    def _read_content_control(self, element: Element) -> None:
        """Read the content of a content control, but not its prompt ("Click here to enter text")."""
        if not switch(element, "w:sdtPr", "w:showingPlcHdr"):
            self._read_content(element)

    def _read_alternatives(self, element: Element) -> None:
        """Read one of two forms of the same content: the form for new word processors or, if missing, the form for old
        ones."""
        for tag in ("mc:Choice", "mc:Fallback"):
            if (form := child(element, tag)) is not None:
                self._read_content(form)
                return

    def _add_text_boxes(self, element: Element) -> None:
        self._inline.boxes.extend(_boxes(element))

    def _read_note_reference(self, kind: str, element: Element) -> None:
        if self.fields.hides_content or self._notes is None:
            return
        identifier = value(element, attribute="w:id") or ""
        if is_on(element, "w:customMarkFollows"):
            self._custom_note = (kind, identifier)
            return
        self._add_marker(self._notes.add_reference(kind, identifier, None, self.pages.current))

    def _end_custom_note(self, text: str) -> str:
        """Give a note the custom marker that follows the reference in the text. Return the text after the marker."""
        if self._custom_note is None or self._notes is None:
            return text
        kind, identifier = self._custom_note
        self._custom_note = None
        marker, remaining = _split_marker(text)
        self._add_marker(self._notes.add_reference(kind, identifier, marker or None, self.pages.current))
        return remaining

    def _add_marker(self, marker: str) -> None:
        if marker:
            self._last_marker = Span(marker, superscript=True, page=self.pages.current)
            self._inline.spans.append(self._last_marker)


def _split_marker(text: str) -> tuple[str, str]:
    """Return a custom note marker and the text after it: ("**", " and") for "** and". A short text is only a marker."""
    if typed := _TYPED_MARKER.match(text):
        return typed.group(), text[typed.end() :]
    remaining = text.lstrip(_CUSTOM_MARKER)
    if len(remaining) == len(text) and len(text.strip()) <= _MAX_MARKER_LENGTH:
        remaining = ""
    return text[: len(text) - len(remaining)].strip(), remaining


def _boxes(element: Element) -> Iterator[Element]:
    """Yield the text boxes of a drawing, each in one form, without those nested in them."""
    for inner in children(element):
        if inner.tag == name("w:txbxContent"):
            yield inner
        elif inner.tag == name("mc:AlternateContent"):
            yield from _boxes(next(children(inner), None))
        else:
            yield from _boxes(inner)


def is_on(element: Element, attribute: str) -> bool:
    """Return whether an attribute is on: "1", "true" or "on"."""
    return (value(element, attribute=attribute) or "").lower() in ("1", "true", "on")
