"""The main navigation: where one can go, and where one is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

register = template.Library()


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the navigation, ready to print."""

    label: str | Promise
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """A section of the portal: the address it leads to, and the addresses that belong to it."""

    label: str | Promise
    url_name: str
    belonging: frozenset[str]
    for_staff: bool = False


_PLACES = (
    _Place(_("Recommendations"), "recommendations", frozenset({"recommendations", "recommendation", "facet"})),
    _Place(_("Documents"), "documents", frozenset({"documents", "document"})),
    _Place(_("Meetings"), "meetings", frozenset({"meetings", "meeting"})),
    _Place(_("Articles"), "articles", frozenset({"articles", "instrument", "article"})),
    _Place(_("Topics"), "topics", frozenset({"topics", "topic"})),
    _Place(_("Matrix"), "matrix", frozenset({"matrix"})),
    _Place(_("Lineage"), "lineage", frozenset({"lineage", "lineage-pair", "lineage-log"}), for_staff=True),
    _Place(_("Upload"), "upload", frozenset({"upload", "upload-batch"}), for_staff=True),
)


@register.simple_tag(takes_context=True)
def navigation(context: dict[str, Any]) -> list[Entry]:
    """The entries that this reader may use. Without a request (an error page) none is the current one."""
    match = getattr(context.get("request"), "resolver_match", None)
    here = match.url_name if match else ""
    staff = getattr(context.get("user"), "is_staff", False)
    entries = []
    for place in _PLACES:
        if place.for_staff and not staff:
            continue
        entries.append(Entry(place.label, reverse(place.url_name), here in place.belonging))
    return entries
