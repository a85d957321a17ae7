"""Classify the lines of a plain-text document: paragraphs (or parts of them), notes, tables, running heads and feet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from documents.parsing.asides import continues_with_dash
from documents.parsing.characters import join_texts, plain_digits
from documents.parsing.contents import COLUMN_HEADS
from documents.parsing.contents import TITLE as CONTENTS_TITLE
from documents.parsing.enacting import is_enacting_line
from documents.parsing.hyphens import Lexicon
from documents.parsing.masthead_continuation import ends_within
from documents.parsing.masthead_end import opens_text
from documents.parsing.masthead_fields import is_field
from documents.parsing.masthead_words import AGENDA_ITEM
from documents.parsing.numbering import BULLET, read_label
from documents.parsing.readers.text_layout.pages import PAGE_END, PAGE_FOOT
from documents.parsing.readers.text_wrapping import SENTENCE_END, Wrapping
from documents.parsing.symbols import continues_symbol, parse_symbol_line

_NOTE = re.compile(
    r"""^(?P<mark>
        \$?\^\{ [^{}]{1,6} \}\$? | <sup> [^<>]{1,8} </sup> | \[\^\w{1,4}\]:? | [⁰¹²³⁴⁵⁶⁷⁸⁹]+
      | \^(?:\d{1,3}|[a-z*]{1,3})(?=\s)
      | \\\*(?:\\?\*){0,2}(?=\s) | (?P<star>\*{1,3})(?=\s) | (?P<slash>\d{1,2})/(?=\s+[A-Z"“])
    )\s*(?P<text>.*)$""",
    re.VERBOSE,
)
"""Matches "¹ United Nations …", "^{*} CTOC/COP/2022/1.", "<sup>1</sup> …", "[^1]: …", "\\* Reissued …", "1/ See …"."""

_RULE = re.compile(r"^\s*(?:[-_*=–—]\s?){3,}$")
_RULE_ABOVE_NOTE = re.compile(r"^_{3,}\s*(?=\*)")
"""Matches a rule printed on the line of the note below it: "______* Reissued for technical reasons."."""
_MARKDOWN_HEADING = re.compile(r"^(?P<marks>#{1,6})\s+(?P<text>.*?)\s*#*$")
_BULLET = re.compile(r"^(?P<indent>\s*)(?:[-*+•◦▪●·–—])\s+(?=\S)")
_CONTENTS_LINE = re.compile(
    r"""^(?P<title>.*?\S)(?:\s*(?:\t+|\s{3,}|(?:\s?[.…]){3,})\s*(?:\d{1,3}[-–]\d{1,3}\s+)?|\s+\d{1,3}[-–]\d{1,3}\s+)
        (?P<page>\d{1,3}|[ivxl]{1,6})\s*$""",
    re.VERBOSE,
)
"""Matches an entry of a table of contents: title, then a leader, paragraph numbers or both, then page."""
_LEADER_LINE = re.compile(r"^(?P<title>.*?[^\s.…])\s*(?:(?:\.\s?){4,}|…{2,})\s*(?P<page>\d{1,3}|[ivxl]{1,6})$")
"""Matches an entry of a table of contents with a dotted leader: "Technical assistance ........ 16"."""
LOOSE_BRACKET = re.compile(r"(?<=[(\[])[ \t]+|(?<![ \t])[ \t]+(?=[)\]])")
_PIPE_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*(?:\|\s*)?")
_OPENS_EMPHASIS = re.compile(r"(?<![\w)\]*])\*\*(?=[^\s*])")
"""Matches asterisks that begin bold type; those after a word refer to a note."""
_MAX_HEAD = 40  # lines searched for the fields of a masthead
_MAX_ASIDE = 12  # lines searched for an aside
_BROKEN_WORD = re.compile(r"(?P<word>[^\W\d_]|\d)\s?-$")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A printed paragraph, or a part of one, with its markup.

    ``after_cut`` is set if a page foot or a block of notes precedes it, ``after_gap`` if an empty line does.
    ``later_pages`` are the pages of the parts
    joined to it, separated by form feeds in its text.
    """

    text: str
    page: int | None = None
    after_cut: bool = False
    after_gap: bool = False
    heading_level: int | None = None
    cells: tuple[tuple[str, ...], ...] = ()
    is_contents: bool = False
    later_pages: tuple[int | None, ...] = ()


@dataclass(slots=True)
class NoteLines:
    """A note with its marker and its printed lines."""

    marker: str
    lines: list[str]
    page: int | None = None


class Lines:
    """The lines of a text, sorted into body chunks, notes, and running heads and feet.

    ``head`` has the lines of the masthead, if they are not part of the text.
    """

    def __init__(self, text: str, head: Sequence[str] = ()) -> None:
        self.chunks: list[Chunk] = []
        self.notes: list[NoteLines] = []
        self.running: list[str] = []
        self._lines = text.replace(PAGE_END, f"\n{PAGE_END}\n").split("\n")
        self._has_pages = PAGE_END in text
        self._lexicon = Lexicon(self._lines)
        self._running_heads = _repeated_symbol_lines(self._lines, head)
        self._wrapping = Wrapping(self._lines, has_pages=self._has_pages)
        self._has_starred_markers = bool(re.search(r"\w\*(?!\*)(?:\s|$|[\u4e00-\u9fff])", "\n".join([*head, text])))
        self._page_numbers = _bare_page_numbers(self._lines)
        self._open: list[str] = []
        self._open_numbers: list[int] = []
        self._note_open = False
        self._after_cut = False
        self._after_gap = False
        self._in_contents = False
        self._in_head = True
        self._first_of_page = self._last_page = 0
        self.pages: int | None = None
        for number, line in enumerate(self._lines):
            self._add_line(number, line)
        self._close()
        if self._has_pages:
            self._end_sheet()

    def _add_line(self, number: int, line: str) -> None:
        bare = _RULE_ABOVE_NOTE.sub("", line.strip())
        if line == PAGE_END:
            self._close()
            self._after_cut = True
            self._end_sheet()
        elif not bare or _RULE.match(bare):
            self._close()
            self._after_gap = True
        elif number in self._page_numbers or number in self._running_heads or PAGE_FOOT.match(bare):
            self._add_running_line(number, bare)
        elif (note := _NOTE.match(bare)) and self._is_note(note, number):
            self._close()
            self._note_open = self._after_cut = True
            marker = re.sub(r"[^\w*]|sup", "", plain_digits(note["mark"]))
            self.notes.append(NoteLines(marker, [note["text"]] if note["text"] else []))
        elif self._note_open:
            self.notes[-1].lines.append(bare)
        elif self._is_note_of_item(number, bare):
            self._close()
            self.notes.append(NoteLines("*", [bare]))
        else:
            self._add_text_line(number, line, bare)

    def _is_note(self, note: re.Match[str], number: int) -> bool:
        """Return whether a line that begins with a marker begins a note.

        Bare asterisks may be a bullet. They begin a note only if a word ends with one somewhere and no line nearby
        begins with the same marker. "1/" begins a note only if it is printed above. A marker alone begins a note if the
        line above is empty and the one below is not; otherwise the marker belongs to the text.
        """
        if not note["text"]:
            above, below = self._lines[number - 1 : number], self._lines[number + 1 : number + 2]
            return not any(line.strip() for line in above) and any(line.strip() for line in below)
        if note["star"]:
            adjacent = self._lines[max(0, number - 2) : number] + self._lines[number + 1 : number + 3]
            return self._has_starred_markers and not any(line.split()[:1] == [note["star"]] for line in adjacent)
        if note["slash"]:
            return any(f"{note['slash']}/" in line for line in self._lines[:number])
        return True

    def _is_note_of_item(self, number: int, bare: str) -> bool:
        """Return whether a line is the note of the agenda item above it, a symbol with a full stop: "A/64/150."."""
        if number >= _MAX_HEAD or not bare.endswith(".") or not parse_symbol_line(bare[:-1]):
            return False
        above = next((line.strip() for line in reversed(self._lines[:number]) if line.strip(" *")), "")
        return AGENDA_ITEM.match(above) is not None

    def _add_running_line(self, number: int, bare: str) -> None:
        self._close()
        self._after_cut = True
        foot = PAGE_FOOT.match(bare)
        page = next((int(foot[g]) for g in ("first", "last", "alone", "named") if foot[g]), None) if foot else None
        page = self._page_numbers.get(number, page)
        if page is not None and not self._has_pages:
            total = next((int(foot[g]) for g in ("of", "of2", "of3") if foot[g]), None) if foot else None
            self.pages = max(self.pages or 0, total or page)
            self._end_page(page)
        self.running.append(bare)

    def _end_sheet(self) -> None:
        """Assign the lines since the last form feed to a page; pages are counted, their printed numbers ignored."""
        self.pages = (self.pages or 0) + 1
        self._put_on_page(self.pages, self._first_of_page, len(self.chunks))
        self._first_of_page = len(self.chunks)
        for note in self.notes:
            note.page = note.page or self.pages

    def _end_page(self, page: int) -> None:
        """Assign the lines since the last foot to this page, if that foot belonged to the page before.

        The first page has no number; if only its notes separate it from the second page, it ends with them. Otherwise
        the page of the lines stays unknown: nothing is guessed.
        """
        start, end = self._first_of_page, len(self.chunks)
        if page == 2 and self._last_page == 0:
            cuts = [index for index in range(1, end) if self.chunks[index].after_cut]
            if len(cuts) == 1 and not is_field(self.chunks[cuts[0]].text):  # a field is on the first page
                self._put_on_page(1, 0, cuts[0])
                self._last_page, start = 1, cuts[0]
        if page == self._last_page + 1:
            self._put_on_page(page, start, end)
        self._last_page, self._first_of_page = page, end

    def _put_on_page(self, page: int, start: int, end: int) -> None:
        self.chunks[start:end] = [replace(chunk, page=page) for chunk in self.chunks[start:end]]

    def _add_text_line(self, number: int, line: str, bare: str) -> None:
        if heading := _MARKDOWN_HEADING.match(bare):
            self._close()
            self._add(heading["text"], heading_level=len(heading["marks"]))
            self._in_contents = bool(CONTENTS_TITLE.match(heading["text"]))
            return
        if CONTENTS_TITLE.match(bare):
            self._close()
            self._add(bare, is_contents=True)
            self._in_contents = True
            return
        if self._in_contents and self._add_contents_line(bare):
            return
        if self._has_pages and (entry := _LEADER_LINE.match(bare)):
            self._close()
            self._add(f"{entry['title']}\t{entry['page']}", is_contents=True)
            return
        if self._add_table_row(line):
            return
        bullet = _BULLET.match(line)
        if bullet and self._open and continues_with_dash(" ".join(self._open[-_MAX_ASIDE:]), line):
            self._open.append(bare)
            self._open_numbers.append(number)
            return
        if bullet and self._open and self._wrapping.width and not SENTENCE_END.search(self._open[-1]):
            bullet = None
        if bullet or not self._open or not self._continues(number):
            self._close()
        self._open.append(_without_list_dash(line, bullet) if bullet else bare)
        self._open_numbers.append(number)
        if line.endswith("  ") and not self._wrapping.width:
            self._close()

    def _add_contents_line(self, bare: str) -> bool:
        """Add a line if it belongs to a table of contents or its head ("Page"). Return whether it was added."""
        match = _CONTENTS_LINE.match(bare)
        if match or COLUMN_HEADS.match(bare):
            self._close()
            self._add(f"{match['title']}\t{match['page']}" if match else bare, is_contents=True)
            return True
        return False

    def _add_table_row(self, line: str) -> bool:
        """Add a line if it is a table row (cells between tabs or pipes). Return whether it is one.

        Consecutive rows form one table.
        """
        bare = line.strip()
        if "|" in bare and _PIPE_RULE.fullmatch(bare):
            return True
        after_row = bool(self.chunks and self.chunks[-1].cells and not self._open)
        if bare.startswith("|") and bare.endswith("|") and line.count("|") > 2:
            texts = bare.strip("|").split("|")
        elif ("\t" in bare and not read_label(bare)) or ("\t" in line and after_row):
            texts = line.split("\t")
        else:
            return False
        cells = tuple(cell.strip() for cell in texts)
        self._close()
        last = self.chunks[-1] if self.chunks else None
        if last is not None and last.cells and not self._after_cut:
            self.chunks[-1] = replace(last, cells=(*last.cells, cells))
        else:
            self._add("", cells=(cells,))
        return True

    def _continues(self, number: int) -> bool:
        """Return whether a line continues the open lines: emphasis is still open, or the text is wrapped."""
        text = "".join(self._open)
        if text.count("**") % 2 and _OPENS_EMPHASIS.search(text):
            return True
        above, line = self._lines[self._open_numbers[-1]].strip(), self._lines[number].strip()
        is_below_organ = bool(self.chunks) and is_enacting_line(self.chunks[-1].text)
        self._in_head = self._in_head and number < _MAX_HEAD and not is_below_organ and not opens_text(above)
        if (
            self._in_head
            and not line[:1].islower()
            and (is_field(above) or (is_field(line) and not ends_within(above)))
        ):
            return continues_symbol(above, line)  # the fields of a masthead are never wrapped text
        return self._wrapping.continues(self._open_numbers, number)

    def _close(self) -> None:
        if self._open:
            self._add(self.join(self._open))
        self._open, self._open_numbers = [], []
        self._note_open = False

    def join(self, lines: Sequence[str]) -> str:
        """Join printed lines into a text; the document's spelling decides whether a hyphen at a line break is kept."""
        text = ""
        for line in lines:
            text = self._join_pair(text, line) if text else line
        return text

    def _join_pair(self, above: str, below: str) -> str:
        if continues_symbol(above, below.lstrip(PAGE_END)):
            return f"{above}{below}"
        broken = _BROKEN_WORD.search(above)
        if not broken:
            return join_texts((above, below))
        before, after = above[: broken.end("word")], below.lstrip(PAGE_END)
        if not self._lexicon.keeps_hyphen(before, after):
            return f"{before}{below}"
        return f"{above} {below}" if above.endswith(" -") else f"{before}-{below}"

    def _add(self, text: str, **hints: object) -> None:
        if not hints.get("is_contents") and not hints.get("cells"):
            self._in_contents = False
        text = LOOSE_BRACKET.sub("", text)
        chunk = Chunk(text, after_cut=self._after_cut, after_gap=self._after_gap, **hints)  # type: ignore[arg-type]
        self.chunks.append(chunk)
        self._after_cut = self._after_gap = False


def _without_list_dash(line: str, bullet: re.Match[str]) -> str:
    """Return a list item without the dash that a converter added before its label; without a label, with a bullet."""
    text = line[bullet.end() :].strip()
    return text if read_label(text) else f"{BULLET} {text}"


def _repeated_symbol_lines(lines: list[str], head: Sequence[str]) -> set[int]:
    """Return the numbers of lines that are running heads: a symbol alone that an earlier line already printed, or that
    is printed again and below the foot of a page."""
    symbols = [(number, bare) for number, line in enumerate(lines) if parse_symbol_line(bare := line.strip())]
    counts = Counter(bare for _, bare in symbols)
    seen = {line for line in head if parse_symbol_line(line)}
    repeated: set[int] = set()
    for number, bare in symbols:
        above = next((line.strip() for line in reversed(lines[:number]) if line.strip()), "")
        if bare in seen or (counts[bare] > 1 and PAGE_FOOT.match(above)):
            repeated.add(number)
        seen.add(bare)
    return repeated


def _bare_page_numbers(lines: list[str]) -> dict[int, int]:
    """Return a map from line numbers to page numbers, for lines with only a number, if all these count up."""
    page_numbers = [
        (number, int(line))
        for number, line in enumerate(lines)
        if line.strip().isdecimal() and len(line.strip()) <= 3 and not any(_neighbours(lines, number))
    ]
    counts_up = all(b == a + 1 for (_, a), (_, b) in pairwise(page_numbers))
    return dict(page_numbers) if len(page_numbers) >= 2 and counts_up else {}


def _neighbours(lines: list[str], number: int) -> list[str]:
    """Return the lines directly above and below, stripped."""
    return [line.strip() for line in (*lines[max(0, number - 1) : number], *lines[number + 1 : number + 2])]
