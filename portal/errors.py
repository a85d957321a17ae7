"""Pages for requests that cannot be answered, where Django's own views with our templates do not do.

``400.html``, ``403.html``, ``403_csrf.html``, ``404.html`` and ``500.html`` are found by Django under their names;
the page of a failure is made without the request, hence without the database.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def too_large(request: HttpRequest) -> HttpResponse:
    """The answer to a request larger than the portal takes: 413, and what to do about it."""
    limits = {"request_limit": settings.UPLOAD_REQUEST_BYTES, "file_limit": settings.UPLOAD_FILE_BYTES}
    return render(request, "413.html", limits, status=413)
