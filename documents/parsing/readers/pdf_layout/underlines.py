"""Underlining in typescripts: what typewriters had for italics (United Nations Editorial Manual)."""

from __future__ import annotations

from documents.parsing.readers.pdf_layout.page import ITALIC, Page, Rule, Word


def take_underlines(page: Page) -> None:
    """Set underlined words of a page that is typed in italics, and take those rules away.

    In print, underlining marks links and changes, and means nothing here.
    """
    if page.typed < 0.5 * sum(len(word.text) for word in page.words):
        return
    under = [
        rule
        for rule in page.rules
        if rule.horizontal and rule.length < 0.7 * page.width and any(_lies_under(rule, word) for word in page.words)
    ]
    for word in page.words:
        if any(_lies_under(rule, word) and not _marks_note(rule, word) for rule in under):
            word.style |= ITALIC
    taken = {id(rule) for rule in under}
    page.rules = [rule for rule in page.rules if id(rule) not in taken]


def _lies_under(rule: Rule, word: Word) -> bool:
    below = 0.5 < rule.top - word.baseline < 0.35 * word.size
    return below and rule.left - 1.5 <= word.left and word.right <= rule.right + 1.5


def _marks_note(rule: Rule, word: Word) -> bool:
    """Whether the rule underlines one number alone: the "1" of the note call "1/"."""
    return word.text.rstrip("/").isdigit() and rule.length < 1.3 * (word.right - word.left)
