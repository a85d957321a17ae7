"""Underlining in typescripts, where it replaces italics (United Nations Editorial Manual)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from documents.parsing.readers.pdf_layout.page import ITALIC, Page, Rule, Word
from documents.parsing.readers.pdf_layout.rules import horizontal_rules

_OVERHANG = 6.0  # points by which the underline of a line may extend beyond its words
_MAX_GAP = 3.0  # ems between words of one underlined line


def apply_underlines(page: Page) -> None:
    """Set underlined words of a typescript in italics, and remove their rules from the page.

    In print, underlining marks links and changes and is ignored, unless a line is underlined from end to
    end, as headings were until the 1990s.
    """
    is_typescript = page.typed_count >= 0.5 * sum(len(word.text) for word in page.words)
    underlines = [
        rule
        for rule in (page.rules if is_typescript else horizontal_rules(page))
        if rule.is_horizontal
        and (rule.length < 0.7 * page.width or not is_typescript)
        and _underlines(rule, page.words, is_typescript)
    ]
    for word in page.words:
        if any(_lies_under(rule, word) and not _marks_note(rule, word) for rule in underlines):
            word.style |= ITALIC
    page.rules = [rule for rule in page.rules if not any(_is_piece(rule, underline) for underline in underlines)]


def _underlines(rule: Rule, words: Sequence[Word], is_typescript: bool) -> bool:
    """Return whether a rule underlines words; in print, only if it underlines a whole line that is not a link."""
    words_above = [word for word in words if _lies_under(rule, word)]
    if not words_above or is_typescript:
        return bool(words_above)
    left, right = min(word.left for word in words_above), max(word.right for word in words_above)
    fits = rule.left > left - _OVERHANG and rule.right < right + _OVERHANG
    is_text = sum(map(len, _without_links(words_above))) > 2
    return fits and is_text and _is_one_line(words_above) and not any(_is_next_to(rule, word) for word in words)


def _is_one_line(words: Sequence[Word]) -> bool:
    """Return whether words form a line without a wide gap: the rule of a masthead is below "United Nations" at one end
    and the symbol at the other."""
    ordered = sorted(words, key=lambda word: word.left)
    return all(after.left - before.right < _MAX_GAP * before.size for before, after in pairwise(ordered))


def _without_links(words: Sequence[Word]) -> list[str]:
    """Return the texts of words, omitting addresses and symbols, which are links."""
    return [word.text for word in words if "/" not in word.text and "@" not in word.text]


def _is_next_to(rule: Rule, word: Word) -> bool:
    """Return whether a word is on the underlined line, but not above the rule."""
    is_close = rule.left - 3 * word.size < word.right and word.left < rule.right + 3 * word.size
    return is_close and 0.5 < rule.top - word.baseline < 0.35 * word.size and not _lies_under(rule, word)


def _is_piece(rule: Rule, underline: Rule) -> bool:
    return (
        rule.is_horizontal
        and abs(rule.top - underline.top) < 2
        and underline.left - 1 <= rule.left
        and rule.right <= underline.right + 1
    )


def _lies_under(rule: Rule, word: Word) -> bool:
    is_below = 0.5 < rule.top - word.baseline < 0.35 * word.size
    return is_below and rule.left - 1.5 <= word.left and word.right <= rule.right + 1.5


def _marks_note(rule: Rule, word: Word) -> bool:
    """Return whether the rule underlines only a number: the "1" of the note marker "1/"."""
    return word.text.rstrip("/").isdigit() and rule.length < 1.3 * (word.right - word.left)
