"""Find the lines of each paragraph in text wrapped to a fixed width, by line breaks, labels and indents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile
from statistics import median

from documents.parsing import masthead_words as words
from documents.parsing import organ_names
from documents.parsing.enacting import is_enacting_line
from documents.parsing.incomplete import is_completed_by_label
from documents.parsing.masthead_continuation import ends_within
from documents.parsing.numbering import Label, LabelKind, read_label
from documents.parsing.symbols import continues_symbol, parse_symbol_line

SENTENCE_END = re.compile(r"[.;:!?…。；：؟؛](?:[\"”’'»)\]*_]|\^\{[^}]*\}|<[^>]*>|[⁰¹²³⁴⁵⁶⁷⁸⁹\s])*$")
LABEL_ALONE = re.compile(r"^(?:[(（][^\W\d_]{1,4}[)）]|[a-zа-я]\)|\d{1,3}\.|[IVXL]{1,6}\.|[A-Z]\.)$")
"""Matches a label on the line above its text, from which converters separate it at a tab: "(a)", "12.", "II."."""
_OPEN_REFERENCE = re.compile(r"(?:\b(?:articles?|paragraphs?|arts?\.|paras?\.|annex|and|or|to)|,)$")
"""Matches the end of a line that continues with a reference: "paragraph" above "(b)"."""
_OPEN_END = re.compile(
    r"\b(?:the|an?|of|to|and|or|on|for|in|at|by|with|from|against|its|their|articles?|paragraphs?|annex|arts?\.|paras?\.)$"
)
"""Matches the end of a line that cannot end a heading or sentence."""
_CITATION_END = re.compile(r"\b(?:resolutions?|decisions?|rules?|No\.)$")
_MAX_HEAD = 60  # lines searched for the fields of a masthead
_MIN_CUT_LINE = 60  # characters
_MIN_UNFINISHED_LINE = 30  # characters
_LARGE_QUANTITY = re.compile(r"\d{1,3}(?:\.\d{3})+\s[^\W\d_]{2}")  # "12.000 cartas", not the label "12.4"
_QUANTITY = re.compile(r"\d[\d.,\s]*(?:%|[^\W\d_]{2})")
"""Matches the beginning of a line that goes on in a sentence, not a label: "4 March 2031", "5,000 inhabitants"."""
_MAX_SUBTITLE = 40  # characters of a subtitle that names only the kind of a document
_INLINE_LIST = re.compile(r"\S\s\((?:a|i|1)\)\s")
"""Matches a list within a paragraph: "including: (a) review progress; (b) share views"."""
_SECOND_INLINE_ITEM = re.compile(r"[;,؛،](?:\s(?:and|or|et|ou|y|o|и|или|و))?\s\(?(?:b|ii|2|б|ب)\)\s")
_MAX_INLINE_ITEM = 8  # lines
_ITEM = re.compile(r"\s*\([a-z]{1,4}\)(?:\s|$)")
_CHAPEAU_END = re.compile(r":(?:\^\{[^}]*\})?$")
_COMMA_END = re.compile(r",(?:\^\{[^}]*\})?$")
_SENTENCE_START = re.compile(r"(?:The|This|These|It|In|At|On|For|By|With|As|To|Under)\s")
_PREAMBULAR = re.compile(
    r"""(?: (?:Recalling|Reaffirming|Noting|Welcoming|Recognizing|Acknowledging|Emphasizing|Stressing)\b
          | (?!Meeting|Working|Building|Standing|United)
            (?:(?:Deeply|Gravely|Further)\s)? [A-Z][a-z]+(?:ing|ed|ful)\s[a-z] )""",
    re.VERBOSE,
)
"""Matches "Recalling General …", "Mindful of the", "Deeply concerned by"; not "United Nations", "Working Group"."""
_MIN_LINES_BY_LENGTH, _MIN_LINES_BY_FIT = 8, 3
"""Lines needed to infer the width: from their usual length, and from the words that did not fit."""
_MAX_WIDTH = 140  # characters; wider lines are whole paragraphs, not wrapped lines
_MIN_INDENT_CHANGE = 3  # characters of indent that mark a new paragraph
_MIN_TITLE_INDENT = 0.3  # as a fraction of the text's width
_MIN_YEAR = 1000  # labels are lower: "2018." at the start of a line ends a sentence
_MAX_HEADING_LINES = 4


_COMMAS = (",", "，", "،")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_CHINESE_PROSE = re.compile(r"[，。；].*[，。；]")
_MIN_CHINESE_LINE = 30  # characters


class Wrapping:
    """The line wrapping of a text: its width in characters (0 if each line is a whole paragraph) and its indents."""

    def __init__(self, lines: Sequence[str], *, has_pages: bool) -> None:
        self._lines = lines
        self._has_pages = has_pages
        self.width = _wrap_width(lines, has_pages=has_pages)
        self._has_indents = has_pages and any(line.startswith(" ") for line in lines)
        self._unwrapped = _masthead_blocks(lines) | _unwrapped_preambles(lines)
        self._heading_starts = _headings_above_labels(lines, self.width) if has_pages and self.width else frozenset()

    def continues(self, open_lines: Sequence[int], number: int) -> bool:
        """Return whether a line continues the open lines as wrapped text. All lines are given by their numbers."""
        above, line = self._lines[open_lines[-1]].strip(), self._lines[number].strip()
        if continues_symbol(above, line):
            return True
        if _CHINESE.search(above[-1:]) and _CHINESE.match(line):
            return _is_chinese_prose("".join(self._lines[index] for index in open_lines), above)
        if number in self._unwrapped or (number < _MAX_HEAD and _is_line_of_head(above, line)):
            return False
        first = self._lines[open_lines[0]].strip()
        if is_completed_by_label(first, above, line) or _continues_sentence(first, above, line):
            return True
        if not self.width and not self._has_pages:
            return _is_cut(above, line)
        if not self.width or (LABEL_ALONE.match(line) and not _OPEN_REFERENCE.search(above)) or _is_annex(above):
            return False
        if number in self._heading_starts or (self._has_indents and self._is_set_apart(open_lines, number)):
            return False
        min_fill = 0.85 if SENTENCE_END.search(above) else 0.6
        is_full = self._line_length(open_lines[-1]) + 1 + len(line.split()[0]) > self.width * min_fill
        label = read_label(line)
        if label and label.ordinal < _MIN_YEAR:
            return is_full and (self._is_inline_label(open_lines, label) or self._begins_inline_list(number, label))
        if self._has_pages and self._opens_paragraph(above, line):
            return False
        return is_full or (line[:1].islower() and len(above) > 30) or bool(self._has_pages and _OPEN_END.search(above))

    @staticmethod
    def _opens_paragraph(above: str, line: str) -> bool:
        """Return whether a line opens a paragraph by its words: after a colon, below a title, in a preamble.

        Prose does not continue with "The" before a sentence has ended, or after a comma with "Recalling its".
        """
        if _CHAPEAU_END.search(above):
            return line[:1].isupper()
        if _COMMA_END.search(above):
            return bool(_PREAMBULAR.match(line))
        return bool(_SENTENCE_START.match(line)) and not SENTENCE_END.search(above) and not _OPEN_END.search(above)

    def _is_inline_label(self, open_lines: Sequence[int], label: Label) -> bool:
        """Return whether a label at the start of a line belongs to the open paragraph: to a list within it, or cited.

        In a dump, headings are directly above labels, so a missing full stop means nothing there.
        """
        above = self._lines[open_lines[-1]].strip()
        text = " ".join(self._lines[index].strip() for index in open_lines)
        if label.ordinal > 1 and _INLINE_LIST.search(text) and (label.kind is LabelKind.ITEM or not self._has_pages):
            return True
        return bool(_OPEN_END.search(above)) if self._has_pages else not SENTENCE_END.search(above)

    def _begins_inline_list(self, number: int, label: Label) -> bool:
        """Return whether the first label of a list is followed by the second within the same wrapped paragraph."""
        if label.kind is not LabelKind.ITEM or label.ordinal != 1 or self._has_pages:
            return False
        below = takewhile(str.strip, self._lines[number : number + _MAX_INLINE_ITEM])
        return bool(_SECOND_INLINE_ITEM.search(" ".join(line.strip() for line in below)))

    def _line_length(self, number: int) -> int:
        """Return the length of a line, with its indent if indents are known; a title's indent does not count."""
        line = self._lines[number]
        counts_indent = self._has_indents and self._indent(number) < _MIN_TITLE_INDENT * self.width
        return len(line.rstrip()) if counts_indent else len(line.strip())

    def _is_set_apart(self, open_lines: Sequence[int], number: int) -> bool:
        """Return whether a line is separate from the open paragraph, because its indent differs from the last line's.

        The second line of a paragraph is at its left edge, or aligned with the text after its label.
        """
        indent, last = self._indent(number), self._indent(open_lines[-1])
        if len(open_lines) > 1:
            return abs(indent - last) >= _MIN_INDENT_CHANGE and not self._are_centred(open_lines[-1], number)
        first = self._lines[open_lines[0]].strip()
        label = read_label(first)
        column = last + (label.end if label else 0)
        return indent >= column + _MIN_INDENT_CHANGE and not self._are_centred(open_lines[-1], number)

    def _indent(self, number: int) -> int:
        line = self._lines[number]
        return len(line) - len(line.lstrip())

    def _are_centred(self, above: int, below: int) -> bool:
        """Return whether two lines are centred on the same axis, as titles are."""
        middles = [self._indent(n) + len(self._lines[n].strip()) / 2 for n in (above, below)]
        return abs(middles[0] - middles[1]) <= _MIN_INDENT_CHANGE and self._indent(above) >= _MIN_INDENT_CHANGE


