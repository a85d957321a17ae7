"""Pure: equivalent terms. "MLA", "entraide judiciaire" and 司法协助 name one concept.

A concept has forms in six languages, all of which mean the same in this field; what is broader or narrower is for the
topics. Where a form stands among the words of a search, the concept's other forms are searched too, each in texts of
its own language. Forms are compared by their stems, without the small words between them ("trafficking of persons").
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from recommendations.search.syntax import parts
from recommendations.text.words import normal, tokens

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")  # the six official languages of the United Nations
_LATIN = frozenset(("en", "fr", "es"))
_MAX_ENDING_LENGTH = 2
"""Letters by which two forms of a word of a Latin language may differ: "formation" is no "format" with an ending."""
_SMALL = {
    "ar": frozenset(map(normal, ("في", "من", "على", "إلى", "عن", "و", "أو", "مع", "بين", "التي", "الذي", "بشأن"))),
    "zh": frozenset("的和与及在对于或之等中"),
}
"""Words that say nothing by themselves, where PostgreSQL knows none."""

Stems = Callable[[Mapping[str, Iterable[str]]], Mapping[str, Mapping[str, str]]]
"""Language -> words, to language -> word -> stem; "" for a small word."""


@dataclass(frozen=True, slots=True)
class ConceptForm:
    """A form of a concept. ``words`` are those of a text, ``stems`` what it is recognised by.

    ``is_ambiguous`` says that it is a word of another language with another meaning ("formation"), ``only_as_typed``
    that it is an abbreviation that is also a word ("SIT"): it is recognised with its capitals, and not searched for.
    """

    concept: str
    language: str
    text: str
    words: tuple[str, ...]
    key: tuple[str, ...]
    stems: tuple[str, ...]
    is_ambiguous: bool = False
    only_as_typed: bool = False


@dataclass(frozen=True, slots=True)
class Concept:
    """Something of the field with its forms by language, as the file has them, and the topic (key) that it is."""

    key: str
    forms: Mapping[str, tuple[str, ...]]
    other_meaning: frozenset[str] = frozenset()
    as_typed: frozenset[str] = frozenset()
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A form among words: their places, the end exclusive."""

    start: int
    end: int
    form: ConceptForm


@dataclass(frozen=True)
class Thesaurus:
    """All concepts. ``searched`` has for each the forms that are looked for: not those that hold a shorter one.

    ``topics`` has the topic that a concept is, where it is one.
    """

    forms: Mapping[str, Mapping[tuple[str, ...], tuple[ConceptForm, ...]]]
    searched: Mapping[str, tuple[ConceptForm, ...]]
    longest: Mapping[str, int] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)

    def recognise(
        self, words: Sequence[str], language: str, stems: Mapping[str, str], typed: Sequence[str]
    ) -> Iterator[Recognised]:
        """The forms of a language among words; ``typed`` are the same words with their capitals."""
        known = self.forms.get(language, {})
        said = [place for place, word in enumerate(words) if not is_small(word, language, stems)]
        for at, start in enumerate(said):
            for length in range(1, min(self.longest.get(language, 0), len(said) - at) + 1):
                places = said[at : at + length]
                here = [words[place] for place in places]
                for form in known.get(tuple(stems[word] for word in here), ()):
                    if _is_form(form, here, [typed[place] for place in places]):
                        yield Recognised(start, places[-1] + 1, form)

    @classmethod
    def of(cls, concepts: Iterable[Concept], stems: Stems) -> Thesaurus:
        """The thesaurus of some concepts; asks once for the stems of all their words."""
        read = [
            (one, language, text) for one in concepts for language in LANGUAGES for text in one.forms.get(language, ())
        ]
        said: dict[str, set[str]] = {language: set() for language in LANGUAGES}
        for _one, language, text in read:
            said[language].update(words_of(text))
        known = stems(said)
        forms: dict[str, dict[tuple[str, ...], list[ConceptForm]]] = {
            language: defaultdict(list) for language in LANGUAGES
        }
        by_concept: dict[str, list[ConceptForm]] = defaultdict(list)
        for concept, language, text in read:
            form = _form(concept, language, text, known[language])
            if form.stems:
                forms[language][form.stems].append(form)
                by_concept[concept.key].append(form)
        return cls(
            {language: {key: tuple(found) for key, found in own.items()} for language, own in forms.items()},
            {key: tuple(_shortest(found)) for key, found in by_concept.items()},
            {language: max(map(len, own), default=0) for language, own in forms.items()},
            {one.key: one.topic for one, _language, _text in read if one.topic},
        )


