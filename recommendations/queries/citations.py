"""Queries for what recommendations and paragraphs cite, and what cites an article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Count, F, Q
from django.db.models.functions import Upper

from documents.models import Document, DocumentSymbol
from documents.queries.documents import (
    leading_versions,
    visible_documents,
)
from recommendations.labels.facet_values import natural_key
from recommendations.models import (
    Article,
    Citation,
    Recommendation,
    RecommendationCitation,
    RecommendationTopic,
)
from recommendations.queries.recommendations import shown_recommendations


@dataclass(frozen=True, slots=True)
class CitedItem:
    """What a recommendation cites, with the words that cite it; these stand in its text, in a footnote that it calls
    (the citation's) or in the heading above it. ``document`` where it can be opened here.
    """

    citation: Citation
    in_heading: bool
    document: Document | None = None


def cited_items(recommendation: Recommendation, user: AbstractBaseUser | AnonymousUser) -> list[CitedItem]:
    """All that it cites, in the order of the text, then what its notes cite, what its heading cites last."""
    return cited_items_by_recommendation([recommendation.pk], user)[recommendation.pk]


def cited_items_by_recommendation(
    recommendations: Iterable[int], user: AbstractBaseUser | AnonymousUser
) -> Mapping[int, list[CitedItem]]:
    """Key of a recommendation -> what :func:`cited_items` says of it, in a fixed number of queries."""
    links = (
        RecommendationCitation.objects.filter(recommendation__in=recommendations)
        .select_related(
            "citation__article__instrument", "citation__meeting__body", "citation__footnote", "citation__paragraph"
        )
        .order_by("in_heading", F("citation__footnote__position").asc(nulls_first=True), "citation__position")
    )
    return _cited_by([(link.recommendation_id, link.citation, link.in_heading) for link in links], user)


def cited_items_by_paragraph(
    paragraphs: Iterable[int], user: AbstractBaseUser | AnonymousUser
) -> Mapping[int, list[CitedItem]]:
    """Key of a paragraph -> what its text cites, in its order."""
    citations = (
        Citation.objects.filter(paragraph__in=paragraphs)
        .exclude(text="")
        .select_related("article__instrument", "meeting__body", "paragraph")
    )
    return _cited_by([(row.paragraph_id or 0, row, False) for row in citations.order_by("position")], user)


def _cited_by(
    rows: Sequence[tuple[int, Citation, bool]], user: AbstractBaseUser | AnonymousUser
) -> Mapping[int, list[CitedItem]]:
    """By what cites it; a row says that, what is cited, and whether by a heading."""
    values = [citation.value for _by, citation, _in_heading in rows if citation.kind == Citation.Kind.DOCUMENT]
    known = documents_by_symbol(values, user)
    cited: dict[int, list[CitedItem]] = defaultdict(list)
    for by, citation, in_heading in rows:
        cited[by].append(CitedItem(citation, in_heading, known.get(citation.value.upper())))
    return cited


def documents_by_symbol(symbols: Iterable[str], user: AbstractBaseUser | AnonymousUser) -> dict[str, Document]:
    """Symbol in capitals -> the document, for those of the symbols whose document the person may open."""
    wanted = {symbol.upper() for symbol in symbols if symbol}
    if not wanted:
        return {}
    rows = (
        DocumentSymbol.objects.annotate(upper=Upper("symbol"))
        .filter(upper__in=wanted, document__in=visible_documents(user).order_by().values("pk"))
        .select_related("document")
        .prefetch_related("document__symbols")
    )
    return {row.symbol.upper(): row.document for row in rows}


def topics_with_evidence(recommendation: Recommendation) -> list[RecommendationTopic]:
    """Its topics with the words that show each, what its own text shows first."""
    return topics_of([recommendation.pk])[recommendation.pk]


def topics_of(recommendations: Iterable[int]) -> Mapping[int, list[RecommendationTopic]]:
    """Key of a recommendation -> what :func:`topics_with_evidence` says of it, in one query."""
    links = RecommendationTopic.objects.filter(recommendation__in=recommendations).select_related("topic")
    topics: dict[int, list[RecommendationTopic]] = defaultdict(list)
    for link in links.order_by("in_heading", "topic__position", "topic__key"):
        topics[link.recommendation_id].append(link)
    return topics


@dataclass(frozen=True, slots=True)
class ProvisionCount:
    """A paragraph of an article ("" for the article as a whole), and how often it is cited."""

    article: Article
    paragraph: str
    subparagraph: str
    recommendations: int
    places: int

    @property
    def label(self) -> str:
        """ "18(3)(g)"."""
        parts = (self.paragraph, *self.subparagraph.replace(")", "").split("("))
        return self.article.number + "".join(f"({part})" for part in parts if part)


def provisions_cited(article: Article) -> list[ProvisionCount]:
    """The paragraphs of an article that are cited, in the order of the treaty.

    ``places`` counts the paragraphs and footnotes of published documents, those of recommendations among them.
    """
    citations = Citation.objects.filter(article=article, version__in=leading_versions().values("pk"))
    shown = Q(recommendations__in=shown_recommendations().values("pk"), footnote__isnull=True)
    rows = (
        citations.order_by()
        .values("article_paragraph", "article_subparagraph")
        .annotate(
            recommendation_count=Count("recommendations", filter=shown, distinct=True),
            place_count=Count("paragraph", filter=~Q(text=""), distinct=True) + Count("footnote", distinct=True),
        )
        .values_list("article_paragraph", "article_subparagraph", "recommendation_count", "place_count")
    )
    counts = [ProvisionCount(article, *row) for row in rows]
    return sorted(counts, key=lambda row: (natural_key(row.paragraph), row.subparagraph))
