"""Read what a recommendation asks for: addressees, action phrase, strength.

The action phrase is the verb with which a United Nations text makes a request: "are strongly encouraged to", "should",
"may wish to". The words of each language are in :mod:`.languages`; the main verb after the phrase is read in English.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from recommendations.extraction.action_phrases import FoundPhrase, ends_in_colon, find_phrases, last_sentence
from recommendations.extraction.languages import language_of
from recommendations.extraction.languages.base import Language
from recommendations.extraction.prose import UNSPACED_LANGUAGES, names_pattern, sentence_at
from recommendations.extraction.references.bodies import NamedBody
from recommendations.extraction.types import Strength
from recommendations.extraction.vocabulary import ENGLISH, Addressee, Body, Vocabulary

_COLON = re.compile(r"\s*[:：—–-]\s*")
_LINK = re.compile(r"\s*(?:\w{1,4}\s+){0,2}\w{0,4}\s*[:：—–-]\s*")
"""What may follow the addressee of a chapeau that ends in its request: "Se alienta a los Estados a que:"."""
_MAX_BEFORE = 1500  # characters before a phrase in which its subject is looked for
_MAX_FORMS = 8  # addressees before a phrase that may be its subject
_MAX_EDGE = 60  # characters before an addressee that show whether a clause begins there


@dataclass(frozen=True, slots=True)
class Action:
    """A request: its addressees, the verb as printed, the verb with the main verb, and the strength.

    ``is_open`` is set for a chapeau that does not end in its verb: "States should give priority to …, on:".
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
    """A form of an addressee with its offsets in a text."""

    start: int
    end: int
    name: str


NO_ADDRESSEE = Action((), "", "", None)


def read_action(text: str, vocabulary: Vocabulary, language: str = ENGLISH, bodies: Sequence[NamedBody] = ()) -> Action:
    """Return the first action phrase of a text, with the addressees of all its action phrases in order.

    ``bodies`` are those named in the text: "the Conference" may be an addressee.
    """
    words = language_of(language)
    if not bodies:
        text = words.marks.sub("", text)
    reader = _Reader(text, vocabulary, words, bodies)
    first: Action | None = _stated(text, words)
    addressees: list[str] = []
    for phrase in find_phrases(text, words):
        found = reader.addressees(phrase)
        if found or not phrase.bound:
            addressees += [form.name for form in found]
            if first is None or (not first.action and first.verb == phrase.verb):
                first = reader.action(phrase, found)
    first = first or NO_ADDRESSEE
    return replace(first, action=first.action or first.verb, addressees=tuple(dict.fromkeys(addressees)))


def read_chapeau(text: str, vocabulary: Vocabulary, bodies: Sequence[Body], language: str = ENGLISH) -> Action | None:
    """Return the action of a chapeau: "…, the Conference may wish to:", "States should reduce refusals by:"; or None.

    ``bodies`` are those named in the chapeau, from left to right. A chapeau that introduces recommendations leaves the
    action to them.
    """
    words = language_of(language)
    text = words.marks.sub("", last_sentence(text))
    if not ends_in_colon(text) or words.chapeaux.introduces.search(text):
        return None
    reader = _Reader(text, vocabulary, words, ())
    read = [(phrase, reader.addressees(phrase)) for phrase in find_phrases(text, words)]
    read = [(phrase, found) for phrase, found in read if found or not phrase.bound]
    if not read:
        return None
    phrase, found = read[-1]
    end = max([phrase.end, *(form.end for form in found)])
    consider = words.chapeaux.consider.match(text, phrase.end)
    rest = text[consider.end() :] if consider else text[end:]
    is_closed = (_LINK if phrase.active else _COLON).fullmatch(rest)
    if not is_closed:
        phrase, found = next(((p, f) for p, f in read if f), read[0])
    names = tuple(form.name for form in found)
    if not names and (is_closed or phrase.active):
        names = tuple(a.name for body in bodies[-1:] if (a := vocabulary.addressee_of_body(body)))
    verb = _join(phrase.verb, consider.group()) if consider else phrase.verb
    is_introduced = words.chapeaux.only.fullmatch(text, phrase.end, len(text.rstrip(" :：—")))
    action = verb if is_closed or is_introduced else reader.action(phrase, found).action
    return Action(names, verb, action, phrase.strength, is_open=not is_closed)


def continue_action(chapeau_action: Action, item: str, language: str = ENGLISH) -> Action:
    """Return the action of an item that begins with the main verb; ``chapeau_action`` is that of its chapeau."""
    words = language_of(language)
    item = item[:1].lower() + item[1:]
    verb = chapeau_action.verb
    if words.particle and item.startswith(words.particle + " "):
        item = item.removeprefix(words.particle)
        verb = verb if verb.endswith(" " + words.particle) else f"{verb} {words.particle}"
    main = words.main_verb.match(item)
    return replace(chapeau_action, action=_join(verb, main["action"] if main else ""))


def as_printed(verb: str, text: str, language: str) -> str:
    """Return an action phrase with the vowel signs with which a text prints it."""
    marks = language_of(language).marks
    if not verb or not marks.search(text):
        return verb
    signs = f"(?:{marks.pattern})*"
    match = re.search(signs.join(map(re.escape, verb)) + signs, text)
    return match.group() if match else verb


