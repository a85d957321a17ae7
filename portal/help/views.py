"""The help pages. Each is a template in ``templates/help/``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.emails import is_email_configured
from recommendations.models import Recommendation

PAGES: Mapping[str, str | Promise] = MappingProxyType(
    {
        "search": _("How to search"),
        "terms": _("What the terms mean"),
        "citing": _("How to cite"),
        "reading": _("How documents are read"),
        "accessibility": _("Accessibility statement"),
        "privacy": _("Privacy"),
        "contact": _("Contact"),
    }
)
"""Titles of the help pages by slug, in the order of the list of contents. The slug is also the name of the template."""


@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    """Show what the portal contains, and the list of help pages."""
    return render(request, "help/contents.html", {"pages": PAGES, "slug": ""})


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a help page. Raise :class:`Http404` if there is no page with this slug."""
    if slug not in PAGES:
        raise Http404
    context = {
        "pages": PAGES,
        "slug": slug,
        "title": PAGES[slug],
        "statuses": Recommendation.Status,
        "contact_email": settings.CONTACT_EMAIL,
        "is_rate_limited": bool(settings.RATE_LIMIT),
        "sends_email": is_email_configured(),
    }
    return render(request, f"help/{slug}.html", context)
