"""Which printed lines of a text are one paragraph: lines broken at a width, told by their ends, labels and indents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from documents.parsing.numbering import Label, LabelKind, read_label

SENTENCE_END = re.compile(r"[.;:!?…。；：؟؛](?:[\"”’'»)\]*_]|\^\{[^}]*\}|<[^>]*>|[⁰¹²³⁴⁵⁶⁷⁸⁹\s])*$")
LABEL_ALONE = re.compile(r"^(?:\([a-z]{1,4}\)|\d{1,3}\.|[IVXL]{1,6}\.|[A-Z]\.)$")
"""A label that its text stands below, as converters part what a tab sets apart: "(a)", "12.", "II."."""
_CITES = re.compile(r"(?:\b(?:articles?|paragraphs?|arts?\.|paras?\.|annex|and|or|to)|,)$")
"""The end of a line that goes on with what it cites: "paragraph" above "(b)"."""
_OPEN_END = re.compile(
    r"\b(?:the|an?|of|to|and|or|on|for|in|at|by|with|from|against|its|their|articles?|paragraphs?|annex|arts?\.|paras?\.)$"
)
"""The end of a line that cannot be the end of a heading or sentence."""
_SECOND_INLINE = re.compile(r"\S\s\((?:a|i|1)\)\s")
"""A list that runs on in its paragraph: "including: (a) review progress; (b) share views"."""
_ITEM = re.compile(r"\s*\([a-z]{1,4}\)(?:\s|$)")
_CHAPEAU_END = re.compile(r":(?:\^\{[^}]*\})?$")
_COMMA_END = re.compile(r",(?:\^\{[^}]*\})?$")
_SENTENCE_BEGINS = re.compile(r"(?:The|This|These|It|In|At|On|For|By|With|As|To|Under)\s")
_PREAMBULAR = re.compile(
    r"""(?: (?:Recalling|Reaffirming|Noting|Welcoming|Recognizing|Acknowledging|Emphasizing|Stressing)\b
          | (?!Meeting|Working|Building|Standing|United)
            (?:(?:Deeply|Gravely|Further)\s)? [A-Z][a-z]+(?:ing|ed|ful)\s[a-z] )""",
    re.VERBOSE,
)
"""Takes "Recalling General …", "Mindful of the", "Deeply concerned by"; refuses "United Nations", "Working Group"."""
_WIDEST = 140  # characters; wider lines are whole paragraphs, not lines broken at a width
_ASIDE = 3  # characters of indent that mark a new paragraph
_SET_ASIDE = 0.3  # of the text's width
_YEARS = 1000  # labels are lower: "2018." at a line's start is the end of a sentence
_HIGHEST_HEADING = 4  # lines


class Wrapping:
    """How a text breaks its lines: its width in characters (0 where a line is a whole paragraph) and its indents."""

    def __init__(self, lines: Sequence[str], *, paged: bool) -> None:
        self._lines = lines
        self._paged = paged
        self.width = _wrap_width(lines, paged=paged)
        self._indents = paged and any(line.startswith(" ") for line in lines)
        self._heading_starts = _headings_above_labels(lines, self.width) if paged and self.width else frozenset()

    def goes_on(self, opened: Sequence[int], number: int) -> bool:
        """Whether a line goes on with the open ones, given by their numbers: broken at the text's width."""
        above, line = self._lines[opened[-1]].strip(), self._lines[number].strip()
        if not self.width or (LABEL_ALONE.match(line) and not _CITES.search(above)) or _is_annex(above):
            return False
        if number in self._heading_starts or (self._indents and self._stands_aside(opened, number)):
            return False
        share = 0.85 if SENTENCE_END.search(above) else 0.6
        full = self._reach(opened[-1]) + 1 + len(line.split()[0]) > self.width * share
        label = read_label(line)
        if label and label.ordinal < _YEARS:
            return full and self._label_inside(opened, label)
        if self._paged and self._opens_sentence(above, line):
            return False
        return full or (line[:1].islower() and len(above) > 30) or bool(self._paged and _OPEN_END.search(above))

    @staticmethod
    def _opens_sentence(above: str, line: str) -> bool:
        """Whether a line opens a paragraph by its words: behind a colon, below a title, in a preamble.

        Prose does not go on with "The" where no sentence has ended, nor behind a comma with "Recalling its".
        """
        if _CHAPEAU_END.search(above):
            return line[:1].isupper()
        if _COMMA_END.search(above):
            return bool(_PREAMBULAR.match(line))
        return bool(_SENTENCE_BEGINS.match(line)) and not SENTENCE_END.search(above) and not _OPEN_END.search(above)

    def _label_inside(self, opened: Sequence[int], label: Label) -> bool:
        """Whether a label at a line's start belongs to the open paragraph: to a list that runs on in it, or cited.

        In a dump headings stand directly above labels, so that a line without a stop tells nothing there.
        """
        above = self._lines[opened[-1]].strip()
        text = " ".join(self._lines[index].strip() for index in opened)
        if label.ordinal > 1 and _SECOND_INLINE.search(text) and (label.kind is LabelKind.ITEM or not self._paged):
            return True
        return bool(_OPEN_END.search(above)) if self._paged else not SENTENCE_END.search(above)

    def _reach(self, number: int) -> int:
        """Where a line ends, counted from the text's left edge where indents are known; a title set aside has none."""
        line = self._lines[number]
        set_in = self._indents and self._indent(number) < _SET_ASIDE * self.width
        return len(line.rstrip()) if set_in else len(line.strip())

    def _stands_aside(self, opened: Sequence[int], number: int) -> bool:
        """Whether a line's indent tells it from the open paragraph: set in or out from its last line.

        The second line of a paragraph stands at its left edge, or below the text behind its label.
        """
        indent, last = self._indent(number), self._indent(opened[-1])
        if len(opened) > 1:
            return abs(indent - last) >= _ASIDE and not self._centred(opened[-1], number)
        first = self._lines[opened[0]].strip()
        label = read_label(first)
        column = last + (label.end if label else 0)
        return indent >= column + _ASIDE and not self._centred(opened[-1], number)

    def _indent(self, number: int) -> int:
        line = self._lines[number]
        return len(line) - len(line.lstrip())

    def _centred(self, above: int, below: int) -> bool:
        """Whether two lines are set around one middle, as titles are."""
        middles = [self._indent(n) + len(self._lines[n].strip()) / 2 for n in (above, below)]
        return abs(middles[0] - middles[1]) <= _ASIDE and self._indent(above) >= _ASIDE


