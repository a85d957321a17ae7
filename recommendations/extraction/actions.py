"""Read the addressees, action phrase and strength of a recommendation.

The action phrase is the verb with which a United Nations text makes a request: "are strongly encouraged to", "should",
"may wish to". The words of each language are in :mod:`.languages`; the main verb after the phrase is read in English.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from recommendations.extraction.action_phrases import FoundPhrase, ends_in_colon, find_phrases, find_request
from recommendations.extraction.languages import language_of
from recommendations.extraction.languages.base import Language
from recommendations.extraction.prose import UNSPACED_LANGUAGES, names_pattern, sentence_at
from recommendations.extraction.references.bodies import NamedBody
from recommendations.extraction.types import Strength
from recommendations.extraction.vocabulary import ENGLISH, Addressee, Vocabulary

_COLON = re.compile(r"\s*[:：—–-]\s*")
_LINK = re.compile(r"\s*(?:\w{1,4}\s+){0,2}\w{0,4}\s*[:：—–-]\s*")
"""Matches the end of a chapeau after its addressee: " a que:" in "Se alienta a los Estados a que:"."""
_MAX_BEFORE = 1500  # characters before a phrase that are searched for its subject
_MAX_FORMS = 8  # addressees before a phrase that may be its subject
_MAX_EDGE = 60  # characters before an addressee that are checked for the start of a clause


@dataclass(frozen=True, slots=True)
class Action:
    """A request: its addressees, the action phrase as printed (``verb``), the phrase with its main verb (``action``),
    and its strength. ``is_open`` is True for a chapeau that does not end with its verb: "States should give priority
    to:".
    """

    addressees: tuple[str, ...]
    verb: str
    action: str
    strength: Strength | None
    is_open: bool = False

    @property
    def lacks_main_verb(self) -> bool:
        return self.action == self.verb


@dataclass(frozen=True, slots=True)
class _Form:
    """A form of an addressee's name with its offsets in a text; ``name`` is the name in the vocabulary."""

    start: int
    end: int
    name: str


NO_ACTION = Action((), "", "", None)


def read_action(text: str, vocabulary: Vocabulary, language: str = ENGLISH, bodies: Sequence[NamedBody] = ()) -> Action:
    """Return the first action phrase of a text, with the addressees of all its action phrases in order.

    ``bodies`` are those named in the text: "the Conference" may be an addressee.
    """
    words = language_of(language)
    if not bodies:
        text = words.marks.sub("", text)
    reader = _Reader(text, vocabulary, words, bodies)
    first: Action | None = _read_statement(text, words)
    addressees: list[str] = []
    for phrase in find_phrases(text, words):
        forms = reader.addressees(phrase)
        if forms or not phrase.needs_addressee:
            addressees += [form.name for form in forms]
            if first is None or (not first.action and first.verb == phrase.verb):
                first = reader.action(phrase, forms)
            if phrase.may_wish and forms:
                break  # the addressee may wish to make the requests that follow
    first = first or NO_ACTION
    return replace(first, action=first.action or first.verb, addressees=tuple(dict.fromkeys(addressees)))


def read_chapeau(
    text: str, vocabulary: Vocabulary, bodies: Sequence[NamedBody], language: str = ENGLISH
) -> Action | None:
    """Return the action of a chapeau ("…, the Conference may wish to:", "States should reduce refusals by:"), or None.

    ``text`` is its last sentence without vowel signs; ``bodies`` are those named there, from left to right. A chapeau
    that only introduces recommendations has no action: each item states its own.
    """
    words = language_of(language)
    if not ends_in_colon(text) or words.chapeaux.introduces.search(text):
        return None
    reader = _Reader(text, vocabulary, words, bodies)
    pairs = [(phrase, reader.addressees(phrase)) for phrase in find_phrases(text, words)]
    pairs = [(phrase, forms) for phrase, forms in pairs if forms or not phrase.needs_addressee]
    if not pairs:
        return None
    phrase, forms = pairs[-1]
    end = max([phrase.end, *(form.end for form in forms)])
    consider = words.chapeaux.consider.match(text, phrase.end)
    remaining = text[consider.end() :] if consider else text[end:]
    is_closed = (_LINK if phrase.is_active else _COLON).fullmatch(remaining)
    if not is_closed:
        phrase, forms = next(((p, f) for p, f in pairs if f), pairs[0])
    names = tuple(form.name for form in forms)
    if not names and (is_closed or phrase.is_active):
        names = tuple(a.name for named in bodies[-1:] if (a := vocabulary.addressee_of_body(named.body)))
    verb = _join(phrase.verb, consider.group()) if consider else phrase.verb
    is_introduced = words.chapeaux.lacks_request(text, phrase.end, len(text.rstrip(" :：—")))
    action = verb if is_closed or is_introduced else reader.action(phrase, forms).action
    return Action(names, verb, action, phrase.strength, is_open=not is_closed)


