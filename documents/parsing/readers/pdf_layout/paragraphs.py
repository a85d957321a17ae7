"""Join the lines of a document into its printed paragraphs, across columns and pages.

A paragraph ends if the space to the next line is wider than the leading, if the next line begins with a label
or is set differently, or if the line stops short although the next word would have fitted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise, product

from documents.parsing import masthead_words as words
from documents.parsing import organ_names
from documents.parsing.asides import continues_with_dash
from documents.parsing.dates import is_period
from documents.parsing.hyphens import HYPHENS, Lexicon
from documents.parsing.incomplete import INCOMPLETE_END, paragraph_number
from documents.parsing.readers.pdf_layout.bidi import is_right_to_left
from documents.parsing.readers.pdf_layout.joining import join_lines, split_leader
from documents.parsing.readers.pdf_layout.leading import usual_leading
from documents.parsing.readers.pdf_layout.lines import LABEL, has_leader
from documents.parsing.readers.pdf_layout.page import BOLD, SUPERSCRIPT, Line, Table, Word, make_line
from documents.parsing.sponsors import borders_sponsors
from documents.parsing.types import Alignment, Box, Fragment, Span

_STOPS = (".", ";", "。", "；", "؛")
_SENTENCE_ENDS = (".", ";", ":", "!", "?", "。", "；", "：", "？", "؛", "؟")
_MAX_LEADING, _MAX_LEADING_OF_ARABIC = 1.5, 2.0
"""Ems. A wider gap between lines shows their leading only if it is common, also within sentences."""
_MIN_FILLED = 0.75  # of the width of the text
_MAX_ASIDE = 12  # lines searched for an aside
_CLOSERS = "”’\"')]»"


@dataclass(slots=True)
class Margins:
    """The usual leading by size, the left and right edges of the text, and the right edge of lines by their left edge.

    Edges are given for each page and column.
    """

    leading: dict[float, float] = field(default_factory=dict)
    left: dict[tuple[int, int], float] = field(default_factory=dict)
    right: dict[tuple[int, int], float] = field(default_factory=dict)
    rights: dict[tuple[int, int, int], float] = field(default_factory=dict)

    def right_of(self, line: Line) -> float:
        """Return the right edge of lines that begin where this line does, on its page and in its column."""
        start = round(line.left / 4)
        return max(self.rights.get((line.page, line.column, start + step), 0.0) for step in (-1, 0, 1))

    def max_line_distance(self, line: Line) -> float:
        """Return the widest distance to the next line of the same paragraph."""
        return 1.22 * self.leading.get(round(line.size * 2) / 2, 1.2 * line.size) + 0.5

    def indent(self, line: Line) -> float:
        return line.left - self.left.get(_page_and_column(line), line.left)


def measure_margins(pages: Sequence[Sequence[Line]]) -> Margins:
    """Return the margins and leading that most lines have."""
    margins = Margins()
    gaps: dict[float, Counter[float]] = {}
    within: dict[float, Counter[float]] = {}
    for lines in pages:
        for line in lines:
            key = (line.page, line.column, round(line.left / 4))
            margins.rights[key] = max(margins.rights.get(key, 0.0), line.right)
            for position in {_page_and_column(line), (line.page, 0)}:
                margins.right[position] = max(margins.right.get(position, 0.0), line.right)
        for before, after in pairwise(lines):
            distance = (after.baseline - before.baseline) / before.size
            is_within = distance <= _MAX_LEADING or not before.text.endswith((*_SENTENCE_ENDS, ",", "，", "،"))
            gap, size = round((after.baseline - before.baseline) * 2) / 2, round(before.size * 2) / 2
            if before.size == after.size and 0.8 < distance < 3 and is_within:
                gaps.setdefault(size, Counter())[gap] += 1
            if before.size == after.size and 0.8 < distance < 3 and _is_unfinished(before, margins):
                within.setdefault(size, Counter())[gap] += 1
    for parity, column in product((0, 1), (0, 1, 2)):
        side = [line for lines in pages for line in lines if line.page % 2 == parity and column in (0, line.column)]
        edge = _text_edge(side)
        margins.left.update(((line.page, column), edge) for line in side)
    is_arabic = any(is_right_to_left(line.text) for lines in pages for line in lines)
    widest = _MAX_LEADING_OF_ARABIC if is_arabic else _MAX_LEADING
    for size, counts in gaps.items():
        if leading := usual_leading(counts, within.get(size, Counter()), size, widest):
            margins.leading[size] = leading
    return margins


def _is_unfinished(line: Line, margins: Margins) -> bool:
    """Return whether a line fills the width of the text and ends within a sentence."""
    width = margins.right[_page_and_column(line)] - line.left
    return line.right - line.left > _MIN_FILLED * width and not line.text.rstrip(_CLOSERS).endswith(_SENTENCE_ENDS)


def _page_and_column(line: Line) -> tuple[int, int]:
    return line.page, line.column


def _text_edge(lines: Sequence[Line]) -> float:
    """Return the leftmost edge at which at least 8 per cent of the text begins; numbers of headings hang outside it."""
    lefts: Counter[int] = Counter()
    for line in lines:
        lefts[round(line.left)] += len(line.words)
    enough = 0.08 * sum(lefts.values())
    return float(min((left for left in lefts if lefts[left - 1] + lefts[left] + lefts[left + 1] >= enough), default=0))


def build_fragments(items: Sequence[Line | Table], margins: Margins, lexicon: Lexicon) -> list[Fragment]:
    """Return the fragments of lines and tables that are in reading order, page after page."""
    fragments: list[Fragment] = []
    current: list[Line] = []
    for index, item in enumerate(items):
        if current and (isinstance(item, Table) or not _continues(current, item, items[index:], margins)):
            fragments.append(fragment_of(current, margins, lexicon))
            current = []
        if isinstance(item, Table):
            fragments.append(table_fragment(item, lexicon))
        else:
            current.append(item)
    if current:
        fragments.append(fragment_of(current, margins, lexicon))
    return fragments


def _continues(paragraph: list[Line], line: Line, ahead: Sequence[Line | Table], margins: Margins) -> bool:
    """Return whether ``line`` continues the paragraph of the lines before it; ``ahead`` begins with it."""
    last = paragraph[-1]
    if has_leader(last.text) or abs(line.size - last.size) > 0.12 * last.size:
        return False
    if last.text.endswith(HYPHENS) and not last.text.endswith(" -") and _begins_lower(line):
        return line.baseline - last.baseline < 2 * last.size
    is_completed = _is_completed_by_number(paragraph, line) or continues_with_dash(
        " ".join(above.text for above in paragraph[-_MAX_ASIDE:]), line.text
    )
    if (line.page, line.part) != (last.page, last.part) or line.baseline < last.baseline:
        return is_completed or _continues_on_new_page(paragraph, line, ahead, margins)
    if line.baseline - last.baseline > margins.max_line_distance(last):
        return False
    if is_completed:
        return True
    if _starts_paragraph(paragraph, line, margins):
        return False
    if line.style and line.style == last.style and _share_axis(last, line, margins):
        return True
    if _is_heading_like(paragraph) and line.style & BOLD:
        is_unfinished = _has_label(paragraph[0]) or _has_open_bracket(paragraph)
        return is_unfinished or _is_centred(last, margins) or not _is_short_title(last, line, margins)
    return not _stops_short(last, line, margins)


def _continues_on_new_page(paragraph: list[Line], line: Line, ahead: Sequence[Line | Table], margins: Margins) -> bool:
    """Return whether ``line`` continues the paragraph on a new page or column, where no gap shows it."""
    last = paragraph[-1]
    if _has_label(line) or (_is_heading_like(paragraph) and not line.style & BOLD):
        return False
    is_open = not last.text.rstrip(_CLOSERS).endswith(_SENTENCE_ENDS)
    if is_open and _begins_lower(line):
        return True
    if _stops_short(last, line, margins) or (not is_open and not _ends_as_sentence(ahead, margins)):
        return False
    below_last = is_open and len(paragraph) > 1 and abs(line.left - last.left) < 3
    return below_last or abs(margins.indent(line) - _continuation_indent(paragraph, margins)) < 6


def _is_completed_by_number(paragraph: Sequence[Line], line: Line) -> bool:
    """Return whether a line begins with a number that completes the line above, even if that stops short.

    In a numbered paragraph, "20." after "article" completes it too, unless it is the number of the next paragraph.
    """
    if not line.text[:1].isdigit() or not INCOMPLETE_END.search(paragraph[-1].text):
        return False
    number = paragraph_number(paragraph[0].text)
    return not _has_label(line) or (number is not None and paragraph_number(line.text) not in (None, number + 1))


def _begins_next_number(paragraph: Sequence[Line], line: Line) -> bool:
    """Return whether a line begins the paragraph that is numbered next, below the end of a sentence."""
    number = paragraph_number(paragraph[0].text)
    text = "".join(word.text for word in paragraph[-1].words if not word.style & SUPERSCRIPT)
    return (
        number is not None
        and paragraph_number(line.text) == number + 1
        and text.rstrip(_CLOSERS).endswith(_SENTENCE_ENDS)
    )


def _ends_as_sentence(ahead: Sequence[Line | Table], margins: Margins) -> bool:
    """Return whether the lines ahead, up to the next gap, end in closing punctuation; a heading does not."""
    last = ahead[0]
    for item in ahead[1:]:
        if isinstance(item, Table) or isinstance(last, Table) or _page_and_column(item) != _page_and_column(last):
            break
        if not 0 < item.baseline - last.baseline <= margins.max_line_distance(last):
            break
        last = item
    return isinstance(last, Line) and last.text.rstrip(_CLOSERS + "0123456789*").endswith(_SENTENCE_ENDS)


def _continuation_indent(paragraph: list[Line], margins: Margins) -> float:
    """Return the indent of the paragraph's later lines: as printed, else the indent of its hanging text, else 0."""
    if len(paragraph) > 1:
        return margins.indent(paragraph[-1])
    first = paragraph[0]
    if first.text_left > first.left and margins.indent(first) > 4:
        return margins.indent(first) + first.text_left - first.left
    return 0.0


