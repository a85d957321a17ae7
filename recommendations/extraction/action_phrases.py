"""Action phrases and their strength in the official languages other than English.

In English, :mod:`.actions` also reads the addressees and main verbs. Source: official translations of resolutions and
of the recommendations of the Conference's working groups: "are encouraged to" is "sont encouragés à", "se alienta a",
"рекомендуется", "تُشجَّع", "鼓励".
Words that are also nouns ("demande", "建议") are omitted, or matched only before an addressee.
"""

from __future__ import annotations

import re

from recommendations.extraction.types import Strength

_REQUIRED, _URGED, _SHOULD = Strength.REQUIRED, Strength.URGED, Strength.SHOULD
_ENCOURAGED, _INVITED = Strength.ENCOURAGED, Strength.INVITED

_PHRASES: dict[str, tuple[tuple[Strength, str], ...]] = {
    "fr": (
        (_REQUIRED, r"(?:doi(?:ven)?t|(?:sont|est)\s+tenue?s?\s+de)"),
        (_URGED, r"(?:sont|est)\s+(?:également\s+)?(?:vivement|fortement|instamment)\s+(?:encourag|invit)ée?s?\s+à"),
        (_URGED, r"(?:sont|est)\s+(?:également\s+|instamment\s+)*(?:pri|exhort)ée?s?\s+(?:instamment\s+)?(?:à|de)"),
        (_URGED, r"(?:prie|exhorte)(?:\s+(?:également|instamment))*"),
        (_SHOULD, r"devrai(?:en)?t"),
        (_ENCOURAGED, r"(?:(?:sont|est)\s+(?:également\s+)?(?:encourag|recommand)ée?s?(?:\s+à)?|encourage|recommande)"),
        (_INVITED, r"(?:(?:sont|est)\s+(?:également\s+)?invitée?s?\s+à|invite)"),
        (_INVITED, r"(?:souhait|voud)\w+\s+peut-être"),
    ),
    "es": (
        (_REQUIRED, r"(?:deberán?|deben?|están?\s+obligad[oa]s?\s+a)"),
        (_URGED, r"se\s+(?:alienta|recomienda|invita)\s+(?:encarecidamente|firmemente)(?:\s+a)?"),
        (_URGED, r"(?:se\s+)?(?:también\s+)?(?:insta|exhorta|pide|solicita)(?:\s+(?:encarecidamente|también))?\s+a"),
        (_SHOULD, r"deberían?"),
        (_ENCOURAGED, r"(?:se\s+)?(?:alienta(?:\s+también)?\s+a|recomienda)"),
        (_INVITED, r"(?:se\s+)?invita(?:\s+también)?\s+a"),
        (_INVITED, r"(?:tal\s+vez|quizás?)\s+deseen?"),
    ),
    "ru": (
        (_REQUIRED, r"(?:должн[ыао]|должен|обязан[ыао]?)"),
        (_URGED, r"настоятельно\s+(?:призыва|рекоменду|предлага)\w+"),
        (_URGED, r"(?:призыва(?:ет|ют|ется|ются)|прос[ия]т)"),
        (_SHOULD, r"(?:следует|следовало\s+бы)"),
        (_ENCOURAGED, r"(?:рекоменду(?:ет|ют|ется)|поощря(?:ет|ются))"),
        (_INVITED, r"(?:предлага(?:ет|ют|ется)|приглаша(?:ет|ются))"),
        (_INVITED, r"возможно,\s+пожела(?:ет|ют)"),
    ),
    "ar": (
        (_REQUIRED, r"[وف]?(?:يجب|يتعين)"),
        (_URGED, r"[وف]?(?:[تي]حث|[تي]هيب|[تي]طلب\s+إلى)"),
        (_SHOULD, r"[وف]?ينبغي"),
        (_ENCOURAGED, r"[وف]?(?:[تي]شجع|[تي]وصي|يوصى)"),
        (_INVITED, r"[وف]?(?:[تي]دعو|[تي]دعى|قد\s+[تي]ود|لعل)"),
    ),
    "zh": (
        (_REQUIRED, "必须"),
        (_URGED, "敦促|促请|(?:强烈|大力)(?:鼓励|建议)"),
        (_SHOULD, "应当|(?<![反适供相响对效])应(?![对用答急])"),
        (_ENCOURAGED, "鼓励|建议(?=各|缔约|会员|秘书)"),
        (_INVITED, "邀请|不妨"),
    ),
}  # fmt: skip
_ARABIC_MARKS = re.compile(r"[\u064b-\u0652]")
"""Vowel signs, printed to distinguish the passive from the active: "تُشجَّع"."""
_UNSPACED = frozenset({"zh"})


def _patterns(language: str) -> list[tuple[Strength, re.Pattern[str]]]:
    edges = "(?:%s)" if language in _UNSPACED else r"(?<!\w)(?:%s)(?!\w)"
    return [(strength, re.compile(edges % phrase, re.IGNORECASE)) for strength, phrase in _PHRASES[language]]


_BY_LANGUAGE = {language: _patterns(language) for language in _PHRASES}


def find_action_phrase(text: str, language: str) -> tuple[str, Strength] | None:
    """Return the first action phrase of a text, as printed but without vowel signs, and its strength; or None."""
    plain = _ARABIC_MARKS.sub("", text)
    matches = [
        (match.start(), -len(match.group()), " ".join(match.group().split()), strength)
        for strength, pattern in _BY_LANGUAGE.get(language, ())
        if (match := pattern.search(plain))
    ]
    if not matches:
        return None
    _, _, phrase, strength = min(matches, key=lambda entry: entry[:2])
    return phrase, strength
