"""Articles as an editor enters them, one per line."""

from __future__ import annotations

import re

from recommendations.extraction.types import ArticleTarget
from recommendations.search.resources import article_reader, vocabulary

_KEYED = re.compile(
    r"(?P<key>[A-Za-z][\w-]*)\s*:\s*(?P<article>\d{1,3}(?: bis| ter)?)(?P<parts>(?:\s*[(:]\s*\w{1,5}\s*\)?)*)"
)
"""Matches "untoc:18", "UNTOC: 18 (3)(g)", and "untoc:18:13" as in addresses; not "18" or "article 18"."""
_PART = re.compile(r"\w+")
_SEPARATOR = re.compile(r"[\n;]+")


class ArticlesError(ValueError):
    """A line without a known article, or with an article that its instrument lacks. The message is the line."""


def read_articles(text: str) -> list[str]:
    """Return the articles in a text, one line each, as strings of ``recommendations.extraction.types.ArticleTarget``.

    Raise :class:`ArticlesError` with the first invalid line.
    """
    lines = [line.strip() for line in _SEPARATOR.split(text)]
    targets = [target for line in lines if line for target in _read_line(line)]
    return list(dict.fromkeys(map(str, targets)))


def _read_line(line: str) -> list[ArticleTarget]:
    keyed = _KEYED.fullmatch(line)
    targets = [_read_keyed(keyed)] if keyed else article_reader().provisions(line)
    if not targets or not all(map(_is_known, targets)):
        raise ArticlesError(line)
    return targets


def _read_keyed(match: re.Match[str]) -> ArticleTarget:
    parts = _PART.findall(match["parts"])
    paragraph = parts.pop(0) if parts and parts[0][0].isdigit() else ""
    subparagraph = parts[0] + "".join(f"({part})" for part in parts[1:]) if parts else ""
    return ArticleTarget(match["key"].lower(), match["article"], paragraph, subparagraph)


def _is_known(target: ArticleTarget) -> bool:
    instrument = vocabulary().instruments_by_key.get(target.instrument)
    return instrument is not None and instrument.has_article(target.article)
