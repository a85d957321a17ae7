"""Group the words of a page into lines: words on one baseline, with note markers put back next to their words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import pairwise

from documents.parsing.hyphens import HYPHENS
from documents.parsing.readers.pdf_layout.bidi import reading_order
from documents.parsing.readers.pdf_layout.page import BOLD, SUPERSCRIPT, Line, Page, Word, make_line

_SAME_BASELINE = 0.18  # ems; words whose baselines differ by less are on one line
_RAISED = (0.15, 0.75)  # height of a superscript above its line's baseline, in ems of the line
_MAX_RAISED_SIZE = 0.84  # largest size of a superscript, in ems of the line; asterisks may be larger
_SPACE = 0.17  # ems; a wider gap between two shown strings is a space
_TOUCHES = 0.05  # ems; a narrower gap cannot have a space in it
_CHINESE_SPACE = 0.35  # ems; word processors set numbers apart from Chinese characters by a narrower gap
_CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_WIDE_GAP = 1.7  # ems; a wider gap separates columns, cells, or a label from its text
_SIZE_FACTOR, _WIDE_GAP_BETWEEN_SIZES = 1.5, 0.7
"""Type larger by this factor is in another column after this smaller gap, in ems: an organ's name next to a date."""
_MAX_LABEL_GAP = 7.0  # ems
_RAISABLE = re.compile(r"(?![a-z]{3})[\d*†‡§/a-z]{1,4}(?:[,\-–][\d*a-z]{0,3})*|[.,;:]", re.IGNORECASE)

_STARS = re.compile(r"[*†‡§]{1,4}")
_LEADER = re.compile(
    r"""
      (?:\.\s?){5,} | …{3,}                        # Introduction ........ 3
    | (?:\.\s?){3,}\s*                            # a title that leaves little room ... 11–60 5
      (?:[\d–-]{1,9}|[ivxlc]{1,6})(?:\s[\d–-]{1,9})?$
    """,
    re.VERBOSE,
)

LABEL = re.compile(
    r"""
      \(?(?:[0-9]{1,3}|[ivxlc]{1,6}|[a-zа-я])(?:\s?bis|\s?ter)?[.)]        # 1.  (a)  a)  (iv)  12 bis.
    | \(?[a-zа-я]{2}\)                                                    # (aa)
    | \(?[A-ZА-Я]{1,2}[.)]                                                 # A.  (B)
    | \(?[IVXLC]{1,6}[.)]?                                                 # IV.  IV
    | [0-9]{1,3}(?:\.[0-9A-Z]{1,3}){1,3}\.?                                # 16.47  31.I.1  140.10.
    | [0-9]{1,3}/                                                          # 1/ (note of the 1990s)
    | \*{1,4} | [•▪➢✓·o–—-]                                                # stars, bullets, dashes
    | [0-9\u0660-\u0669]{1,3}\s?[-–] | \(?[\u0621-\u064a]\u0640?\)               # Arabic 1-  ١-  (أ)  (هـ)
    | [\u0621-\u0652]{3,9}\s?[-–]                                         # Arabic chapter numbers
    | [一二三四五六七八九十]{1,3}[、.]                                        # Chinese chapter numbers
    """,
    re.VERBOSE,
)
"""Matches a label that may be separate from the text it numbers; not "2025", "Annex", "(State)"."""


def page_lines(page: Page) -> list[Line]:
    """Return the lines of a page, part by part, from the top, then left to right."""
    lines: list[Line] = []
    for part, words in enumerate(_words_by_part(page)):
        rows = rows_of_words(words)
        _attach_raised(rows)
        for row in rows:
            if row:
                lines += _split_at_gaps(page, part, _without_overprints(sorted(row, key=lambda word: word.left)))
    lines.sort(key=lambda line: (line.part, round(line.baseline), line.left))
    return lines


def _words_by_part(page: Page) -> list[list[Word]]:
    """Return the words of each part of a page."""
    if not page.parts:
        return [page.words]
    return [
        [word for word in page.words if box.top <= word.baseline < box.bottom and box.left <= word.left < box.right]
        for box in page.parts
    ]


def rows_of_words(words: Sequence[Word]) -> list[list[Word]]:
    """Return words grouped by baseline, from the top."""
    rows: list[list[Word]] = []
    baseline = smallest = 0.0
    for word in sorted(words, key=lambda word: word.baseline):
        if not rows or word.baseline - baseline > max(1.0, _SAME_BASELINE * min(word.size, smallest)):
            rows.append([])
            smallest = word.size
        rows[-1].append(word)
        baseline, smallest = word.baseline, min(smallest, word.size)
    return rows


def _attach_raised(rows: list[list[Word]]) -> None:
    """Move small raised words down to the line they belong to, and mark them as superscript."""
    baselines = [row[0].baseline for row in rows]
    for index, row in enumerate(rows):
        for word in list(row):
            if not _RAISABLE.fullmatch(word.text) or _continues(word, row):
                continue
            host = _find_host(word, rows, baselines, index)
            if host is not None:
                row.remove(word)
                word.style |= SUPERSCRIPT
                rows[host].append(word)


def _continues(word: Word, row: list[Word]) -> bool:
    """Return whether text of the same size is next to the word, which is then not raised: "8 de septiembre"."""
    alike = sorted((other for other in row if other.size == word.size), key=lambda other: other.left)
    at = next(index for index, other in enumerate(alike) if other is word)
    before = _letters_near(alike[at::-1], lambda near, far: near.left - far.right)
    after = _letters_near(alike[at:], lambda near, far: far.left - near.right)
    return before + sum(map(str.isalpha, word.text)) + after > 2


