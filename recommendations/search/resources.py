"""Vocabulary and thesaurus of the search, read once per process."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from recommendations.extraction.vocabulary import Vocabulary
from recommendations.index.stems import stems_in
from recommendations.search.articles import ArticleReader
from recommendations.search.thesaurus import Concept, Thesaurus, read_concepts

DIRECTORY: Path = settings.FIXTURES_DIR / "vocabulary"


@cache
def vocabulary() -> Vocabulary:
    """Instruments with their articles, bodies, topics."""
    return Vocabulary.load(DIRECTORY)


@cache
def article_reader() -> ArticleReader:
    return ArticleReader(vocabulary())


@cache
def thesaurus() -> Thesaurus:
    """The field's words. Asks the database once for their stems."""
    return Thesaurus.of(concepts(), stems_in)


@cache
def concepts() -> tuple[Concept, ...]:
    """The concepts of the thesaurus with their forms, those of topics among them."""
    return tuple(read_concepts(DIRECTORY))


def preload() -> None:
    """Read what needs no database, so that the first search need not."""
    article_reader()
    concepts()


@dataclass(frozen=True, slots=True)
class TopicLabels:
    """A topic as it is called in the six languages, as far as it is."""

    key: str
    parent: str | None
    labels: Mapping[str, str]


@cache
def topics() -> tuple[TopicLabels, ...]:
    entries = json.loads((DIRECTORY / "topics.json").read_text(encoding="utf-8"))
    return tuple(TopicLabels(entry["key"], entry["parent"], entry["labels"]) for entry in entries)
