"""The What’s new page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.web.pagination import read_page
from recommendations.queries.news import events, news_by_day

PAGE_SIZE = 50


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """List documents, language versions and endorsements by the day on which they became public, newest first."""
    page = read_page(request, events(), PAGE_SIZE)
    if isinstance(page, HttpResponse):
        return page
    return render(request, "news/list.html", {"page": page, "days": news_by_day(page.object_list)})
