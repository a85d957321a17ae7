"""Equivalent terms: "MLA", "entraide judiciaire" and 司法协助 name one concept.

The forms of a concept, in six languages, all mean the same in this field. A concept may have broader concepts:
controlled delivery is a special investigative technique. If a form occurs in a search, the other forms of the concept,
and the forms of broader and narrower concepts, are searched too, each in texts of its own language. Forms are compared
by stems, ignoring stop words ("trafficking of persons"). Pure functions, no database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from recommendations.index.base_forms import base_form
from recommendations.search.syntax import split_query
from recommendations.text.words import normalize, tokens

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")  # the six official languages of the United Nations
_LATIN = frozenset(("en", "fr", "es"))
_MAX_ENDING_LENGTH = 2
"""Letters by which inflected words may differ in Latin script: "formation" is not an inflection of "format"."""
_STOP_WORDS = {
    "ar": frozenset(map(normalize, ("في", "من", "على", "إلى", "عن", "و", "أو", "مع", "بين", "التي", "الذي", "بشأن"))),
    "zh": frozenset("的和与及在对于或之等中"),
}
"""Stop words of languages for which PostgreSQL has none."""

StemLookup = Callable[[Mapping[str, Iterable[str]]], Mapping[str, Mapping[str, str]]]
"""A function that maps language -> words to language -> word -> stem, "" for a stop word."""


@dataclass(frozen=True, slots=True)
class ConceptForm:
    """A form of a concept, identified by its ``stems``. ``words`` are as in texts, ``key`` is without stop words.

    ``is_ambiguous`` is true for a word with another meaning in another language ("formation"), ``needs_exact_case``
    for an abbreviation that is also a word ("SIT"): it is recognized only in this case, and never searched for.
    """

    concept: str
    language: str
    text: str
    words: tuple[str, ...]
    key: tuple[str, ...]
    stems: tuple[str, ...]
    is_ambiguous: bool = False
    needs_exact_case: bool = False


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept with its forms by language, as in the file.

    ``other_meaning`` are the ambiguous forms, ``as_typed`` those recognized only in their exact case. ``topic`` is the
    key of the concept's topic or "", ``broader`` are the keys of broader concepts.
    """

    key: str
    forms: Mapping[str, tuple[str, ...]]
    other_meaning: frozenset[str] = frozenset()
    as_typed: frozenset[str] = frozenset()
    topic: str = ""
    broader: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecognizedForm:
    """A form recognized in a sequence of words; ``end`` is exclusive."""

    start: int
    end: int
    form: ConceptForm


@dataclass(frozen=True)
class Thesaurus:
    """All forms, by language and stems. ``searched`` maps each concept to the forms to search for, its own first.

    ``topics`` maps concepts to topics, ``max_stems`` maps languages to the largest number of stems in a form.
    """

    forms: Mapping[str, Mapping[tuple[str, ...], tuple[ConceptForm, ...]]]
    searched: Mapping[str, tuple[ConceptForm, ...]]
    max_stems: Mapping[str, int] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)

    def recognize(
        self, words: Sequence[str], language: str, stems: Mapping[str, str], typed: Sequence[str]
    ) -> Iterator[RecognizedForm]:
        """Yield the forms of a language that occur in words; ``typed`` are the same words in their original case."""
        by_stems = self.forms.get(language, {})
        content_positions = [position for position, word in enumerate(words) if not is_stop_word(word, language, stems)]
        for index, start in enumerate(content_positions):
            for length in range(1, min(self.max_stems.get(language, 0), len(content_positions) - index) + 1):
                form_positions = content_positions[index : index + length]
                candidate_words = [words[position] for position in form_positions]
                for form in by_stems.get(tuple(stems[word] for word in candidate_words), ()):
                    if _matches_form(form, candidate_words, [typed[position] for position in form_positions]):
                        yield RecognizedForm(start, form_positions[-1] + 1, form)

    @cached_property
    def stems(self) -> Mapping[str, frozenset[str]]:
        """The stems of all words in forms: language -> stems."""
        return {
            language: frozenset(stem for stems in by_stems for stem in stems)
            for language, by_stems in self.forms.items()
        }

    @classmethod
    def of(cls, concepts: Sequence[Concept], stems: StemLookup) -> Thesaurus:
        """Build the thesaurus of these concepts. Calls ``stems`` once, for all words."""
        entries = [
            (row, language, text) for row in concepts for language in LANGUAGES for text in row.forms.get(language, ())
        ]
        words: dict[str, set[str]] = {language: set() for language in LANGUAGES}
        for _concept, language, text in entries:
            words[language].update(words_of(text))
        stems_by_language = stems(words)
        forms: dict[str, dict[tuple[str, ...], list[ConceptForm]]] = {
            language: defaultdict(list) for language in LANGUAGES
        }
        by_concept: dict[str, list[ConceptForm]] = defaultdict(list)
        for concept, language, text in entries:
            form = _form(concept, language, text, stems_by_language[language])
            if form.stems:
                forms[language][form.stems].append(form)
                by_concept[concept.key].append(form)
        own = {key: tuple(_forms_to_search(group)) for key, group in by_concept.items()}
        return cls(
            {language: {key: tuple(group) for key, group in by_stems.items()} for language, by_stems in forms.items()},
            {key: _with_forms_of(own, [key, *neighbours]) for key, neighbours in _neighbours(concepts).items()},
            {language: max(map(len, by_stems), default=0) for language, by_stems in forms.items()},
            {row.key: row.topic for row, _language, _text in entries if row.topic},
        )


