"""Patterns of references to resolutions and decisions, one entry for each official language.

Source: United Nations Editorial Manual, "Resolutions and decisions", and the official texts of resolutions in the six
languages: "resolution 55/25", "résolution 10/4 de la Conférence", "resolución 79/252 de la Asamblea General",
"резолюция 55/25 Генеральной Ассамблеи", "قرار الجمعية العامة 55/25", "大会第55/25号决议".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from recommendations.extraction.references.grammars.base import pattern

_SESSION = r"(?:(?:E?S-)?[XVIL]+|(?:19|20)\d\d|د\s?(?:إ\s?(?:ط\s?)?)?[-–]\s?\d{1,2})"
_NUMBER = rf"(?:(?:E?S-)?\d{{1,4}}/\d{{1,4}}|\d{{1,4}}(?:\s[A-Z])?\s?[(（]{_SESSION}[)）])"
"""Matches "55/25", "ES-11/1", "1086 B (XXXIX)", "1373 (2001)", "3201 (S-VI)", "415 (د-5)", "3201 (دإ-6)"."""
_LETTER = r"(?:[A-ZА-Я]|ألف|باء|جيم|دال|هاء|واو)(?![^\W\u4e00-\u9fff])"
_ZH_KIND = r"(?:[决決][议議]|[决決]定)"
_ZH_NUMERAL = r"[\d〇零○一二三四五六七八九十]"
_ZH_DAY = rf"(?:{_ZH_NUMERAL}{{4}}年)?{_ZH_NUMERAL}{{1,2}}月{_ZH_NUMERAL}{{1,3}}日"
"""Matches the day of adoption: "2011年6月10日", "一九七三年十月二十二日", "十月二十五日" of the year named before."""
_NEVER = r"(?!)"
_MAX_NUMBERS = 60  # per mention, after the first one


@dataclass(frozen=True)
class ResolutionGrammar:
    """Patterns of references to resolutions in one language.

    ``mention`` matches "resolution" or "decision" and the numbers after it (group ``numbers``); group ``draft`` matches
    if it is a draft, ``inside`` is the text between the word and its numbers, which may name the organ. ``number``
    matches one number (group ``base``) with the letters of its parts (group ``letters``), "79/252 A and B"; ``letter``
    matches each letter, ``to`` the sign of a range. ``before`` matches the text allowed between an organ and the word,
    ``of`` the text between the numbers and an organ after them. ``its`` matches before the word if the resolution is
    one of the organ that is the subject of the sentence; in Arabic, a possessive is part of the word (group
    ``possessive``). ``organ`` matches an organ outside the vocabulary after the numbers, ``unknown_organ`` one before
    them or later in the sentence, ``acronym`` an acronym (group ``name``) directly before the word. ``decision``
    matches the word for a decision, as organs number their decisions separately; a word that follows the last of
    several mentions is in group ``kind``.
    """

    mention: re.Pattern[str]
    number: re.Pattern[str]
    letter: re.Pattern[str]
    to: re.Pattern[str]
    before: re.Pattern[str]
    of: re.Pattern[str]
    its: re.Pattern[str]
    organ: re.Pattern[str]
    unknown_organ: re.Pattern[str]
    acronym: re.Pattern[str]
    decision: re.Pattern[str]


def _grammar(
    *,
    word: str,
    draft: str,
    joint: str,
    to: str,
    its: str,
    decision: str,
    dated: str = "",
    part: str = "",
    before: str = _NEVER,
    of: str = _NEVER,
    organ: str = _NEVER,
    unknown_organ: str = _NEVER,
    acronym: str = _NEVER,
    inside: str = "",
    number: str = _NUMBER,
    suffix: str = "",
    day: str = "",
) -> ResolutionGrammar:
    """Build a grammar from patterns in verbose mode.

    ``joint`` matches "and"; ``dated`` matches the date and ``part`` an annex of a resolution, both after its number;
    ``number`` matches the number as printed, ``day`` a date before it, ``suffix`` the word for "resolution" after the
    last number.
    """
    between = rf"\s*(?:[,،、]\s*(?:(?:{joint})\s*)?|(?:{joint})\s*|(?:{to})\s*|(?=\d{{1,4}}\s?[(（]))"
    letters = rf"(?:\s?{_LETTER}(?:{between}{_LETTER})*)?"
    full_number = rf"{day}{number}{letters}"
    return ResolutionGrammar(
        mention=pattern(
            rf"""(?P<draft>{draft})?(?P<word>{word})(?P<inside>{inside})
            (?P<numbers>{full_number}(?:{dated}{part}{between}{full_number}){{0,{_MAX_NUMBERS}}})(?![\d/]){suffix}"""
        ),
        number=pattern(rf"(?:第\s*)?(?P<base>{_NUMBER})(?P<letters>{letters})(?:\s*[号號])?"),
        letter=pattern(_LETTER),
        to=pattern(rf"\s*(?:{to})\s*"),
        before=pattern(before),
        of=pattern(rf"(?:{dated})(?:{of})"),
        its=pattern(rf"(?:{its})\s*$"),
        organ=pattern(organ),
        unknown_organ=pattern(unknown_organ),
        acronym=pattern(acronym),
        decision=pattern(decision),
    )


RESOLUTIONS = {
    "en": _grammar(
        word=r"(?<!\w)(?:(?:[Rr]esolution|[Dd]ecision)s?|[Rr]es\.|[Dd]ec\.)\s+",
        draft=r"(?<!\w)[Dd]raft\s+",
        joint=r"and\s",
        to=r"to\s|[-–](?=\s?[A-Z\d])",
        its=r"(?<!\w)(?:[Ii]ts|adopt(?:ed|s))",
        acronym=r"(?<!\w)(?!UN\s|NO\s)(?P<name>[A-Z]{3,8})(?:[’']s)?\s+$",
        decision=r"[Dd]ec(?:ision|\.)",
        dated=r"(?:,?\s+(?:both\s+|all\s+|also\s+)?of\s+(?:\d{1,2}\s+\w+\s+\d{4}|the\s+same\s+(?:date|day)))?",
        part=r"(?:,\s+(?:annex(?:es)?(?:\s+[IVX]+(?:(?:\s+and|,|\s+to)\s+[IVX]+)*)?|sect\.\s\w+|entitled\s+“[^”]{3,200}”))?",
        before=r"\s+|\s*\(|[’']s\s+",
        of=r"\s+of\s+(?:the\s+)?",
        organ=r"[A-Z]{3,8}(?!\w)|[A-Z][\w’'-]+(?:\s+(?:of|on|the|and|for|to))*(?:\s+[A-Z][\w’'-]+(?:\s+(?:of|on|the|and|for)(?=\s))*){1,6}",
        inside=r"(?:of\s+the\s+[A-Z][^\d,;.()]{3,80}?\s+)?",
        unknown_organ=r"""(?<!\w)(?!(?:The|In|By|See|Under|Its|Also)\s)[A-Z][\w’'-]+(?:\s+(?:(?:of|on|for|the|and)\s+)*[A-Z][\w’'-]+)*?\s+
            (?:Council|Commission|Committee|Assembly|Conference|Board|Congress|Parliament|Union|Organi[sz]ation|Bank)(?!\w)
            (?:\s+(?:of|on|for)\s+(?:the\s+)?[A-Z][\w’'-]+(?:(?:\s+(?:of|on|for|the|and))*\s+[A-Z][\w’'-]+)*)?
            | (?<!\w)(?:Conference|Meeting|Assembly|Board)\s+of\s+(?:the\s+)?
            [A-Z][\w’'-]+(?:(?:\s+(?:of|to|the|and))*\s+[A-Z][\w’'-]+)*""",
    ),
    "fr": _grammar(
        word=r"(?<!\w)(?:[Rr]ésolution|[Dd]écision)s?\s+",
        draft=r"(?<!\w)[Pp]rojets?\s+de\s+",
        joint=r"et\s",
        to=r"à\s|[-–](?=\s?[A-Z\d])",
        its=r"(?<!\w)(?:[Ss](?:a|es)|adopté\s+(?:la|les))",
        decision=r"[Dd]écision",
        inside=r"(?:(?:de\s+la|de\s+l['’]|du|des)\s*[A-ZÉ][^\d,;.()]{3,80}?\s+)?",
        unknown_organ=r"""(?<!\w)(?:Conseil|Commission|Comité|Assemblée|Conférence|Parlement|Union)
            (?:\s+(?:et|\w+(?:ique|iale?|éenne?|aine?|nale?))){0,4}\s+(?:de\s+(?:la\s+|l['’])?|d['’]|des\s+|du\s+|pour\s+(?:la\s+|les?\s+|l['’])?)
            [\w-]+(?:\s+(?:de\s+l['’]|de\s+la\s+|du\s+|des\s+|d['’])[\w-]+)?
            (?:(?:\s+(?:et|la|le|les|de|du|des|l['’]|d['’]))*\s+[A-ZÉ][\w’'-]+)*""",
        dated=r"(?:\s*,?\s+(?:(?:en\s+date\s+)?du\s+(?:\d{1,2}(?:er)?\s+\w+\s+\d{4}|même\s+jour)|(?:datée\s+)?de\s+la\s+même\s+date),?)?",
        part=r"(?:,\s+annexes?(?:\s+[IVX]+(?:(?:\s+et|,|\s+à)\s+[IVX]+)*)?)?",
        of=r"\s+(?:de\s+la\s+|de\s+l['’]|du\s+|des\s+)",
        organ=r"[A-Z]{3,8}(?!\w)|[A-ZÉ][\w’'-]+(?:\s+[\w’'-]+){1,7}",
    ),
    "es": _grammar(
        word=r"(?<!\w)(?:[Rr]esoluci(?:ón|ones)|[Dd]ecisi(?:ón|ones))\s+",
        draft=r"(?<!\w)[Pp]royectos?\s+de\s+",
        joint=r"[ye]\s",
        to=r"a\s|[-–](?=\s?[A-Z\d])",
        its=r"(?<!\w)(?:[Ss]us?|aprob(?:ó|aron)\s+(?:la|las))",
        decision=r"[Dd]ecisi",
        inside=r"(?:(?:de\s+la|del|de\s+los|de\s+las)\s+[A-Z][^\d,;.()]{3,80}?\s+)?",
        unknown_organ=r"""(?<!\w)(?:Consejo|Comisión|Comité|Asamblea|Conferencia|Parlamento|Unión)
            (?:\s+(?:y|\w+(?:ic[ao]|ial|e[ao]|an[ao]|nal))){0,4}\s+(?:de\s+(?:los\s+|las?\s+)?|del\s+|para\s+(?:el\s+|las?\s+)?)
            [\w-]+(?:(?:\s+(?:y|el|la|los|las|de|del))*\s+[A-ZÁÉÍÓÚ][\w-]+)*""",
        dated=r"(?:\s*,?\s+(?:de\s+\d{1,2}(?:\.?º)?\s+de\s+\w+\s+de\s+\d{4}|de\s+(?:la|esa)\s+misma\s+fecha|del\s+mismo\s+día),?)?",
        part=r"(?:,\s+anexos?(?:\s+[IVX]+(?:(?:\s+[ye]|,|\s+a)\s+[IVX]+)*)?)?",
        of=r"\s+(?:de\s+la\s+|del\s+|de\s+los\s+)",
        organ=r"[A-Z]{3,8}(?!\w)|[A-ZÁÉ][\w-]+(?:\s+[\w-]+){1,8}",
    ),
    "ru": _grammar(
        word=r"(?<!\w)(?:[Рр]езолюци|[Рр]ешени)\w{1,3}\s+",
        draft=r"(?<!\w)[Пп]роект\w*\s+",
        joint=r"и\s",
        to=r"по\s|[-–](?=\s?[A-ZА-Я\d])",
        decision=r"[Рр]ешени",
        its=r"(?<!\w)(?:[Сс]во(?:ей|ем|ём|их|ими|ю|и)|[Ее][её]|[Ее]го|принял[аои]?)",
        dated=r"(?:\s+от\s+(?:\d{1,2}\s+\w+\s+\d{4}\s+года|той\s+же\s+даты|того\s+же\s+(?:числа|дня)),?)?",
        part=r"(?:,\s+приложени\w+(?:\s+[IVX]+(?:(?:\s+и|,|\s+по)\s+[IVX]+)*)?)?",
        of=r"\s+",
        organ=r"""[А-Я]{3,8}(?!\w)|(?:[А-Я][\w-]+\s+(?:и\s+[\w-]+\s+)?)?
            (?:[Сс]овета|[Кк]омиссии|[Кк]омитета|[Аа]ссамблеи|[Кк]онференции|[Сс]овещания|[Пп]равления|[Пп]арламента
            |[Оо]рганизации|[Сс]оюза)(?:\s+[\w-]+){0,6}""",
        unknown_organ=r"""(?<!\w)(?:[А-Я][\w-]+\s+(?:и\s+[\w-]+\s+)?(?:совет|комисси|комитет|ассамбле|конференци)\w{0,3}(?!\w)
            |Совет\w{0,2}\s+(?:управляющих|министров|по\s+\w+))(?:\s+(?:для|по|при)\s+[\w-]+)?
            (?:(?:\s+и)?\s+[А-Я][\w-]+)*(?:\s+океана)?""",
        inside=r"(?:[А-Я]\w+\s+[^\d,;.()]{0,80}?)?",
    ),
    "ar": _grammar(
        word=r"(?<!\w)[وفبلك]*(?:ا?ل)?(?:قرار|مقرر)(?:(?:ات|ي)?(?P<possessive>ها|ه)|ات|ي|ين|ان|ا)?\s+",
        draft=r"(?<!\w)[وفبلك]*(?:مشروع|مشاريع)\s+",
        joint=r"و",
        to=r"إلى\s",
        its=_NEVER,
        decision=r"مقرر",
        dated=r"(?:\s+المؤرخ\s+(?:\d{1,2}\s+[^\d،.]{3,30}\s+\d{4}|في\s+(?:التاريخ|اليوم)\s+(?:نفسه|ذاته)))?",
        part=r"(?:،\s+المرفق)?",
        inside=r"[^\d،؛.()]{0,90}?",
        unknown_organ=r"""(?<!\w)[وفبل]{0,2}(?:(?:اللجنة|المجلس)\s+ال\w+|(?:لجنة|مجلس|هيئة)\s+\w+)
            (?:\s+\w+){0,6}?(?=\s*[،]|\s+(?:في|بموجب|على)\s|\s*$)""",
    ),
    "zh": _grammar(
        word="",
        draft=_NEVER,
        joint=r"以?[和及与與]",
        to=r"至",
        decision=r"[决決]定",
        number=(
            rf"(?:第\s*|(?<=日)\s*|(?<=[\d号號)）][、，,和及与與])\s*|(?<=以及)\s*|(?<=[)）])|(?<![\d/])(?={_NUMBER}[号號]{_ZH_KIND}))"
            rf"{_NUMBER}\s*[号號]?"
        ),
        dated=r"(?=\s*[、，,和及与與以]|(?<=[)）])\d)",
        day=rf"(?:{_ZH_DAY}|同[一]?日)?(?:通[过過]的)?",
        suffix=rf"\s*[号號]?(?:(?:等[项項]?)?的?{_ZH_KIND}(?!草案)|(?=[^。；\d]{{0,40}}第[^。；]{{0,60}}?(?P<kind>{_ZH_KIND})))",
        its=r"[其本]|通过了?",
        unknown_organ=r"""(?:(?<=回顾)|(?<=重申)|(?<=根据)|(?<=按照)|(?<=依照)|(?<=铭记)|(?<=注意到)|(?<=年)|(?<![\u4e00-\u9fff]))
            (?!回顾|重申|根据|按照|依照|铭记|注意到)[\u4e00-\u9fff]{2,24}?
            (?:理事会|委员会|经社会|经委会|(?<![届次])会议|大会|组织|工作组)
            (?=\s*(?:\d{4}年\d{1,2}月\d{1,2}日)?(?:通过的|的)?\s*$|[^，。；]{0,30}(?:其|通过了?)(?:的)?\s*$)""",
        before=r"\s*(?:\d{4}年\d{1,2}月\d{1,2}日)?(?:通过的)?\s*",
    ),
}


def resolution_grammar_of(language: str | None) -> ResolutionGrammar:
    """Return the grammar of a language, or the English one if it is not an official language."""
    return RESOLUTIONS.get(language or "en", RESOLUTIONS["en"])
