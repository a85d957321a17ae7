"""Tell hyphens at line breaks that belong to a word ("decision-making") from those that divide it ("interna-tional").

The document's own spelling elsewhere decides. If it has none, the rules of the United Nations Editorial Manual
("Hyphens") apply.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

HYPHENS = ("-", "\N{HYPHEN}", "\N{NON-BREAKING HYPHEN}", "\N{SOFT HYPHEN}", "\ufffe")
"""Characters that may end a line in the middle of a word; some PDF producers write U+FFFE."""

_WORD = re.compile(r"[^\W\d_]+(?:[-‐‑'’][^\W\d_]+)*")
_HYPHENATED_PREFIX = re.compile(r"(?:self|non|anti|vice)-\w|inter-(?!act|es|im|io|o)[aeiou]")
"""Prefixes that the Manual hyphenates: "self-reliance", "non-governmental", "inter-agency"; not "interna-tional",
"inter-action", "multi-lateral" or "co-operation", which it writes as one word."""
_HYPHENATED_ENDING = re.compile(
    "based|building|making|related|led|driven|wide|specific|oriented|sensitive|friendly|term|time|level|being|up|off|"
    "sharing|setting|raising|reaching|going|standing|saving|effective|free|owned|funded|border|ranging"
)
"""Second parts of compounds that the Manual hyphenates."""


class Lexicon:
    """The words that a document prints within lines, and whether it divides words at line breaks."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: Counter[str] = Counter()
        halves: list[tuple[str, str]] = []
        divided_word = ""
        for line in lines:
            tokens = line.casefold().split()
            if not tokens:
                continue
            if divided_word:
                halves.append((_last_word(divided_word[:-1]), _first_word(tokens.pop(0))))
            divided_word = tokens.pop() if tokens and tokens[-1].endswith(HYPHENS) else ""
            for word in _WORD.findall(" ".join(tokens)):
                self._add(word.replace("‐", "-").replace("‑", "-"))
        self._divides_words = any(
            self._words[head + tail] > self._words[f"{head}-{tail}"] for head, tail in halves if head and tail
        )

    def _add(self, word: str) -> None:
        """Count a word; for a compound such as "port-au-prince", also its parts and each pair of adjacent parts."""
        parts = word.split("-")
        self._words.update(parts)
        if len(parts) > 1:
            self._words.update(f"{before}-{after}" for before, after in pairwise(parts))

    def keeps_hyphen(self, before: str, after: str) -> bool:
        """Return whether ``before-after``, broken at the hyphen, is written with a hyphen.

        The criteria are, in order: whether a digit or capital follows ("COVID-19" and "Asia-Pacific" keep the hyphen);
        the spelling used elsewhere; whether one half always takes a hyphen; and whether both halves are words in the
        document. In a document that does not divide words, as most English documents of the United Nations do not, one
        half that is a word, or another hyphen before this one, is enough. The halves of "up-to-" and "date" are "to"
        and "date".
        """
        if not before or not after or not after[0].islower():
            return True
        head, tail = _last_word(before), _first_word(after)
        if not head or not tail:
            return True
        joined_count, hyphenated_count = self._words[head + tail], self._words[f"{head}-{tail}"]
        if joined_count != hyphenated_count:
            return hyphenated_count > joined_count
        if _HYPHENATED_ENDING.fullmatch(tail) or _HYPHENATED_PREFIX.match(f"{head}-{tail}"):
            return True
        known_halves = (self._words[head] > 0) + (self._words[tail] > 0)
        return known_halves == 2 and len(head) > 1 if self._divides_words else known_halves > 0 or "-" in before


def _last_word(text: str) -> str:
    match = re.search(r"[^\W\d_]+$", text.casefold())
    return match.group() if match else ""


def _first_word(text: str) -> str:
    match = re.match(r"[^\W\d_]+", text.casefold())
    return match.group() if match else ""
