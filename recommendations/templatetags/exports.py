"""The form that has recommendations compiled."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template

from recommendations.exports.formats import FORMATS
from recommendations.exports.groups import Grouping

register = template.Library()


@register.inclusion_tag("compiling/form.html")
def compile_form(
    parameters: Iterable[tuple[str, str]], total: int, grouping: str = Grouping.ARTICLE.value
) -> dict[str, Any]:
    """In which form, and grouped by what. ``parameters`` say what is compiled: a search, or the basket.

    What takes long is sent by POST, for it leaves something behind: a worker is to make it.
    """
    return {
        "parameters": list(parameters),
        "groupings": Grouping.choices,
        "grouping": grouping,
        "formats": [(key, form.label, form.takes_long(total)) for key, form in FORMATS.items()],
    }