def _is_line_of_head(above: str, line: str) -> bool:
    """Return whether a line near the top is not part of a paragraph: a subtitle, or a heading such as "Summary", or
    the line below that heading or below the line that names the author."""
    if words.FRONT_HEADING.match(above) or words.FRONT_HEADING.match(line):
        return True
    if words.AUTHOR_LINE.match(above) and line[:1].isupper():
        return True
    is_kind = words.AUTHOR_LINE.match(line) or (words.SUBTITLE.match(line) and len(line) <= _MAX_SUBTITLE)
    return bool(is_kind) and not above.endswith((",", "،", "，")) and not _OPEN_END.search(above)


def _continues_sentence(first: str, above: str, line: str) -> bool:
    """Return whether a line begins with a word in lower case or a number that is not a label, below the unfinished
    sentence of a paragraph or item whose first line is ``first``: "5,000 inhabitants" below "towns of fewer than"."""
    label = read_label(first)
    if not label or label.kind not in (LabelKind.NUMBER, LabelKind.ITEM) or SENTENCE_END.search(above):
        return False
    is_within = (line[:1].islower() or _QUANTITY.match(line)) and not read_label(line)
    return len(above) >= _MIN_UNFINISHED_LINE and bool(is_within or _LARGE_QUANTITY.match(line))


