"""The types that hold a language's patterns of meetings and ordinals, and helpers to build them.

"the twelfth meeting of the Working Group", "la douzième réunion du Groupe de travail", "el 11º período de sesiones de
la Conferencia", "десятая сессия Конференции", "الدورة العاشرة للمؤتمر", "第十届会议". There are three kinds: working
groups hold meetings, the Conference and others hold sessions, and a session consists of sittings ("séance", "sesión",
"заседание", "جلسة"). English and Chinese also call a sitting a meeting, but write its number in figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

MEETING, SESSION, SITTING = "meeting", "session", "sitting"
_NOTHING = r"(?!)"


@dataclass(frozen=True)
class Ordinals:
    """The ordinals of a language. ``pattern`` matches one, with re.IGNORECASE; ``read`` returns its value."""

    pattern: str
    read: Callable[[str], int]


@dataclass(frozen=True)
class MeetingGrammar:
    """Patterns of one language.

    ``mention`` matches ordinals (group ``ordinals``) with the noun (group ``kind``, see ``kinds``) and a possessive, if
    any (group ``its``); ``ordinal`` matches each ordinal. ``of`` matches the words between the noun and the body that
    meets, ``unknown_body`` those words with the name of any body (group ``body``). ``plenary`` matches in the mention
    of a sitting. ``gap`` matches the text between a mention and a body named later: "At its tenth session, held in
    Vienna, the Conference"; ``subject`` matches the text between a mention with its dates and any body (group
    ``body``), which is an organ if the group ``organ`` matches. ``bureau`` matches a bureau, whose meetings are not
    those of the body that elects it. ``numbered`` matches ordinals (group ``ordinals``) before the name of a congress,
    ``congress`` the name of the Crime Congress with its ordinal inside. ``has_numbered_sittings`` is set if an ordinal
    in figures means a sitting.
    """

    ordinals: Ordinals
    mention: re.Pattern[str]
    ordinal: re.Pattern[str]
    kinds: Mapping[str, str]
    of: re.Pattern[str]
    unknown_body: re.Pattern[str]
    plenary: re.Pattern[str]
    gap: re.Pattern[str]
    subject: re.Pattern[str]
    bureau: re.Pattern[str]
    numbered: re.Pattern[str]
    congress: re.Pattern[str]
    has_numbered_sittings: bool = False

    def kind(self, match: re.Match[str]) -> str:
        """Return the kind of a match of ``mention``: meeting, session or sitting."""
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
    unknown_body: str = _NOTHING,
    plenary: str = _NOTHING,
    gap: str = _NOTHING,
    subject: str = _NOTHING,
    bureau: str = _NOTHING,
    congress: str = _NOTHING,
    has_numbered_sittings: bool = False,
    is_spaced: bool = True,
) -> MeetingGrammar:
    """Build the patterns of a language. If ordinals precede their noun, ``its``, ``joint`` and ``adjectives`` suffice;
    otherwise pass ``mention``, in which ``{kind}`` and ``{ordinal}`` are replaced."""
    kind = "|".join(kinds)
    list_of_ordinals = rf"""
        (?P<ordinals>{ordinals.pattern}(?:(?:,\s+|\s+(?:{joint})\s+|,\s+(?:{joint})\s+){ordinals.pattern}){{0,5}})"""
    ordinal_first = rf"""(?<!\w)(?P<its>{its})?{list_of_ordinals}
        \s+(?:(?:{adjectives})\s+)*(?P<kind>{kind})(?!\w)"""
    given = mention.replace("{kind}", kind).replace("{ordinal}", ordinals.pattern)
    return MeetingGrammar(
        ordinals=ordinals,
        mention=re.compile(given or ordinal_first, re.VERBOSE | re.IGNORECASE),
        ordinal=re.compile((r"(?<!\w)" if is_spaced else "") + ordinals.pattern, re.IGNORECASE),
        kinds=kinds,
        of=re.compile(of),
        unknown_body=re.compile(unknown_body),
        plenary=re.compile(plenary, re.IGNORECASE),
        gap=re.compile(gap),
        subject=re.compile(subject),
        bureau=re.compile(bureau),
        numbered=re.compile(rf"(?<!\w){list_of_ordinals}\s*$", re.VERBOSE | re.IGNORECASE),
        congress=re.compile(congress.replace("{ordinal}", ordinals.pattern)),
        has_numbered_sittings=has_numbered_sittings,
    )


def inflected_ordinals(
    stems: Mapping[str, int], ending: str, digit_ending: str, irregular: Mapping[str, int]
) -> Ordinals:
    """Build ordinals: stems with an ``ending``, ``irregular`` words, and digits with a ``digit_ending`` ("12º")."""
    values = {**stems, **irregular}
    endings = re.compile(rf"(?:{ending})$")

    def read(printed: str) -> int:
        if digits := re.match(r"\d+", printed):
            return int(digits.group())
        words = " ".join(printed.lower().split())
        return values[words] if words in values else values[endings.sub("", words)]

    # Irregular forms first: "octogésimo primer" is not "octogésimo".
    in_words = (f"{alternation(irregular)}|" if irregular else "") + rf"(?:{alternation(stems)})(?:{ending})"
    return Ordinals(rf"(?:(?<![\w-])(?:{in_words}|\d{{1,3}}(?:{digit_ending}))(?!\w))", read)


def alternation(words: Iterable[str]) -> str:
    """Return an alternation of phrases, longest first, with any white space between their words."""
    return "|".join(r"\s+".join(map(re.escape, word.split())) for word in sorted(words, key=len, reverse=True))
