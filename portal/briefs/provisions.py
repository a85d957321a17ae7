"""The articles of a brief: their text, and the provisions that no recommendation relates to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q

from portal.briefs.brief import ArticleInBrief
from recommendations.articles.provisions import ProvisionRow, Provisions
from recommendations.labels.vocabulary import article_in_instrument
from recommendations.models import Article, Provision
from recommendations.queries.bases import Place, addressed_provisions
from recommendations.search.crosstab import count_without_paragraph
from recommendations.search.query import SearchQuery

MAX_ARTICLES = 3  # in a brief on several articles


def articles_in_brief(values: Sequence[str], counts: Mapping[str, int]) -> tuple[ArticleInBrief, ...]:
    """Return the first articles among values of the facet "article": "untoc:18", or "untoc:18:13" for one paragraph.

    ``counts`` are the counts of the facet. An instrument is omitted. The number of queries depends only on the number
    of articles, which is limited.
    """
    chosen: dict[str, str] = {}
    for value in values:
        instrument, *rest = value.split(":")
        if rest:
            chosen.setdefault(f"{instrument}:{rest[0]}", rest[1] if len(rest) > 1 else "")
    articles = _read_articles(list(chosen)[:MAX_ARTICLES])
    texts: dict[int, list[Provision]] = defaultdict(list)
    for provision in Provision.objects.filter(article__in=articles).order_by("position"):
        texts[provision.article_id or 0].append(provision)
    addressed = addressed_provisions(texts)  # without the text, nothing can be missing
    return tuple(
        _article(row, chosen[str(row)], texts[row.pk], addressed.get(row.pk, frozenset()), counts) for row in articles
    )


def _read_articles(keys: Iterable[str]) -> list[Article]:
    conditions = [Q(instrument__key=key.partition(":")[0], number=key.partition(":")[2]) for key in keys]
    if not conditions:
        return []
    return list(Article.objects.filter(Q(*conditions, _connector=Q.OR)).select_related("instrument"))


def _article(
    article: Article,
    paragraph: str,
    provisions: Iterable[Provision],
    addressed: frozenset[Place],
    counts: Mapping[str, int],
) -> ArticleInBrief:
    query = SearchQuery(article=(str(article),))
    text = Provisions(query, counts, {}, {}).text(provisions).rows
    rows = tuple(row for row in text if not paragraph or row.paragraph == paragraph)
    return ArticleInBrief(
        label=article_in_instrument(article),
        title=article.label,
        address=article.get_absolute_url(),
        rows=rows,
        unaddressed=tuple(find_unaddressed(rows, addressed)),
        as_a_whole=count_without_paragraph(query),
    )


def find_unaddressed(rows: Sequence[ProvisionRow], addressed: frozenset[Place]) -> list[ProvisionRow]:
    """Return the provisions of an article that no recommendation relates to, in order.

    ``addressed`` are the paragraphs and subparagraphs that recommendations relate to. If none relates to a paragraph or
    a part of it, the paragraph is returned, without its parts. If recommendations relate only to some of its parts, the
    other parts are returned: a recommendation on the whole paragraph addresses all of them.
    """
    found = [row for row in rows if _is_unaddressed(row, addressed)]
    return [row for row in found if not _is_below(row, found)]


def _is_unaddressed(row: ProvisionRow, addressed: frozenset[Place]) -> bool:
    parts = {subparagraph for paragraph, subparagraph in addressed if paragraph == row.paragraph}
    if row.begins_paragraph:
        return not parts
    is_part = bool(row.subparagraph and parts) and "" not in parts
    return is_part and not _is_addressed(row.subparagraph, parts)


def _is_addressed(subparagraph: str, parts: set[str]) -> bool:
    """Return whether recommendations relate to a subparagraph, to a part of it, or to the whole subparagraph that
    contains it."""
    return any(
        part == subparagraph or part.startswith(f"{subparagraph}(") or subparagraph.startswith(f"{part}(")
        for part in parts
    )


def _is_below(row: ProvisionRow, rows: Iterable[ProvisionRow]) -> bool:
    """Return whether a provision is part of another one of these."""
    return any(
        row.paragraph == other.paragraph and row.subparagraph.startswith(f"{other.subparagraph}(")
        for other in rows
        if other.subparagraph
    )
