"""Protect public forms against forged requests without a token, and so without a cookie.

Browsers say with each form that is sent from which origin it comes (the Fetch standard, "Origin header"), and a page of
another site cannot make them say otherwise. A token in every page would give every reader a cookie, and no page could
be kept by a cache.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponseBase]
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def require_same_origin(view: View) -> View:
    """Refuses (403) what is sent from another site's page, or does not say from where."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in _SAFE and not _is_own(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return csrf_exempt(guarded)


def _is_own(request: HttpRequest) -> bool:
    """By the header Origin; a browser without it is known by the address of the page (Referer).

    Where Django's own check of forms is off, as in most tests, this is too.
    """
    if getattr(request, "_dont_enforce_csrf_checks", False):
        return True
    origin = request.headers.get("Origin") or _origin(request.headers.get("Referer", ""))
    return origin in {_origin(request.build_absolute_uri("/")), *settings.CSRF_TRUSTED_ORIGINS}


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