def is_small(word: str, language: str, stems: Mapping[str, str]) -> bool:
    """Whether a word says nothing by itself in a language."""
    return not stems[word] or word in _SMALL.get(language, ())


def words_of(text: str) -> tuple[str, ...]:
    """The words of a form as texts have them."""
    return tuple(token.word for token in tokens(text))


def _form(concept: Concept, language: str, text: str, stems: Mapping[str, str]) -> ConceptForm:
    asked = [word for part in parts(text) for word in part.words]  # without "l" of "l'entraide", as when it is typed
    key = tuple(word for word in asked if word in stems and not is_small(word, language, stems))
    return ConceptForm(
        concept=concept.key,
        language=language,
        text=text,
        words=words_of(text),
        key=key,
        stems=tuple(stems[word] for word in key),
        is_ambiguous=text in concept.other_meaning,
        only_as_typed=text in concept.as_typed,
    )


def _is_form(form: ConceptForm, words: Sequence[str], typed: Sequence[str]) -> bool:
    if form.only_as_typed:
        return " ".join(typed) == form.text
    return form.language not in _LATIN or all(map(_inflected, words, form.key))


def _inflected(word: str, other: str) -> bool:
    """Whether two words of one stem differ by a short ending alone."""
    common = sum(1 for _ in _common(word, other))
    return max(len(word), len(other)) - common <= _MAX_ENDING_LENGTH


def _common(word: str, other: str) -> Iterator[str]:
    for one, another in zip(word, other, strict=False):
        if one != another:
            return
        yield one


def _shortest(forms: Sequence[ConceptForm]) -> Iterator[ConceptForm]:
    """The forms that are looked for: each once by its stems, and none that holds another whole."""
    kept: list[ConceptForm] = []
    for form in sorted(forms, key=lambda form: len(form.stems)):
        own = [other for other in kept if other.language == form.language]
        if not form.only_as_typed and not any(_holds(form.stems, other.stems) for other in own):
            kept.append(form)
    return iter(sorted(kept, key=lambda form: LANGUAGES.index(form.language)))


def _holds(stems: Sequence[str], other: Sequence[str]) -> bool:
    return any(tuple(stems[at : at + len(other)]) == tuple(other) for at in range(len(stems) - len(other) + 1))


# --- the file ----------------------------------------------------------------------------------------


def read_concepts(directory: Path) -> list[Concept]:
    """The concepts of thesaurus.json, and the topics of topics.json: a topic's labels are forms of its concept."""
    entries = _entries(directory / "thesaurus.json")
    linked = {entry["topic"] for entry in entries}
    labels = {topic["key"]: topic["labels"] for topic in _entries(directory / "topics.json")}
    concepts = [_concept(entry, labels) for entry in entries]
    return concepts + [
        Concept(f"topic:{key}", {language: (label,) for language, label in own.items()}, topic=key)
        for key, own in labels.items()
        if key not in linked and len(own) > 1
    ]


def _entries(file: Path) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return entries


def _concept(entry: Mapping[str, Any], topics: Mapping[str, Mapping[str, str]]) -> Concept:
    """A concept with the labels of the topic that the file says it is; one called as a topic deals with it too."""
    labels = topics.get(entry["topic"], {})
    topic = entry["topic"] or (entry["key"] if entry["key"] in topics else "")
    other_meaning = frozenset(entry.get("other_meaning", ()))
    forms: dict[str, tuple[str, ...]] = {}
    for language in LANGUAGES:
        own = {words_of(text): text for text in (labels.get(language, ""), *entry["forms"].get(language, ())) if text}
        forms[language] = tuple(own.values())
    return Concept(entry["key"], forms, other_meaning, frozenset(entry.get("as_typed", ())), topic)
