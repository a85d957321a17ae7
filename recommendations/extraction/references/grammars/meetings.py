"""The words with which a language names meetings and sessions by their ordinal, one entry a language.

"the twelfth meeting of the Working Group", "la douzième réunion du Groupe de travail", "el 11º período de sesiones de
la Conferencia", "десятая сессия Конференции". The three kinds: a body such as a working group holds meetings, one
such as the Conference holds sessions, and within a session there are sittings ("séance", "sesión", "заседание";
English calls these meetings too).
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

    ``mention`` takes the ordinals (group ``ordinals``) with the word for what they count (``kind``, by ``kinds``), and
    ``its`` before them; ``ordinal`` finds each. ``of`` stands before the body whose meeting it is, ``whom`` takes what
    stands there instead (group ``whom``). ``plenary`` tells a sitting by its words. ``follows`` stands between the
    words and the body that meets, where this comes later: "At its tenth session, held in Vienna, the Conference".
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
        """What is counted: meeting, session or sitting."""
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
    """The grammar of a language; None for one in which meetings are not read."""
    return MEETINGS.get(language or "en")
