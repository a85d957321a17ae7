"""The main navigation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django import template
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from documents.web.language_addresses import address_code, in_language
from documents.web.languages import direction
from documents.web.url_cache import cached_reverse
from portal.review.waiting import count_waiting_items
from portal.templatetags.page_head import canonical_address

register = template.Library()


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """An entry of the navigation. ``waiting`` is the number of items there that wait for this user."""

    label: str | Promise
    address: str
    is_current: bool
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class _Section:
    """A section of the portal: the name of its main URL, and the names of all URLs in it.

    A staff section is shown to users who have its ``permission``. If ``is_queue`` is true, it shows the number of items
    that wait for them.
    """

    label: str | Promise
    url_name: str
    url_names: frozenset[str]
    permission: str = ""
    is_queue: bool = True


_FOR_READERS = (
    _Section(_("Recommendations"), "recommendations", frozenset({"recommendations", "recommendation", "facet"})),
    _Section(_("Articles"), "articles", frozenset({"articles", "instrument", "article"})),
    _Section(_("Meetings"), "meetings", frozenset({"meetings", "meeting"})),
    _Section(_("Topics"), "topics", frozenset({"topics", "topic"})),
    _Section(_("Matrix"), "matrix", frozenset({"matrix"})),
    _Section(_("Documents"), "documents", frozenset({"documents", "document"})),
    _Section(_("What’s new"), "news", frozenset({"news"})),
)

_FOLLOW_UP = frozenset(
    {"follow-up", "follow-up-overview", "follow-up-facet", "follow-up-entry", "follow-up-bulk-change"}
    | {"follow-up-change", "follow-up-hand-over"}
)

_FOR_STAFF = (
    _Section(_("Upload"), "upload", frozenset({"upload", "upload-batch", "upload-batches"}), "documents.add_upload"),
    _Section(_("Follow-up"), "follow-up", _FOLLOW_UP, "recommendations.view_followup"),
    _Section(
        _("Review"),
        "review-waiting",
        frozenset({"review-waiting", "document-review", "review-proposal", "upload-question"})
        | frozenset({"error-reports", "error-report"}),
        "documents.change_document",
    ),
    _Section(_("Ready to publish"), "ready-to-publish", frozenset({"ready-to-publish"}), "documents.publish_document"),
    _Section(
        _("Edit meetings"),
        "edit-meetings",
        frozenset({"edit-meetings", "edit-meeting", "new-meeting", "merge-meeting"}),
        "documents.change_document",
        is_queue=False,
    ),
    _Section(
        _("Edit vocabularies"),
        "edit-vocabularies",
        frozenset({"edit-vocabularies", "edit-vocabulary", "edit-entry", "new-entry", "merge-entry", "remove-entry"}),
        "documents.change_document",
        is_queue=False,
    ),
    _Section(
        _("Earlier and later versions"),
        "lineage",
        frozenset(
            {"lineage", "lineage-pair", "lineage-log", "lineage-confirm-many", "lineage-batch", "lineage-documents"}
        ),
        "recommendations.change_lineage",
    ),
    _Section(_("Change log"), "log", frozenset({"log"}), "documents.view_change"),
    _Section(_("Accounts"), "accounts", frozenset({"accounts", "account", "account-new"}), "auth.change_user"),
    _Section(_("System"), "system", frozenset({"system"}), "documents.see_records"),
)


@register.simple_tag(takes_context=True)
def navigation(context: dict[str, Any]) -> list[NavigationEntry]:
    """Return the public sections. Without a request (on an error page), none is marked as current."""
    return _entries(context, _FOR_READERS)


@register.simple_tag(takes_context=True)
def staff_navigation(context: dict[str, Any]) -> list[NavigationEntry]:
    """Return the staff sections that this user may use, with the numbers of waiting items; none for readers.

    Use this tag only once per page, because it queries the database for the numbers.
    """
    user: User | AnonymousUser = context.get("user") or AnonymousUser()
    if not user.is_staff:
        return []
    sections = tuple(section for section in _FOR_STAFF if user.has_perm(section.permission))
    return _entries(context, sections, count_waiting_items({section.permission for section in sections}))


@register.filter
def total_waiting(entries: Iterable[NavigationEntry]) -> int:
    """Return the number of waiting items in all sections."""
    return sum(entry.waiting for entry in entries)


def _entries(
    context: dict[str, Any], sections: tuple[_Section, ...], counts: Mapping[str, int] = MappingProxyType({})
) -> list[NavigationEntry]:
    match = getattr(context.get("request"), "resolver_match", None)
    name = match.url_name if match else ""
    return [
        NavigationEntry(
            section.label,
            cached_reverse(section.url_name),
            name in section.url_names,
            counts.get(section.permission, 0) if section.is_queue else 0,
        )
        for section in sections
    ]


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """A link to the same page in a language. ``code`` is that of the address, ``name`` is in the language itself."""

    language: str
    code: str
    name: str
    address: str
    direction: str
    is_current: bool


@register.inclusion_tag("includes/language_bar.html", takes_context=True)
def language_bar(context: dict[str, Any]) -> dict[str, list[LanguageLink]]:
    """Show links to the page in each language, with the same query."""
    request, current = context["request"], get_language()
    address = canonical_address(request).removeprefix(request.build_absolute_uri("/")[:-1])
    links = [
        LanguageLink(
            language,
            address_code(language),
            name,
            in_language(address, language),
            direction(address_code(language)),
            language == current,
        )
        for language, name in settings.LANGUAGES
    ]
    return {"links": links}
