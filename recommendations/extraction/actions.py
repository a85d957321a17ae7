"""Read what a recommendation asks for: addressees, action phrase, strength.

The action phrase is the verb with which a United Nations text makes a request: "are strongly encouraged to", "should",
"may wish to". Everything is read in English, in which the bodies of the Convention draft; in the other official
languages only the phrase and its strength (:mod:`.action_phrases`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from recommendations.extraction.action_phrases import find_action_phrase
from recommendations.extraction.prose import names_pattern, sentence_at
from recommendations.extraction.types import Strength
from recommendations.extraction.vocabulary import ENGLISH, Addressee, Body, Vocabulary

_ADVERB = "also|further|strongly|particularly|especially|again|therefore|accordingly|likewise|hereby|urgently"
_ADVERBS = rf"(?:\s+(?:{_ADVERB}))*"
_VERB = re.compile(
    rf"""(?<!\w)(?P<verb>
      (?P<passive>(?:is|are){_ADVERBS}\s+
        (?:encouraged|urged|invited|requested|called\s+upon|recommended|advised|reminded|asked|required|mandated))
        (?: (?:,[^.;:]{{1,250}}?,)? (?P<to>\s+to) (?!\w) )?
    | (?:should|shall|must){_ADVERBS}
    | (?:may|might)\s+wish\s+to | (?:need|needs|ought|have|has)\s+to
    )(?!\w)""",
    re.VERBOSE,
)
"""Takes "are also encouraged to", "are encouraged, where possible, to", "should", "may wish to"; refuses "may"."""

_ACTIVE = re.compile(
    r"(?<!\w)(?P<verb>(?:strongly\s+)?(?:encourages|urges|invites|requests|calls\s+upon|recommends\s+that))\s+(?:the\s+)?"
)
"""Takes "encourages ", "recommends that the ": the addressee follows."""

_STRENGTHS = (
    (Strength.REQUIRED, re.compile(r"shall|must|required|mandated|(?:have|has|needs?)\s+to")),
    (Strength.URGED, re.compile(r"urge|strongly|called\s+upon|calls\s+upon|request")),
    (Strength.INVITED, re.compile(r"invite|wish|reminded|asked")),
    (Strength.ENCOURAGED, re.compile(r"encourage|recommend|advised")),
    (Strength.SHOULD, re.compile(r"should|ought")),
)
_MAIN_VERB = re.compile(
    r"""\s*(?:(?:also|further|actively|fully|promptly|jointly)\s+)?(?P<action>
      [a-z]+\s+(?:(?:its|their|the|all)\s+)?(?:work|efforts)(?:\s+to\s+[a-z]+)?
    | (?:continue|consider|begin|start|seek|strive|endeavour)\s+(?:to\s+[a-z]+|[a-z]+ing)
    | be\s+[a-z]+ | (?:not\s+)?[a-z]+(?:-[a-z]+)?)(?!\w)""",
    re.VERBOSE,
)
"""Takes "develop", "continue to explore", "continue its work to collect", "be devoted"."""
_ASIDE_WORDS = frozenset({
    "particularly", "especially", "including", "where", "when", "as", "in", "with", "subject", "given", "and", "or",
    "such", "inter", "upon", "if", "to", "for", "by", "on", "at", "through", "within", "under", "taking", "bearing",
    "consistent", "while", "wherever", "whenever", "unless",
})  # fmt: skip
"""Words that begin an aside: a comma followed by one of them is not followed by the main verb."""
_BOUNDARY = re.compile(
    r"(?:^|[,;]\s+(?:and\s+)?(?:in\s+this\s+regard,\s+)?|\bthat\s+)(?:[Tt]he\s+|[Aa]ll\s+|[Oo]ther\s+|[Rr]elevant\s+)*$"
)
_JOINT = re.compile(
    r"\s*(?:,\s+(?:and|or|as\s+well\s+as)\s+|,\s+|\s+and/or\s+|\s+and\s+|\s+or\s+|\s+as\s+well\s+as\s+)(?:the\s+|other\s+|relevant\s+|all\s+)*"
)


@dataclass(frozen=True, slots=True)
class Action:
    """A request: its addressees, the verb as printed, the verb with the main verb, and the strength."""

    addressees: tuple[str, ...]
    verb: str
    action: str
    strength: Strength | None


@dataclass(frozen=True, slots=True)
class _Form:
    """A form of an addressee with its offsets in a text."""

    start: int
    end: int
    name: str


NO_ADDRESSEE = Action((), "", "", None)


def read_action(text: str, vocabulary: Vocabulary, language: str = ENGLISH) -> Action:
    """Return the first action phrase of a text, with the addressees of all its action phrases in order."""
    if language != ENGLISH:
        phrase, strength = find_action_phrase(text, language) or ("", None)
        return Action((), phrase, phrase, strength)
    first: Action | None = None
    addressees: list[str] = []
    forms = _forms_in(text, vocabulary)
    for match in _VERB.finditer(text):
        addressees += _subject(text, match.start(), forms)
        first = first or _read_match(text, match)
    for match in _ACTIVE.finditer(text):
        following = next((form for form in forms if form.start == match.end()), None)
        if following:
            addressees.append(following.name)
            first = first or Action(
                (),
                match["verb"],
                f"{match['verb']} {text[following.start : following.end]}",
                strength_of(match["verb"]),
            )
    first = first or NO_ADDRESSEE
    return Action(tuple(dict.fromkeys(addressees)), first.verb, first.action, first.strength)


def read_chapeau(text: str, vocabulary: Vocabulary, bodies: Sequence[Body]) -> Action | None:
    """Return the action of a chapeau that ends with an action phrase: "…, the Conference may wish to:"; or None.

    ``bodies`` are those named in the chapeau, from left to right.
    """
    matches = [m for m in _VERB.finditer(text) if re.fullmatch(r"\s*(?:consider)?\s*[:—–-]\s*", text[m.end() :])]
    if not matches:
        return None
    action = _read_match(text, matches[-1])
    addressees = _subject(text, matches[-1].start(), _forms_in(text, vocabulary))
    if not addressees:
        addressees = [a.name for body in bodies[-1:] if (a := vocabulary.addressee_of_body(body))]
    return Action(tuple(addressees), action.verb, action.action, action.strength)


def continue_action(chapeau_action: Action, item: str) -> Action:
    """Return the action of an item that begins with the main verb; ``chapeau_action`` is the action of its chapeau."""
    main = _MAIN_VERB.match(item[:1].lower() + item[1:])
    action = _join(chapeau_action.verb, main["action"] if main else "")
    return Action(chapeau_action.addressees, chapeau_action.verb, action, chapeau_action.strength)


def strength_of(verb: str) -> Strength | None:
    """Return the strength of an action phrase, or None if it is not one."""
    return next((strength for strength, pattern in _STRENGTHS if pattern.search(verb)), None)


def _read_match(text: str, match: re.Match[str]) -> Action:
    verb = match["passive"] + (match["to"] or "") if match["passive"] else match["verb"]
    verb = " ".join(verb.split())
    return Action((), verb, _join(verb, _main_verb(text[match.end() : match.end() + 400])), strength_of(verb))


def _main_verb(after: str) -> str:
    """Return the verb after an auxiliary, skipping asides between commas, or ""."""
    if not after.startswith(","):
        match = _MAIN_VERB.match(after)
        return match["action"] if match else ""
    for match in re.finditer(r",\s+", after):
        verb = _MAIN_VERB.match(after, match.end())
        if verb and verb["action"].split()[0] not in _ASIDE_WORDS:
            return verb["action"]
    return ""


def _join(verb: str, main: str) -> str:
    return " ".join(f"{verb} {main}".split())


# --- addressees --------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _forms(vocabulary: Vocabulary) -> tuple[re.Pattern[str], dict[str, Addressee]]:
    """Return a pattern and a table of all addressees' forms. "States" keeps its capital: "states" is also a verb."""
    by_form: dict[str, Addressee] = {}
    for addressee in vocabulary.addressees:
        for form in addressee.forms:
            by_form[form] = addressee
            if form != "States":
                by_form[form[0].lower() + form[1:]] = addressee
    return re.compile(names_pattern(by_form)), by_form


