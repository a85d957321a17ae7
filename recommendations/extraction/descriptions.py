"""Texts of which people have said which provisions they are about.

``fixtures/vocabulary/descriptions.json`` has short descriptions of the provisions, in our own words and in six
languages. Those without provisions describe what else recommendations contain, such as procedure.
``fixtures/vocabulary/examples.jsonl`` has sentences in the style of recommendations and reports, written for this
purpose in six languages, with the articles that they are about. Pure functions, no database.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from recommendations.extraction.types import ArticleTarget, read_target

_DIRECTORY = Path(__file__).resolve().parents[2] / "fixtures" / "vocabulary"

ArticleKey = tuple[str, str]
"""Instrument and number of an article."""


def article_key(target: ArticleTarget) -> ArticleKey:
    """Return the instrument and number of a provision's article."""
    return target.instrument, target.article


@dataclass(frozen=True, slots=True)
class Description:
    """A text that is about some ``provisions``; without any, about none of the conventions' articles."""

    text: str
    language: str
    provisions: tuple[ArticleTarget, ...]

    def provisions_in(self, instruments: Collection[str]) -> tuple[ArticleTarget, ...]:
        return tuple(target for target in self.provisions if target.instrument in instruments)


@lru_cache(maxsize=1)
def read_descriptions() -> tuple[Description, ...]:
    """Return the descriptions that the portal ships."""
    return tuple(
        Description(text, language, tuple(map(read_target, entry["provisions"])))
        for entry in json.loads((_DIRECTORY / "descriptions.json").read_text(encoding="utf-8"))
        for language, texts in entry["descriptions"].items()
        for text in texts
    )


@lru_cache(maxsize=1)
def read_examples() -> tuple[Description, ...]:
    """Return the example sentences that the portal ships."""
    lines = (_DIRECTORY / "examples.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(
        Description(example["text"], example["language"], tuple(map(read_target, example["articles"])))
        for example in map(json.loads, lines)
    )