def _starts_paragraph(paragraph: list[Line], line: Line, margins: Margins) -> bool:
    """Return whether a line at normal leading begins a paragraph, by its label, formatting or indent."""
    last = paragraph[-1]
    usual_indent = _continuation_indent(paragraph, margins)
    indent = margins.indent(line)
    is_subtitle = words.ISSUE.fullmatch(line.text) or _names_author_below(last, line)  # "Corrigendum", "Note by …"
    if (
        (is_subtitle and not INCOMPLETE_END.search(last.text))
        or _begins_next_number(paragraph, line)
        or (borders_sponsors([above.text for above in paragraph], line.text) and not _begins_lower(line))
        or _gives_meeting(paragraph, line)
    ):
        return True
    if _has_label(line):
        is_closed = len(paragraph) == 1 and (last.text.endswith(_STOPS) or _names_author(last))
        return is_closed or abs(indent - usual_indent) > 4 or has_leader(line.text) or _has_room(last, line, margins)
    if _changes_style(last, line, margins):
        return True
    return len(paragraph) > 1 and abs(indent - usual_indent) > 5 and not _share_axis(last, line, margins)


def _names_author_below(last: Line, line: Line) -> bool:
    """Return whether a line that names an author or officer is centred below another line, as a subtitle is."""
    is_centred_below = abs(line.left - last.left) > 12 and abs(line.left + line.right - last.left - last.right) < 8
    return is_centred_below and not _begins_lower(line) and _names_author(line)


