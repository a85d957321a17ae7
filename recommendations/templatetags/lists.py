"""Template tags for long lists, rendered by Jinja2."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from documents.labels.naming import meeting_name, meeting_title, place_and_dates
from documents.models import Meeting
from documents.web.url_cache import cached_reverse
from recommendations.articles.matrix import Matrix
from recommendations.exports.basket import Basket
from recommendations.labels.status import adopted_share
from recommendations.reader.blocks import ReaderBlock
from recommendations.results.cards import Card
from recommendations.results.facet_panel import FacetGroup
from recommendations.results.jinja import render_jinja

register = template.Library()


@register.simple_tag
def facet_panel(groups: Iterable[FacetGroup]) -> SafeString:
    """Render the facets of a result; each value links to the search that adds or removes it."""
    return render_jinja("recommendations/facets.jinja", groups=groups)


@register.simple_tag
def facet_boxes(group: FacetGroup) -> SafeString:
    """Render the values of one facet as checkboxes."""
    return render_jinja("recommendations/facet_boxes.jinja", group=group)


@register.simple_tag
def matrix_rows(matrix: Matrix) -> SafeString:
    """Render the rows of a matrix; each number links to its recommendations or paragraphs."""
    return render_jinja("matrix/rows.jinja", matrix=matrix)


@register.simple_tag
def meeting_rows(rows: Iterable[tuple[Meeting, int, int]], whole_name: bool = False) -> SafeString:
    """Render meetings, each with its numbers of recommendations and of adopted ones. ``whole_name`` includes the body,
    for lists whose heading does not name it."""
    items = [
        {
            "meeting": meeting,
            "title": capfirst(meeting_name(meeting)) if whole_name else meeting_title(meeting),
            "occasion": place_and_dates(meeting),
            "count": count,
            "adopted_share": adopted_share(count, adopted),
        }
        for meeting, count, adopted in rows
    ]
    return render_jinja("meetings/rows.jinja", rows=items)


@register.simple_tag(takes_context=True)
def block_tools(context: Mapping[str, Any], block: ReaderBlock) -> SafeString:
    """Render the links below a block of a document: to other matches of the search, and to its citation."""
    return render_jinja(
        "documents/blocks/tools.jinja",
        block=block,
        cite=cached_reverse("cite", context["document"].address),
        language=context["reading"].version.language,
        interface=context["LANGUAGE_CODE"],
    )


@register.simple_tag(takes_context=True)
def card_items(context: Mapping[str, Any], cards: Iterable[Card], level: int = 3) -> SafeString:
    """Render a list of recommendations or paragraphs, with a basket button on each recommendation. ``level`` is the
    level of their headings.

    If ``in_ledger`` is set in the context, all follow-up details are shown.
    """
    in_ledger = context.get("in_ledger", False)
    basket = _basket(context["request"])
    is_selectable = bool(context.get("bulk_form"))
    return _render_cards(
        cards, level=level, is_single=False, in_ledger=in_ledger, is_selectable=is_selectable, basket=basket
    )


@register.simple_tag
def single_card(card: Card, level: int = 2) -> SafeString:
    """Render a single card, without a button. ``level`` is that of its heading."""
    return _render_cards([card], level=level, is_single=True, in_ledger=False, is_selectable=False, basket=None)


def _render_cards(cards: Iterable[Card], **values: Any) -> SafeString:
    return render_jinja("recommendations/cards.jinja", cards=cards, **values)


@register.simple_tag(takes_context=True)
def basket_button(context: Mapping[str, Any], key: int, error: str = "", added: bool = False) -> SafeString:
    """Render the button that adds a recommendation to the basket or removes it. ``error`` is an error message to show.
    If it was just ``added``, show the basket, because a phone may have scrolled past its number."""
    return render_jinja("basket/button.jinja", basket=_basket(context["request"]), key=key, error=error, added=added)


def _basket(request: HttpRequest) -> dict[str, Any]:
    """Return the keys in the basket, its address, and the page to return to if JavaScript is off."""
    return {
        "keys": frozenset(Basket(request.session).keys),
        "address": cached_reverse("basket"),
        "back": request.POST.get("next") or request.get_full_path(),
    }
