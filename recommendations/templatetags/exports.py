"""Template tag for the compilation form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString

from documents.web.url_cache import cached_reverse
from recommendations.exports.additions import MAX_REMARKS_LENGTH, MAX_TITLE_LENGTH, Additions
from recommendations.exports.formats import FORMATS
from recommendations.exports.groups import Grouping
from recommendations.exports.request import LEDGER, ExportRequest
from recommendations.follow_up.entries import can_view_follow_up
from recommendations.results.jinja import render_jinja

register = template.Library()


@register.simple_tag(takes_context=True)
def compile_form(
    context: Mapping[str, Any],
    parameters: Iterable[tuple[str, str]],
    total: int,
    export: ExportRequest | None = None,
) -> SafeString:
    """Render the form for choosing format and grouping, with the values of ``export``, if any. ``parameters`` identify
    the search, the ledger or the basket. Staff can include the follow-up; for the ledger, this is the default.

    Large compilations are requested by POST, because they create a background task.
    """
    return render_jinja(
        "compiling/form.jinja",
        address=cached_reverse("compile"),
        parameters=parameters,
        groupings=Grouping.choices,
        grouping=export.grouping if export else Grouping.NONE.value,
        all_languages=bool(export and export.all_languages),
        additions=export.additions if export else Additions(with_follow_up=("from", LEDGER) in parameters),
        offers_follow_up=can_view_follow_up(context["request"].user),
        max_lengths=(MAX_TITLE_LENGTH, MAX_REMARKS_LENGTH),
        formats=[(key, form.label, form.takes_long(total)) for key, form in FORMATS.items()],
    )
