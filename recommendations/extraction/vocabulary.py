"""The vocabularies used by extraction: instruments, bodies, topics, addressees and subjects, read from JSON files.

Every extractor takes a :class:`Vocabulary` as an argument, so that another vocabulary can be used.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from recommendations.extraction.types import ArticleTarget, read_target

ENGLISH = "en"
FILES = ("instruments", "bodies", "topics", "addressees", "subjects")

Phrases = tuple[str, ...]
"""Phrases in the notation of :func:`recommendations.extraction.phrases.phrase_pattern`."""


class VocabularyError(ValueError):
    """A vocabulary file is missing, not JSON, or inconsistent. The message names the file or the entry."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A treaty. ``articles`` maps the number of each article to its title; it is empty if articles are not recorded.
    ``matter`` maps languages to phrases for its subject matter ("organized crime").
    """

    key: str
    title: str
    short_title: str
    names: tuple[str, ...]
    names_by_language: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    articles: Mapping[str, str] = field(default_factory=dict)
    parent: str | None = None
    matter: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_protocol(self) -> bool:
        return self.parent is not None

    def names_in(self, language: str) -> tuple[str, ...]:
        """Return the names used for it in a language, or the English names if none is recorded."""
        return self.names if language == ENGLISH else self.names_by_language.get(language) or self.names

    def has_article(self, number: str) -> bool:
        """Return whether it has an article with this number; True if its articles are not recorded."""
        return not self.articles or number in self.articles


@dataclass(frozen=True, slots=True)
class Body:
    """A body that meets. ``instrument`` is the convention it serves, ``protocol`` the only protocol that it deals with;
    ``kind_of_meeting`` is "meeting", "session", "congress" or, for the Security Council, "year"."""

    key: str
    name: str
    short_name: str
    kind_of_meeting: str
    names: tuple[str, ...]
    symbol_prefixes: tuple[str, ...] = ()
    instrument: str | None = None
    parent: str | None = None
    names_by_language: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    protocol: str | None = None

    def names_in(self, language: str) -> tuple[str, ...]:
        """Return the names by which texts in a language mention it, by default the English ones."""
        return self.names if language == ENGLISH else self.names_by_language.get(language) or self.names


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic. Its ``terms`` indicate it in texts of each language, except where they are part of a phrase of
    ``other_meanings``: "rule of law" has the Arabic word for sovereignty."""

    key: str
    parent: str | None
    name: str
    terms: Mapping[str, Phrases]
    other_meanings: Mapping[str, Phrases] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Addressee:
    """An addressee. The portal shows ``name``; texts use ``forms``, or ``names_by_language`` in other languages."""

    key: str
    name: str
    forms: tuple[str, ...]
    names_by_language: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False, slots=True)
