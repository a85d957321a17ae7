"""The main navigation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser, User
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.web.url_cache import cached_reverse
from portal.review.waiting import numbers_waiting

register = template.Library()


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """One entry of the navigation, ready to print. ``waiting`` is how many things wait there for this person."""

    label: str | Promise
    address: str
    current: bool
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class _Place:
    """A section of the portal: the address it leads to, and the addresses that belong to it.

    A section of staff is shown to those who have its ``permission``.
    """

    label: str | Promise
    url_name: str
    belonging: frozenset[str]
    permission: str = ""


_FOR_READERS = (
    _Place(_("Recommendations"), "recommendations", frozenset({"recommendations", "recommendation", "facet"})),
    _Place(_("Articles"), "articles", frozenset({"articles", "instrument", "article"})),
    _Place(_("Meetings"), "meetings", frozenset({"meetings", "meeting"})),
    _Place(_("Topics"), "topics", frozenset({"topics", "topic"})),
    _Place(_("Matrix"), "matrix", frozenset({"matrix"})),
    _Place(_("Documents"), "documents", frozenset({"documents", "document"})),
)

_FOLLOW_UP = frozenset({"follow-up", "follow-up-overview", "follow-up-facet", "follow-up-entry"})

_FOR_STAFF = (
    _Place(_("Upload"), "upload", frozenset({"upload", "upload-batch", "upload-batches"}), "documents.add_upload"),
    _Place(_("Follow-up"), "follow-up", _FOLLOW_UP, "recommendations.view_followup"),
    _Place(
        _("Review"),
        "review-waiting",
        frozenset({"review-waiting", "document-review", "review-proposal", "upload-question"}),
        "documents.change_document",
    ),
    _Place(
        _("Lineage"), "lineage", frozenset({"lineage", "lineage-pair", "lineage-log"}), "recommendations.change_lineage"
    ),
    _Place(_("Log"), "log", frozenset({"log"}), "documents.view_change"),
    _Place(_("Accounts"), "accounts", frozenset({"accounts", "account-new", "account-password"}), "auth.change_user"),
)


@register.simple_tag(takes_context=True)
def navigation(context: dict[str, Any]) -> list[NavigationEntry]:
    """The sections for everybody. Without a request (an error page) none is the current one."""
    return _entries(context, _FOR_READERS)


@register.simple_tag(takes_context=True)
def staff_navigation(context: dict[str, Any]) -> list[NavigationEntry]:
    """The sections of staff that this person may use, each with what waits there; empty for readers.

    To be called once a page: it asks the database for the numbers.
    """
    user: User | AnonymousUser = context.get("user") or AnonymousUser()
    if not user.is_staff:
        return []
    places = tuple(place for place in _FOR_STAFF if user.has_perm(place.permission))
    return _entries(context, places, numbers_waiting({place.permission for place in places}))


@register.filter
def all_waiting(entries: Iterable[NavigationEntry]) -> int:
    """How many things wait in all sections."""
    return sum(entry.waiting for entry in entries)


def _entries(
    context: dict[str, Any], places: tuple[_Place, ...], waiting: Mapping[str, int] = MappingProxyType({})
) -> list[NavigationEntry]:
    match = getattr(context.get("request"), "resolver_match", None)
    here = match.url_name if match else ""
    return [
        NavigationEntry(
            place.label, cached_reverse(place.url_name), here in place.belonging, waiting.get(place.permission, 0)
        )
        for place in places
    ]
