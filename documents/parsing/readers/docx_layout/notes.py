"""Read footnotes and endnotes in the order of the text, and notes printed as paragraphs below tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from documents.parsing.readers.docx_layout.numbering import format_number
from documents.parsing.readers.docx_layout.ooxml import Element, child, children, name, number, value
from documents.parsing.readers.docx_layout.package import Package
from documents.parsing.readers.docx_layout.styles import Styles
from documents.parsing.readers.docx_layout.text import TextReader
from documents.parsing.readers.spans import trim
from documents.parsing.types import RawNote, Span

_PRINTED_MARKER = re.compile(r"\s*(?P<marker>[*†‡§]{1,5})\s*")
_TYPED_MARKER = re.compile(r"(?P<marker>\w{1,3})[/)]")  # a marker as typewriters set it: "1/", "a/"
_RAISED_MARKER = re.compile(r"[a-z]{1,2}|\d{1,3}|[*†‡§]{1,5}")
_STARRED = re.compile(r"(?P<marker>\*{1,5}|[†‡§]{1,3})\s+(?=\S)")
_RULE = re.compile(r"[_\s]{5,}")


@dataclass(slots=True)
class _Series:
    """The number format of footnotes or of endnotes, and how many have been numbered."""

    form: str = "decimal"
    count: int = 0


class Notes:
    """The notes of a file. A note is numbered when the text refers to it; a note without a reference is not printed."""

    def __init__(self, package: Package, styles: Styles) -> None:
        self._styles = styles
        self._elements = {
            (kind, value(note, attribute="w:id") or ""): note
            for kind, part in (("footnote", package.related("FOOTNOTES")), ("endnote", package.related("ENDNOTES")))
            for note in (children(part.root, f"w:{kind}") if part else ())
        }
        settings = package.related("SETTINGS")
        sections = list(package.main.root.iter(name("w:sectPr")))
        self._series = {
            kind: _read_series(kind, settings.root if settings else None, sections) for kind in ("footnote", "endnote")
        }
        self._read: list[RawNote] = []

    def add_reference(self, kind: str, identifier: str, custom: str | None, page: int | None) -> str:
        """Record the note to which the text refers. Return its marker, or "" if the file has no such note."""
        element = self._elements.get((kind, identifier))
        if element is None:
            return ""
        spans = self._spans(element)
        printed_marker = _PRINTED_MARKER.match("".join(span.text for span in spans))
        if custom is None and printed_marker and not _numbers_itself(element):
            custom = printed_marker["marker"]
        printed = custom or self._next_number(kind)
        marker = _TYPED_MARKER.sub(r"\g<marker>", printed)
        self._read.append(RawNote(marker, _without_slash(_without_marker(spans, printed)), page))
        return marker

    def add(self, note: RawNote) -> None:
        """Record a note that is a paragraph of the text."""
        self._read.append(note)

    def read(self) -> tuple[RawNote, ...]:
        """Return the notes recorded so far, in the order of the text."""
        return tuple(self._read)

    def _next_number(self, kind: str) -> str:
        series = self._series[kind]
        series.count += 1
        return format_number(series.form, series.count)

    def _spans(self, note: Element) -> tuple[Span, ...]:
        reader = TextReader(self._styles)
        spans: list[Span] = []
        for paragraph in note.iter(name("w:p")):
            spans += [*reader.read(paragraph).merged(), Span(" ")]
        return trim(spans)


def read_note(spans: tuple[Span, ...], page: int | None, in_frame: bool) -> RawNote | None:
    """Return a paragraph as a note if it begins with a superscript marker or, if ``in_frame``, asterisks; otherwise
    None."""
    first = next((span for span in spans if span.text.strip()), None)
    if first is None:
        return None
    if first.superscript and _RAISED_MARKER.fullmatch(first.text.strip()) and len(spans) > 1:
        return RawNote(first.text.strip(), _without_marker(spans, first.text.strip()), page)
    starred = _STARRED.match("".join(span.text for span in spans))
    if starred and in_frame:
        return RawNote(starred["marker"], _without_marker(spans, starred["marker"]), page)
    return None


def is_rule(text: str) -> bool:
    """Return whether a paragraph is the short rule above notes, made of underscores."""
    return bool(_RULE.fullmatch(text)) and "_" in text


def _without_marker(spans: tuple[Span, ...], marker: str) -> tuple[Span, ...]:
    """Return a note's text without the marker before it."""
    remaining = list(trim(spans))
    for character in marker:
        if not remaining or not remaining[0].text.startswith(character):
            return trim(spans)
        remaining[0] = replace(remaining[0], text=remaining[0].text[1:])
        remaining = [span for span in remaining if span.text]
    return trim(remaining)


def _without_slash(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return a note's text without the slash that typewriters set after its number: "/ See resolution 48/13"."""
    text = "".join(span.text for span in spans)
    return _without_marker(spans, "/") if re.match(r"/(?:\s|$)", text) else spans


def _numbers_itself(note: Element) -> bool:
    """Return whether the note contains its automatic number."""
    return any(True for _ in note.iter(name("w:footnoteRef"), name("w:endnoteRef")))


def _read_series(kind: str, settings: Element | None, sections: list[Element]) -> _Series:
    """Return the number format and start of a kind of note: of the first section, the file or the standard."""
    series = _Series("decimal" if kind == "footnote" else "lowerRoman")
    for holder in (settings, *sections[:1]):
        properties = child(holder, f"w:{kind}Pr")
        series.form = value(properties, "w:numFmt") or series.form
        start = number(properties, "w:numStart")
        series.count = series.count if start is None else max(start - 1, 0)
    return series
