"""Find the notes of a page: links to them, elements that hold them, and paragraphs that look like notes.

Word processors and converters link a marker in the text to its note, and the note back to its marker ("_ftn1", "fn:1",
"sdfootnote1sym"). A link is a marker if its text reads like one, it is formatted or named like one, and its target is
further down the page; so a link on the number in "see paragraph 12" is not a marker.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from documents.parsing.readers.html_layout.styles import StyleSheet
from documents.parsing.readers.html_layout.tree import BLOCKS, Element, ancestors, block_around, tag, text_of, words_of
from documents.parsing.readers.spans import trim
from documents.parsing.types import RawNote, Span

_MARKER = re.compile(r"(?P<open>[\[(]?)\s*(?P<marker>\d{1,3}|[*†‡§]{1,4}|[a-z]{1,2}|[ivxl]{2,6})\s*[\])]?")
"""Matches "1", "[1]", "(a)", "**", "iv"; not "art. 5", "2022"."""
_NAMED = re.compile(r"foot_?note|endnote|(?:^|[_-])(?:note|nota|fn|edn|ftn|ftnt)[_:.-]?(?:\d{1,3}|[a-z*]{1,2})?$")
"""Matches "_ftn1", "ftnt12", "fn:3", "sdfootnote1sym", "note-a", "ftn1", "cite_note-4"; not "para-12"."""
_NOTE_ROLES = frozenset({"doc-noteref", "doc-footnote", "doc-endnote", "noteref", "footnote", "endnote", "rearnote"})
_NOTE_ELEMENTS = frozenset({"p", "li", "dd", "tr", "aside"})
_BACK_LINK = re.compile(r"(?:back|return|retour|volver|назад|返回)\b.{0,40}", re.IGNORECASE)
_RAISED_MARKER = re.compile(r"\[?(?P<marker>[a-z]{1,2}|\d{1,3}|[*†‡§]{1,4})\]?")
_STARRED = re.compile(r"(?P<marker>\*{1,4}|[†‡§]{1,3})\s*(?=[^\s*])")
_AFTER_MARKER = re.compile(r"[\])./]?\s*")


@dataclass(slots=True)
class Notes:
    """The notes of a page that are known before its text is read.

    ``links`` maps the links to notes to their markers. ``holders`` maps elements that are a note as a whole, and
    ``starts`` elements inside a paragraph at which a note begins, to the note's index in ``markers``. ``items`` holds
    the indexes of notes that are list items, whose numbers replace their markers.
    """

    markers: list[str] = field(default_factory=list)
    links: dict[Element, str] = field(default_factory=dict)
    holders: dict[Element, int] = field(default_factory=dict)
    starts: dict[Element, int] = field(default_factory=dict)
    items: set[int] = field(default_factory=set)

    def contains_note(self, element: Element) -> bool:
        """Return whether an element contains a note."""
        return any(inner in self.holders or inner in self.starts for inner in element.iter())

    def leads_back(self, link: Element, note: int) -> bool:
        """Return whether a link in a note leads back to the text: it is the note's own marker, an arrow or "back"."""
        if tag(link) != "a" or not _anchor(link):
            return False
        text = text_of(link)
        match = _MARKER.fullmatch(text)
        if match:
            return match["marker"] == self.markers[note]
        return not any(map(str.isalnum, text)) or bool(_BACK_LINK.fullmatch(text))


def find_notes(root: Element, sheet: StyleSheet) -> Notes:
    """Return the links to notes on a page, and the elements that hold these notes."""
    notes = Notes()
    links = [link for link in root.iter("a") if _anchor(link) and _MARKER.fullmatch(text_of(link))]
    if not links:
        return notes
    targets_by_name = _named_elements(root, {_anchor(link) for link in links})
    order = _document_order(root, {*links, *targets_by_name.values()})
    index_of: dict[Element, int] = {}
    for link in links:
        target = targets_by_name.get(_anchor(link))
        if target is None or order[target] < order[link] or not _looks_like_marker(link, sheet):
            continue
        match = _MARKER.fullmatch(text_of(link))
        notes.links[link] = match["marker"] if match else ""
        if target not in index_of:
            index_of[target] = len(notes.markers)
            notes.markers.append(notes.links[link])
    for target, index in index_of.items():
        _record_note(notes, target, index, index_of)
    return notes


def _anchor(link: Element) -> str:
    """Return the anchor that a link points to, without the address of the page, which browsers add when saving it."""
    return str((link.get("href") or "").partition("#")[2])