def _is_cut(above: str, line: str) -> bool:
    """Return whether a line continues the one above in a text whose width is unclear, as no paragraph can end there."""
    if len(above) < _MIN_CUT_LINE or (read_label(line) and not _OPEN_REFERENCE.search(above)):
        return False
    is_open = _OPEN_END.search(above) or _CITATION_END.search(above) or ends_within(above)
    return bool(is_open) or line[:1].islower()


def _is_chinese_prose(paragraph: str, last: str) -> bool:
    """Return whether a Chinese paragraph whose last line does not end a sentence continues below it.

    The line must be long, and the paragraph must have a label or the punctuation of prose.
    """
    return len(last) >= _MIN_CHINESE_LINE and bool(read_label(paragraph) or _CHINESE_PROSE.search(paragraph))


def _unwrapped_preambles(lines: Sequence[str]) -> frozenset[int]:
    """Return the numbers of the lines of preambles whose lines all end in a comma: each is a paragraph, not wrapped;
    and of the line below any preamble, which begins the first operative paragraph.

    A preamble is between the line that names the enacting organ and the first label.
    """
    numbers: set[int] = set()
    for opening in (number for number, line in enumerate(lines) if is_enacting_line(line.strip())):
        below = [number for number in range(opening + 1, len(lines)) if lines[number].strip()]
        preamble = list(takewhile(lambda number: not read_label(lines[number].strip()), below))
        if preamble and all(lines[number].rstrip().endswith(_COMMAS) for number in preamble):
            numbers.update(preamble)
        if preamble and lines[preamble[-1]].rstrip().endswith(_COMMAS):
            numbers.update(below[len(preamble) : len(preamble) + 1])
    return frozenset(numbers)


