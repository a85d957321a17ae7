"""Helpers for prose: patterns of names, sentences, ordinals and dates. Offsets refer to the text passed in."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

UNSPACED_LANGUAGES = frozenset({"zh"})
"""Languages written without spaces between words, so that names have no word boundaries."""

RUSSIAN_ENDING = re.compile(
    r"(?<=\w{3})(?:и?(?:ами|ями|ах|ях)|ого|его|ому|ему|ым|им|ом|ем|[аеёийоуыьэюя]+)$", re.IGNORECASE
)
"""Matches the case endings of Russian nouns and adjectives."""


def names_pattern(names: Iterable[str], *, language: str = "en") -> str:
    """Return an alternation of names, longest first, that allows any white space and either apostrophe, and before
    Arabic names "and" and prepositions, which are written as part of the word.

    If there are no names, the pattern matches nothing.
    """
    ordered = sorted(set(names), key=lambda name: (-len(name), name))
    if not ordered:
        return r"(?!)"
    alternatives = "|".join(r"\s+".join(map(_word_pattern, name.split())) for name in ordered)
    if language in UNSPACED_LANGUAGES:
        return f"(?:{alternatives})"
    start = r"(?:(?<!\w)|(?<=(?<!\w)[وفبلك]))" if language == "ar" else r"(?<!\w)"
    return rf"{start}(?:{alternatives})(?!\w)"


def _word_pattern(word: str) -> str:
    return re.sub("['’]", "['’]", re.escape(word))


class MatchedSpans:
    """The parts of a text that have already been matched."""

    def __init__(self, text: str) -> None:
        self._matched = bytearray(len(text))

    def is_free(self, start: int, end: int) -> bool:
        """Return whether nothing between two offsets has been matched."""
        return not any(self._matched[start:end])

    def mark(self, start: int, end: int) -> None:
        self._matched[start:end] = b"\1" * (end - start)


class RecentKeys:
    """Keys that a text has named so far, each once. Iteration yields the most recent first."""

    def __init__(self) -> None:
        self._keys: dict[str, None] = {}

    def add(self, key: str) -> None:
        self._keys.pop(key, None)
        self._keys[key] = None

    def copy(self) -> RecentKeys:
        duplicate = RecentKeys()
        duplicate._keys = self._keys.copy()
        return duplicate

    def __iter__(self) -> Iterator[str]:
        return reversed(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


# --- sentences ---------------------------------------------------------------------------------------

_SENTENCE_END = re.compile(r"(?:[.!?]['”\"’)\]]*|[。！？؟])\s+(?=['“\"‘(\[]?[^\W\d_a-zа-я])")
_ABBREVIATION = re.compile(
    r"(?:(?<!\w)(?:arts?|paras?|subparas?|vols?|nos?|chap|sect|pp?|cf|ibid|e\.g|i\.e|Mr|Ms|Dr|St|Corr|Add|Rev)|\b[A-Z])\.$",
    re.IGNORECASE,
)


@lru_cache(maxsize=256)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Return the start and end of each sentence: "See art. 5. It ends." consists of two."""
    bounds, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        if not _ABBREVIATION.search(text[max(start, match.start() - 10) : match.start() + 1]):
            bounds.append((start, match.end()))
            start = match.end()
    if start < len(text):
        bounds.append((start, len(text)))
    return tuple(bounds)


def sentence_at(text: str, offset: int) -> tuple[int, int]:
    """Return the start and end of the sentence that contains an offset."""
    all_bounds = sentences(text)
    index = bisect_right(all_bounds, offset, key=lambda bounds: bounds[1])
    return all_bounds[index] if index < len(all_bounds) else (0, len(text))


# --- ordinals ----------------------------------------------------------------------------------------

_UNITS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
_TEENS = [
    "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth",
]  # fmt: skip
_TENS = {"twent": 20, "thirt": 30, "fort": 40, "fift": 50, "sixt": 60, "sevent": 70, "eight": 80, "ninet": 90}
_ORDINALS = {word: number for number, word in enumerate([*_UNITS, *_TEENS], start=1)}
_ORDINALS |= {f"{stem}ieth": ten for stem, ten in _TENS.items()}
_ORDINALS |= {f"{stem}y-{unit}": ten + n for stem, ten in _TENS.items() for n, unit in enumerate(_UNITS, start=1)}

ORDINAL = rf"(?:{'|'.join(sorted(_ORDINALS, key=len, reverse=True))}|\d{{1,3}}(?:st|nd|rd|th))(?!\w)"
"""Matches "twelfth", "Thirteenth", "twenty-third", "16th"; not "twelve". Use with re.IGNORECASE."""


def ordinal_value(word: str) -> int:
    """Return the value of an ordinal: 23 for "twenty-third". Raise KeyError unless :data:`ORDINAL` matches it."""
    lowered = word.lower()
    return int(lowered[:-2]) if lowered[0].isdigit() else _ORDINALS[lowered]


def ordinal_word(number: int) -> str:
    """Return a number as an ordinal: "twelfth", "twenty-third", but "112th"."""
    words = {value: word for word, value in _ORDINALS.items()}
    if number in words:
        return words[number]
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


# --- dates -------------------------------------------------------------------------------------------

_MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
]  # fmt: skip
_MONTH = "|".join(_MONTHS)


@dataclass(frozen=True, slots=True)
class DateRange:
    """A range of dates with its offsets in a text; ``last`` is included."""

    start: int
    end: int
    first: datetime.date
    last: datetime.date


_TIME_OF_DAY = r"(?:\s+\((?:\w+\s+)?\d{1,2}(?:[:.]\d\d)?\s*[ap]\.m\.\))?"

PERIOD = re.compile(
    rf"""(?<![\d/])
    (?P<day1>\d{{1,2}}) {_TIME_OF_DAY}
    (?: \s+ (?P<month1>{_MONTH}) (?: \s+ (?P<year1>(?:19|20)\d\d) )? )?
    (?: \s* (?: to | and | [-–—] ) \s* (?P<day2>\d{{1,2}}) (?: \s+ (?P<month2>{_MONTH}) )? )?
    (?: \s+ (?P<year2>(?:19|20)\d\d) )? (?!\d) {_TIME_OF_DAY}""",
    re.VERBOSE,
)
"""Matches "25 and 26 March 2021", "23 to 27 May 2022", "12-19 April 2015", "28 February to 11 March 2022",
"26 August-6 September 1985", "16 October 2020", "19 (from 3 p.m.) to 21 October 2016 (until 1 p.m.)".
It also matches incomplete dates, such as "25 and 26" and "26 March"."""


def read_dates(text: str, offset: int = 0, end: int | None = None) -> DateRange | None:
    """Return the first complete range of dates between two offsets, or None: "26 March" lacks the year."""
    for match in PERIOD.finditer(text, offset, len(text) if end is None else end):
        year2, month2 = match["year2"] or match["year1"], match["month2"] or match["month1"]
        if not year2 or not month2:
            continue
        last = _date(match["day2"] or match["day1"], month2, year2)
        first = _date(match["day1"], match["month1"] or month2, match["year1"] or year2)
        if first and last and first <= last:
            return DateRange(match.start(), match.end(), first, last)
    return None


def _date(day: str, month: str, year: str) -> datetime.date | None:
    try:
        return datetime.date(int(year), _MONTHS.index(month) + 1, int(day))
    except ValueError:
        return None
