"""Paginate lists by the parameter ``page``."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from documents.web.error_pages import SuggestedLink, bad_request, not_found


class PageField(forms.Field):
    """A page number, from 1; the default is 1."""

    def clean(self, value: str | None) -> int:
        """Return the page number. Raise ``ValidationError`` if the value is not a page number."""
        number = value or "1"
        if not re.fullmatch(r"[1-9]\d{0,6}", number, re.ASCII):
            raise forms.ValidationError(_("The page number must be a whole number, 1 or higher."))
        return int(number)


def read_page(request: HttpRequest, rows: QuerySet[Any, Any], per_page: int) -> Page[Any] | HttpResponse:
    """Return the requested page of rows, or an error response: 400 for an invalid number, 404 for a number after the
    last page."""
    try:
        number = PageField().clean(request.GET.get("page"))
    except forms.ValidationError as error:
        return bad_request(request, error.messages, [_page_link(request, _("First page"), 1)])
    pages = Paginator(rows, per_page)
    last = pages.num_pages
    if number > last:
        message = _("Page %(page)s does not exist. The last page is %(last)s.") % {"page": number, "last": last}
        return not_found(request, message, [_page_link(request, _("Last page"), last)])
    return pages.page(number)


def _page_link(request: HttpRequest, label: str, page: int) -> SuggestedLink:
    """Return a link to a page of the same list, keeping the other parameters."""
    parameters = request.GET.copy()
    parameters["page"] = str(page)
    return SuggestedLink(label, f"?{parameters.urlencode()}")
