"""The labels that number the parts of United Nations documents."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum


class LabelKind(StrEnum):
    """The kind of a label."""

    ANNEX = "annex"
    ROMAN = "roman"  # II.
    LETTER = "letter"  # B.
    NUMBER = "number"  # 12.
    DOTTED = "dotted"  # 16.47
    ITEM = "item"  # (a), a), (i), (1)
    BULLET = "bullet"  # •


BULLET = "•"  # represents every list dash, dot and square


class Style(StrEnum):
    """The way the ordinal of a label is written. "(i)" may be a letter or a roman numeral."""

    LETTER = "letter"
    ROMAN = "roman"
    ARABIC = "arabic"
    CHINESE = "chinese"


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the start of a text: ``printed`` without its full stop; the text after it starts at ``end``.

    ``readings`` are the styles and ordinals that it may represent, the likeliest first. ``is_inserted`` means that it
    repeats the ordinal of the item or paragraph before it: "(b bis)", "12 bis.".
    """

    kind: LabelKind
    printed: str
    end: int
    readings: tuple[tuple[Style, int], ...]
    is_inserted: bool = False

    @property
    def ordinal(self) -> int:
        """Return the likeliest ordinal, or 0."""
        return self.readings[0][1] if self.readings else 0

    def reads_as(self, style: Style) -> int | None:
        """Return the ordinal that the label represents in a style, or None."""
        return next((value for reading, value in self.readings if reading is style), None)


