"""Patterns for citing resolutions and decisions, one entry for each official language.

Source: United Nations Editorial Manual, "Resolutions and decisions", and the official texts of resolutions in the six
languages: "resolution 55/25", "résolution 10/4 de la Conférence", "resolución 79/252 de la Asamblea General",
"резолюция 55/25 Генеральной Ассамблеи", "قرار الجمعية العامة 55/25", "大会第55/25号决议".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from recommendations.extraction.references.grammars.base import pattern

_NUMBER = r"(?:\d{1,4}/\d{1,4}|\d{1,4}(?:\s[A-Z])?\s?[(（](?:[XVIL]+|(?:19|20)\d\d)[)）])"
_LETTER = r"(?:[A-ZА-Я]|ألف|باء|جيم|دال|هاء|واو)(?!\w)"
_NEVER = r"(?!)"
_MAX_NUMBERS = 60  # after the first one, per mention


@dataclass(frozen=True)
class ResolutionGrammar:
    """Patterns of one language.

    ``mention`` matches "resolution" or "decision" and the numbers after it (group ``numbers``); group ``draft`` marks a
    draft, ``inside`` is the text between the word and its numbers, which may name the organ. ``each`` matches one
    number (group ``base``) with the letters of its parts (``letters``), "79/252 A and B"; ``letter`` matches each
    letter, ``to`` the sign of a range. ``before`` is allowed between an organ and the word, ``of`` between the numbers
    and an organ after them. ``its`` before the word marks a resolution of the body that is speaking. ``organ`` matches
    an organ outside the vocabulary after the numbers, ``stranger`` one directly before the word.
    """

    mention: re.Pattern[str]
    each: re.Pattern[str]
    letter: re.Pattern[str]
    to: re.Pattern[str]
    before: re.Pattern[str]
    of: re.Pattern[str]
    its: re.Pattern[str]
    organ: re.Pattern[str]
    stranger: re.Pattern[str]


def _grammar(
    *,
    word: str,
    draft: str,
    joint: str,
    to: str,
    its: str,
    dated: str = "",
    part: str = "",
    before: str = _NEVER,
    of: str = _NEVER,
    organ: str = _NEVER,
    stranger: str = _NEVER,
    inside: str = "",
    number: str = _NUMBER,
    suffix: str = "",
) -> ResolutionGrammar:
    """Build a grammar from patterns in verbose mode.

    ``joint`` is "and", ``dated`` the date and ``part`` an annex of a resolution, both after its number; ``number`` is
    the number as printed, and ``suffix`` the word for "resolution" if it follows the last number.
    """
    between = rf"\s*(?:[,،、]\s*(?:(?:{joint})\s*)?|(?:{joint})\s*|(?:{to})\s*)"
    letters = rf"(?:\s?{_LETTER}(?:{between}{_LETTER})*)?"
    each = rf"{number}{letters}"
    return ResolutionGrammar(
        mention=pattern(
            rf"""(?P<draft>{draft})?(?P<word>{word})(?P<inside>{inside})
            (?P<numbers>{each}(?:{dated}{part}{between}{each}){{0,{_MAX_NUMBERS}}})(?![\d/]){suffix}"""
        ),
        each=pattern(rf"(?P<base>{_NUMBER})(?P<letters>{letters})"),
        letter=pattern(_LETTER),
        to=pattern(rf"\s*(?:{to})\s*"),
        before=pattern(before),
        of=pattern(rf"(?:{dated})(?:{of})"),
        its=pattern(rf"(?<!\w)(?:{its})\s*$"),
        organ=pattern(organ),
        stranger=pattern(rf"(?P<organ>{stranger})$"),
    )


_OPENING = "In|By|See|Pursuant|Recalling|Reaffirming|Under|The|Its|Also|Following|Noting"
"""Words that begin an English sentence but not the name of an organ."""

RESOLUTIONS = {
    "en": _grammar(
        word=r"(?<!\w)(?:[Rr]esolution|[Dd]ecision)s?\s+",
        draft=r"(?<!\w)[Dd]raft\s+",
        joint=r"and\s",
        to=r"to\s|[-–](?=\s?[A-Z\d])",
        its=r"[Ii]ts",
        dated=r"(?:\s+of\s+\d{1,2}\s+\w+\s+\d{4})?",
        part=r"(?:,\s+(?:annex(?:es)?(?:\s+[IVX]+)?|sect\.\s\w+))?",
        before=r"\s+|\s*\(|[’']s\s+",
        of=r"\s+of\s+(?:the\s+)?",
        organ=r"[A-Z][\w’'-]+(?:\s+(?:of|on|the|and|for|to))*(?:\s+[A-Z][\w’'-]+(?:\s+(?:of|on|the|and|for)(?=\s))*){1,6}",
        stranger=rf"(?!(?:{_OPENING})\s)(?:[A-Z][\w-]+\s+(?:(?:of|on|the)\s+)*){{2,6}}",
    ),
    "fr": _grammar(
        word=r"(?<!\w)(?:[Rr]ésolution|[Dd]écision)s?\s+",
        draft=r"(?<!\w)[Pp]rojets?\s+de\s+",
        joint=r"et\s",
        to=r"à\s|[-–](?=\s?[A-Z\d])",
        its=r"[Ss](?:a|es)",
        dated=r"(?:\s*,?\s+(?:en\s+date\s+)?du\s+\d{1,2}(?:er)?\s+\w+\s+\d{4},?)?",
        part=r"(?:,\s+annexes?(?:\s+[IVX]+)?)?",
        of=r"\s+(?:de\s+la\s+|de\s+l['’]|du\s+|des\s+)",
        organ=r"[A-ZÉ][\w’'-]+(?:\s+[\w’'-]+){1,6}",
    ),
    "es": _grammar(
        word=r"(?<!\w)(?:[Rr]esoluci(?:ón|ones)|[Dd]ecisi(?:ón|ones))\s+",
        draft=r"(?<!\w)[Pp]royectos?\s+de\s+",
        joint=r"[ye]\s",
        to=r"a\s|[-–](?=\s?[A-Z\d])",
        its=r"[Ss]us?",
        dated=r"(?:\s*,?\s+de\s+\d{1,2}\s+de\s+\w+\s+de\s+\d{4},?)?",
        part=r"(?:,\s+anexos?(?:\s+[IVX]+)?)?",
        of=r"\s+(?:de\s+la\s+|del\s+|de\s+los\s+)",
        organ=r"[A-ZÁÉ][\w-]+(?:\s+[\w-]+){1,3}",
    ),
    "ru": _grammar(
        word=r"(?<!\w)(?:[Рр]езолюци|[Рр]ешени)\w{1,3}\s+",
        draft=r"(?<!\w)[Пп]роект\w*\s+",
        joint=r"и\s",
        to=r"по\s|[-–](?=\s?[A-ZА-Я\d])",
        its=r"[Сс]во(?:ей|ем|ём|их|ими|ю|и)|[Ее][её]|[Ее]го",
        dated=r"(?:\s+от\s+\d{1,2}\s+\w+\s+\d{4}\s+года,?)?",
        part=r"(?:,\s+приложени\w+(?:\s+[IVX]+)?)?",
        of=r"\s+",
        organ=r"[А-Я][\w-]+(?:\s+[\w-]+){1,3}",
        inside=r"(?:[А-Я]\w+\s+[^\d,;.()]{0,80}?)?",
    ),
    "ar": _grammar(
        word=r"(?<!\w)[وفبلك]*(?:ا?ل)?(?:قرار|مقرر)(?:ات|ي|ين|ان|يها|اتها|اته|ها|ه)?\s+",
        draft=r"(?<!\w)[وفبلك]*(?:مشروع|مشاريع)\s+",
        joint=r"و",
        to=r"إلى\s",
        its=_NEVER,
        dated=r"(?:\s+المؤرخ\s+\d{1,2}\s+[^\d،.]{3,30}\s+\d{4})?",
        part=r"(?:،\s+المرفق)?",
        inside=r"[^\d،؛.()]{0,90}?",
    ),
    "zh": _grammar(
        word="",
        draft=_NEVER,
        joint=r"[和及与]",
        to=r"至",
        its=r"[其本]",
        number=rf"第\s*{_NUMBER}\s*号?",
        suffix=r"\s*号?(?:的)?(?:决议|决定)(?!草案)",
        stranger=r"[\u4e00-\u9fff]{2,14}(?:理事会|委员会|会议|大会|组织|工作组)",
        before=r"\s*(?:\d{4}年\d{1,2}月\d{1,2}日)?(?:通过的)?\s*",
    ),
}


def resolution_grammar_of(language: str | None) -> ResolutionGrammar:
    """Return the grammar of a language; the English one if it is not an official language."""
    return RESOLUTIONS.get(language or "en", RESOLUTIONS["en"])
