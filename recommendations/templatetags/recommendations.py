"""Template filters for recommendations."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from recommendations.labels.places import page_title, recommendation_label
from recommendations.labels.resolutions import resolution_label
from recommendations.labels.status import endorsement_place, status_sentence
from recommendations.labels.vocabulary import (
    article_in_instrument,
    article_label,
    provision_in_instrument,
    provision_label,
    topic_label,
    vocabulary_label,
)
from recommendations.models import Addressee, Article, Citation, Recommendation
from recommendations.reader.text_html import excerpt
from recommendations.search.query import SearchQuery

register = template.Library()

register.filter("status_sentence", status_sentence)
register.filter("endorsement_place", endorsement_place)
register.filter("recommendation_label", recommendation_label)
register.filter("page_title", page_title)
register.filter("resolution_label", resolution_label)
register.filter("article_label", article_label)
register.filter("article_in_instrument", article_in_instrument)
register.filter("topic_label", topic_label)
register.filter("excerpt", excerpt)


@register.filter
def addressee_label(addressee: Addressee) -> str:
    return vocabulary_label(addressee.labels, addressee.name)


@register.filter
def articles_of(citations: Iterable[Citation]) -> list[Article]:
    """Return the cited articles, each once, in the order of the citations."""
    return list({citation.article_id: citation.article for citation in citations if citation.article}.values())


@register.filter
def provision(citation: Citation) -> str:
    """Return a label such as "Article 18, paragraph 3 (g)", or "" if the citation is not of an article."""
    if citation.article is None:
        return ""
    return provision_label(citation.article, citation.article_paragraph, citation.article_subparagraph)


@register.filter(name="provision_in_instrument")
def provision_in_instrument_filter(citation: Citation) -> str:
    """Return "Organized Crime Convention, article 18, paragraph 3 (g)", or "" if no article is cited."""
    if citation.article is None:
        return ""
    return provision_in_instrument(citation.article, citation.article_paragraph, citation.article_subparagraph)


@register.filter
def first_words(recommendation: Recommendation) -> str:
    """Return the beginning of a recommendation's text, for use as link text."""
    text = recommendation.text
    return text if len(text) <= 120 else text[:120].rsplit(" ", 1)[0] + "…"


@register.simple_tag
def search_address(facet: str, value: str) -> str:
    """Return the address of a search filtered by one value."""
    return SearchQuery().toggled(facet, value).address
