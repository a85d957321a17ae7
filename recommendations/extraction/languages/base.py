"""The type of a language's words, and helpers to build it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from recommendations.extraction.languages.meetings import MeetingGrammar
from recommendations.extraction.types import Strength

NOTHING = re.compile(r"(?!)")
REQUIRED, URGED, SHOULD = Strength.REQUIRED, Strength.URGED, Strength.SHOULD
ENCOURAGED, INVITED = Strength.ENCOURAGED, Strength.INVITED


def pattern(*verbose: str) -> re.Pattern[str]:
    """Compile alternatives in verbose mode, in which white space is ignored, without regard to case."""
    return re.compile("|".join(f"(?:{part})" for part in verbose), re.VERBOSE | re.IGNORECASE)


@dataclass(frozen=True)
class Phrase:
    """An action phrase. A group ``aside`` is cut out of it: "are encouraged, where possible, to".

    ``active`` means that its subject is the body that speaks and that the addressee follows: "invites States". Such a
    phrase is ignored without an addressee if ``bound`` is set.
    """

    strength: Strength | None
    pattern: re.Pattern[str]
    active: bool = False
    bound: bool = False


@dataclass(frozen=True)
class Statement:
    """A verb with which a body states its position: "The Committee trusts that". Group ``verb``."""

    strength: Strength | None
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Addressees:
    """How addressees are named. ``forms`` are patterns by the key of the addressee in the vocabulary.

    ``before`` matches the words before a subject from the start of its clause on, ``joint`` those between two
    addressees, ``after`` those between an active phrase and its addressee. If ``adjacent`` is set, the case or the word
    order shows that an addressee directly before or after a phrase belongs to it. ``end`` is a pattern of what must
    follow a form, where a genitive follows its noun: not "缔约国的".
    """

    forms: Mapping[str, str]
    before: re.Pattern[str]
    joint: re.Pattern[str]
    after: re.Pattern[str]
    adjacent: bool = False
    comma: str = ","
    end: str = ""


@dataclass(frozen=True)
class Headings:
    """Headings: of recommendations, of conclusions too, of one decision, of one recommendation (``recommendation``
    matches the word and ``number`` what follows it)."""

    recommendations: re.Pattern[str]
    conclusions: re.Pattern[str]
    decision: re.Pattern[str]
    recommendation: str
    number: str = r"(?:No\.\s*)?(?:\d{1,3}|[A-Z](?!\w)|[IVX]{1,5}(?!\w))"


@dataclass(frozen=True)
class Chapeaux:
    """Chapeaux of lists.

    ``introduces`` matches in a chapeau with a colon, ``below`` also in one with a full stop; ``reports`` refuses both,
    as it matches where a text tells what became of recommendations. ``repeats`` matches where a text only repeats what
    another document asks. ``asks`` matches a chapeau that ends in its request, ``decides`` one of a decision. ``only``
    matches the words between an action phrase and the colon of an item that is itself a chapeau: "the following
    steps". ``consider`` matches a verb that belongs to the phrase before the colon, ``opens`` the verb with which an
    item calls for action, ``infinitive`` that of an item that continues its chapeau: "To update …".
    """

    introduces: re.Pattern[str]
    below: re.Pattern[str]
    reports: re.Pattern[str]
    asks: re.Pattern[str]
    decides: re.Pattern[str]
    only: re.Pattern[str]
    opens: re.Pattern[str]
    repeats: re.Pattern[str] = NOTHING
    consider: re.Pattern[str] = NOTHING
    infinitive: re.Pattern[str] = NOTHING


@dataclass(frozen=True)
class Adoption:
    """The words of adoption, of endorsement, and of drafts and reports in titles."""

    adopted: re.Pattern[str]
    endorsed: re.Pattern[str]
    endorses: re.Pattern[str]
    put_forward: re.Pattern[str]
    draft_report: re.Pattern[str]
    draft_decision: re.Pattern[str]
    report_of_meeting: re.Pattern[str]


@dataclass(frozen=True)
class ShortNames:
    """Short names of bodies, used once the full name has been given: "la Conférence", "Комиссия", "المؤتمر".

    ``pattern`` matches one (group ``word``); capitals, or the Arabic article, distinguish it from the common noun.
    ``english`` maps each form to the English word used in the vocabulary's names.
    """

    pattern: re.Pattern[str]
    english: Mapping[str, str]

    def word(self, match: re.Match[str]) -> str:
        """Return the English word for a match."""
        printed = match["word"]
        return next(english for form, english in self.english.items() if re.fullmatch(form, printed))


@dataclass(frozen=True)
class Language:
    """Everything that is read of recommendations in one language. ``code`` is that of ISO 639-1.

    ``asks`` matches a numbered paragraph that calls for action, ``concludes`` one in which a body says among its
    conclusions that it recommends. ``main_verb`` matches the verb after an action phrase (group ``action``), with
    ``particle`` before it if it is an infinitive; ``aside`` holds the words that begin an aside, after which no main
    verb follows. ``marks`` are characters that are left out before reading, such as vowel signs.
    """

    code: str
    phrases: tuple[Phrase, ...]
    addressees: Addressees
    headings: Headings
    chapeaux: Chapeaux
    adoption: Adoption
    bodies: ShortNames
    meetings: MeetingGrammar
    asks: re.Pattern[str]
    statements: tuple[Statement, ...] = ()
    concludes: re.Pattern[str] = NOTHING
    main_verb: re.Pattern[str] = NOTHING
    particle: str = ""
    aside: frozenset[str] = field(default_factory=frozenset)
    marks: re.Pattern[str] = NOTHING


def phrases(*entries: tuple[Strength, str] | tuple[Strength, str, str], spaced: bool = True) -> tuple[Phrase, ...]:
    """Build action phrases from a strength, a pattern, and "active" or "bound" (see :class:`Phrase`)."""
    edges = r"(?<!\w)(?:%s)(?!\w)" if spaced else "(?:%s)"
    built = []
    for strength, words, *kinds in entries:
        compiled = re.compile(edges % words, re.IGNORECASE | re.VERBOSE)
        built.append(Phrase(strength, compiled, active=bool(kinds), bound="bound" in kinds))
    return tuple(built)


def short_names(words: Mapping[str, str], other: str) -> ShortNames:
    """Build short names. Words matched by ``other`` after one make it another body's name: "Conférence sur …"."""
    return ShortNames(re.compile(rf"(?<!\w)(?P<word>{'|'.join(words)})(?!\w)(?!\s+(?:{other}))", re.VERBOSE), words)
