"""The types that hold the words of a language, and helpers to build them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from recommendations.extraction.languages.meetings import MeetingGrammar
from recommendations.extraction.types import Strength

NOTHING = re.compile(r"(?!)")
_ASIDE = re.compile(r"\s*[,،，]\s*[^,،，;؛；:：.]{2,80}(?:[,،，]|$)")
REQUIRED, URGED, SHOULD = Strength.REQUIRED, Strength.URGED, Strength.SHOULD
ENCOURAGED, INVITED = Strength.ENCOURAGED, Strength.INVITED


def pattern(*verbose: str) -> re.Pattern[str]:
    """Compile alternatives in verbose mode, in which white space is ignored, and ignoring case."""
    return re.compile("|".join(f"(?:{part})" for part in verbose), re.VERBOSE | re.IGNORECASE)


@dataclass(frozen=True)
class Phrase:
    """An action phrase. The text of a group ``aside`` is removed from it: "are encouraged, where possible, to".

    If ``is_active``, its subject is the body that speaks, and the addressee follows: "invites States". If
    ``needs_addressee``, the phrase is ignored without one. If ``may_wish``, its addressee is invited to make the
    request that follows: "may wish to".
    """

    strength: Strength | None
    pattern: re.Pattern[str]
    is_active: bool = False
    needs_addressee: bool = False
    may_wish: bool = False


Entry = tuple[Strength, str] | tuple[Strength, str, str] | tuple[Strength, str, str, str]


@dataclass(frozen=True)
class Statement:
    """A verb (group ``verb``) with which a body states its position: "The Committee trusts that"."""

    strength: Strength | None
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Request:
    """A verb in the infinitive (group ``verb``) with which an item makes a request: "To request the Secretariat to"."""

    strength: Strength
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Addressees:
    """The names of addressees. ``forms`` maps the key of an addressee in the vocabulary to a pattern of its names.

    ``before`` matches the words between the start of a clause and its subject, ``joint`` those between two addressees,
    ``after`` those between an active phrase and its addressee. ``binds_adjacent`` is set if case or word order shows
    that an addressee directly before or after a phrase belongs to it. ``end`` is a pattern that must match after a
    form; in Chinese, it excludes genitives such as "缔约国的". ``relative`` matches the beginning of a clause
    between an addressee and its verb: "States parties that have not yet done so are urged".
    """

    forms: Mapping[str, str]
    before: re.Pattern[str]
    joint: re.Pattern[str]
    after: re.Pattern[str]
    binds_adjacent: bool = False
    comma: str = ","
    end: str = ""
    relative: re.Pattern[str] = NOTHING


@dataclass(frozen=True)
class Headings:
    """Patterns of headings: of recommendations, of chapters that include conclusions, of a decision, of a debate, and
    of a single recommendation (``recommendation`` matches the word, ``number`` the number after it); ``paper`` matches
    the line that names a background paper or conference room paper."""

    recommendations: re.Pattern[str]
    conclusions: re.Pattern[str]
    decision: re.Pattern[str]
    debate: re.Pattern[str]
    paper: re.Pattern[str]
    recommendation: str
    number: str = r"(?:No\.\s*)?(?:\d{1,3}|[A-Z](?!\w)|[IVX]{1,5}(?!\w))"


@dataclass(frozen=True)
class Chapeaux:
    """Patterns of the chapeaux of lists, and of the items below them.

    ``introduces`` matches a chapeau of recommendations that ends with a colon, ``below`` also one that ends with a full
    stop; ``reports`` overrides both, as it matches a report on the implementation of recommendations. ``repeats``
    matches a text that only repeats the requests of another document. ``asks`` matches a chapeau that ends with its
    request, ``decides`` the chapeau of a decision. ``only`` matches the words between an action phrase and the colon of
    an item that is itself a chapeau: "the following steps". ``consider`` matches a verb after the phrase that belongs
    to it, ``opens`` the verb at the start of an item that calls for action, ``infinitive`` the verb at the start of an
    item that continues its chapeau: "To update …", "By sharing …". ``incomplete`` matches the end of an item whose
    sub-items are only examples or complete its sentence: "such as:", "measures against:".
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
    incomplete: re.Pattern[str] = NOTHING

    def lacks_request(self, text: str, start: int, end: int) -> bool:
        """Return whether only an aside and the words of ``only`` follow an action phrase: "should, without delay:"."""
        aside = _ASIDE.match(text, start, end)
        return any(self.only.fullmatch(text, s, end) for s in (start, aside.end() if aside else start))


