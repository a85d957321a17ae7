"""Find notes at the feet of a dump's pages, and endnotes, by consecutive markers that the text above contains."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise, takewhile

from documents.parsing.messages import Message
from documents.parsing.numbering import read_label
from documents.parsing.readers.text_layout.markers import MarkerPosition, find_first_markers, find_marker
from documents.parsing.readers.text_layout.pages import Page, PrintedLine, remove_lines
from documents.parsing.types import Doubt

_STARS = ("*", "**", "***")
_TEXT_START = r"[“\"(\[A-ZÀ-ÖØ-ÞА-Я]|https?:|www\."
_MARKED = re.compile(rf"(?P<marker>\d{{1,3}}|\*{{1,3}})\s?/?\s*(?:(?={_TEXT_START})|$)")
_MARKER_ALONE = re.compile(r"(?:\d{1,3}|\*{1,3})/?")
_LABEL_ALONE = re.compile(r"\([a-z]{1,4}\)|\d{1,3}\.|[IVXL]{1,6}\.|[A-Z]\.")
_SENTENCE_END = re.compile(r"[.!?)\]”\"]$")
_MAX_MISSING = 3  # notes that may be missing between two that are found
_MAX_TRIED = 40  # sequences of numbers to try as notes, from the longest

_MAX_CHANCE_NOTES = 2  # numbers that may look like notes by chance


@dataclass(slots=True)
class FootNote:
    """A note: its marker, its printed lines and the page on which it begins."""

    marker: str
    lines: list[str]
    page: int


@dataclass(frozen=True, slots=True)
class _Foot:
    """Notes found at the end of a range of lines, with those lines, the text above, and the markers in that text."""

    notes: list[FootNote]
    lines: list[PrintedLine]
    positions: list[tuple[str, MarkerPosition]]
    text: list[PrintedLine]
    is_doubtful: bool = False


@dataclass(slots=True)
class Feet:
    """The notes removed from a dump, and the doubts about them."""

    notes: list[FootNote] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def extract_notes(pages: Sequence[Page]) -> Feet:
    """Remove the notes from the pages, write their markers in the text as "^{1}", and return the notes and doubts."""
    feet = Feet()
    last = 0
    for page in pages:
        foot = _find_foot(page, last)
        if foot is None:
            continue
        numbers = [int(note.marker) for note in foot.notes if note.marker.isdecimal()]
        if numbers:
            last = numbers[-1]
        _store(foot, pages, feet)
    if not last:
        endnotes = _find_notes([line for page in pages for line in page], 1)
        if endnotes:
            _store(endnotes, pages, feet)
    feet.doubts += _report_remaining(pages, feet.notes)
    return feet


def _find_foot(page: Page, last: int) -> _Foot | None:
    """Return the notes of a page, whose numbers continue, restart, or skip a few notes that were not found."""
    for first in (*range(last + 1, last + 2 + _MAX_MISSING), *([1] if last else [])):
        foot = _find_notes(page, first)
        if foot and (first == last + 1 or any(note.marker == str(first) for note in foot.notes)):
            return foot
    return None


def _find_notes(lines: Sequence[PrintedLine], first: int) -> _Foot | None:
    """Return the notes from number ``first`` on (and starred ones) at the end of the lines, or None."""
    lines_by_marker = _marked_lines(lines)
    stars = [star for star in _STARS if star in lines_by_marker]
    numbers = list(takewhile(lines_by_marker.__contains__, map(str, count(first))))
    if numbers and not find_marker(numbers[0], lines):
        numbers = []
    lengths = range(len(numbers), max(0, len(numbers) - _MAX_TRIED), -1)
    for markers in [
        *(stars + numbers[:length] for length in lengths),
        *(numbers[:length] for length in lengths if stars),
        *(stars[:length] for length in range(len(stars), 0, -1)),
    ]:
        foot = _find_stacked_notes(lines, markers, lines_by_marker) or _find_scattered_notes(lines, markers)
        if foot:
            return foot
    return None


def _marked_lines(lines: Sequence[PrintedLine]) -> dict[str, list[int]]:
    """Return a map from markers to the indexes of lines that may begin with them: "1", "1/ See …"; not "1. See …"."""
    lines_by_marker: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if match := _MARKED.match(line.text):
            lines_by_marker.setdefault(match["marker"], []).append(index)
    return lines_by_marker


def _find_stacked_notes(
    lines: Sequence[PrintedLine], markers: Sequence[str], lines_by_marker: Mapping[str, Sequence[int]]
) -> _Foot | None:
    """Return notes printed one below the other to the end, each after its marker."""
    starts: list[int] = []
    end = len(lines)
    for marker in reversed(markers):
        above = bisect_left(lines_by_marker[marker], end)
        if not above:
            return None
        end = lines_by_marker[marker][above - 1]
        starts.append(end)
    starts.reverse()
    text = lines[: starts[0]]
    positions = _find_positions(markers, text)
    if positions is None:
        return None
    notes = []
    for marker, (start, stop) in zip(markers, pairwise([*starts, len(lines)]), strict=True):
        note_lines = [_without_marker(marker, lines[start].text), *(line.text for line in lines[start + 1 : stop])]
        note_lines = [
            line.removeprefix("/ ").lstrip() for line in note_lines if line and line.strip("/") not in markers
        ]
        if not note_lines or any(_is_body_line(line) for line in note_lines):
            return None
        notes.append(FootNote(marker, note_lines, lines[start].page))
    is_printed_twice = bool(text) and text[-1].text.strip("/") == markers[0]
    return _Foot(notes, list(lines[starts[0] - is_printed_twice :]), positions, list(text))


def _is_body_line(line: str) -> bool:
    """Return whether a line is labelled as notes never are: "(a) …", "12." alone."""
    label = read_label(line)
    return bool(_LABEL_ALONE.fullmatch(line)) or (label is not None and label.printed.startswith("("))


def _find_scattered_notes(lines: Sequence[PrintedLine], markers: Sequence[str]) -> _Foot | None:
    """Return notes printed separately from their markers, if the end of the page splits into one note per marker."""
    marker_lines = [line for line in lines if _MARKER_ALONE.fullmatch(line.text) and line.text.strip("/") in markers]
    if len(marker_lines) != len(markers):
        return None
    marker_ids = {id(line) for line in marker_lines}
    kept = [line for line in lines if id(line) not in marker_ids]
    for start in reversed(_block_starts(lines, kept)):
        parts = list(_split_sentences(kept[start:]))
        if len(parts) > len(markers) or _is_body(kept, start):
            return None
        if len(parts) == len(markers):
            text = [line for line in lines[: lines.index(kept[start])] if id(line) not in marker_ids]
            positions = _find_positions(markers, text)
            notes = [
                FootNote(marker, [line.text for line in part], part[0].page)
                for marker, part in zip(markers, parts, strict=True)
            ]
            return (
                None
                if positions is None
                else _Foot(notes, [*marker_lines, *kept[start:]], positions, text, is_doubtful=len(markers) > 1)
            )
    return None


def _block_starts(lines: Sequence[PrintedLine], kept: Sequence[PrintedLine]) -> list[int]:
    """Return the indexes in ``kept`` at which a block begins: below a gap, or below a removed marker."""
    positions = {id(line): index for index, line in enumerate(kept)}
    starts = []
    for index, line in enumerate(lines):
        is_below_removed = index > 0 and id(lines[index - 1]) not in positions
        if id(line) in positions and (line.after_gap or is_below_removed):
            starts.append(positions[id(line)])
    return starts


def _is_body(lines: Sequence[PrintedLine], start: int) -> bool:
    """Return whether a block continues the text above it, or contains labelled text."""
    below_label = start > 0 and _LABEL_ALONE.fullmatch(lines[start - 1].text)
    has_label = any(read_label(line.text) or _LABEL_ALONE.fullmatch(line.text) for line in lines[start:])
    return bool(below_label) or has_label or not re.match(_TEXT_START, lines[start].text)


def _split_sentences(lines: Sequence[PrintedLine]) -> Iterator[list[PrintedLine]]:
    """Split lines into notes: a note begins after a line that ends a sentence, if the next line starts one."""
    part: list[PrintedLine] = []
    for line in lines:
        if part and _SENTENCE_END.search(part[-1].text) and re.match(r"[“\"A-Z]", line.text):
            yield part
            part = []
        part.append(line)
    if part:
        yield part


def _find_positions(markers: Sequence[str], text: Sequence[PrintedLine]) -> list[tuple[str, MarkerPosition]] | None:
    """Return the positions of markers in the text above their notes.

    Return None if the first marker, or one of asterisks before the first number, is not found there. A later note is
    identified by its number alone: if its marker is not found, it is reported as missing.
    """
    positions: list[tuple[str, MarkerPosition]] = []
    last: MarkerPosition | None = None
    for marker in markers:
        position = find_marker(marker, text, last if marker.isdecimal() else None)
        if position:
            positions.append((marker, position))
            last = position if marker.isdecimal() else last
        elif last is None:
            return None
    return positions


def _without_marker(marker: str, text: str) -> str:
    return re.sub(rf"^{re.escape(marker)}\s?/?\s*", "", text)


def _store(foot: _Foot, pages: Sequence[Page], feet: Feet) -> None:
    """Store the notes, remove their lines from the pages, and write their markers in the text as "^{1}".

    An ambiguous marker is left as it is, so that its note is reported as not referred to.
    """
    feet.notes += foot.notes
    for marker, position in sorted(foot.positions, key=lambda marked: (marked[1].line, -marked[1].start)):
        if position.is_sure:
            _write_marker(marker, position, foot.text)
    remove_lines(pages, foot.lines)
    if foot.is_doubtful:
        page = foot.notes[0].page
        feet.doubts.append(
            Doubt(
                "notes_apart",
                Message(
                    "The notes on page %(page)s are separated from their markers. Check that they match.", page=page
                ),
                page,
            )
        )


def read_marked(lines: Sequence[str]) -> dict[str, str] | None:
    """Return the text of each note by its marker, or None unless the lines are notes with consecutive numbers.

    A repeated number may begin a line of text ("1 January 2020"), so it is unknown where the notes begin.
    """
    notes: dict[str, str] = {}
    for line in lines:
        if match := _MARKED.match(line.strip()):
            if match["marker"] in notes:
                return None
            notes[match["marker"]] = line.strip()[match.end() :]
        elif not notes:
            return None
        else:
            notes[next(reversed(notes))] += f" {line.strip()}"
    numbers = [int(marker) for marker in notes if marker.isdecimal()]
    return notes if numbers and numbers == list(range(numbers[0], numbers[0] + len(notes))) else None


def mark_in_text(markers: Sequence[str], text: list[PrintedLine]) -> bool:
    """Write markers in the text as "^{1}", and return True; or return False if one of them is not clearly there."""
    positions = _find_positions(markers, text) or []
    if len(positions) < len(markers) or not all(position.is_sure for _, position in positions):
        return False
    for marker, position in sorted(positions, key=lambda marked: (marked[1].line, -marked[1].start)):
        _write_marker(marker, position, text)
    return True


def _write_marker(marker: str, position: MarkerPosition, text: Sequence[PrintedLine]) -> None:
    """Write a marker as "^{1}", on the line of the word before it."""
    line = text[position.line]
    before, after = line.text[: position.start].rstrip(), line.text[position.end :]
    if before:
        line.text = f"{before}^{{{marker}}}{after}"
    else:
        text[position.line - 1].text += f"^{{{marker}}}"
        line.text = after.lstrip()


def _report_remaining(pages: Sequence[Page], notes: Sequence[FootNote]) -> Iterator[Doubt]:
    """Yield a doubt for each page on which a note seems to remain in the text."""
    for page in pages:
        markers = [line.text.strip("/") for line in page[len(page) // 2 :] if _MARKER_ALONE.fullmatch(line.text)]
        if any(find_marker(marker, page) for marker in markers):
            number = page[0].page
            message = Message(
                "Notes at the foot of page %(page)s could not be separated from the text and may still be in it.",
                page=number,
            )
            yield Doubt("notes_in_text", message, number)


def report_unpaged_notes(lines: Sequence[PrintedLine]) -> Iterator[Doubt]:
    """Yield a doubt if a text without page breaks seems to contain numbered notes."""
    first_lines = find_first_markers(lines)
    number = 1
    for index, line in enumerate(lines):
        if first_lines.get(str(number), index) < index and str(number) in _marked_lines([line]):
            number += 1
    if number > _MAX_CHANCE_NOTES:
        yield Doubt(
            "notes_in_text",
            Message(
                "Notes 1 to %(number)s seem to be in the text: their markers are plain numbers, and there are no page "
                "breaks. Use the PDF itself, or a text with form feeds between the pages.",
                number=number - 1,
            ),
        )