def read_request(text: str, vocabulary: Vocabulary, bodies: Sequence[NamedBody], language: str) -> Action | None:
    """Return the request that an item makes in the infinitive ("To request the Secretariat to …"), or None."""
    words = language_of(language)
    phrase = find_request(text, words)
    if phrase is None:
        return None
    reader = _Reader(text, vocabulary, words, bodies)
    forms = reader.addressees(phrase)
    action = reader.action(phrase, forms).action if forms else phrase.verb
    return Action(tuple(dict.fromkeys(form.name for form in forms)), phrase.verb, action, phrase.strength)


def continue_action(chapeau_action: Action, item: str, language: str = ENGLISH) -> Action:
    """Return the action of an item that begins with the main verb; ``chapeau_action`` is the action of its chapeau."""
    words = language_of(language)
    item = item[:1].lower() + item[1:]
    verb = chapeau_action.verb
    if words.particle and item.startswith(words.particle + " "):
        item = item.removeprefix(words.particle)
        verb = verb if verb.endswith(" " + words.particle) else f"{verb} {words.particle}"
    main = words.main_verb.match(item)
    return replace(chapeau_action, action=_join(verb, main["action"] if main else ""))


def as_printed(verb: str, text: str, language: str) -> str:
    """Return an action phrase as printed in a text, including its vowel signs."""
    marks = language_of(language).marks
    if not verb or not marks.search(text):
        return verb
    signs = f"(?:{marks.pattern})*"
    match = re.search(signs.join(map(re.escape, verb)) + signs, text)
    return match.group() if match else verb


def strength_of(verb: str) -> Strength | None:
    """Return the strength of an English action phrase, or None if it is not one."""
    phrases = find_phrases(verb, language_of(ENGLISH))
    return phrases[0].strength if phrases else None


def _read_statement(text: str, words: Language) -> Action | None:
    """Return the position that a body states at the start of a text ("The Committee trusts that"), or None."""
    for statement in words.statements:
        if match := statement.pattern.match(text):
            verb = " ".join(match["verb"].split())
            return Action((), verb, "", statement.strength)
    return None


def _join(verb: str, main: str) -> str:
    return " ".join(f"{verb} {main}".split())


class _Reader:
    """Reads the addressees and main verbs of the action phrases of one text."""

    def __init__(self, text: str, vocabulary: Vocabulary, words: Language, bodies: Sequence[NamedBody]) -> None:
        self.text = text
        self.words = words
        self.forms = _forms_in(text, vocabulary, words)
        for named in bodies:
            # "The Working Group" is a form of any working group; the body shows which one is meant.
            if addressee := vocabulary.addressee_of_body(named.body):
                self.forms = [form for form in self.forms if form.start != named.start or form.end > named.end]
                self.forms.append(_Form(named.start, named.end, addressee.name))
        self.forms.sort(key=lambda form: form.start)
        self.starts = [form.start for form in self.forms]
        self.joint_before = re.compile(f"(?:{words.addressees.joint.pattern})$")

    def action(self, phrase: FoundPhrase, forms: Sequence[_Form]) -> Action:
        """Return the action of a phrase, without addressees; ``forms`` are the phrase's addressees."""
        if phrase.is_active and forms and forms[0].start >= phrase.end:
            action = " ".join(self.text[phrase.start : forms[-1].end].split())
        else:
            action = _join(phrase.verb, self._main_verb(self.text[phrase.end : phrase.end + 400]))
        return Action((), phrase.verb, action, phrase.strength)

    def _main_verb(self, after: str) -> str:
        """Return the verb after an auxiliary, skipping asides between commas, or ""."""
        if not after.startswith(","):
            match = self.words.main_verb.match(after)
            return match["action"] if match else ""
        for match in re.finditer(r",\s+", after):
            verb = self.words.main_verb.match(after, match.end())
            if verb and verb["action"].split()[0] not in self.words.aside:
                return verb["action"]
        return ""

    def addressees(self, phrase: FoundPhrase) -> list[_Form]:
        """Return the addressees of a phrase: its subject or, for an active phrase, its object."""
        subjects = [] if phrase.is_active or phrase.needs_addressee else self._before(phrase.start)
        if subjects or not (phrase.is_active or phrase.needs_addressee or self.words.addressees.binds_adjacent):
            return subjects
        return self._after(phrase.end)

    def _after(self, end: int) -> list[_Form]:
        gap = self.words.addressees.after.match(self.text, end)
        starts = {end, gap.end() if gap else end}
        index = bisect_left(self.starts, end)
        if index >= len(self.forms) or self.starts[index] not in starts:
            return []
        last = index
        while last + 1 < len(self.forms) and self._are_joint(last):
            last += 1
        return self.forms[index : last + 1]

    def _before(self, verb: int) -> list[_Form]:
        """Return the addressees that are the subject of the verb at an offset: the last candidate in its sentence.

        "Member States, with the support of UNODC, should" addresses Member States; "In making use of such techniques,
        States parties should" addresses States parties; "such use should" addresses nobody.
        """
        start = max(sentence_at(self.text, verb)[0], verb - _MAX_BEFORE)
        high = bisect_left(self.starts, verb)
        low = max(bisect_left(self.starts, start), high - _MAX_FORMS)
        last = next((i for i in range(high - 1, low - 1, -1) if self._is_subject(start, i, verb)), None)
        if last is None:
            return []
        first = last
        while first > low and self._are_joint(first - 1):
            first -= 1
        if self.words.addressees.binds_adjacent and not self.text[self.forms[last].end : verb].strip():
            while first < last and self._ends_aside(start, first):
                first += 1
            return self.forms[first : last + 1]
        while first < last and not self._begins_clause(start, first):
            first += 1
        return self.forms[first : last + 1] if self._begins_clause(start, first) else []

    def _ends_aside(self, start: int, index: int) -> bool:
        """Return whether a form is the end of an aside before the next form: only a comma separates them, and the first
        does not begin a clause. "… discussed in the Working Group, the Secretariat should".
        """
        between = self.text[self.forms[index].end : self.forms[index + 1].start]
        return between.strip() == self.words.addressees.comma and not self._begins_clause(start, index)

    def _are_joint(self, index: int) -> bool:
        between = self.text[self.forms[index].end : self.forms[index + 1].start]
        return len(between) < _MAX_EDGE and bool(self.words.addressees.joint.fullmatch(between))

    def _edge(self, start: int, index: int) -> str:
        """Return the text between the start of a sentence and a form. Of a long text, return only the end, preceded by
        a null character.
        """
        end = self.forms[index].start
        return self.text[start:end] if end - start <= _MAX_EDGE else "\0" + self.text[end - _MAX_EDGE : end]

    def _begins_clause(self, start: int, index: int) -> bool:
        return bool(self.words.addressees.before.search(self._edge(start, index)))

    def _is_subject(self, start: int, index: int, verb: int) -> bool:
        """Return whether a form begins a clause or continues a list, with at most an aside or a relative clause before
        the verb."""
        form = self.forms[index]
        if form.end > verb:
            return False
        between = self.text[form.end : verb]
        if self.words.addressees.binds_adjacent and not between.strip():
            return True
        if not (self._begins_clause(start, index) or self.joint_before.search(self._edge(start, index))):
            return False
        if self.words.addressees.relative.match(between):
            return True
        _, comma, tail = between.rpartition(self.words.addressees.comma)
        return not comma or not tail.strip() or bool(self.words.addressees.joint.match(" " + tail.lstrip()))


