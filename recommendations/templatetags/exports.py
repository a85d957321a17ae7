"""Template tag for the compilation form."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from documents.web.url_cache import cached_reverse
from recommendations.exports.formats import FORMATS
from recommendations.exports.groups import Grouping
from recommendations.results.jinja import render_jinja

register = template.Library()


@register.simple_tag
def compile_form(
    parameters: Iterable[tuple[str, str]],
    total: int,
    grouping: str = Grouping.NONE.value,
    all_languages: bool = False,
) -> SafeString:
    """Render the form for choosing format and grouping. ``parameters`` identify the search or the basket.

    Large compilations are requested by POST, because they create a background task.
    """
    return render_jinja(
        "compiling/form.jinja",
        address=cached_reverse("compile"),
        parameters=parameters,
        groupings=Grouping.choices,
        grouping=grouping,
        all_languages=all_languages,
        formats=[(key, form.label, form.takes_long(total)) for key, form in FORMATS.items()],
    )
