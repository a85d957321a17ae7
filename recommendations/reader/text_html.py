"""Render recommendations and excerpts around citations as safe HTML."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from documents.web.markup import Overlay, mark_up
from recommendations.models import Citation, Recommendation

EXCERPT_MARGIN = 160  # characters on either side of a citation


def text_of(recommendation: Recommendation) -> SafeString:
    """Return the full text of a recommendation with its square-bracketed alternatives marked."""
    opening, closing = mark_safe('<span class="alternative">'), mark_safe("</span>")
    alternatives = [Overlay(row["start"], row["end"], opening, closing) for row in recommendation.alternatives]
    return mark_up(recommendation.text, [alternatives])


def excerpt(citation: Citation) -> SafeString:
    """Return an excerpt of a text around a citation, with the citing words highlighted."""
    source = citation.footnote or citation.paragraph
    text = source.text if source else citation.text
    start = word_start(text, citation.start - EXCERPT_MARGIN) if citation.start > EXCERPT_MARGIN else 0
    end = (
        len(text) - word_start(text[::-1], len(text) - citation.end - EXCERPT_MARGIN)
        if len(text) > citation.end + EXCERPT_MARGIN
        else len(text)
    )
    mark = Overlay(citation.start - start, citation.end - start, mark_safe("<mark>"), mark_safe("</mark>"))
    words = mark_up(text[start:end], [[mark]])
    return format_html("{}{}{}", "…" if start else "", words, "…" if end < len(text) else "")


def word_start(text: str, position: int) -> int:
    """Return the start of the first word after a position, or the position if there is none."""
    space = text.find(" ", position)
    return position if space < 0 else space + 1