def _is_annex(line: str) -> bool:
    """Whether a line is nothing but the label of an annex."""
    label = read_label(line)
    return label is not None and label.kind is LabelKind.ANNEX and label.end >= len(line)


def _headings_above_labels(lines: Sequence[str], width: int) -> frozenset[int]:
    """Numbers of the lines with which a heading begins: below the end of a sentence and directly above a label.

    Prose that stands above a labelled item ends in a stop; what does not is the item's heading.
    """
    starts = set()
    for number, line in enumerate(lines):
        if not number or not _ITEM.match(line):
            continue
        above = lines[number - 1].strip()
        if not above or SENTENCE_END.search(above) or _CITES.search(above) or len(lines[number - 1]) > 0.9 * width:
            continue
        start = number - 1
        while start and number - start <= _HIGHEST_HEADING and not SENTENCE_END.search(lines[start - 1].strip()):
            start -= 1
        if start and SENTENCE_END.search(lines[start - 1].strip()) and lines[start].strip()[:1].isupper():
            starts.add(start)
    return frozenset(starts)


def _wrap_width(lines: Sequence[str], *, paged: bool) -> int:
    """The width at which lines are broken, in characters; 0 where a line is a whole paragraph.

    Converters join some lines of a dump's pages to one: those much longer than most tell nothing of the width.
    """
    printed = [line for line in lines if "\t" not in line and not line.lstrip().startswith("|")]
    long = sorted(len(a.rstrip()) for a, b in pairwise(printed) if len(a.strip()) > 45 and b.strip())
    if len(long) < 8:
        return 0
    single = [length for length in long if length <= 1.15 * median(long)] if paged else long
    width = single[int(len(single) * 0.8)]
    beyond = sum(len(line) > width + 15 for line in printed)
    return width if width <= _WIDEST and (paged or beyond < 0.2 * len(long)) else 0