class Subject:
    """The subject of some ``provisions``. Its ``phrases`` name it in each language; ``weak`` ones alone are not enough.

    The other fields are keys of subjects, and set conditions. If there are any ``needed``, the text must also name one
    of them; if there are any in ``about``, the text or the title of its document must name one of them. A text that
    names one of ``excluded`` is on another subject, unless it also names one of ``admitted``. A subject without
    ``provisions`` only serves such conditions.
    """

    key: str
    provisions: tuple[ArticleTarget, ...]
    phrases: Mapping[str, Phrases]
    weak: Mapping[str, Phrases] = field(default_factory=dict)
    about: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    admitted: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All vocabularies. They are compared by identity, so that patterns compiled from them can be cached."""

    instruments: tuple[Instrument, ...]
    bodies: tuple[Body, ...]
    topics: tuple[Topic, ...]
    addressees: tuple[Addressee, ...]
    subjects: tuple[Subject, ...] = ()

    @classmethod
    def load(cls, directory: Path) -> Vocabulary:
        """Read instruments.json, bodies.json, topics.json, addressees.json and subjects.json. Raise VocabularyError if
        invalid."""
        return cls.from_entries({name: _entries(directory, name) for name in FILES})

    @classmethod
    def from_entries(cls, entries: Mapping[str, Iterable[dict[str, Any]]]) -> Vocabulary:
        """Build the vocabularies from the entries of each file, by its name. Raise VocabularyError if invalid."""
        instruments = tuple(map(_instrument, entries["instruments"]))
        by_key = {instrument.key: instrument for instrument in instruments}
        vocabulary = cls(
            instruments,
            tuple(_body(entry, by_key) for entry in entries["bodies"]),
            tuple(map(_topic, entries["topics"])),
            tuple(map(_addressee, entries["addressees"])),
            tuple(map(_subject, entries["subjects"])),
        )
        _check_keys(vocabulary)
        return vocabulary

    @cached_property
    def instruments_by_key(self) -> Mapping[str, Instrument]:
        return {instrument.key: instrument for instrument in self.instruments}

    @cached_property
    def bodies_by_key(self) -> Mapping[str, Body]:
        return {body.key: body for body in self.bodies}

    @cached_property
    def subjects_by_key(self) -> Mapping[str, Subject]:
        return {subject.key: subject for subject in self.subjects}

    def parents_of(self, body: Body) -> tuple[Body, ...]:
        """Return all bodies above a body, nearest first."""
        chain = [body]
        while (parent := chain[-1].parent) and self.bodies_by_key[parent] not in chain:
            chain.append(self.bodies_by_key[parent])
        return tuple(chain[1:])

    def body_of_symbol(self, symbol: str) -> Body | None:
        """Return the body with the longest prefix of a symbol, or None: a working group for "CTOC/COP/WG.3/2022/3"."""
        matches = [(len(p), body) for body in self.bodies for p in body.symbol_prefixes if symbol.startswith(p)]
        return max(matches, key=lambda pair: pair[0])[1] if matches else None

    def addressee_of_body(self, body: Body) -> Addressee | None:
        """Return the addressee that is this body or its kind ("Working Groups"), or None."""
        names = {body.name, body.short_name}
        exact = next((a for a in self.addressees if names.intersection(a.forms)), None)
        kind = body.name.partition(" on ")[0]
        return exact or next((a for a in self.addressees if kind in a.forms), None)


def _entries(directory: Path, name: str) -> list[dict[str, Any]]:
    path = directory / f"{name}.json"
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise VocabularyError(f"{path}: {error}") from error
    if not isinstance(entries, list) or not all(isinstance(e, dict) and e.get("key") for e in entries):
        raise VocabularyError(f"{path}: expected a list of entries with keys")
    return entries


def _field(entry: Mapping[str, Any], name: str, kind: type) -> Any:
    value = entry.get(name)
    if not isinstance(value, kind):
        raise VocabularyError(f"{entry['key']}: {name} must be a {kind.__name__}, not {value!r}")
    return value


def _instrument(entry: dict[str, Any]) -> Instrument:
    articles = {article["number"]: article.get("title", "") for article in _field(entry, "articles", list)}
    if len(articles) != len(entry["articles"]):
        raise VocabularyError(f"{entry['key']}: duplicate article number")
    labels = {language: label for language, label in entry.get("labels", {}).items() if language != ENGLISH}
    cited_names = entry.get("names_by_language", {})
    acronyms = [name for name in _field(entry, "names", list) if name.isupper()]  # other languages use them too
    names = {
        language: tuple(dict.fromkeys([*cited_names.get(language, ()), label, *acronyms]))
        for language, label in labels.items()
    }
    names["ru"] = tuple(form for name in names.get("ru", ()) for form in _russian_cases(name))
    return Instrument(
        entry["key"],
        _field(entry, "title", str),
        _field(entry, "short_title", str),
        tuple(_field(entry, "names", list)),
        names,
        articles,
        entry.get("parent"),
        {language: tuple(words) for language, words in entry.get("matter", {}).items()},
    )


_RUSSIAN_CASES = (
    ("Конвенция", "Конвенции", "Конвенцию", "Конвенцией"),
    ("Единая конвенция", "Единой конвенции", "Единую конвенцию", "Единой конвенцией"),
    *((noun, f"{noun}а", f"{noun}у", f"{noun}ом", f"{noun}е") for noun in ("Протокол", "Договор", "Устав")),
)


def _russian_cases(name: str) -> list[str]:
    """Return the name of a treaty in all cases: "Конвенция против …", "Конвенции против …"."""
    cases = next((cases for cases in _RUSSIAN_CASES if name.startswith(cases[0])), (name,))
    return [case + name.removeprefix(cases[0]) for case in cases]


def _body(entry: dict[str, Any], instruments: Mapping[str, Instrument]) -> Body:
    instrument = instruments.get(entry.get("instrument") or "")
    labels = entry.get("labels", {})
    return Body(
        key=entry["key"],
        name=_field(entry, "name", str),
        short_name=_field(entry, "short_name", str),
        kind_of_meeting=_field(entry, "kind_of_meeting", str),
        names=tuple(_field(entry, "names", list)),
        symbol_prefixes=tuple(_field(entry, "symbol_prefixes", list)),
        instrument=entry.get("instrument"),
        parent=entry.get("parent"),
        protocol=entry.get("protocol"),
        names_by_language={
            code: (*_names_of_body(label, instrument, code), *entry.get("names_by_language", {}).get(code, ()))
            for code, label in labels.items()
        },
    )


def _names_of_body(label: str, instrument: Instrument | None, language: str) -> tuple[str, ...]:
    """Return the name of a body, also with the short names of the instrument that is part of it: "Conférence des
    Parties à la Convention contre la criminalité organisée". In Chinese, the name of the instrument may be in title
    marks: "《有组织犯罪公约》缔约方会议"; in Russian, a hyphen may replace the dash of "государств — участников".
    """
    names = instrument.names_in(language) if instrument else ()
    full = max((name for name in names if name in label), key=len, default="")
    same_case = [name for name in names if full and (language == "zh" or name.split()[0] == full.split()[0])]
    if language == "zh":
        same_case += [f"《{name}》" for name in same_case]
    names = (label, *(label.replace(full, name) for name in same_case))
    return tuple(dict.fromkeys([*names, *(name.replace(" — ", "-") for name in names)]))


def _topic(entry: dict[str, Any]) -> Topic:
    name = _field(entry, "labels", dict)["en"]
    return Topic(entry["key"], entry.get("parent"), name, _phrases(entry, "terms"), _phrases(entry, "other_meanings"))


def _addressee(entry: dict[str, Any]) -> Addressee:
    forms = tuple(_field(entry, "forms", list))
    return Addressee(entry["key"], _field(entry, "name", str), forms, entry.get("labels", {}))


def _subject(entry: dict[str, Any]) -> Subject:
    try:
        provisions = tuple(map(read_target, _field(entry, "provisions", list)))
    except ValueError as error:
        raise VocabularyError(f"{entry['key']}: {error} is not an article") from error
    conditions = (tuple(entry.get(name, ())) for name in ("about", "with", "unless", "but_with"))
    return Subject(entry["key"], provisions, _phrases(entry, "phrases"), _phrases(entry, "weak"), *conditions)


def _phrases(entry: Mapping[str, Any], name: str) -> Mapping[str, Phrases]:
    """Return the phrases of an entry by language."""
    return {language: tuple(phrases) for language, phrases in entry.get(name, {}).items()}


def _check_keys(vocabulary: Vocabulary) -> None:
    """Raise VocabularyError unless keys are unique and every reference to a key resolves."""
    vocabularies: tuple[Iterable[Instrument | Body | Topic | Addressee], ...] = (
        vocabulary.instruments, vocabulary.bodies, vocabulary.topics, vocabulary.addressees,
    )  # fmt: skip
    for entries in vocabularies:
        keys = [entry.key for entry in entries]
        duplicates = {key for key in keys if keys.count(key) > 1}
        missing_parents = {e.parent for e in entries if not isinstance(e, Addressee) and e.parent} - set(keys)
        if duplicates or missing_parents:
            raise VocabularyError(
                f"duplicate keys: {sorted(duplicates)}; parents that do not exist: {sorted(missing_parents)}"
            )
    _check_subjects(vocabulary)
    served_instruments = {key for body in vocabulary.bodies for key in (body.instrument, body.protocol) if key}
    if unknown := served_instruments - {instrument.key for instrument in vocabulary.instruments}:
        raise VocabularyError(f"bodies serve instruments that do not exist: {sorted(unknown)}")


def _check_subjects(vocabulary: Vocabulary) -> None:
    """Raise VocabularyError unless the articles and the subjects that subjects refer to exist."""
    for subject in vocabulary.subjects:
        for target in subject.provisions:
            instrument = vocabulary.instruments_by_key.get(target.instrument)
            if instrument is None or not instrument.has_article(target.article):
                raise VocabularyError(f"{subject.key}: there is no article {target}")
        conditions = {*subject.about, *subject.needed, *subject.excluded, *subject.admitted}
        if unknown := conditions - set(vocabulary.subjects_by_key):
            raise VocabularyError(f"{subject.key}: there are no subjects {sorted(unknown)}")