def _named_elements(root: Element, names: set[str]) -> dict[str, Element]:
    targets_by_name: dict[str, Element] = {}
    for element in root.iter():
        for name in (element.get("id"), element.get("name") if tag(element) == "a" else None):
            if name in names:
                targets_by_name.setdefault(name, element)
    return targets_by_name


def _document_order(root: Element, wanted: set[Element]) -> dict[Element, int]:
    return {element: index for index, element in enumerate(root.iter()) if element in wanted}


def _looks_like_marker(link: Element, sheet: StyleSheet) -> bool:
    match = _MARKER.fullmatch(text_of(link))
    if match and (match["open"] == "[" or not match["marker"].isalnum()):
        return True
    if _NAMED.search(_anchor(link).lower()) or _NOTE_ROLES & (words_of(link, "role") | words_of(link, "epub:type")):
        return True
    inline_ancestors = [outer for outer in ancestors(link) if tag(outer) not in BLOCKS][:4]
    return any(_is_raised(element, sheet) for element in (*link.iter(), *inline_ancestors))


def _is_raised(element: Element, sheet: StyleSheet) -> bool:
    return tag(element) == "sup" or sheet.declarations(element).get("vertical-align", "").startswith("super")


def _record_note(notes: Notes, target: Element, index: int, targets: Iterable[Element]) -> None:
    """Record the block around a target as the note if it contains nothing else, or else the target as its start."""
    block = block_around(target)
    if tag(block) in ("td", "th"):
        block = block.getparent()
    is_alone = tag(block) in _NOTE_ELEMENTS or target is block or not _has_blocks(block)
    if not is_alone or _targets_in(block, targets) > 1:
        notes.starts[target] = index
        return
    for outer in ancestors(block):
        may_hold_note = tag(outer) in ("li", "aside", "dd") or (tag(outer) == "div" and _is_named(outer))
        if not may_hold_note or _targets_in(outer, targets) > 1:
            break
        block = outer
    notes.holders[block] = index
    if tag(block) == "li":
        notes.items.add(index)


def _is_named(element: Element) -> bool:
    return bool(_NAMED.search((element.get("id") or "").lower()))


def _has_blocks(element: Element) -> bool:
    return any(tag(inner) in BLOCKS for inner in element.iter() if inner is not element)


def _targets_in(element: Element, targets: Iterable[Element]) -> int:
    return sum(1 for inner in element.iter() if inner in targets)


# --- the text of notes -------------------------------------------------------------------------------


def read_note(spans: tuple[Span, ...], *, starred: bool) -> RawNote | None:
    """Return a paragraph as a note if it begins with a superscript marker or, if ``starred``, asterisks; otherwise
    None."""
    spans = trim(spans)
    if len(spans) > 1 and spans[0].superscript and (raised := _RAISED_MARKER.fullmatch(spans[0].text.strip())):
        return RawNote(raised["marker"], without_marker(spans, raised["marker"], numbered=False))
    match = _STARRED.match("".join(span.text for span in spans))
    return (
        RawNote(match["marker"], without_marker(spans, match["marker"], numbered=False)) if match and starred else None
    )


def join_note(marker: str, paragraphs: Sequence[tuple[Span, ...]], *, numbered: bool) -> RawNote:
    """Return a note made of its paragraphs. ``numbered`` means a list item, whose number replaces the marker."""
    spans: list[Span] = []
    for position, paragraph in enumerate(paragraphs):
        spans += [Span(" ")] * (position > 0) + list(paragraph)
    return RawNote(marker, without_marker(tuple(spans), marker, numbered=numbered))


def without_marker(spans: tuple[Span, ...], marker: str, *, numbered: bool) -> tuple[Span, ...]:
    """Return a note's text without the marker before it: "[1] See …", "1. See …".

    The number of a list item (``numbered``) is not in its text, so "5 November" is kept whole there.
    """
    remaining = list(trim(spans))
    if remaining and remaining[0].superscript and _RAISED_MARKER.fullmatch(remaining[0].text.strip()):
        remaining[0] = _with_text(remaining[0], "")
    elif remaining and not numbered:
        printed = re.match(rf"\[?{re.escape(marker)}(?![\w*])", remaining[0].text)
        remaining[0] = _with_text(remaining[0], remaining[0].text[printed.end() :] if printed else remaining[0].text)
        if not printed:
            return trim(remaining)
    else:
        return trim(remaining)
    remaining = [span for span in remaining if span.text]
    if remaining and (after := _AFTER_MARKER.match(remaining[0].text)):
        remaining[0] = _with_text(remaining[0], remaining[0].text[after.end() :])
    return trim(remaining)


def _with_text(span: Span, text: str) -> Span:
    return Span(text, span.bold, span.italic, span.superscript)
