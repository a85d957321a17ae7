"""Template filters for recommendations."""

from __future__ import annotations

from django import template

from documents.web.phrases import shorten_to_characters
from recommendations.labels.places import (
    name_in_document,
    opening_words,
    page_title,
    recommendation_label,
    shown_heading,
)
from recommendations.labels.status import adopted_share, adopted_summary, endorsement_place, status_sentence
from recommendations.labels.vocabulary import (
    article_in_instrument,
    article_label,
    article_number,
    treaty_title,
)
from recommendations.models import Recommendation
from recommendations.search.query import SearchQuery

register = template.Library()

register.filter("status_sentence", status_sentence)
register.filter("adopted_summary", adopted_summary)
register.filter("adopted_share", adopted_share)
register.filter("endorsement_place", endorsement_place)
register.filter("recommendation_label", recommendation_label)
register.filter("name_in_document", name_in_document)
register.filter("page_title", page_title)
register.filter("opening_words", opening_words)
register.filter("shown_heading", shown_heading)
register.filter("comparison_with", Recommendation.comparison_with)
register.filter("article_label", article_label)
register.filter("article_number", article_number)
register.filter("article_in_instrument", article_in_instrument)
register.filter("treaty_title", treaty_title)


@register.filter
def first_words(recommendation: Recommendation) -> str:
    """Return the beginning of a recommendation's text, for use as link text."""
    return shorten_to_characters(recommendation.text, 120)


@register.simple_tag
def search_address(facet: str, value: str) -> str:
    """Return the address of a search filtered by one value."""
    return SearchQuery().toggled(facet, value).address