_ANNEX = re.compile(
    r"""^(?P<word> Annexe?+ | Appendix | Enclosure | Attachment | Appendice | Pièce\sjointe | Anexo | Apéndice
          | Приложение | Добавление | 附件 | 附录 | المرفق | مرفق | التذييل )
        (?: \s* (?P<number> [IVXLC]{1,6} | \d{1,2} | [A-Z] | [一二三四五六七八九十]{1,3} | [\u0621-\u064a]{3,8} )
            (?: \s?[.]\s?(?P<sub>[A-Z\d]{1,2}) )? )?
        (?: \s*[.:—–-]\s*(?=\S) | \s*\*{0,3}\s*$ )""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches "Annex", "Annex I", "ANNEX II", "Appendix A", "Annex I. Title", "Anexo 2"; not "Annex I to the report"."""
_PLACE_IN_ANNEX = re.compile(
    r"""(?: articles? | arts?\. | rules? | paragraphs? | paras?\. | sections? | sects?\. | chapters? | chaps?\. | items?
          | parts? | principles? | regulations? | tables? | pages? | pp?\.
          | règles? | paragraphes? | par\. | chapitres? | points? | principes? | tableaux? | annexes?
          | artículos? | reglas? | párrafos? | párrs?\. | secci(?:ón|ones) | capítulos? | principios? | cuadros?
          | стать[яиье]\w* | правил[оа]\w* | пункт\w* | п{1,2}\. | раздел\w* | глав[аы] | част[ьи] | принцип\w*
          | المادة | المواد | المادتان | الفقرة | الفقرات | القاعدة | القواعد ) \s+ (?:[\dIVXLC(]|[A-Z]\b)
      | 第 [\d一二三四五六七八九十]{1,4} [条款段章节]""",
    re.VERBOSE,
)
"""Matches the words in lower case that follow a cited annex: "rules 4 and 5" in "Annex II: rules 4 and 5"."""

_CHINESE_NUMBER = "[一二三四五六七八九十]{1,3}"
CHINESE_STEMS = "甲乙丙丁戊己庚辛壬癸"
_HEADING = re.compile(
    rf"""^(?: (?P<number> [IVXLC]{{1,7}} | [A-Z] ) [.] (?: \s+ (?=\S) | (?=[A-ZА-Я][a-zа-я]) )
          | (?P<chinese> {_CHINESE_NUMBER} ) [.．、] \s* (?=\S)
          | [(（]?+ (?P<stem> [{CHINESE_STEMS}] ) (?: [)）] | [.．、] ) \s* (?=\S) )""",
    re.VERBOSE,
)
_ARABIC_HEADING = re.compile(
    r"^(?P<number> [\u0621-\u064a\u064b-\u0652]{3,9} (?: \s عشر )? ) (?: \s?[-–—] | [.](?=\s) ) \s* (?=[^\W\d])",
    re.VERBOSE,
)
"""Matches "أولا- مقدمة", "ثانياً – …", "باء- …"; whether the word is a number is looked up."""
_INSERTED = r"(?: \s?(?:bis|ter|quater|quinquies) | [\s-](?:бис|тер) | \s?مكرر[\u0627\u064b]* )?"
_NUMBER = re.compile(
    rf"""^(?: (?P<number> \d{{1,4}} ) (?P<bis> {_INSERTED} ) [.] (?= \s | [^\W\d] )
          | (?P<dashed> \d{{1,3}} ) (?P<dashed_bis> {_INSERTED} ) \s?[-–—] (?= \s* ["“”«(]? [\u0621-\u064a] ) ) \s*""",
    re.VERBOSE,
)
"""Matches "12. The Conference", "12 bis. …", and in Arabic "12- …", "12 - …", "١٢- …", "12 مكررا- …"."""
_DOTTED = re.compile(
    r"""^(?! [012]?\d \. (?: 00 | [0-5]\d \s* [^\W\d]{0,6} \s* [-–—]? \s* [012]?\d [.:] [0-5]\d ) \b )
        (?P<number> \d{1,3} (?: \. (?: \d{1,3} | [IVX]{1,5} ) ){1,3} ) \.? \s+ (?=\S)""",
    re.VERBOSE,
)
"""Matches "16.47 …", "31.II.1 …"; not the times "15.00 …" and "15.30 to 18.00"."""
_ENCLOSED_RANGES = ((0x2460, 20), (0x2474, 20), (0x3220, 10))  # ①, ⑴, ㈠: the code of 1, and the highest number
_ENCLOSED = {chr(first + n): str(n + 1) for first, count in _ENCLOSED_RANGES for n in range(count)}
_BIS = r"(?:\s(?:bis|ter|quater))?"
_ITEM = re.compile(
    rf"""^(?: (?: [(（] (?P<full> (?: [a-z]{{1,2}} | [ivxl]{{1,7}} | \d{{1,3}} | [а-я] | [\u0621-\u064a]{{1,2}}\u0640?
                  | {_CHINESE_NUMBER} ) {_BIS} ) [)）]
              | (?P<half> (?: [a-z] | [ivx]{{1,5}} | [а-я] | \d{{1,2}} | [\u0621-\u064a]\u0640? ) {_BIS} ) \) )
              (?: [ \t]+ | (?=[^\W\d_“"(]) )
          | [‘'] (?P<quoted> \d{{1,2}} ) [’'] \s* (?=[\u0621-\u064a])
          | (?P<enclosed> [{"".join(_ENCLOSED)}] ) \s* (?=\S) )""",
    re.VERBOSE,
)
"""Matches "(a) States", "(aa) …", "(iv) …", "(1) …", "b) Los Estados", "а) государства", "(هـ) …", "（一）…", "㈠…",
"‘1’ …" before Arabic, "b bis) …"; not "(see below)", "(E)"."""

_LETTERED = re.compile(
    rf"^(?P<lettered>[A-ZА-Я{CHINESE_STEMS}]\d{{1,2}}|[\u0621-\u064a]\d{{1,2}}(?=\s?-))(?:[.:)]|\s?[–—-])\s*(?=\S{{8}}|\S+(?:\s+\S+){{3}})"
)
"""Matches "R1. States parties should …", "S2) …": a letter for the list, and a number within it."""

_BULLET = re.compile(r"^[•●◦▪■□►–—-][ \t]+(?=\S)")

_CYRILLIC = "абвгдежзиклмнопрстуфхцчшщэюя"
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_ARABIC_ORDINALS = (
    "أولا ثانيا ثالثا رابعا خامسا سادسا سابعا ثامنا تاسعا عاشرا",
    "حادي عشر,ثاني عشر,ثالث عشر,رابع عشر,خامس عشر,سادس عشر,سابع عشر,ثامن عشر,تاسع عشر",
)
_ARABIC_LETTERS = "ألف باء جيم دال هاء واو زاي حاء طاء ياء كاف لام ميم نون"
ARABIC_NUMBERS = {
    word: (style, value)
    for style, words in (
        (Style.ROMAN, [*_ARABIC_ORDINALS[0].split(), *_ARABIC_ORDINALS[1].split(",")]),
        (Style.LETTER, _ARABIC_LETTERS.split()),
    )
    for value, word in enumerate(words, start=1)
}
"""Words that number headings as roman numerals and letters do elsewhere: "أولا-" is I, "باء-" is B."""
_VOWEL_MARKS = re.compile(r"[\u064b-\u0652]")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def read_label(text: str) -> Label | None:
    """Return the label that a text starts with, or None."""
    start = len(text) - len(text.lstrip())
    text = text[start:]
    for pattern, reader in _READERS:
        match = pattern.match(text)
        if match and (label := reader(match)):
            return replace(label, end=label.end + start)
    return None


def cites_annex(text: str) -> bool:
    """Return whether a line cites a place in an annex, as lists of sources do: "Annex II: rules 4 and 5"."""
    match = _ANNEX.match(text.lstrip())
    return match is not None and _PLACE_IN_ANNEX.match(text.lstrip(), match.end()) is not None


def roman_value(text: str) -> int | None:
    """Return "XIV" or "xiv" as 14; None unless it is a roman numeral in its usual form."""
    total, digits = 0, [_ROMAN_VALUES.get(c, 0) for c in text.lower()]
    if not digits or 0 in digits:
        return None
    for value, following in zip(digits, [*digits[1:], 0], strict=True):
        total += -value if value < following else value
    return total if to_roman(total) == text.lower() else None


def to_roman(value: int) -> str:
    """Return 14 as "xiv"."""
    numerals = (
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
        (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    )  # fmt: skip
    roman = ""
    for number, numeral in numerals:
        while value >= number:
            roman += numeral
            value -= number
    return roman


def chinese_value(text: str) -> int:
    """Return "三" as 3, "十" as 10, "二十一" as 21."""
    tens, ten, units = text.rpartition("十")
    digits = " 一二三四五六七八九"
    return (max(digits.find(tens), 1) * 10 if ten else 0) + max(digits.find(units), 0)


def letter_value(text: str) -> int | None:
    """Return "a" as 1, "z" as 26, "aa" as 27, "bb" as 28; Cyrillic and Arabic letters in their own order; or None."""
    lowered = text.lower().rstrip("\u0640")
    if len(set(lowered)) != 1:
        return None
    if lowered[0] in _ABJAD:
        return (len(lowered) - 1) * len(_ABJAD) + _ABJAD.index(lowered[0]) + 1
    if lowered[0] in _CYRILLIC:
        return _CYRILLIC.index(lowered[0]) + 1
    if not "a" <= lowered[0] <= "z":
        return None
    return (len(lowered) - 1) * 26 + ord(lowered[0]) - 96


def _readings(number: str) -> tuple[tuple[Style, int], ...]:
    if number.isdecimal():
        return ((Style.ARABIC, int(number)),)
    if re.fullmatch(_CHINESE_NUMBER, number):
        return ((Style.CHINESE, chinese_value(number)),)
    letter, roman = letter_value(number), roman_value(number)
    readings = [(Style.LETTER, letter)] if letter else []
    if roman:
        readings.append((Style.ROMAN, roman))
    return tuple(readings)


def _read_annex(match: re.Match[str]) -> Label | None:
    if _PLACE_IN_ANNEX.match(match.string, match.end()):
        return None
    word, number = match["word"].capitalize(), match["number"]
    printed = word if number is None else f"{word} {number.upper()}" + (f".{match['sub']}" if match["sub"] else "")
    readings = _readings(number) if number and number.isascii() else ()
    preferred = tuple(sorted(readings, key=lambda reading: reading[0] is not Style.ROMAN))
    return Label(LabelKind.ANNEX, printed, match.end(), preferred)


def _read_heading(match: re.Match[str]) -> Label | None:
    if chinese := match["chinese"]:
        return Label(LabelKind.ROMAN, chinese, match.end(), ((Style.ROMAN, chinese_value(chinese)),))
    if stem := match["stem"]:
        ordinal = CHINESE_STEMS.index(stem) + 1
        return Label(LabelKind.LETTER, stem, match.end(), ((Style.LETTER, ordinal),))
    readings = _readings(match["number"])
    if not readings:
        return None
    roman_first = match["number"] in ("I", "V", "X") or len(match["number"]) > 1
    ordered = tuple(sorted(readings, key=lambda r: (r[0] is Style.ROMAN) != roman_first))
    kind = LabelKind.ROMAN if ordered[0][0] is Style.ROMAN else LabelKind.LETTER
    return Label(kind, match["number"], match.end(), ordered)


def _read_number(match: re.Match[str]) -> Label | None:
    value = int(match["number"] or match["dashed"])
    bis = (match["bis"] or match["dashed_bis"] or "").strip(" -")
    printed = f"{match['number'] or value} {bis}".strip()
    return Label(LabelKind.NUMBER, printed, match.end(), ((Style.ARABIC, value),), is_inserted=bool(bis))


def _read_arabic_heading(match: re.Match[str]) -> Label | None:
    reading = ARABIC_NUMBERS.get(_VOWEL_MARKS.sub("", match["number"]))
    if reading is None:
        return None
    kind = LabelKind.ROMAN if reading[0] is Style.ROMAN else LabelKind.LETTER
    return Label(kind, match["number"], match.end(), (reading,))


def _read_dotted(match: re.Match[str]) -> Label | None:
    last = match["number"].rpartition(".")[2]
    return Label(LabelKind.DOTTED, match["number"], match.end(), _readings(last.lower()))


def _read_item(match: re.Match[str]) -> Label | None:
    enclosed = _ENCLOSED.get(match["enclosed"] or "")
    number, _, bis = (match["full"] or match["half"] or match["quoted"] or enclosed or "").partition(" ")
    readings = _readings(number)
    if not readings:
        return None
    return Label(LabelKind.ITEM, match.group().strip(), match.end(), readings, is_inserted=bool(bis))


def _read_lettered(match: re.Match[str]) -> Label | None:
    printed = match["lettered"]
    return Label(LabelKind.ITEM, printed, match.end(), _readings(printed[1:]))


def _read_bullet(match: re.Match[str]) -> Label | None:
    return Label(LabelKind.BULLET, BULLET, match.end(), ())


_READERS = (
    (_ANNEX, _read_annex),
    (_DOTTED, _read_dotted),
    (_NUMBER, _read_number),
    (_HEADING, _read_heading),
    (_ARABIC_HEADING, _read_arabic_heading),
    (_ITEM, _read_item),
    (_LETTERED, _read_lettered),
    (_BULLET, _read_bullet),
)