def _letters_near(words: Sequence[Word], gap: Callable[[Word, Word], float]) -> int:
    """Return the number of letters in the words next to the first one, with a high number for one too long to be
    raised. ``gap`` measures the space between two words."""
    letters = 0
    for near, far in pairwise(words):
        if not -0.1 < gap(near, far) / near.size < 0.6:
            break
        letters += sum(map(str.isalpha, far.text)) if _RAISABLE.fullmatch(far.text) else 100
    return letters


def _find_host(word: Word, rows: list[list[Word]], baselines: list[float], index: int) -> int | None:
    """Return the index of the row below, above whose baseline ``word`` is raised, or None."""
    for below in range(index + 1, len(rows)):
        distance = baselines[below] - word.baseline
        if distance > 12:
            return None
        for other in rows[below]:
            is_lifted = _RAISED[0] * other.size < distance < _RAISED[1] * other.size
            is_adjacent = other.left - 3 * other.size < word.right and word.left < other.right + 1.5 * other.size
            max_size = 1.0 if _STARS.fullmatch(word.text) else _MAX_RAISED_SIZE
            if word.size <= max_size * other.size and is_lifted and is_adjacent:
                return below
    return None


def _without_overprints(row: list[Word]) -> list[Word]:
    """Merge words printed twice in almost the same place, which is how old printers made bold."""
    kept: list[Word] = []
    for word in row:
        duplicate = next(
            (
                other
                for other in reversed(kept[-3:])
                if other.text == word.text and abs(other.left - word.left) < 0.12 * word.size
            ),
            None,
        )
        if duplicate is None:
            kept.append(word)
        else:
            duplicate.style |= BOLD
    return kept


def _split_at_gaps(page: Page, part: int, row: list[Word]) -> list[Line]:
    """Split a row at its wide gaps; a label stays with the text that follows it."""
    pieces: list[list[Word]] = [[row[0]]]
    wide = _wide_gap(row)
    right = row[0].right
    for word in row[1:]:
        gap = word.left - right
        size = min(word.size, pieces[-1][-1].size)
        differs_in_size = max(word.size, pieces[-1][-1].size) > _SIZE_FACTOR * size and not _is_raised(
            word, pieces[-1][-1]
        )
        if gap > (_WIDE_GAP_BETWEEN_SIZES if differs_in_size else wide) * size:
            pieces.append([word])
        else:
            touches = page.flipped and gap < _TOUCHES * size  # a vowel mark was between them
            word.spaced = (word.spaced and not touches) or gap > _min_space(row, word, pieces[-1][-1]) * size
            if gap < -0.5 * size and word.left < pieces[-1][-1].left:
                word.spaced = True
            pieces[-1].append(word)
        right = max(right, word.right)
    return _with_labels([make_line(page.number, reading_order(piece, page), part) for piece in pieces])


def _min_space(row: list[Word], word: Word, before: Word) -> float:
    """Return the gap, in ems, from which two words are separated by a space."""
    if word is row[-1] and word.text in HYPHENS:
        return 0.6
    return _CHINESE_SPACE if _CHINESE.match(word.text) or _CHINESE.search(before.text[-1:]) else _SPACE


def _is_raised(*words: Word) -> bool:
    return any(word.style & SUPERSCRIPT for word in words)


def _wide_gap(row: list[Word]) -> float:
    """Return the gap, in ems, at which a row is split. A justified line, whose spaces are all alike, is never split."""
    is_labelled = bool(LABEL.fullmatch(row[0].text))
    gaps = [after.left - before.right for before, after in pairwise(row[is_labelled:])]
    spaces = [gap for gap in gaps if gap > 1]
    if len(spaces) < 2:
        return _WIDE_GAP
    spread = (max(spaces) - min(spaces)) / row[0].size
    is_mostly_text = sum(spaces) < 0.6 * (row[-1].right - row[0].left)
    is_justified = (spread < 0.3 and is_mostly_text) or (spread < 0.05 and len(spaces) > 2)
    return float("inf") if is_justified else _WIDE_GAP


def _with_labels(lines: list[Line]) -> list[Line]:
    merged: list[Line] = []
    for line in lines:
        previous = merged[-1] if merged else None
        has_hanging_label = (
            previous is not None and line.left - previous.right < _MAX_LABEL_GAP * line.size and is_label(previous)
        )
        if previous is not None and (has_hanging_label or has_leader(f"{previous.text} {line.text}")):
            line.words[0].spaced = True
            joined = make_line(line.page, previous.words + line.words, line.part)
            joined.text_left = line.left if has_hanging_label else previous.text_left
            merged[-1] = joined
        else:
            merged.append(line)
    return merged


def has_leader(text: str) -> bool:
    """Return whether a line has a dotted leader, as in tables of contents: "Introduction ........ 3"."""
    return bool(_LEADER.search(text))


def is_label(line: Line) -> bool:
    """Return whether a line is only a label (or a note marker) and so belongs to the text on its right."""
    return bool(LABEL.fullmatch(line.text)) or all(word.style & SUPERSCRIPT for word in line.words)


def rows_of(lines: list[Line]) -> list[list[Line]]:
    """Return lines grouped by baseline, each row from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.baseline, line.left)):
        if rows and abs(rows[-1][0].baseline - line.baseline) <= max(1.5, 0.25 * line.size):
            rows[-1].insert(bisect_left([other.left for other in rows[-1]], line.left), line)
        else:
            rows.append([line])
    return rows