def _masthead_blocks(lines: Sequence[str]) -> frozenset[int]:
    """Return the numbers of the lines in blocks that contain a field of a masthead, such as the agenda item, if an
    empty line and further lines of the head follow: the reading of the masthead joins the lines of a title."""
    printed = [number for number, line in enumerate(lines[:_MAX_HEAD]) if line.strip()]
    starts = [number for number in printed if number == 0 or not lines[number - 1].strip()]
    numbers: set[int] = set()
    for start, below in pairwise(starts):
        block = [number for number in printed if start <= number < below]
        if any(_is_masthead_line(lines[number].strip()) for number in block) and not read_label(lines[below].strip()):
            numbers.update(block)
    return frozenset(numbers)


def _is_masthead_line(line: str) -> bool:
    """Return whether a line is a whole field of a masthead: "United Nations A/81/214", an organ, an agenda item."""
    without_name = words.UNITED_NATIONS.sub("", line, count=1)
    is_first_line = without_name != line and (not without_name or parse_symbol_line(without_name))
    return bool(is_first_line or organ_names.PRINCIPAL_ORGAN.match(line) or words.WHOLE_AGENDA_ITEM.match(line))


def _is_annex(line: str) -> bool:
    """Return whether a line is only the label of an annex."""
    label = read_label(line)
    return label is not None and label.kind is LabelKind.ANNEX and label.end >= len(line)


def _headings_above_labels(lines: Sequence[str], width: int) -> frozenset[int]:
    """Return the numbers of the lines that begin a heading: below the end of a sentence and directly above a label.

    Prose above a labelled item ends in a full stop; a line that does not is the item's heading.
    """
    starts = set()
    for number, line in enumerate(lines):
        if not number or not _ITEM.match(line):
            continue
        above = lines[number - 1].strip()
        if (
            not above
            or SENTENCE_END.search(above)
            or _OPEN_REFERENCE.search(above)
            or len(lines[number - 1]) > 0.9 * width
        ):
            continue
        start = number - 1
        while start and number - start <= _MAX_HEADING_LINES and not SENTENCE_END.search(lines[start - 1].strip()):
            start -= 1
        if start and SENTENCE_END.search(lines[start - 1].strip()) and lines[start].strip()[:1].isupper():
            starts.add(start)
    return frozenset(starts)


def _wrap_width(lines: Sequence[str], *, has_pages: bool) -> int:
    """Return the width to which lines are wrapped, in characters; 0 if each line is a whole paragraph.

    Converters join some lines of a dump, so lines much longer than most are ignored.
    """
    printed = [line for line in lines if "\t" not in line and not line.lstrip().startswith("|")]
    lengths = sorted(len(a.rstrip()) for a, b in pairwise(printed) if len(a.strip()) > 45 and b.strip())
    if len(lengths) < _MIN_LINES_BY_LENGTH:
        return _width_of_few(printed)
    unjoined = [length for length in lengths if length <= 1.15 * median(lengths)] if has_pages else lengths
    width = unjoined[int(len(unjoined) * 0.8)]
    too_wide = sum(len(line) > width + 15 for line in printed)
    if width <= _MAX_WIDTH and (has_pages or too_wide < 0.2 * len(lengths)):
        return width
    return 0 if has_pages else _width_of_few(printed)


def _width_of_few(lines: Sequence[str]) -> int:
    """Return the width to which a few lines are wrapped, so that the next word did not fit; 0 if unclear.

    Only lines that end within a sentence, above a line without a label, are considered.
    """
    wrapped_lines = [
        (len(a.rstrip()), len(a.rstrip()) + 1 + len(b.split()[0]))
        for a, b in pairwise(lines)
        if len(a.strip()) > 45 and b.strip() and not SENTENCE_END.search(a) and not read_label(b)
    ]
    fits, width = max(
        ((sum(a <= w < b for a, b in wrapped_lines), w) for w in {a for a, _ in wrapped_lines}), default=(0, 0)
    )
    is_clear = fits >= _MIN_LINES_BY_FIT and fits >= 0.7 * len(wrapped_lines)
    return width if is_clear and width <= _MAX_WIDTH else 0
