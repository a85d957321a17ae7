"""Join letters, drawn one by one, into the words of a page in a right-to-left script.

Programs draw such text in pieces that are not words: each letter by itself, all letters of one font before the letters
of another, vowel marks separately from their letters. Only the positions on the page show what belongs together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from documents.parsing.readers.pdf_layout.bidi import (
    CLOSING,
    CLUSTER,
    MIRRORED,
    OPENING,
    is_mostly_right_to_left,
    is_right_to_left,
    printed_order,
)
from documents.parsing.readers.pdf_layout.lines import rows_of_words
from documents.parsing.readers.pdf_layout.page import BOLD, Page, Rule, Word
from documents.parsing.readers.pdf_layout.typeface import UNMAPPED
from documents.parsing.types import Box, Fragment

_MARKS = re.compile(r"[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc]+")
_JOIN = "\u0640"
_JOINED = frozenset("بتثجحخسشصضطظعغفقكلمنهيئ")
_SPACE, _DRAWN_SPACE = 0.17, 0.08
"""Smallest gaps, in ems, between two letters of different words: without a drawn space between them, and with one."""
_NEAR = 0.3  # ems between a vowel mark and its letter
_OVERPRINT = 0.12  # ems; the same letter again within this distance was printed twice to look bold
_MAX_BACK = 0.5  # ems; a letter further back than this is not part of the word


def join_letters(page: Page, brackets: Counter[int]) -> None:
    """Join the letters of a page into words, and flip a page whose lines begin at the right.

    All later steps assume that lines begin at the left. ``brackets`` counts, by font, the brackets so far whose text is
    what is printed, minus those whose text is the mirrored bracket.
    """
    letters = _with_marks(page.words)
    page.right_to_left = is_mostly_right_to_left(letters)
    printed = [sorted(row, key=lambda letter: letter.left + letter.right) for row in rows_of_words(letters)]
    _show_brackets(printed, brackets)
    page.unmapped_count -= _find_kashidas(printed)
    rows = [_joined(row) for row in printed]
    page.flipped = page.right_to_left and _begins_at_right(rows)
    if page.flipped:
        for row in rows:
            for word, following in zip_longest(row, row[1:]):
                word.spaced = following is None or following.spaced
    page.words = [word for row in rows for word in row]
    if page.flipped:
        for word in page.words:
            word.left, word.right = page.width - word.right, page.width - word.left
        page.rules = [
            Rule(page.width - rule.right, rule.top, page.width - rule.left, rule.bottom) for rule in page.rules
        ]
        page.shapes = [
            shape._replace(left=page.width - shape.right, right=page.width - shape.left) for shape in page.shapes
        ]


def as_printed(fragments: Sequence[Fragment], pages: Sequence[Page]) -> tuple[Fragment, ...]:
    """Return fragments with their boxes in the printed position, which differs on flipped pages."""
    widths = {page.number: page.width for page in pages if page.flipped}

    def box(number: int | None, box: Box | None) -> Box | None:
        if box is None or number not in widths:
            return box
        return Box(widths[number] - box.right, box.top, widths[number] - box.left, box.bottom)

    if not widths:
        return tuple(fragments)
    return tuple(
        replace(
            fragment,
            box=box(fragment.page, fragment.box),
            later_parts=tuple((page, box(page, part) or part) for page, part in fragment.later_parts),
        )
        for fragment in fragments
    )


def set_text(letters: list[Word], text: str) -> list[Word]:
    """Return letters as one, with the text that the file gives for them, whose ligatures and vowel marks are correct.

    If the text contains a space or is not in a right-to-left script, return the letters unchanged.
    """
    text = text.strip()
    if not letters or " " in text or not (is_right_to_left(text) or _MARKS.fullmatch(text)):
        return letters
    bases = [letter for letter in letters if is_right_to_left(letter.text)] or letters
    widest = max(bases, key=lambda letter: letter.right - letter.left)
    left, right = min(letter.left for letter in letters), max(letter.right for letter in letters)
    return [replace(widest, text=printed_order(text), left=left, right=right)]


def _with_marks(letters: Sequence[Word]) -> list[Word]:
    """Return the letters with the vowel marks that are drawn over or under them."""
    kept: list[Word] = []
    marks: list[Word] = []
    for before, letter, after in zip([None, *letters], letters, [*letters[1:], None], strict=False):
        if _MARKS.search(letter.text) and letter.right - letter.left < 0.01 * letter.size:
            _lower_to_line(letter, before, after)
        if _MARKS.fullmatch(letter.text):
            marks.append(letter)
        elif letter.text == UNMAPPED and letter.right - letter.left < 0.01 * letter.size:
            continue
        else:
            if marks and letter.text not in (" ", _JOIN):
                _set_marks(marks, next((base for base in reversed(kept) if _may_carry_marks(base)), None), letter)
                marks = []
            kept.append(letter)
    if marks:
        _set_marks(marks, next((base for base in reversed(kept) if _may_carry_marks(base)), None), None)
    return kept


def _lower_to_line(mark: Word, before: Word | None, after: Word | None) -> None:
    """Put a mark that carries the text of its letter on the line of its neighbours; the letter has no text."""
    near = [other for other in (before, after) if other is not None and abs(other.baseline - mark.baseline) < mark.size]
    if near and not _MARKS.fullmatch(mark.text):
        mark.baseline = near[0].baseline


def _may_carry_marks(letter: Word) -> bool:
    return letter.text not in (" ", _JOIN)


def _set_marks(marks: list[Word], before: Word | None, after: Word | None) -> None:
    """Add marks to the letter drawn after them if letters are drawn from the left, else to the one before them.

    If that letter is not near, the nearer of the two is used.
    """
    for mark in marks:
        bases = [base for base in (after, before) if base is not None and is_right_to_left(base.text)]
        if len(bases) == 2 and bases[0].left < bases[1].left:
            bases.reverse()
        if bases:
            near = (base for base in bases if _distance(mark, base) < _NEAR * mark.size)
            base = next(near, min(bases, key=lambda base: _distance(mark, base)))
            last_typed = CLUSTER.findall(base.text)[0]  # of a ligature
            base.text = last_typed + mark.text + base.text[len(last_typed) :]


def _distance(mark: Word, base: Word) -> float:
    if abs(mark.baseline - base.baseline) > mark.size:
        return 100 * mark.size
    return max(0.0, base.left - mark.left, mark.left - base.right)


def _find_kashidas(rows: Sequence[Sequence[Word]]) -> int:
    """Set the text of the joins that fill a justified line, if their font does not give it; return their number.

    Unlike a letter without text, a join is only found within words, after a letter that is joined to the next one.
    """
    found: dict[int, list[Word]] = {}
    letters: set[int] = set()
    for row in rows:
        for before, glyph, after in zip([None, *row], row, [*row[1:], None], strict=False):
            if glyph.text == UNMAPPED:
                found.setdefault(glyph.font, []).append(glyph)
                if before is None or before.text == " " or not _is_joined(after):
                    letters.add(glyph.font)
    kashidas = [glyph for font, glyphs in found.items() if font not in letters for glyph in glyphs]
    for glyph in kashidas:
        glyph.text = _JOIN
    return len(kashidas)


def _is_joined(letter: Word | None) -> bool:
    """Return whether a letter, printed to the right of another one, is one that joins the next letter."""
    return letter is not None and (letter.text == UNMAPPED or letter.text[0] in _JOINED or letter.text == _JOIN)


def _show_brackets(rows: Sequence[Sequence[Word]], brackets: Counter[int]) -> None:
    """Set the text of brackets to the printed ones, which face the text that they enclose.

    A font may give a glyph the text of the typed bracket, although text from right to left is printed with the mirrored
    one.
    """
    found = [
        (letter, _is_apart(before, letter), _is_apart(letter, after))
        for row in rows
        for before, letter, after in zip([None, *row], row, [*row[1:], None], strict=False)
        if letter.text in OPENING or letter.text in CLOSING
    ]
    for letter, begins, ends in found:
        if begins != ends:
            brackets[letter.font] += 1 if begins == (letter.text in OPENING) else -1
    for letter, _, _ in found:
        if brackets[letter.font] < 0:
            letter.text = letter.text.translate(MIRRORED)


def _is_apart(before: Word | None, after: Word | None) -> bool:
    """Return whether there is a space between two letters."""
    if before is None or after is None or " " in (before.text, after.text):
        return True
    return after.left - before.right > _SPACE * after.size


def _begins_at_right(rows: Sequence[Sequence[Word]]) -> bool:
    """Return whether more lines share their right edge with other lines than share their left edge.

    Text typed in a program that is set to English begins at the left.
    """
    lines = [row for row in rows if row and is_mostly_right_to_left(row)]
    lefts = Counter(round(row[0].left / 2) for row in lines)
    rights = Counter(round(row[-1].right / 2) for row in lines)
    shared_left, shared_right = (sum(count for count in edges.values() if count > 1) for edges in (lefts, rights))
    return shared_right >= shared_left


def _joined(row: Sequence[Word]) -> list[Word]:
    """Return the words of a row of letters, from the left."""
    words: list[Word] = []
    space = True
    last: Word | None = None
    for letter in row:
        if letter.text == " ":
            space = True
            continue
        if last is None:
            words.append(replace(letter, spaced=True))
            last, space = letter, False
            continue
        if (
            letter.text == last.text
            and letter.right - letter.left > 0
            and abs(letter.left - last.left) < _OVERPRINT * letter.size
        ):
            words[-1].style |= BOLD
            continue
        word, gap = words[-1], letter.left - words[-1].right
        size = min(letter.size, last.size)
        spaced = space and gap > _DRAWN_SPACE * size
        apart = spaced or gap > _SPACE * size or gap < -_MAX_BACK * size
        if apart or (letter.style, letter.size) != (last.style, last.size):
            words.append(replace(letter, spaced=spaced))
        else:
            word.text += letter.text
            word.right = max(word.right, letter.right)
        last, space = letter, False
    return words
