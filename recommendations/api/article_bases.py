"""Build API responses about the articles that a recommendation relates to, without queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from recommendations.api import resources
from recommendations.api.addresses import Addresses
from recommendations.labels.facet_values import Name, names
from recommendations.queries.bases import ArticleBasis


def related_articles(
    bases: Iterable[ArticleBasis], text: str, addresses: Addresses
) -> tuple[resources.ConcernedArticle, ...]:
    """Return the articles that a recommendation relates to, each once, in the order of ``bases``."""
    by_article: dict[str, list[ArticleBasis]] = {}
    for basis in bases:
        by_article.setdefault(basis.article, []).append(basis)
    all_names = names()
    return tuple(
        _article(key, all_names.of("article", key), items, text, addresses) for key, items in by_article.items()
    )


def _article(
    key: str, name: Name, bases: Sequence[ArticleBasis], text: str, addresses: Addresses
) -> resources.ConcernedArticle:
    return resources.ConcernedArticle(
        article=key,
        title=name.detail,
        bases=tuple(_article_basis(basis, text) for basis in bases),
        paragraphs=tuple(dict.fromkeys(basis.paragraph for basis in bases if basis.paragraph)),
        in_heading=all(basis.in_heading for basis in bases),
        url=addresses.absolute(name.address),
        self=addresses.api("article", key),
    )


def _article_basis(basis: ArticleBasis, text: str) -> resources.ArticleBasis:
    """Return a basis, without offsets if an editor has since changed the text."""
    is_in_text = not basis.in_heading and text[basis.start : basis.end] == basis.evidence
    return resources.ArticleBasis(
        basis=basis.basis,
        paragraph=basis.paragraph or None,
        subparagraph=basis.subparagraph or None,
        evidence=basis.evidence,
        in_heading=basis.in_heading,
        start=basis.start if is_in_text else None,
        end=basis.end if is_in_text else None,
        description=basis.description,
    )
