"""Vocabulary and thesaurus for searching, kept in memory until they change."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from recommendations.extraction.vocabulary import Vocabulary
from recommendations.index import word_lists
from recommendations.index.stems import stems_in
from recommendations.queries.vocabularies import DIRECTORY, current, until_edited
from recommendations.search.articles import ArticleReader, SearchWording
from recommendations.search.everyday import EverydayWords
from recommendations.search.named_choices import ChoiceReader
from recommendations.search.thesaurus import Concept, Thesaurus, read_concepts
from recommendations.text.words import tokens


@until_edited
def vocabulary() -> Vocabulary:
    """Return the instruments with their articles, the bodies, and the topics."""
    return Vocabulary.from_entries(current().files())


@cache
def paragraph_counts() -> dict[str, dict[str, int]]:
    """Return the number of numbered paragraphs of each article, by instrument, as far as they are recorded."""
    counts: dict[str, dict[str, int]] = json.loads((DIRECTORY / "paragraphs.json").read_text(encoding="utf-8"))
    return counts


@until_edited
def article_reader() -> ArticleReader:
    typed = typed_words()
    return ArticleReader(vocabulary(), SearchWording(typed["instruments"], list(typed["article_numbers"].values())))


@until_edited
def choice_reader() -> ChoiceReader:
    return ChoiceReader(vocabulary(), typed_words())


@cache
def typed_words() -> dict[str, Any]:
    """Return the words that people use to name articles, bodies, statuses, addressees and years in a search."""
    words: dict[str, Any] = json.loads((DIRECTORY / "typed_words.json").read_text(encoding="utf-8"))
    return words


@until_edited
def thesaurus() -> Thesaurus:
    """Return the thesaurus. Queries the database once for the stems of its words."""
    return Thesaurus.of(concepts(), stems_in)


@cache
def everyday_words() -> EverydayWords:
    return EverydayWords.read(DIRECTORY)


@until_edited
def concepts() -> tuple[Concept, ...]:
    """Return the concepts of the thesaurus, including those made from topics, with their forms."""
    files = current().files()
    return tuple(read_concepts(files["thesaurus"], files["topics"]))


@until_edited
def known_words() -> Mapping[str, Mapping[str, str]]:
    """Return the words of the thesaurus and the vocabularies: word -> language -> as written, in lower case."""
    known: dict[str, dict[str, str]] = {}
    for language, text in _vocabulary_texts():
        for token in tokens(text):
            if not token.word.isdigit():
                known.setdefault(token.word, {}).setdefault(language, text[token.start : token.end].lower())
    return known


def _vocabulary_texts() -> Iterator[tuple[str, str]]:
    """Yield the names and terms of the thesaurus and the vocabularies, each with its language."""
    for concept in concepts():
        for language, forms in concept.forms.items():
            yield from ((language, form) for form in forms)
    files = current().files()
    for name in ("addressees", "bodies", "instruments"):
        for entry in files[name]:
            yield from entry.get("labels", {}).items()
            yield from (
                (language, text) for language, texts in entry.get("names_by_language", {}).items() for text in texts
            )
            yield from (("en", text) for text in (*entry.get("names", ()), *entry.get("forms", ())))
            yield from (("en", article["title"]) for article in entry.get("articles", ()))


def preload() -> None:
    """Load the resources that need no database, so that the first search is not delayed."""
    article_reader()
    choice_reader()
    known_words()
    word_lists.preload()
    concepts()
    everyday_words()


@dataclass(frozen=True, slots=True)
class TopicLabels:
    """A topic and its labels: language -> label, for the official languages in which it has one."""

    key: str
    parent: str | None
    labels: Mapping[str, str]


@until_edited
def topics() -> tuple[TopicLabels, ...]:
    return tuple(
        TopicLabels(entry["key"], entry["parent"], entry["labels"]) for entry in current().in_use["topics"].values()
    )
