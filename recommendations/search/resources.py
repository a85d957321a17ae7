"""Vocabulary and thesaurus for searching, read once per process."""

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

VOCABULARY_DIRECTORY: Path = settings.FIXTURES_DIR / "vocabulary"


@cache
def vocabulary() -> Vocabulary:
    """Return the instruments with their articles, the bodies, and the topics."""
    return Vocabulary.load(VOCABULARY_DIRECTORY)


@cache
def article_reader() -> ArticleReader:
    return ArticleReader(vocabulary())


@cache
def thesaurus() -> Thesaurus:
    """Return the thesaurus. Queries the database once for the stems of its words."""
    return Thesaurus.of(concepts(), stems_in)


@cache
def concepts() -> tuple[Concept, ...]:
    """Return the concepts of the thesaurus, including those made from topics, with their forms."""
    return tuple(read_concepts(VOCABULARY_DIRECTORY))


def preload() -> None:
    """Load the resources that need no database, so that the first search is not delayed."""
    article_reader()
    concepts()


@dataclass(frozen=True, slots=True)
class TopicLabels:
    """A topic and its labels: language -> label, for those of the six languages that have one."""

    key: str
    parent: str | None
    labels: Mapping[str, str]


@cache
def topics() -> tuple[TopicLabels, ...]:
    entries = json.loads((VOCABULARY_DIRECTORY / "topics.json").read_text(encoding="utf-8"))
    return tuple(TopicLabels(entry["key"], entry["parent"], entry["labels"]) for entry in entries)