def _names_author(line: Line) -> bool:
    return any(pattern.match(line.text) for pattern in (words.AUTHOR_LINE, words.DRAFT_AUTHOR, words.OFFICER))


def _gives_meeting(paragraph: list[Line], line: Line) -> bool:
    """Return whether a line is the place and dates of a meeting, below the name of a body: "Vienna, 1–3 May 2030"."""
    if (
        not is_period(line.text)
        or not line.text[:1].isalpha()
        or _begins_lower(line)
        or INCOMPLETE_END.search(paragraph[-1].text)
    ):
        return False
    return bool(organ_names.BODY.match(" ".join(above.text for above in paragraph)))


def _changes_style(last: Line, line: Line, margins: Margins) -> bool:
    """Return whether a line in another style follows a line that stops short, as in a caption."""
    right = margins.right[_page_and_column(last)]
    is_short = right - last.right > 0.2 * (right - last.left)
    return last.style != line.style and is_short and not _begins_lower(line)


def _begins_lower(line: Line) -> bool:
    return line.text[:1].islower()


def _has_label(line: Line) -> bool:
    """Return whether a line begins with a label, separate from its text or directly before it."""
    if line.text_left > line.left:
        return True
    first, is_followed = _first_word(line)
    return is_followed and bool(LABEL.fullmatch(first)) and not first.isalpha()


def _first_word(line: Line) -> tuple[str, bool]:
    """Return the characters of a line up to its first space, even if kerned, and whether a space follows them."""
    text = ""
    for position, word in enumerate(line.words):
        if position and word.spaced:
            return text, True
        text += word.text
    return text, False


def _stops_short(last: Line, line: Line, margins: Margins) -> bool:
    """Return whether a line ends its paragraph: it has room left, and the next does not begin in lower case."""
    return not _begins_lower(line) and _has_room(last, line, margins)


