"""The articles that recommendations relate to, and the reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection

from documents.models import LanguageVersion
from recommendations.models import (
    Article,
    Basis,
    Citation,
    Instrument,
    Recommendation,
    RecommendationCitation,
    RecommendationSubject,
)


@dataclass(frozen=True, slots=True)
class ArticleBasis:
    """A reason why a recommendation relates to an article ("untoc:18") or a paragraph of it.

    ``evidence`` are the words that show it, "" if an editor added the article. They are in the text, or in the heading
    if ``in_heading``; ``start`` and ``end`` are their offsets there, None for citations, which have their own. If it
    was found by meaning, ``description`` is the description of the provision that they resemble.
    """

    article: str
    paragraph: str
    subparagraph: str
    basis: Basis
    evidence: str
    in_heading: bool
    start: int | None
    end: int | None
    description: str = ""


# ruff: noqa: S608  table names are not user input
_TARGET = (
    f" JOIN {Article._meta.db_table} AS article ON article.id = {{source}}.article_id"
    f" JOIN {Instrument._meta.db_table} AS instrument ON instrument.id = article.instrument_id"
    " WHERE link.recommendation_id = ANY(%(keys)s)"
)
_COLUMNS = (
    "link.recommendation_id, instrument.key || ':' || article.number,"
    " {source}.article_paragraph, {source}.article_subparagraph"
)
_STATEMENT = (
    f"SELECT {_COLUMNS.format(source='citation')},"
    f" CASE WHEN citation.text = '' THEN '{Basis.EDITOR}' WHEN link.in_heading THEN '{Basis.HEADING}'"
    f" ELSE '{Basis.CITES}' END, citation.text, link.in_heading, NULL, NULL, '', link.in_heading::int,"
    " citation.position, 0"
    f" FROM {RecommendationCitation._meta.db_table} AS link"
    f" JOIN {Citation._meta.db_table} AS citation"
    f" ON citation.id = link.citation_id AND citation.footnote_id IS NULL {_TARGET.format(source='citation')}"
    f" UNION ALL SELECT {_COLUMNS.format(source='link')}, '{Basis.SUBJECT}', link.evidence, link.in_heading,"
    " link.start, link.\"end\", link.description, CASE WHEN link.description = '' THEN 2 ELSE 3 END,"
    " instrument.position * 1000 + article.position, link.id"
    f" FROM {RecommendationSubject._meta.db_table} AS link {_TARGET.format(source='link')}"
    " ORDER BY 11, 12, 13"
)
"""A single query for citations and subjects, because a search for an article needs both."""


def bases_of(recommendations: Iterable[int]) -> Mapping[int, list[ArticleBasis]]:
    """Return a map from recommendation keys to the reasons why each recommendation relates to its articles.

    Citations in the text come first, in order, then citations in the heading, then subjects in treaty order, last
    those found by meaning. Citations in notes do not count.
    """
    bases: dict[int, list[ArticleBasis]] = defaultdict(list)
    keys = list(recommendations)
    if not keys:
        return bases
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, {"keys": keys})
        for key, article, paragraph, subparagraph, basis, *evidence in cursor.fetchall():
            bases[key].append(ArticleBasis(article, paragraph, subparagraph, Basis(basis), *evidence[:5]))
    return bases


Place = tuple[str, str]  # (paragraph, subparagraph), "" for the whole

_SOURCES = (
    f"SELECT DISTINCT citation.article_id, citation.article_paragraph, citation.article_subparagraph"
    f" FROM {RecommendationCitation._meta.db_table} AS link"
    f" JOIN {Citation._meta.db_table} AS citation ON citation.id = link.citation_id AND citation.footnote_id IS NULL"
    f" JOIN {LanguageVersion._meta.db_table} AS version ON version.id = citation.version_id"
    " WHERE citation.article_id = ANY(%(articles)s) AND version.published_at IS NOT NULL"
    f" UNION SELECT link.article_id, link.article_paragraph, link.article_subparagraph"
    f" FROM {RecommendationSubject._meta.db_table} AS link"
    f" JOIN {Recommendation._meta.db_table} AS row ON row.id = link.recommendation_id"
    f" JOIN {LanguageVersion._meta.db_table} AS version ON version.id = row.version_id"
    " WHERE link.article_id = ANY(%(articles)s) AND version.published_at IS NOT NULL"
)


def addressed_provisions(articles: Iterable[int]) -> Mapping[int, frozenset[Place]]:
    """Return a map from the keys of articles to the paragraphs and subparagraphs that published recommendations relate
    to, in one query. An article as a whole is ("", "").
    """
    provisions: dict[int, set[Place]] = defaultdict(set)
    if keys := list(articles):
        with connection.cursor() as cursor:
            cursor.execute(_SOURCES, {"articles": keys})
            for article, paragraph, subparagraph in cursor.fetchall():
                provisions[article].add((paragraph, subparagraph))
    return {article: frozenset(found) for article, found in provisions.items()}
