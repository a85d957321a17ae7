"""The articles that recommendations relate to, and the reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection

from recommendations.models import (
    Article,
    Basis,
    Citation,
    Instrument,
    RecommendationCitation,
    RecommendationSubject,
)


@dataclass(frozen=True, slots=True)
class ArticleBasis:
    """A reason why a recommendation relates to an article ("untoc:18") or a paragraph of it.

    ``evidence`` are the words that show it, "" if an editor added the article. They are in the text, or in the heading
    if ``in_heading``; ``start`` and ``end`` are their offsets there, None for citations, which have their own.
    """

    article: str
    paragraph: str
    subparagraph: str
    basis: Basis
    evidence: str
    in_heading: bool
    start: int | None
    end: int | None


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
    f" ELSE '{Basis.CITES}' END, citation.text, link.in_heading, NULL, NULL, link.in_heading::int, citation.position, 0"
    f" FROM {RecommendationCitation._meta.db_table} AS link"
    f" JOIN {Citation._meta.db_table} AS citation"
    f" ON citation.id = link.citation_id AND citation.footnote_id IS NULL {_TARGET.format(source='citation')}"
    f" UNION ALL SELECT {_COLUMNS.format(source='link')}, '{Basis.SUBJECT}', link.evidence, link.in_heading,"
    ' link.start, link."end", 2, instrument.position * 1000 + article.position, link.id'
    f" FROM {RecommendationSubject._meta.db_table} AS link {_TARGET.format(source='link')}"
    " ORDER BY 10, 11, 12"
)
"""A single query for citations and subjects, because a search for an article needs both."""


def bases_of(recommendations: Iterable[int]) -> Mapping[int, list[ArticleBasis]]:
    """Return a map from recommendation keys to the reasons why each recommendation relates to its articles.

    Citations in the text come first, in order, then citations in the heading, then subjects in treaty order. Citations
    in notes do not count.
    """
    bases: dict[int, list[ArticleBasis]] = defaultdict(list)
    keys = list(recommendations)
    if not keys:
        return bases
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, {"keys": keys})
        for key, article, paragraph, subparagraph, basis, *evidence in cursor.fetchall():
            bases[key].append(ArticleBasis(article, paragraph, subparagraph, Basis(basis), *evidence[:4]))
    return bases