def strength_of(verb: str) -> Strength | None:
    """Return the strength of an English action phrase, or None if it is not one."""
    found = find_phrases(verb, language_of(ENGLISH))
    return found[0].strength if found else None


def _stated(text: str, words: Language) -> Action | None:
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
        taken = {form.start for form in self.forms}
        for named in bodies:
            addressee = vocabulary.addressee_of_body(named.body)
            if addressee and named.start not in taken:
                self.forms.append(_Form(named.start, named.end, addressee.name))
        self.forms.sort(key=lambda form: form.start)
        self.starts = [form.start for form in self.forms]
        self.joint_before = re.compile(f"(?:{words.addressees.joint.pattern})$")

    def action(self, phrase: FoundPhrase, found: Sequence[_Form]) -> Action:
        """Return the action of a phrase, without addressees."""
        if phrase.active and found and found[0].start >= phrase.end:
            action = " ".join(self.text[phrase.start : found[-1].end].split())
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
        """Return the addressees of a phrase: its subject, or what follows an active phrase."""
        found = [] if phrase.active or phrase.bound else self._before(phrase.start)
        if found or not (phrase.active or phrase.bound or self.words.addressees.adjacent):
            return found
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
        """Return the addressees that are the subject of the verb at an offset: the last possible ones in its sentence.

        "Member States, with the support of UNODC, should" addresses Member States; "In making use of such techniques,
        States parties should" States parties; "Member States and the Secretariat should" both; "such use should" none.
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
        if self.words.addressees.adjacent and not self.text[self.forms[last].end : verb].strip():
            return self.forms[first : last + 1]
        while first < last and not self._begins_clause(start, first):
            first += 1
        return self.forms[first : last + 1] if self._begins_clause(start, first) else []

    def _are_joint(self, index: int) -> bool:
        between = self.text[self.forms[index].end : self.forms[index + 1].start]
        return len(between) < _MAX_EDGE and bool(self.words.addressees.joint.fullmatch(between))

    def _edge(self, start: int, index: int) -> str:
        """Return the text before a form, from the start of its sentence or, if that is far, from a non-word on."""
        at = self.forms[index].start
        return self.text[start:at] if at - start <= _MAX_EDGE else "\0" + self.text[at - _MAX_EDGE : at]

    def _begins_clause(self, start: int, index: int) -> bool:
        return bool(self.words.addressees.before.search(self._edge(start, index)))

    def _is_subject(self, start: int, index: int, verb: int) -> bool:
        """Return whether a form begins a clause or continues a list, with at most an aside between it and the verb."""
        form = self.forms[index]
        if form.end > verb:
            return False
        between = self.text[form.end : verb]
        if self.words.addressees.adjacent and not between.strip():
            return True
        if not (self._begins_clause(start, index) or self.joint_before.search(self._edge(start, index))):
            return False
        _, comma, tail = between.rpartition(self.words.addressees.comma)
        return not comma or not tail.strip() or bool(self.words.addressees.joint.match(" " + tail.lstrip()))


# --- forms of addressees -----------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _english_forms(vocabulary: Vocabulary) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern and a table of all addressees' forms. "States" keeps its capital: "states" is also a verb."""
    by_form: dict[str, str] = {}
    for addressee in vocabulary.addressees:
        for form in addressee.forms:
            by_form[form] = addressee.name
            if form != "States":
                by_form[form[0].lower() + form[1:]] = addressee.name
    return re.compile(names_pattern(by_form)), by_form


@lru_cache(maxsize=32)
def _forms(vocabulary: Vocabulary, code: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the pattern of each addressee's forms in a language, with its name."""
    named = language_of(code).addressees
    edges = f"(?:%s){named.end}" if code in UNSPACED_LANGUAGES else rf"(?<!\w)(?:%s)(?!\w){named.end}"
    forms = ((a.name, named.forms.get(a.key) or _label_pattern(a, code)) for a in vocabulary.addressees)
    return tuple((re.compile(edges % form), name) for name, form in forms if form)


def _label_pattern(addressee: Addressee, code: str) -> str:
    """Return a pattern of an addressee's name in a language, with or without a capital; "" if it has none."""
    label = addressee.names_by_language.get(code)
    if not label:
        return ""
    first, rest = label[0], r"\s+".join(map(re.escape, label[1:].split(" ")))
    return f"[{first.upper()}{first.lower()}]{rest}"


def _forms_in(text: str, vocabulary: Vocabulary, words: Language) -> list[_Form]:
    if words.code != ENGLISH:
        found = [
            _Form(match.start(), match.end(), name)
            for pattern, name in _forms(vocabulary, words.code)
            for match in pattern.finditer(text)
        ]
        return _longest(found)
    pattern, by_form = _english_forms(vocabulary)
    forms = []
    for match in pattern.finditer(text):
        acronym = re.match(r"\s+\([A-Z]+\)", text[match.end() : match.end() + 20])
        end = match.end() + (acronym.end() if acronym else 0)
        forms.append(_Form(match.start(), end, by_form[" ".join(match.group().split())]))
    return forms


def _longest(found: list[_Form]) -> list[_Form]:
    """Return the forms in order; of forms that overlap, the first and longest: "Member States", not "States"."""
    kept: list[_Form] = []
    for form in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or form.start >= kept[-1].end:
            kept.append(form)
    return kept
