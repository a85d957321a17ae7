"""The basket in templates: how many are in it, and the button that puts one in or takes it out."""

from __future__ import annotations

from typing import Any

from django import template

from recommendations.basket import Basket

register = template.Library()


@register.simple_tag(takes_context=True)
def basket_count(context: dict[str, Any]) -> int:
    """How many are in the reader's basket; none on a page without a session (an error page)."""
    session = getattr(context.get("request"), "session", None)
    return len(Basket(session)) if session is not None else 0


@register.inclusion_tag("basket/button.html", takes_context=True)
def basket_button(context: dict[str, Any], key: int, refusal: str = "") -> dict[str, Any]:
    """The button of one recommendation. ``refusal`` says why it could not be put in."""
    request = context["request"]
    return {
        "key": key,
        "is_in": key in Basket(request.session),
        "back": request.POST.get("next") or request.get_full_path(),
        "refusal": refusal,
    }
