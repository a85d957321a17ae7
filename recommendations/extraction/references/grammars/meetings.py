"""Patterns for naming meetings and sessions by ordinal, one entry for each language.

"the twelfth meeting of the Working Group", "la douzième réunion du Groupe de travail", "el 11º período de sesiones de
la Conferencia", "десятая сессия Конференции". There are three kinds: a body such as a working group holds meetings,
one such as the Conference holds sessions, and a session consists of sittings ("séance", "sesión", "заседание"; in
English, these are also called meetings).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from recommendations.extraction.references.grammars.base import NOTHING
from recommendations.extraction.references.grammars.ordinals import ORDINALS, Ordinals

MEETING, SESSION, SITTING = "meeting", "session", "sitting"


@dataclass(frozen=True)
class MeetingGrammar:
    """Patterns of one language.

    ``mention`` matches ordinals (group ``ordinals``) with the word that they count (group ``kind``, see ``kinds``) and
    ``its`` before them; ``ordinal`` matches each one. ``of`` matches the words before the body that meets, ``whom``
    those of an unknown body (group ``whom``). ``plenary`` marks a sitting. ``follows`` matches the text between the
    words and a body named later: "At its tenth session, held in Vienna, the Conference".
    """

    ordinals: Ordinals
    mention: re.Pattern[str]
    ordinal: re.Pattern[str]
    kinds: Mapping[str, str]
    of: re.Pattern[str]
    whom: re.Pattern[str]
    plenary: re.Pattern[str]
    follows: re.Pattern[str] = NOTHING

    def kind(self, match: re.Match[str]) -> str:
        """Return what is counted: meeting, session or sitting."""
        return next(kind for word, kind in self.kinds.items() if re.match(word, match["kind"], re.IGNORECASE))


def _grammar(
    language: str,
    *,
    its: str,
    joint: str,
    adjectives: str,
    kinds: Mapping[str, str],
    of: str,
    whom: str,
    plenary: str,
    follows: str = NOTHING.pattern,
) -> MeetingGrammar:
    ordinal = ORDINALS[language].pattern
    return MeetingGrammar(
        ordinals=ORDINALS[language],
        mention=re.compile(
            rf"""(?<!\w)(?P<its>{its})?
            (?P<ordinals>{ordinal}(?:(?:,\s+|\s+(?:{joint})\s+|,\s+(?:{joint})\s+){ordinal}){{0,5}})
            \s+(?:(?:{adjectives})\s+)*(?P<kind>{"|".join(kinds)})(?!\w)""",
            re.VERBOSE | re.IGNORECASE,
        ),
        ordinal=re.compile(rf"(?<!\w){ordinal}", re.IGNORECASE),
        kinds=kinds,
        of=re.compile(of),
        whom=re.compile(whom),
        plenary=re.compile(plenary, re.IGNORECASE),
        follows=re.compile(follows),
    )


MEETINGS = {
    "en": _grammar(
        "en",
        its=r"its\s+(?:\w+\s+)?",
        joint="and",
        adjectives="reconvened|resumed|regular|special|extraordinary|intersessional|annual|joint|plenary|formal|informal",
        kinds={r"sessions?": SESSION, r"meetings?": MEETING},
        of=r"\s+of\s+(?:the\s+)?",
        whom=r"\s+of\s+(?P<whom>(?:the\s+)?(?:[\w-]+\s+){0,5}[\w-]+)",
        plenary="plenary",
    ),
    "fr": _grammar(
        "fr",
        its=r"(?:sa|ses)\s+",
        joint="et",
        adjectives="(?:reprises?|extraordinaires?|ordinaires?)",
        kinds={r"sessions?": SESSION, r"réunions?": MEETING, r"séances?": SITTING},
        of=r"\s+(?:(?:extra)?ordinaire\s+)?(?:de\s+la\s+|de\s+l['’]\s?|du\s+)",
        whom=r"\s+(?:de\s+la\s+|de\s+l['’]\s?|du\s+|des\s+)(?P<whom>[\w’'-]+(?:\s+[\w’'-]+){0,4})",
        plenary="plénière",
        follows=r"(?:,[^,;.]{0,90}){0,3},\s+(?:la\s+|le\s+|l['’]\s?)",
    ),
    "es": _grammar(
        "es",
        its=r"sus?\s+",
        joint="y|e",
        adjectives="(?:reanudado|extraordinari[oa]s?|ordinari[oa]s?)",
        kinds={r"per[ií]odos?\s+de\s+sesiones": SESSION, r"reuni(?:ón|ones)": MEETING, r"sesi(?:ón|ones)": SITTING},
        of=r"\s+(?:de\s+la\s+|del\s+)",
        whom=r"\s+(?:de\s+la\s+|del\s+|de\s+los\s+)(?P<whom>[\w-]+(?:\s+[\w-]+){0,4})",
        plenary="plenaria",
        follows=r"(?:,[^,;.]{0,90}){0,3},\s+(?:la\s+|el\s+)",
    ),
    "ru": _grammar(
        "ru",
        its=r"(?:своей|своём|своем|своих|своего|её|ее|его)\s+",
        joint="и",
        adjectives=r"(?:пленарн|возобновленн|специальн|очередн|чрезвычайн)\w{2,3}",
        kinds={r"сесси\w{1,3}": SESSION, r"совещани\w{1,3}": MEETING, r"заседани\w{1,3}": SITTING},
        of=r"\s+",
        whom=r"\s+(?P<whom>[А-Я][\w-]+(?:\s+[\w-]+){0,4})",
        plenary="пленарн",
        follows=r"(?:,[^,;.]{0,90}){0,3},?\s+",
    ),
}


def meeting_grammar_of(language: str | None) -> MeetingGrammar | None:
    """Return the grammar of a language, or None if meetings are not read in it."""
    return MEETINGS.get(language or "en")
