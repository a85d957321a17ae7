"""The numbers of annexes, parts, chapters and sections, as documents in the reader's language write them.

"II.A" in English is "الثاني-ألف" in Arabic and "二.A" in Chinese. What Arabic and Chinese documents print as "ثانيا"
and "二" is "II" in the other languages.
"""

from __future__ import annotations

import re

from documents.labels.ordinals import Gender, ordinal
from documents.parsing.numbering import ARABIC_NUMBERS, CHINESE_STEMS, Style, chinese_value, roman_value, to_roman
from documents.web.languages import interface_language

_CHINESE = re.compile("[一二三四五六七八九十]+")
_VOWEL_MARKS = re.compile(r"[\u064b-\u0652]")
_ARABIC = "|".join(map(re.escape, ARABIC_NUMBERS))
_NUMBER = rf"(?: [IVXLC]+ | [A-Z] | \d+ | {_CHINESE.pattern} | [{CHINESE_STEMS}] | {_ARABIC} )"
_SECTION = re.compile(rf"{_NUMBER} (?: \. {_NUMBER} )*", re.VERBOSE)
_ARABIC_SECTION = re.compile(_ARABIC)

_ARABIC_ANNEXES = {ordinal(value, "ar"): value for value in range(1, 100)}
_ARABIC_LETTERS = {value: word for word, (style, value) in ARABIC_NUMBERS.items() if style is Style.LETTER}

CARDINALS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
SPANISH_ORDINALS = ["primera", "segunda", "tercera", "cuarta", "quinta", "sexta", "séptima", "octava", "novena"]


def is_section(label: str) -> bool:
    """Return whether a label is only the number of a section: "II", "II.A", "IV.B.1", "ثانيا", "二.A"."""
    return _SECTION.fullmatch(_VOWEL_MARKS.sub("", label)) is not None


def is_arabic_section(label: str) -> bool:
    """Return whether a label is a single number of a section as Arabic documents print it: "ثانيا", "باء"."""
    return _ARABIC_SECTION.fullmatch(_VOWEL_MARKS.sub("", label)) is not None


def section_number(label: str) -> str:
    """Return the number of an annex or section as documents in the reader's language write it. What is not such a
    number remains as printed."""
    first, *below = label.split(".")
    language = interface_language()
    numbers = [_written(first, language), *(_written(number, language, is_below=True) for number in below)]
    return ("-" if language == "ar" else ".").join(numbers)


def value_in_words(number: str) -> int:
    """Return the value of a number printed in English words up to nine ("Two"), or 0."""
    return CARDINALS.index(number.lower()) + 1 if number.lower() in CARDINALS else 0


def part_number(value: int) -> str:
    """Return the number of a part in words, from 1 to 9, in agreement with the word for part: "two", « deuxième »,
    «segunda», «вторая», "الثاني", "二"."""
    language = interface_language()
    if language == "en":
        return CARDINALS[value - 1]
    if language == "es":
        return SPANISH_ORDINALS[value - 1]
    return ordinal(value, language, Gender.MASCULINE if language == "ar" else Gender.FEMININE)


def _written(number: str, language: str, *, is_below: bool = False) -> str:
    style, value = _reading(number, is_below=is_below)
    if style is Style.ROMAN:
        return ordinal(value, language) if language in ("ar", "zh") else to_roman(value).upper()
    if style is Style.LETTER and language == "ar":
        return _ARABIC_LETTERS.get(value, number)
    if style is Style.LETTER and not (language == "zh" and number in CHINESE_STEMS):
        return chr(ord("A") + value - 1)
    return number


def _reading(number: str, *, is_below: bool) -> tuple[Style | None, int]:
    """Return the style and value of a number. Below another number, "I" is a letter."""
    plain = _VOWEL_MARKS.sub("", number)
    if plain in ARABIC_NUMBERS:
        return ARABIC_NUMBERS[plain]
    if plain in _ARABIC_ANNEXES:
        return Style.ROMAN, _ARABIC_ANNEXES[plain]
    if _CHINESE.fullmatch(number):
        return Style.ROMAN, chinese_value(number)
    if len(number) == 1 and number in CHINESE_STEMS:
        return Style.LETTER, CHINESE_STEMS.index(number) + 1
    is_letter = len(number) == 1 and "A" <= number <= "Z"
    if re.fullmatch("[IVXL]+", number) and not (is_below and is_letter) and (value := roman_value(number)):
        return Style.ROMAN, value
    return (Style.LETTER, ord(number) - ord("A") + 1) if is_letter else (None, 0)
