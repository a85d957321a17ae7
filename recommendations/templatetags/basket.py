"""Template tags of the basket."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from recommendations.exports.basket import Basket

register = template.Library()


@register.simple_tag(takes_context=True)
def basket_count(context: dict[str, Any]) -> int:
    """Return the number of items in the basket, or 0 on a page without a session, such as an error page."""
    session = getattr(context.get("request"), "session", None)
    return len(Basket(session)) if session is not None else 0


@register.filter
def get_note(notes: Mapping[int, str], key: int) -> str:
    """Return the reader's note on a recommendation, or ""."""
    return notes.get(key, "")
