"""Ordinals as United Nations documents in each language write them, in agreement with the noun.

English, French, Russian and Arabic use words up to 99, Chinese its numerals, Spanish figures. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType

MAX_IN_WORDS = 99


class Gender(StrEnum):
    """The gender of a noun."""

    MASCULINE = "m"
    FEMININE = "f"
    NEUTER = "n"


def ordinal(number: int, language: str, gender: str = Gender.MASCULINE) -> str:
    """Return an ordinal in a language such as "en": "twelfth", « douzième », «12ª», «двенадцатое», "十二"."""
    return _WRITERS.get(language, _english)(number, Gender(gender))


_ENGLISH = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
_ENGLISH_TENS = ["twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet"]


def _english(number: int, _gender: Gender) -> str:
    tens, unit = divmod(number, 10)
    if number < len(_ENGLISH):
        return _ENGLISH[number]
    if number > MAX_IN_WORDS:
        suffix = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(unit, "th")
        return f"{number}{suffix}"
    return f"{_ENGLISH_TENS[tens - 2]}y-{_ENGLISH[unit]}" if unit else f"{_ENGLISH_TENS[tens - 2]}ieth"


_FRENCH = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
]
_FRENCH_TENS = ["vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt"]


def _french(number: int, gender: Gender) -> str:
    if number == 1:
        return "première" if gender == Gender.FEMININE else "premier"
    if number > MAX_IN_WORDS:
        return f"{number}ᵉ"
    words = _french_number(number)
    endings = {"cinq": "cinqu", "neuf": "neuv"}
    for ending, stem in endings.items():
        if words.endswith(ending):
            return f"{words.removesuffix(ending)}{stem}ième"
    return f"{words.removesuffix('e')}ième"


def _french_number(number: int) -> str:
    if number < len(_FRENCH):
        return _FRENCH[number]
    tens, unit = divmod(number, 10)
    unit += 10 * (tens in (7, 9))
    if not unit:
        return _FRENCH_TENS[tens - 2]
    joint = " et " if unit in (1, 11) and tens < 8 else "-"
    return f"{_FRENCH_TENS[tens - 2]}{joint}{_FRENCH[unit]}"


def _spanish(number: int, gender: Gender) -> str:
    if gender == Gender.FEMININE:
        return f"{number}ª"
    is_shortened = number % 10 in (1, 3) and number % 100 not in (11, 13)  # "primer", "tercer" before a noun
    return f"{number}{'er' if is_shortened else 'º'}"


_RUSSIAN = [
    "нулев",
    "перв",
    "втор",
    "трет",
    "четверт",
    "пят",
    "шест",
    "седьм",
    "восьм",
    "девят",
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
_RUSSIAN_TENS = ["двадцат", "тридцат", "сороков", "пятидесят", "шестидесят", "семидесят", "восьмидесят", "девяност"]
_RUSSIAN_BEFORE_UNIT = [
    "двадцать",
    "тридцать",
    "сорок",
    "пятьдесят",
    "шестьдесят",
    "семьдесят",
    "восемьдесят",
    "девяносто",
]
_RUSSIAN_ENDINGS: Mapping[Gender, tuple[str, str, str]] = MappingProxyType(
    {Gender.MASCULINE: ("ый", "ой", "ий"), Gender.FEMININE: ("ая", "ая", "ья"), Gender.NEUTER: ("ое", "ое", "ье")}
)
"""For each gender: the usual ending, the stressed one, and that of "third"."""
_RUSSIAN_STRESSED = frozenset({0, 2, 6, 7, 8, 40})


def _russian(number: int, gender: Gender) -> str:
    if number > MAX_IN_WORDS:
        return f"{number}-{_RUSSIAN_ENDINGS[gender][0][-1]}"
    tens, unit = divmod(number, 10)
    if number < len(_RUSSIAN):
        before, stem, last = "", _RUSSIAN[number], number
    elif unit:
        before, stem, last = f"{_RUSSIAN_BEFORE_UNIT[tens - 2]} ", _RUSSIAN[unit], unit
    else:
        before, stem, last = "", _RUSSIAN_TENS[tens - 2], number
    return f"{before}{stem}{_RUSSIAN_ENDINGS[gender][2 if last == 3 else 1 if last in _RUSSIAN_STRESSED else 0]}"


_ARABIC = ["صفر", "حادي", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع", "عاشر"]
_ARABIC_TENS = ["العشرون", "الثلاثون", "الأربعون", "الخمسون", "الستون", "السبعون", "الثمانون", "التسعون"]


def _arabic(number: int, gender: Gender) -> str:
    feminine = gender == Gender.FEMININE
    tens, unit = divmod(number, 10)
    if number > MAX_IN_WORDS:
        return str(number)
    if number == 1:
        return "الأولى" if feminine else "الأول"
    if number <= 10:
        return f"ال{_ARABIC[number]}{'ة' * feminine}"
    if not unit:
        return _ARABIC_TENS[tens - 2]
    last = f"ال{_ARABIC[unit]}{'ة' * feminine}"
    if tens == 1:
        return f"{last} {'عشرة' if feminine else 'عشر'}"
    return f"{last} و{_ARABIC_TENS[tens - 2]}"


_CHINESE = "零一二三四五六七八九"


def _chinese(number: int, _gender: Gender) -> str:
    tens, unit = divmod(number, 10)
    if number > MAX_IN_WORDS:
        return str(number)
    if not tens:
        return _CHINESE[unit]
    return f"{_CHINESE[tens] if tens > 1 else ''}十{_CHINESE[unit] if unit else ''}"


_WRITERS: Mapping[str, Callable[[int, Gender], str]] = MappingProxyType(
    {"en": _english, "fr": _french, "es": _spanish, "ru": _russian, "ar": _arabic, "zh": _chinese}
)
