"""Template filters for the page of a brief."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from documents.web.phrases import and_list, semicolon_list
from portal.briefs import sentences
from portal.briefs.brief import Brief
from recommendations.labels.facet_values import Name
from recommendations.search.query import SearchQuery

register = template.Library()

register.filter("subject_label", sentences.subject_label)
register.filter("elsewhere_line", sentences.elsewhere_line)
register.filter("more_label", sentences.more_label)
register.filter("certainty_label", sentences.certainty_label)
register.filter("stage_labels", sentences.stage_labels)
register.filter("unchanged_line", sentences.unchanged_line)
register.filter("unaddressed_line", sentences.unaddressed_line)
register.filter("as_a_whole_line", sentences.as_a_whole_line)
register.filter("more_paragraphs", sentences.more_paragraphs)
register.filter("more_places", sentences.more_places)
register.filter("follow_up_label", sentences.follow_up_label)


@register.filter
def brief_address(query: SearchQuery) -> str:
    """Return the address of the brief on a search."""
    return query.on_page(1).address_at(reverse("brief"))


@register.filter
def join_labels(names: Iterable[Name]) -> str:
    """Return the labels of names in a list: "States parties; Secretariat"."""
    return semicolon_list(name.label for name in names)


@register.filter
def unchanged_links(brief: Brief) -> SafeString:
    """Return links to the recommendations whose wording did not change, by number: "3 and 18"."""
    links = (
        format_html(
            '<a href="#entry-{}" aria-label="{}">{}</a>',
            number,
            _("Recommendation %(number)s") % {"number": number},
            number,
        )
        for number in sorted(brief.numbers[history.key] for history in brief.unchanged)
    )
    return mark_safe(and_list(links))  # noqa: S308  links and a translated phrase


@register.filter
def number_in(key: int, brief: Brief) -> int:
    """Return the number of a recommendation in a brief."""
    return brief.numbers[key]