def is_stop_word(word: str, language: str, stems: Mapping[str, str]) -> bool:
    """Return whether a word means nothing by itself in a language."""
    return not stems[word] or word in _STOP_WORDS.get(language, ())


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a form as they occur in texts."""
    return tuple(token.word for token in tokens(text))


def _form(concept: Concept, language: str, text: str, stems: Mapping[str, str]) -> ConceptForm:
    words = [word for part in split_query(text) for word in part.words]  # elided letters are dropped, as in a search
    key = tuple(word for word in words if word in stems and not is_stop_word(word, language, stems))
    return ConceptForm(
        concept=concept.key,
        language=language,
        text=text,
        words=words_of(text),
        key=key,
        stems=tuple(stems[word] for word in key),
        is_ambiguous=text in concept.other_meaning,
        needs_exact_case=text in concept.as_typed,
    )


def _matches_form(form: ConceptForm, words: Sequence[str], typed: Sequence[str]) -> bool:
    if form.needs_exact_case:
        return " ".join(typed) == form.text
    return all(is_form(word, other, form.language) for word, other in zip(words, form.key, strict=True))


def is_form(word: str, other_word: str, language: str) -> bool:
    """Return whether two words with the same stem are forms of one word: in Latin script, they differ only by a short
    ending."""
    if language not in _LATIN:
        return True
    word, other_word = base_form(word, language), base_form(other_word, language)
    common_length = sum(1 for _ in _common_prefix(word, other_word))
    return max(len(word), len(other_word)) - common_length <= _MAX_ENDING_LENGTH


def _common_prefix(word: str, other_word: str) -> Iterator[str]:
    for letter, other_letter in zip(word, other_word, strict=False):
        if letter != other_letter:
            return
        yield letter


def _forms_to_search(forms: Sequence[ConceptForm]) -> Iterator[ConceptForm]:
    """Return the forms to search for: those with distinct stems that contain no other form."""
    shortest: list[ConceptForm] = []
    for form in sorted(forms, key=lambda form: len(form.stems)):
        same_language = [other for other in shortest if other.language == form.language]
        if not form.needs_exact_case and not any(_contains(form.stems, other.stems) for other in same_language):
            shortest.append(form)
    return iter(sorted(shortest, key=lambda form: LANGUAGES.index(form.language)))


def _neighbours(concepts: Sequence[Concept]) -> dict[str, list[str]]:
    """Return a map from each concept to its broader and narrower ones."""
    neighbours: dict[str, list[str]] = {concept.key: list(concept.broader) for concept in concepts}
    for concept in concepts:
        for key in concept.broader:
            neighbours[key].append(concept.key)
    return neighbours


def _with_forms_of(forms: Mapping[str, Sequence[ConceptForm]], concepts: Iterable[str]) -> tuple[ConceptForm, ...]:
    return tuple(form for concept in concepts for form in forms.get(concept, ()))


def _contains(stems: Sequence[str], part: Sequence[str]) -> bool:
    return any(tuple(stems[start : start + len(part)]) == tuple(part) for start in range(len(stems) - len(part) + 1))


# --- entries -----------------------------------------------------------------------------------------


def read_concepts(entries: Iterable[Mapping[str, Any]], topics: Iterable[Mapping[str, Any]]) -> list[Concept]:
    """Return the concepts of the thesaurus, and of the topics: the labels of a topic are forms of its concept."""
    entries = list(entries)
    linked = {entry["topic"] for entry in entries}
    labels = {topic["key"]: topic["labels"] for topic in topics}
    concepts = [_concept(entry, labels) for entry in entries]
    return concepts + [
        Concept(f"topic:{key}", {language: (label,) for language, label in topic_labels.items()}, topic=key)
        for key, topic_labels in labels.items()
        if key not in linked and len(topic_labels) > 1
    ]


def _concept(entry: Mapping[str, Any], topics: Mapping[str, Mapping[str, str]]) -> Concept:
    """Return the concept of an entry, with the labels of its topic. A concept with a topic's key has that topic."""
    labels = topics.get(entry["topic"], {})
    topic = entry["topic"] or (entry["key"] if entry["key"] in topics else "")
    other_meaning = frozenset(entry.get("other_meaning", ()))
    forms: dict[str, tuple[str, ...]] = {}
    for language in LANGUAGES:
        texts = {words_of(text): text for text in (labels.get(language, ""), *entry["forms"].get(language, ())) if text}
        forms[language] = tuple(texts.values())
    return Concept(
        entry["key"],
        forms,
        other_meaning,
        frozenset(entry.get("as_typed", ())),
        topic,
        tuple(entry.get("broader", ())),
    )