def _forms_in(text: str, vocabulary: Vocabulary) -> list[_Form]:
    pattern, by_form = _forms(vocabulary)
    forms = []
    for match in pattern.finditer(text):
        addressee = by_form[" ".join(match.group().split())]
        acronym = re.match(r"\s+\([A-Z]+\)", text[match.end() :])
        forms.append(_Form(match.start(), match.end() + (acronym.end() if acronym else 0), addressee.name))
    return forms


def _subject(text: str, verb: int, forms: Sequence[_Form]) -> list[str]:
    """Return the addressees that are the subject of the verb at an offset: the last possible ones in its sentence.

    "Member States, with the support of UNODC, should" addresses Member States; "In making use of such techniques,
    States parties should" States parties; "Member States and the Secretariat should" both; "such use should" nobody.
    """
    start, _ = sentence_at(text, verb)
    before = [form for form in forms if start <= form.start and form.end <= verb]
    last = next((i for i in range(len(before) - 1, -1, -1) if _is_subject(text, start, before[i], verb)), None)
    if last is None:
        return []
    first = last
    while first and _JOINT.fullmatch(text[before[first - 1].end : before[first].start]):
        first -= 1
    while first < last and not _BOUNDARY.search(text[start : before[first].start]):
        first += 1
    return (
        [form.name for form in before[first : last + 1]] if _BOUNDARY.search(text[start : before[first].start]) else []
    )


def _is_subject(text: str, start: int, form: _Form, verb: int) -> bool:
    """Return whether a form begins a clause or continues a list, with at most an aside between it and the verb."""
    before = text[start : form.start]
    if not (_BOUNDARY.search(before) or re.search(r"(?:and|or)\s+(?:the\s+|other\s+|relevant\s+)*$", before)):
        return False
    _, comma, tail = text[form.end : verb].rpartition(",")
    return not comma or not tail.strip() or tail.lstrip().startswith("and ")
