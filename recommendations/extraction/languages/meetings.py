"""The types of a language's words for meetings and ordinals, and helpers to build them.

"the twelfth meeting of the Working Group", "la douzième réunion du Groupe de travail", "el 11º período de sesiones de
la Conferencia", "десятая сессия Конференции", "الدورة العاشرة للمؤتمر", "第十届会议". There are three kinds: a body
such as a working group holds meetings, one such as the Conference holds sessions, and a session consists of sittings
("séance", "sesión", "заседание", "جلسة"). English and Chinese call these meetings too, but count them in figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

MEETING, SESSION, SITTING = "meeting", "session", "sitting"
_NOTHING = r"(?!)"


@dataclass(frozen=True)
class Ordinals:
    """``pattern`` matches an ordinal, with re.IGNORECASE; ``read`` returns its value."""

    pattern: str
    read: Callable[[str], int]


@dataclass(frozen=True)
class MeetingGrammar:
    """Patterns of one language.

    ``mention`` matches ordinals (group ``ordinals``) with the word that they count (group ``kind``, see ``kinds``) and
    ``its`` before them; ``ordinal`` matches each one. ``of`` matches the words before the body that meets, ``whom``
    those of an unknown body (group ``whom``). ``plenary`` marks a sitting. ``follows`` matches the text between the
    words and a body named later: "At its tenth session, held in Vienna, the Conference". ``figures`` says that meetings
    counted in figures are sittings.
    """

    ordinals: Ordinals
    mention: re.Pattern[str]
    ordinal: re.Pattern[str]
    kinds: Mapping[str, str]
    of: re.Pattern[str]
    whom: re.Pattern[str]
    plenary: re.Pattern[str]
    follows: re.Pattern[str]
    figures: bool = False

    def kind(self, match: re.Match[str]) -> str:
        """Return what is counted: meeting, session or sitting."""
        return next(kind for word, kind in self.kinds.items() if re.match(word, match["kind"], re.IGNORECASE))


def meeting_grammar(
    ordinals: Ordinals,
    *,
    kinds: Mapping[str, str],
    of: str = _NOTHING,
    its: str = "",
    joint: str = "",
    adjectives: str = "",
    mention: str = "",
    whom: str = _NOTHING,
    plenary: str = _NOTHING,
    follows: str = _NOTHING,
    figures: bool = False,
    spaced: bool = True,
) -> MeetingGrammar:
    """Build the patterns of a language: from ``its``, ``joint`` and ``adjectives`` if ordinals precede their noun,
    otherwise from ``mention``, in which ``{kind}`` and ``{ordinal}`` are replaced."""
    kind = "|".join(kinds)
    before = rf"""(?<!\w)(?P<its>{its})?
        (?P<ordinals>{ordinals.pattern}(?:(?:,\s+|\s+(?:{joint})\s+|,\s+(?:{joint})\s+){ordinals.pattern}){{0,5}})
        \s+(?:(?:{adjectives})\s+)*(?P<kind>{kind})(?!\w)"""
    other = mention.replace("{kind}", kind).replace("{ordinal}", ordinals.pattern)
    return MeetingGrammar(
        ordinals=ordinals,
        mention=re.compile(other or before, re.VERBOSE | re.IGNORECASE),
        ordinal=re.compile((r"(?<!\w)" if spaced else "") + ordinals.pattern, re.IGNORECASE),
        kinds=kinds,
        of=re.compile(of),
        whom=re.compile(whom),
        plenary=re.compile(plenary, re.IGNORECASE),
        follows=re.compile(follows),
        figures=figures,
    )


def inflected_ordinals(stems: Mapping[str, int], ending: str, figures: str, others: Mapping[str, int]) -> Ordinals:
    """Build ordinals from stems before ``ending``, ``others`` as they are, and digits before ``figures``: "12º"."""
    values = {**stems, **others}
    endings = re.compile(rf"(?:{ending})$")

    def read(printed: str) -> int:
        if digits := re.match(r"\d+", printed):
            return int(digits.group())
        words = " ".join(printed.lower().split())
        return values[words] if words in values else values[endings.sub("", words)]

    in_words = rf"(?:{alternation(stems)})(?:{ending})" + (f"|{alternation(others)}" if others else "")
    return Ordinals(rf"(?:(?:{in_words}|\d{{1,3}}(?:{figures}))(?!\w))", read)


def alternation(words: Iterable[str]) -> str:
    """Return a pattern of words, longest first, with any white space between them."""
    return "|".join(r"\s+".join(map(re.escape, word.split())) for word in sorted(words, key=len, reverse=True))
