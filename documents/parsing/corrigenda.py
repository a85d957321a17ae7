"""The languages that a corrigendum applies to, and the paragraphs that it corrects. Pure functions.

Source: United Nations Editorial Manual, "Corrigenda": a corrigendum that applies to only some language versions says so
in its masthead ("French only") or below its title ("Does not apply to the English text").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_LANGUAGE_STEMS = {
    "ar": r"arabic | [aá]rabe | арабск | 阿拉伯 | عربي",
    "zh": r"chinese | chinois | chin[oa]\b | китайск | [中汉][文语] | صيني",
    "en": r"english | angl[ae]is | ingl[eé]s | английск | 英[文语] | نكليزي",
    "fr": r"french | fran[cç]ais | franc[eé]s | французск | 法[文语] | فرنسي",
    "ru": r"russian | russe | rus[oa]\b | русск | 俄[文语] | روسي",
    "es": r"spanish | espagnol | español | испанск | 西班牙 | سباني",
}
_LANGUAGE_PATTERNS = {code: re.compile(stems, re.VERBOSE | re.IGNORECASE) for code, stems in _LANGUAGE_STEMS.items()}
_ONLY = re.compile(
    r"\b(?:only|seulement|uniquement|exclusivement|solamente|únicamente|sólo|только|лишь)\b | فقط | 仅 | 只",
    re.VERBOSE | re.IGNORECASE,
)
_NOT = re.compile(
    r"^\W*(?:does\snot|not\sapplicable|ne\b|n['’]|sans\sobjet|no\b|не\b|لا|不)"
    r"| \b(?:does\snot|ne\s\w+\spas|no\s(?:se\s)?(?:aplica|afecta|concierne))\b",
    re.VERBOSE | re.IGNORECASE,
)
_ABOUT_TEXTS = re.compile(
    r"\b(?:text|version|texte|texto|versión|версии|текст)\w* | \bappl | \bconcern | \baffect | 文本 | النص | النسخة",
    re.VERBOSE | re.IGNORECASE,
)
_CORRIGENDUM = re.compile(r"(?P<corrected>.+)/Corr\.\d{1,3}\**", re.IGNORECASE)


def corrected_symbol(symbol: str) -> str:
    """Return the symbol of the document that a corrigendum corrects: "A/1/Rev.2" for "A/1/Rev.2/Corr.1".

    Return "" if the symbol does not belong to a corrigendum.
    """
    match = _CORRIGENDUM.fullmatch(symbol)
    return match["corrected"] if match else ""


STATEMENT_PARAGRAPHS = 4  # paragraphs at the start of a corrigendum that may state which languages it applies to
MAX_STATEMENT_LENGTH = 160  # characters; a longer paragraph is part of the correction
MAX_NAMES_LENGTH = 40  # characters of "English/French only"; a longer line must mention the text or version


def languages_concerned(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of the languages to which a corrigendum applies according to its first lines, or ().

    Such lines are "French only", "(Concerne la version française seulement)", "Does not apply to the English text".
    """
    for line in lines:
        if len(line) > MAX_STATEMENT_LENGTH:
            continue
        named = [code for code, pattern in _LANGUAGE_PATTERNS.items() if pattern.search(line)]
        if not named:
            continue
        if _NOT.search(line) and _ABOUT_TEXTS.search(line):
            return tuple(code for code in _LANGUAGE_PATTERNS if code not in named)
        if _ONLY.search(line) and (_ABOUT_TEXTS.search(line) or len(line) <= MAX_NAMES_LENGTH):
            return tuple(named)
    return ()


# --- the paragraphs corrected ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NamedParagraph:
    """A paragraph named by a corrigendum: its number, and the labels of the items within ("a", "ii").

    ``annex`` is the label of its annex as printed ("I"), "" for an annex named without a label (the first or only one),
    and None for the main text.
    """

    number: int
    items: tuple[str, ...] = ()
    annex: str | None = None


_NUMBER_LIST = r"\d{1,4}(?:\s?(?:,|and|et|y|и|و|和|、|[-–—]|to|à|al?|по)\s?\d{1,4})*"
_PARAGRAPH = re.compile(
    rf"""(?:\b(?:paragraphs? | paragraphes? | párrafos? | paras?\. | par\. | пункт\w* | п\.)\s
           | (?:الفقرات|الفقرتان|الفقرة)\s | 第)
        \s?(?P<numbers>{_NUMBER_LIST})(?:\s?段)?
        (?P<items>(?:,?\s?(?:sub-?paragraph|alinéa|apartado|inciso|подпункт)?\s?\(?[^\W\d_]{{1,4}}\)){{0,3}})""",
    re.VERBOSE | re.IGNORECASE,
)
_ANNEX = re.compile(
    r"^\W*(?:\d+\.\s)?(?:annex|annexe|anexo|приложение|المرفق|附件)(?:\s?(?P<label>[IVXLC]{1,5}|\d{1,2}|[一二三四五六七八九十]{1,2}))?\b",
    re.IGNORECASE,
)
_LARGER_PARTS = re.compile(
    r"""(?: (?: page | p\. | página | pág\. | стр\w*\.? | الصفحة | section | sección | раздел\w* | الفرع
              | chapter | chapitre | capítulo | глав\w+ | الفصل | annexe? | anexo | приложени\w+ | المرفق | 附件
              | (?-i: [IVXLC]+ | [A-Z] ) | \d+ | 第?[一二三四五六七八九十\d]+[页节章] )
            (?: [\s.,،，:)]+ | (?<=[\u4e00-\u9fff]) ) )*""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches the text before a paragraph reference: "Page 5, section II, ", "1. ", or nothing."""
_ITEM = re.compile(r"\(?([^\W\d_]{1,4})\)")
_RANGE = re.compile(r"\s?(?:[-–—]|\bto\b|\bà\b|\bal?\b|\bпо\b)\s?")
MAX_RANGE = 50  # numbers spanned by a range such as "5 to 7"; a range spanning more numbers is not a range
MAX_HEADING_LENGTH = 120  # characters; a longer text quotes the correction


def named_paragraphs(text: str) -> list[NamedParagraph]:
    """Return the paragraphs that a line of a corrigendum names: "Paragraph 44", "Annex I, paragraph 3 (b), line 2",
    "Paragraphs 5 to 7". Return [] for a line that begins with other words or is longer than a heading."""
    text = " ".join(text.split())
    match = _PARAGRAPH.search(text) if len(text) <= MAX_HEADING_LENGTH else None
    if match is None or not _LARGER_PARTS.fullmatch(text[: match.start()]):
        return []
    annex = _ANNEX.match(text)
    label = (annex["label"] or "") if annex else None
    items = tuple(_ITEM.findall(match["items"]))
    numbers = _numbers(match["numbers"])
    return [NamedParagraph(number, items if len(numbers) == 1 else (), label) for number in numbers]


def _numbers(text: str) -> list[int]:
    """Return the numbers in a list: "3, 5 and 7", "5 to 7"."""
    numbers: list[int] = []
    for part in re.split(r"\s?(?:,|\band\b|\bet\b|\by\b|\bи\b|و|和|、)\s?", text):
        ends = [int(end) for end in _RANGE.split(part) if end.isdecimal()]
        if len(ends) == 2 and 0 < ends[1] - ends[0] < MAX_RANGE:
            numbers += range(ends[0], ends[1] + 1)
        else:
            numbers += ends
    return numbers
