"""Underlining in typescripts, where it replaces italics (United Nations Editorial Manual)."""

from __future__ import annotations

from collections.abc import Sequence

from documents.parsing.readers.pdf_layout.page import ITALIC, Page, Rule, Word
from documents.parsing.readers.pdf_layout.rules import level_rules

_OVERHANG = 6.0  # points by which the underline of a line may extend beyond its words


def apply_underlines(page: Page) -> None:
    """Set underlined words of a typescript in italics, and remove their rules from the page.

    In print, underlining marks links and changes and is ignored, unless a line is underlined from end to
    end, as headings were until the 1990s.
    """
    typed = page.typed >= 0.5 * sum(len(word.text) for word in page.words)
    under = [
        rule
        for rule in (page.rules if typed else level_rules(page))
        if rule.horizontal and (rule.length < 0.7 * page.width or not typed) and _underlines(rule, page.words, typed)
    ]
    for word in page.words:
        if any(_lies_under(rule, word) and not _marks_note(rule, word) for rule in under):
            word.style |= ITALIC
    page.rules = [rule for rule in page.rules if not any(_is_piece(rule, underline) for underline in under)]


def _underlines(rule: Rule, words: Sequence[Word], typed: bool) -> bool:
    """Return whether a rule underlines words; in print, only if it underlines a whole line that is not a link."""
    under = [word for word in words if _lies_under(rule, word)]
    if not under or typed:
        return bool(under)
    left, right = min(word.left for word in under), max(word.right for word in under)
    fits = rule.left > left - _OVERHANG and rule.right < right + _OVERHANG
    return fits and sum(map(len, _without_links(under))) > 2 and not any(_is_next_to(rule, word) for word in words)


def _without_links(words: Sequence[Word]) -> list[str]:
    """Return the texts of words, omitting addresses and symbols, which are links."""
    return [word.text for word in words if "/" not in word.text and "@" not in word.text]


def _is_next_to(rule: Rule, word: Word) -> bool:
    """Return whether a word is on the underlined line, but not above the rule."""
    close = rule.left - 3 * word.size < word.right and word.left < rule.right + 3 * word.size
    return close and 0.5 < rule.top - word.baseline < 0.35 * word.size and not _lies_under(rule, word)


def _is_piece(rule: Rule, underline: Rule) -> bool:
    return (
        rule.horizontal
        and abs(rule.top - underline.top) < 2
        and underline.left - 1 <= rule.left
        and rule.right <= underline.right + 1
    )


def _lies_under(rule: Rule, word: Word) -> bool:
    below = 0.5 < rule.top - word.baseline < 0.35 * word.size
    return below and rule.left - 1.5 <= word.left and word.right <= rule.right + 1.5


def _marks_note(rule: Rule, word: Word) -> bool:
    """Return whether the rule underlines only a number: the "1" of the note call "1/"."""
    return word.text.rstrip("/").isdigit() and rule.length < 1.3 * (word.right - word.left)
