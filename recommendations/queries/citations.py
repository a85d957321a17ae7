"""Queries for the references in recommendations and paragraphs, and for the cited provisions of an article."""

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
    titles_for_reader,
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


@dataclass(frozen=True, slots=True)
class CitedItem:
    """A reference of a recommendation: in its text, in a footnote to the text, or in its heading. ``document`` is set
    if the cited document can be opened."""

    citation: Citation
    in_heading: bool
    document: Document | None = None


def cited_items(recommendation: Recommendation, user: AbstractBaseUser | AnonymousUser) -> list[CitedItem]:
    """Return the references of a recommendation: in its text, then in footnotes, then in the heading."""
    return cited_items_by_recommendation([recommendation.pk], user)[recommendation.pk]


def cited_items_by_recommendation(
    recommendations: Iterable[int], user: AbstractBaseUser | AnonymousUser
) -> Mapping[int, list[CitedItem]]:
    """Return a map from recommendation keys to their :func:`cited_items`, in a fixed number of queries."""
    links = (
        RecommendationCitation.objects.filter(recommendation__in=recommendations)
        .select_related(
            "citation__article__instrument", "citation__meeting__body", "citation__footnote", "citation__paragraph"
        )
        .order_by("in_heading", F("citation__footnote__position").asc(nulls_first=True), "citation__position")
    )
    return _group_by_source([(link.recommendation_id, link.citation, link.in_heading) for link in links], user)


def cited_items_by_paragraph(
    paragraphs: Iterable[int], user: AbstractBaseUser | AnonymousUser
) -> Mapping[int, list[CitedItem]]:
    """Return a map from paragraph keys to the references in the text of each, in order."""
    citations = (
        Citation.objects.filter(paragraph__in=paragraphs)
        .exclude(text="")
        .select_related("article__instrument", "meeting__body", "paragraph")
    )
    return _group_by_source([(row.paragraph_id or 0, row, False) for row in citations.order_by("position")], user)


def _group_by_source(
    rows: Sequence[tuple[int, Citation, bool]], user: AbstractBaseUser | AnonymousUser
) -> Mapping[int, list[CitedItem]]:
    """Group references by source; rows are (source key, citation, whether it is in a heading)."""
    values = [citation.value for _source, citation, _in_heading in rows if citation.kind == Citation.Kind.DOCUMENT]
    documents = documents_by_symbol(values, user)
    cited: dict[int, list[CitedItem]] = defaultdict(list)
    for source, citation, in_heading in rows:
        cited[source].append(CitedItem(citation, in_heading, documents.get(citation.value.upper())))
    return cited


def documents_by_symbol(symbols: Iterable[str], user: AbstractBaseUser | AnonymousUser) -> dict[str, Document]:
    """Return a map from symbols in capitals to their documents, for documents that the user may open."""
    capitals = {symbol.upper() for symbol in symbols if symbol}
    if not capitals:
        return {}
    rows = (
        DocumentSymbol.objects.annotate(upper=Upper("symbol"))
        .filter(upper__in=capitals, document__in=visible_documents(user).order_by().values("pk"))
        .select_related("document")
        .prefetch_related("document__symbols", titles_for_reader("document"))
    )
    return {row.symbol.upper(): row.document for row in rows}


def topics_with_evidence(recommendation: Recommendation) -> list[RecommendationTopic]:
    """Return the topics of a recommendation with their evidence; topics found in its text come first."""
    return topics_of([recommendation.pk])[recommendation.pk]


def topics_of(recommendations: Iterable[int]) -> Mapping[int, list[RecommendationTopic]]:
    """Return a map from recommendation keys to their :func:`topics_with_evidence`, in one query."""
    links = RecommendationTopic.objects.filter(recommendation__in=recommendations).select_related("topic")
    topics: dict[int, list[RecommendationTopic]] = defaultdict(list)
    for link in links.order_by("in_heading", "topic__position", "topic__key"):
        topics[link.recommendation_id].append(link)
    return topics


@dataclass(frozen=True, slots=True)
class ProvisionCount:
    """A paragraph of an article ("" for the whole article), and the numbers of recommendations and places that cite
    it."""

    article: Article
    paragraph: str
    subparagraph: str
    recommendations: int
    places: int

    @property
    def label(self) -> str:
        """The provision, such as "18(3)(g)"."""
        parts = (self.paragraph, *self.subparagraph.replace(")", "").split("("))
        return self.article.number + "".join(f"({part})" for part in parts if part)


def provisions_cited(article: Article) -> list[ProvisionCount]:
    """Return the cited paragraphs of an article, in treaty order. A recommendation and its citations belong to the same
    language version.

    ``places`` counts paragraphs and footnotes of published documents, including the text of recommendations.
    """
    citations = Citation.objects.filter(article=article, version__in=leading_versions().values("pk"))
    rows = (
        citations.order_by()
        .values("article_paragraph", "article_subparagraph")
        .annotate(
            recommendation_count=Count("recommendations", filter=Q(footnote=None), distinct=True),
            place_count=Count("paragraph", filter=~Q(text=""), distinct=True) + Count("footnote", distinct=True),
        )
        .values_list("article_paragraph", "article_subparagraph", "recommendation_count", "place_count")
    )
    counts = [ProvisionCount(article, *row) for row in rows]
    return sorted(counts, key=lambda row: (natural_key(row.paragraph), row.subparagraph))
