"""What the search knows of the field by itself: read once by each process, from the files the portal is loaded with."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from recommendations.extraction.vocabulary import Vocabulary
from recommendations.search.articles import ArticleReader

DIRECTORY: Path = settings.FIXTURES_DIR / "vocabulary"


@cache
def vocabulary() -> Vocabulary:
    """Instruments with their articles, bodies, topics."""
    return Vocabulary.load(DIRECTORY)


@cache
def article_reader() -> ArticleReader:
    return ArticleReader(vocabulary())