# --- forms of addressees -----------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _english_forms(vocabulary: Vocabulary) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern of all addressees' forms, and a map from form to name. The verb "states" is not a form."""
    by_form: dict[str, str] = {}
    for addressee in vocabulary.addressees:
        for form in addressee.forms:
            by_form[form] = addressee.name
            if form != "States":
                by_form[form[0].lower() + form[1:]] = addressee.name
    return re.compile(names_pattern(by_form)), by_form


@lru_cache(maxsize=32)
def _forms(vocabulary: Vocabulary, code: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the patterns of the addressees' forms in a language, each with the addressee's name."""
    addressees = language_of(code).addressees
    edges = f"(?:%s){addressees.end}" if code in UNSPACED_LANGUAGES else rf"(?<!\w)(?:%s)(?!\w){addressees.end}"
    forms = ((a.name, addressees.forms.get(a.key) or _label_pattern(a, code)) for a in vocabulary.addressees)
    return tuple((re.compile(edges % form), name) for name, form in forms if form)


def _label_pattern(addressee: Addressee, code: str) -> str:
    """Return a pattern of an addressee's name in a language, capitalized or not; "" if it has no name there."""
    label = addressee.names_by_language.get(code)
    if not label:
        return ""
    first, tail = label[0], r"\s+".join(map(re.escape, label[1:].split(" ")))
    return f"[{first.upper()}{first.lower()}]{tail}"


def _forms_in(text: str, vocabulary: Vocabulary, words: Language) -> list[_Form]:
    if words.code != ENGLISH:
        forms = [
            _Form(match.start(), match.end(), name)
            for pattern, name in _forms(vocabulary, words.code)
            for match in pattern.finditer(text)
        ]
        return _without_overlaps(forms)
    pattern, by_form = _english_forms(vocabulary)
    forms = []
    for match in pattern.finditer(text):
        acronym = re.match(r"\s+\([A-Z]+\)", text[match.end() : match.end() + 20])
        end = match.end() + (acronym.end() if acronym else 0)
        forms.append(_Form(match.start(), end, by_form[" ".join(match.group().split())]))
    return forms


def _without_overlaps(forms: list[_Form]) -> list[_Form]:
    """Return the forms in order; of overlapping forms, only the first and longest: "Member States", not "States"."""
    kept: list[_Form] = []
    for form in sorted(forms, key=lambda form: (form.start, -form.end)):
        if not kept or form.start >= kept[-1].end:
            kept.append(form)
    return kept