@dataclass(frozen=True)
class Adoption:
    """Patterns of adoption and endorsement in texts, and of drafts and reports in titles.

    ``endorses_recommendations`` matches the words of a body that endorses recommendations, from the verb to the word
    "recommendations". ``denies`` matches words before them that negate an endorsement, recall an earlier one or only
    report on one: "recalling that it". ``same_meeting`` matches words for the meeting named before: "at that meeting".
    ``of_delegation`` matches a sentence in which a delegation or speaker, not the body, makes recommendations.
    ``in_annex`` matches words that announce recommendations in an annex, ``adopts`` the verb of the body that adopted
    them. ``compilation`` matches the title of a compilation of recommendations of earlier meetings.
    """

    adopted: re.Pattern[str]
    endorsed: re.Pattern[str]
    endorses: re.Pattern[str]
    endorses_recommendations: re.Pattern[str]
    denies: re.Pattern[str]
    put_forward: re.Pattern[str]
    draft_report: re.Pattern[str]
    draft_decision: re.Pattern[str]
    report_of_meeting: re.Pattern[str]
    same_meeting: re.Pattern[str]
    of_delegation: re.Pattern[str]
    in_annex: re.Pattern[str]
    adopts: re.Pattern[str]
    compilation: re.Pattern[str]


@dataclass(frozen=True)
class ShortNames:
    """Short names of bodies, used after the full name: "la Conférence", "Комиссия", "المؤتمر".

    ``pattern`` matches a short name (group ``word``); capitals, or the Arabic article, mark it as a name.
    ``english`` maps each form to the English word used in the vocabulary's names. ``longer`` matches a word (group
    ``word``) that may be part of a longer name; if it is, the group ``other`` takes part in the match: "Commission du
    droit international".
    """

    pattern: re.Pattern[str]
    english: Mapping[str, str]
    longer: re.Pattern[str]

    def word(self, match: re.Match[str]) -> str:
        """Return the English word for a match of ``pattern`` or ``longer``, or "" for a word that is never short."""
        printed = match["word"]
        return next((english for form, english in self.english.items() if re.fullmatch(form, printed)), "")


@dataclass(frozen=True)
class Language:
    """All words and patterns for recommendations in one language. ``code`` is the ISO 639-1 code.

    ``requests`` are verbs at the start of an item whose chapeau makes no request: "decided:", "the following
    recommendations:". ``asks`` matches a numbered paragraph that calls for action, ``concludes`` a paragraph among
    conclusions in which a body recommends something. ``main_verb`` matches the verb after an action phrase (group
    ``action``); an infinitive follows the ``particle``. ``aside`` contains words that begin an aside rather than a main
    verb. ``marks`` matches characters that are removed before reading, such as vowel signs.
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
    requests: tuple[Request, ...] = ()
    statements: tuple[Statement, ...] = ()
    concludes: re.Pattern[str] = NOTHING
    main_verb: re.Pattern[str] = NOTHING
    particle: str = ""
    aside: frozenset[str] = field(default_factory=frozenset)
    marks: re.Pattern[str] = NOTHING


def phrases(*entries: Entry, is_spaced: bool = True) -> tuple[Phrase, ...]:
    """Build action phrases from a strength, a pattern, and their kinds: "active", "needs_addressee" (which is active),
    "may_wish" (see :class:`Phrase`)."""
    edges = r"(?<!\w)(?:%s)(?!\w)" if is_spaced else "(?:%s)"
    built = []
    for strength, words, *kinds in entries:
        compiled = re.compile(edges % words, re.IGNORECASE | re.VERBOSE)
        needs_addressee = "needs_addressee" in kinds
        built.append(
            Phrase(strength, compiled, needs_addressee or "active" in kinds, needs_addressee, "may_wish" in kinds)
        )
    return tuple(built)


def requests(particle: str, verbs: Mapping[Strength, str], *, before: str = "", after: str = "") -> tuple[Request, ...]:
    """Build requests from the particle of the infinitive, the verbs of each strength, and the adverbs ``before`` and
    ``after`` them."""
    return tuple(
        Request(
            strength, re.compile(rf"\W*{particle}(?P<verb>{before}(?:{verb}){after})(?!\w)", re.IGNORECASE | re.VERBOSE)
        )
        for strength, verb in verbs.items()
    )


def short_names(words: Mapping[str, str], other: str, *, longer: str = "") -> ShortNames:
    """Build short names. A word followed by a match of ``other`` is not a short name: "Conférence sur …". ``longer`` is
    the pattern of words in longer names, if these are not found by ``other`` alone."""
    word = rf"(?P<word>{'|'.join(words)})(?!\w)"
    return ShortNames(
        re.compile(rf"(?<!\w){word}(?!\s+(?:{other}))", re.VERBOSE),
        words,
        re.compile(longer or rf"(?<!\w){word}(?=(?P<other>\s+(?:{other}))?)", re.VERBOSE),
    )
