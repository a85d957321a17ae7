"""Recognize labels of paragraphs in the words of a search: "annex II (h)", "para. 63 (c)", "item 5 (a)",
"sect. II.A", "(r)". No database."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from documents.labels.ordinals import Gender, ordinal
from documents.labels.section_numbers import CARDINALS, SPANISH_ORDINALS
from documents.parsing.numbering import ARABIC_NUMBERS, Style
from recommendations.search.syntax import quoted_spans
from recommendations.text.words import tokens

MAX_NUMBER_IN_WORDS = 15  # of an annex or a section
MAX_WORDS = 8  # of a search with a label; in a longer text, labels refer to other documents

_ANNEX = r"(?:annexe?s?|anexos?|приложени\w|(?:ال)?مرفق|附件)"
_PARAGRAPH = (
    r"(?:(?:sub-?\s?)?para(?:graph)?s?\.?|par\.|paragraphes?|al(?:in[ée]as?|\.)|p[aá]rr(?:afos?)?\.?|пункт\w{0,2}|п\."
    r"|(?:ال)?فقرة|第)"
)
_SUBPARAGRAPH = r"(?:подпункт\w{0,2}|подп\.|пп\.)"
_ITEM = rf"(?:(?:agenda )?items?|points?|temas?|puntos?|{_SUBPARAGRAPH}|(?:ال)?بند|(?:议程)?项目)"
_SECTION = r"(?:sect(?:ion)?s?\.?|secc(?:i[óo]n)?\.?|раздел\w{0,2}|(?:ال)?فرع)"
_SECTION_NUMBER = r"(?:[IVX]{1,5}|[A-Z]|\d{1,2})(?:\.(?:[IVX]{1,5}|[A-Z]|\d{1,2}))*"
_LETTERS = r"(?:\s?\((?:[a-z]{1,2}|[ivx]{1,5}|\d{1,2})\))"
_LETTERS_AFTER_ANNEX = rf"(?:{_LETTERS}|\s?[a-z]\)|\s[a-z]$)"  # "II e)" in French and Spanish, "II e" without either
_NUMBER_WORDS = {word: number for number, word in enumerate(("one", "two", "three", "four", "five"), 1)} | {
    ordinal(number, language): number for language in ("ar", "zh") for number in range(1, MAX_NUMBER_IN_WORDS + 1)
}
_LETTER_WORDS = {word: chr(96 + value) for word, (style, value) in ARABIC_NUMBERS.items() if style is Style.LETTER}
_PARTS = {
    written: f"part-{number}"
    for value, number in enumerate(CARDINALS, 1)
    for written in (
        f"part {number}",
        f"{ordinal(value, 'fr', Gender.FEMININE)} partie",
        f"{SPANISH_ORDINALS[value - 1]} parte",
        f"часть {ordinal(value, 'ru', Gender.FEMININE)}",
        f"الجزء {ordinal(value, 'ar', Gender.MASCULINE)}",
        f"第{ordinal(value, 'zh')}部分",
    )
}
"""Names of parts, as the portal writes them, and the anchor of each: "part-two"."""
_PART = "|".join(re.escape(written).replace(r"\ ", r"\s+") for written in _PARTS)
_NUMBER_WORD = "|".join(map(re.escape, sorted(_NUMBER_WORDS, key=len, reverse=True)))
_LETTER_WORD = "|".join(_LETTER_WORDS)
_LABEL = re.compile(
    rf"""(?<![\w(/.-])(?:
      {_ANNEX}\s*(?P<annex>[ivx]{{1,5}}|\d{{1,2}}|{_NUMBER_WORD})(?:\s*,)?
        (?:\s*(?:{_PARAGRAPH}(?:\s*(?P<annex_number>\d{{1,3}}))?|{_SUBPARAGRAPH}))?(?P<annex_letters>{_LETTERS_AFTER_ANNEX}{{0,3}})
    | (?P<part>{_PART})(?:\s*,)?
        \s*{_PARAGRAPH}\s*(?P<part_number>\d{{1,3}})(?P<part_letters>{_LETTERS_AFTER_ANNEX}{{0,3}})
    | (?:{_SECTION}\s*(?P<section>{_SECTION_NUMBER}|(?:{_NUMBER_WORD}|{_LETTER_WORD})(?:-(?:{_LETTER_WORD}|\d{{1,2}}))*)
      |第\s*(?P<chinese_section>{_SECTION_NUMBER}|(?:{_NUMBER_WORD})(?:\.{_SECTION_NUMBER})?)\s*节第?
      |(?-i:(?P<bare_section>[IVX]{{1,5}}\.{_SECTION_NUMBER})))
        (?:(?:\s*,)?\s*(?:{_PARAGRAPH}|{_SUBPARAGRAPH})(?=\s?(?:\(|[a-z]\))))?(?P<section_letters>{_LETTERS_AFTER_ANNEX}{{0,3}})
    | (?P<paragraph>{_PARAGRAPH})\s*(?P<number>\d{{1,3}})(?P<letters>{_LETTERS}{{0,3}})
    | {_ITEM}\s*(?P<item>\d{{1,2}})(?P<item_letters>{_LETTERS}{{0,3}})
    | 第\s*(?P<chinese_item>\d{{1,2}})(?P<chinese_item_letters>{_LETTERS}{{0,3}})\s?项
    | ^(?P<bare_number>\d{{1,3}})\s(?P<bare_letter>[a-z])$
    | (?P<bare>\d{{1,3}}|[IVX]{{1,5}})(?P<bare_letters>{_LETTERS}{{1,3}})
    | 第?(?P<only_letters>{_LETTERS}{{1,3}})
    )(?:\s?段)?(?![\w(/])""",
    re.VERBOSE | re.IGNORECASE,
)
_COMMAS = str.maketrans("،，", ",,")
_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


@dataclass(frozen=True, slots=True)
class NamedLabel:
    """A label named at these offsets of a text.

    ``labels`` are the ways in which anchors or parts of them may contain it ("ii-h"); ``places`` are the anchors that
    it names exactly ("annex-ii-h"). ``is_section`` says that it is that of a section, such as "II.A".
    """

    start: int
    end: int
    labels: tuple[str, ...]
    places: tuple[str, ...] = ()
    is_section: bool = False


def read_labels(text: str) -> list[NamedLabel]:
    """Return the labels that a short text names outside quotation marks."""
    return find_labels(text) if sum(1 for _ in tokens(text)) <= MAX_WORDS else []


def find_labels(text: str) -> list[NamedLabel]:
    """Return the labels that a text of any length names outside quotation marks."""
    masked = text.translate(_COMMAS)
    for start, end in quoted_spans(text):
        masked = masked[:start] + "\0" * (end - start) + masked[end:]
    return [
        NamedLabel(*match.span(), labels, tuple(_places(match, labels)), bool(_section(match)))
        for match in _LABEL.finditer(masked)
        if (labels := tuple(_labels(match)))
    ]


def shorter_labels(text: str) -> list[str]:
    """Return the two parts of a label: "para. 63" (the place around) and "(c)" for "para. 63 (c)"; [] for others."""
    *outer, last = re.split(r"(?=\()", text)
    return ["".join(outer).strip(), last] if outer and "".join(outer).strip() else []


def _labels(match: re.Match[str]) -> Iterator[str]:
    if annex := match["annex"]:
        numbers = ["para", match["annex_number"]] if match["annex_number"] else []
        inner = [*numbers, *_parts(match["annex_letters"])]
        numeral = str(_NUMBER_WORDS.get(annex.lower(), annex))
        for number in dict.fromkeys((numeral.lower(), _roman(numeral))):
            yield "-".join([number, *inner]) if inner else f"annex-{number}"
    elif part := match["part"]:
        name = _PARTS[" ".join(part.lower().split())]
        yield "-".join([name, "para", match["part_number"], *_parts(match["part_letters"])])
    elif section := _section(match):
        yield "-".join([*section.lower().split("."), *_parts(match["section_letters"])])
    elif number := match["number"]:
        yield "-".join(["para", number, *_parts(match["letters"])])
        if match["paragraph"].casefold().startswith("пункт"):  # also of an agenda
            yield "-".join(["item", number, *_parts(match["letters"])])
    elif item := match["item"] or match["chinese_item"]:
        yield "-".join(["item", item, *_parts(match["item_letters"] or match["chinese_item_letters"] or "")])
    elif bare := match["bare"] or match["bare_number"]:
        yield "-".join([bare.lower(), *_parts(match["bare_letters"] or match["bare_letter"])])
    else:
        yield "-".join(_parts(match["only_letters"]))


def _section(match: re.Match[str]) -> str:
    section = match["section"] or match["chinese_section"] or match["bare_section"] or ""
    first, *inner = (_LETTER_WORDS.get(number, number) for number in re.split("[.-]", section.lower()))
    return ".".join([_ROMAN[_NUMBER_WORDS[first]] if first in _NUMBER_WORDS else first, *inner])


def _places(match: re.Match[str], labels: Iterable[str]) -> Iterator[str]:
    for label in labels:
        yield f"annex-{label.removeprefix('annex-')}" if match["annex"] else label
        if (match["bare"] or match["bare_number"] or "").isdigit():
            yield f"para-{label}"


def _parts(letters: str) -> list[str]:
    return [part.lower() for part in re.findall(r"\w+", letters)]


def _roman(number: str) -> str:
    return _ROMAN[int(number)] if number.isdigit() and int(number) < len(_ROMAN) else number.lower()
