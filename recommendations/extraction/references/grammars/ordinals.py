"""Ordinal numbers of meetings and sessions, in words (up to 99) and figures, one table for each language.

Inflected ordinals are matched by stem: "douzième", "duodécima reunión", "двенадцатого совещания".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from recommendations.extraction.prose import ORDINAL, ordinal_value


@dataclass(frozen=True)
class Ordinals:
    """``pattern`` matches an ordinal, with re.IGNORECASE; ``read`` returns its value."""

    pattern: str
    read: Callable[[str], int]


def _ordinals(stems: Mapping[str, int], ending: str, figures: str, others: Mapping[str, int]) -> Ordinals:
    """Build ordinals from stems before ``ending``, ``others`` as they are, and digits before ``figures``: "12º"."""
    values = {**stems, **others}
    endings = re.compile(rf"(?:{ending})$")

    def alternation(words: Iterable[str]) -> str:
        return "|".join(r"\s+".join(map(re.escape, word.split())) for word in sorted(words, key=len, reverse=True))

    def read(printed: str) -> int:
        if digits := re.match(r"\d+", printed):
            return int(digits.group())
        words = " ".join(printed.lower().split())
        return values[words] if words in values else values[endings.sub("", words)]

    in_words = rf"(?:{alternation(stems)})(?:{ending})" + (f"|{alternation(others)}" if others else "")
    return Ordinals(rf"(?:(?:{in_words}|\d{{1,3}}(?:{figures}))(?!\w))", read)


def _french() -> dict[str, int]:
    """Return the stems before "ième": "douz", "vingt et un", "soixante-dix-huit"."""
    teens = [
        "deux",
        "trois",
        "quatr",
        "cinqu",
        "six",
        "sept",
        "huit",
        "neuv",
        "dix",
        "onz",
        "douz",
        "treiz",
        "quatorz",
        "quinz",
        "seiz",
        "dix-sept",
        "dix-huit",
        "dix-neuv",
    ]
    small = dict(enumerate(teens, start=2))
    values = {stem: number for number, stem in small.items()}
    for ten, word in ((20, "vingt"), (30, "trent"), (40, "quarant"), (50, "cinquant"), (60, "soixant")):
        cardinal = word if word == "vingt" else f"{word}e"
        values |= {word: ten, f"{cardinal} et un": ten + 1}
        values |= {f"{cardinal}-{stem}": ten + number for number, stem in small.items() if number < 10}
    values |= {f"soixante-{stem}": 60 + number for number, stem in small.items() if number in (10, *range(12, 20))}
    values |= {"soixante et onz": 71, "quatre-vingt": 80, "quatre-vingt-un": 81}
    values |= {f"quatre-vingt-{stem}": 80 + number for number, stem in small.items()}
    return values


def _spanish() -> dict[str, int]:
    """Return the stems before "o" and "a": "duodécim", "vigésimo primer"."""
    units = ["primer", "segund", "tercer", "cuart", "quint", "sext", "séptim", "octav", "noven"]
    values = {stem: number for number, stem in enumerate(units, start=1)}
    teens = [
        "undécim",
        "duodécim",
        "decimotercer",
        "decimocuart",
        "decimoquint",
        "decimosext",
        "decimoséptim",
        "decimoctav",
        "decimonoven",
    ]
    values |= {stem: number for number, stem in enumerate(teens, start=11)} | {"décim": 10}
    tens = ["vigésim", "trigésim", "cuadragésim", "quincuagésim", "sexagésim", "septuagésim", "octogésim", "nonagésim"]
    for ten, word in enumerate(tens, start=2):
        values[word] = 10 * ten
        values |= {f"{word}{e} {stem}": 10 * ten + n for e in "oa" for n, stem in enumerate(units, start=1)}
    return values


def _russian() -> dict[str, int]:
    """Return the stems before adjectival endings: "двенадцат", "тридцать перв"."""
    units = ["перв", "втор", "трет", "четверт", "пят", "шест", "седьм", "восьм", "девят"]
    values = {stem: number for number, stem in enumerate(units, start=1)}
    teens = [
        "десят",
        "одиннадцат",
        "двенадцат",
        "тринадцат",
        "четырнадцат",
        "пятнадцат",
        "шестнадцат",
        "семнадцат",
        "восемнадцат",
        "девятнадцат",
    ]
    values |= {stem: number for number, stem in enumerate(teens, start=10)}
    tens = (
        ("двадцат", "двадцать"), ("тридцат", "тридцать"), ("сороков", "сорок"), ("пятидесят", "пятьдесят"),
        ("шестидесят", "шестьдесят"), ("семидесят", "семьдесят"), ("восьмидесят", "восемьдесят"),
        ("девяност", "девяносто"),
    )  # fmt: skip
    for ten, (ordinal, cardinal) in enumerate(tens, start=2):
        values[ordinal] = 10 * ten
        values |= {f"{cardinal} {stem}": 10 * ten + number for number, stem in enumerate(units, start=1)}
    return values


_RUSSIAN_ENDINGS = r"ый|ий|ая|ое|ой|ого|ому|ую|ым|ом|ых|ыми|ья|ье|ью|ьей|ьего|ьему|ьем|ьих"
_FRENCH_FIRST = {"premier": 1, "première": 1, "second": 2, "seconde": 2}
_SPANISH_SHORT = {stem: number for stem, number in _spanish().items() if stem.endswith(("primer", "tercer"))}
"""Before masculine nouns: "primer período", "vigésimo tercer período"."""

ORDINALS = {
    "en": Ordinals(ORDINAL, ordinal_value),
    "fr": _ordinals(_french(), "ièmes?", r"e|ᵉ|è|ème|re|er|es", _FRENCH_FIRST),
    "es": _ordinals(_spanish(), "[oa]s?", r"\.?[ºª°]|[oa]", _SPANISH_SHORT),
    "ru": _ordinals(_russian(), _RUSSIAN_ENDINGS, r"-(?:й|я|е|го|му|м|ю|х)", {}),
}
