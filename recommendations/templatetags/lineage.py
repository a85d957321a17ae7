"""Template tags for lineage on other pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser

from documents.models import Document
from recommendations.lineage.comparison import ComparedValue, Comparison, changed_words, different_words
from recommendations.queries.lineage_counts import lineage_counts

register = template.Library()

register.filter("changed_words", changed_words)


@register.inclusion_tag("lineage/counts.html", takes_context=True)
def lineage_of_document(context: dict[str, Any], document: Document) -> dict[str, Any]:
    """Show how many of a document's recommendations have earlier or later versions."""
    return {"counts": lineage_counts(document, context.get("user") or AnonymousUser())}


@register.inclusion_tag("lineage/values.html")
def values_of(values: list[ComparedValue], comparison: Comparison) -> dict[str, Any]:
    """Show the values of one of the compared texts for a detail."""
    mark = changed_words if comparison.are_versions else different_words
    return {"values": [mark(value.label, value.change) for value in values]}