def _has_room(last: Line, line: Line, margins: Margins) -> bool:
    """Return whether the next line's first word would have fitted at the end of the last one.

    Words that belong together ("14 meetings") are not separated either, so a line that ends within a sentence must
    stop well short to count.
    """
    first = line.words[0]
    for word in line.words[1:]:
        if word.spaced:
            break
        first = word
    right = margins.right_of(last)
    if line.column == last.column:
        right = max(right, margins.right_of(line))
    needed = first.right - line.words[0].left + 0.6 * last.size
    if not last.text.rstrip(_CLOSERS).endswith(_SENTENCE_ENDS):
        needed = max(needed, 0.3 * (right - last.left))
    return right - last.right > needed


def _is_short_title(last: Line, line: Line, margins: Margins) -> bool:
    """Return whether a bold line is a title by itself ("Part IV"): a title that continues is not broken so early."""
    right = max(margins.right_of(last), margins.right_of(line), line.right)
    return last.right - last.left < 0.4 * (right - last.left) and _stops_short(last, line, margins)


def _has_open_bracket(lines: Sequence[Line]) -> bool:
    """Return whether a bracket is still open at the end of the lines."""
    text = " ".join(line.text for line in lines)
    return text.count("(") > text.count(")")


def _is_heading_like(lines: Sequence[Line]) -> bool:
    return all(line.style & BOLD for line in lines)


def _is_centred(line: Line, margins: Margins) -> bool:
    left = margins.left.get(_page_and_column(line), line.left)
    right = margins.right.get(_page_and_column(line), line.right)
    return line.left - left > 12 and abs((line.left - left) - (right - line.right)) < 10


def _share_axis(last: Line, line: Line, margins: Margins) -> bool:
    """Return whether two lines are centred on the same axis; the wider may fill the text's width."""
    distance = (last.left + last.right) / 2 - (line.left + line.right) / 2
    return abs(distance) < 5 and (_is_centred(last, margins) or _is_centred(line, margins))


def fragment_of(lines: Sequence[Line], margins: Margins, lexicon: Lexicon) -> Fragment:
    """Return a paragraph as a fragment, with its pages and the box of its part on each."""
    (page, box), *later_parts = [(page, _box(list(part))) for page, part in groupby(lines, key=lambda line: line.page)]
    spans = join_lines(lines, lexicon)
    is_contents = any(has_leader(line.text) for line in lines)
    return Fragment(
        split_leader(spans) if is_contents else spans,
        page=page,
        box=box,
        later_parts=tuple(later_parts),
        alignment=_alignment(lines, margins),
        indent=round(margins.indent(lines[0]), 1),
        size=max(lines, key=lambda line: len(line.text)).size,
        is_contents=is_contents,
    )


def _box(lines: Sequence[Line]) -> Box:
    """Return the box around lines of one page or, if they continue in a second column, around those in the first."""
    in_first_column = [line for line in lines if line.part == lines[0].part]
    return Box(
        min(line.left for line in in_first_column),
        lines[0].top,
        max(line.right for line in in_first_column),
        max(line.bottom for line in in_first_column),
    )


def _alignment(lines: Sequence[Line], margins: Margins) -> Alignment:
    if all(_is_centred(line, margins) for line in lines):
        return Alignment.CENTRE
    rights = [line.right for line in lines[:-1]]
    if len(rights) >= 2 and max(rights) - min(rights) < 2.5:
        return Alignment.JUSTIFIED
    return Alignment.LEFT


def table_fragment(table: Table, lexicon: Lexicon) -> Fragment:
    """Return a table or chart as a fragment: its cells, and the same text row by row."""
    cells = tuple(tuple(_cell_text(table.page, cell, lexicon) for cell in row) for row in table.rows)
    text = "\n".join("\t".join(row) for row in cells)
    box = Box(table.left, table.top, table.right, table.bottom)
    return Fragment((Span(text),), page=table.page, box=box, cells=cells, is_figure=table.is_figure)


def _cell_text(page: int, words: Sequence[Word], lexicon: Lexicon) -> str:
    """Return the text of a cell, whose printed lines are joined like the lines of a paragraph."""
    lines: list[list[Word]] = []
    for word in words:
        if not lines or (not word.style & SUPERSCRIPT and abs(word.baseline - lines[-1][0].baseline) > 0.5 * word.size):
            lines.append([])
        lines[-1].append(word)
    return "".join(span.text for span in join_lines([make_line(page, line) for line in lines], lexicon))
