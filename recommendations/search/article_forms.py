"""Rewrite articles as people type them ("UNTOC 16(4)", "art17", "article seventeen") in the form that documents use.

Pure functions, no database.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_ARTICLE_WORDS = r"art(?:[ií]culos?|icles?)?\.?|стат(?:ья|ьи|ье|ью)|المادة"
_GLUED_NUMBER = re.compile(r"(?<!\w)(?:arts?\.?|articles?|art[ií]culos?)(?=\d)", re.IGNORECASE)
_SECTION_SIGN = re.compile(r"\s?[§¶]{1,2}\s?(?=\d)")
_ROMAN = re.compile(rf"(?<!\w)(?P<word>{_ARTICLE_WORDS})\s+(?P<roman>[ivxl]{{1,7}})(?!\w)", re.IGNORECASE)
_ROMAN_NUMBER = re.compile(r"(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.IGNORECASE)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50}
_CHINESE_CONVENTION = re.compile(r"(?:《本?公约》|(?:(?<![\w》])|(?<=[据照于在和与及的对行]))本?公约)(?=第)")
"""Matches "《公约》" and "公约" before an article, as documents call the Organized Crime Convention, not
"儿童权利公约"."""
_CHINESE_NAME = "《有组织犯罪公约》"
_LATIN_BEFORE_CHINESE = re.compile(r"(?<=[A-Za-z])(?=第)")
_NUMBER_AFTER_NAME = r"(?P<name>{names})(?P<gap>[\s,]+)(?=\d{{1,2}}(?!\w|[./]\w)(?:\s*\(|[\s,;:?)]|$))"


@dataclass(frozen=True)
class RewrittenText:
    """A rewritten text. ``offsets`` maps each of its characters, and its end, to an offset in the text as typed."""

    text: str
    offsets: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> RewrittenText:
        return cls(text, tuple(range(len(text) + 1)))

    def replaced(self, replacements: Iterable[tuple[int, int, str]]) -> RewrittenText:
        """Return the text with some parts replaced. Each replacement is (start, end, new text); they are in order and
        do not overlap.
        """
        text, offsets, end = "", [], 0
        for start, stop, new in replacements:
            text += self.text[end:start] + new
            offsets += [*self.offsets[end:start], *[self.offsets[start]] * len(new)]
            end = stop
        return RewrittenText(text + self.text[end:], (*offsets, *self.offsets[end:]))


class ArticleForms:
    """Rewrites articles, given the names of instruments and the number words (number -> words) in all languages."""

    def __init__(self, names: Iterable[str], numbers: Iterable[Mapping[str, Iterable[str]]]) -> None:
        alternatives = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        self._number_after_name = re.compile(rf"(?<!\w){_NUMBER_AFTER_NAME.format(names=alternatives)}", re.IGNORECASE)
        self._numbers = {
            " ".join(word.lower().split()): number
            for by_number in numbers
            for number, words in by_number.items()
            for word in words
        }
        in_words = "|".join(
            r"\s+".join(map(re.escape, word.split())) for word in sorted(self._numbers, key=len, reverse=True)
        )
        self._in_words = re.compile(rf"(?<!\w)(?P<word>{_ARTICLE_WORDS})\s+(?P<number>{in_words})(?!\w)", re.IGNORECASE)

    def rewrite(self, text: str) -> RewrittenText:
        """Return the text with articles as in documents: "UNTOC article 16(4)", "art. 17", "article 17"."""
        rewritten = RewrittenText.of(text)
        rewritten = rewritten.replaced((m.start(), m.end(), f"{m[0]} ") for m in _GLUED_NUMBER.finditer(rewritten.text))
        rewritten = rewritten.replaced((m.start(), m.end(), " para. ") for m in _SECTION_SIGN.finditer(rewritten.text))
        rewritten = rewritten.replaced(
            (m.start("roman"), m.end("roman"), str(value))
            for m in _ROMAN.finditer(rewritten.text)
            if (value := _roman_value(m["roman"]))
        )
        rewritten = rewritten.replaced(
            (m.start("number"), m.end("number"), self._numbers[" ".join(m["number"].lower().split())])
            for m in self._in_words.finditer(rewritten.text)
        )
        rewritten = rewritten.replaced(
            (m.start(), m.end(), _CHINESE_NAME) for m in _CHINESE_CONVENTION.finditer(rewritten.text)
        )
        rewritten = rewritten.replaced(
            (m.start(), m.end(), " ") for m in _LATIN_BEFORE_CHINESE.finditer(rewritten.text)
        )
        return rewritten.replaced(
            (m.start("gap"), m.end("gap"), " article ") for m in self._number_after_name.finditer(rewritten.text)
        )


def _roman_value(roman: str) -> int:
    """Return the value of a roman numeral, or 0 if it is not one."""
    if not _ROMAN_NUMBER.fullmatch(roman):
        return 0
    digits = [_ROMAN_VALUES[letter] for letter in roman.lower()]
    return sum(
        -digit if any(other > digit for other in digits[index:]) else digit for index, digit in enumerate(digits)
    )
