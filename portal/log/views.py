"""The audit log page: who changed what, and when."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.web.languages import reading_languages
from documents.web.pagination import read_page
from documents.web.permissions import require_permission
from portal.log.filters import ChangeFilters
from portal.log.queries import all_changes, log_rows

PAGE_SIZE = 50

can_read = require_permission("documents.view_change")


@can_read
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Show the changes that match the filters, newest first."""
    filters = ChangeFilters(request.GET, all_changes())
    if not filters.is_valid():
        return render(request, "log/log.html", {"form": filters.form}, status=400)
    page = read_page(request, filters.qs, PAGE_SIZE)
    if isinstance(page, HttpResponse):
        return page
    rows = log_rows(page.object_list, reading_languages(request))
    return render(request, "log/log.html", {"form": filters.form, "page": page, "rows": rows})
