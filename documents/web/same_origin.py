"""Protect public forms against forged requests without a token, and so without a cookie.

Browsers send the origin of a form with it (the Fetch standard, "Origin header"), and a page of another site cannot
forge it. A token in every page would give every reader a cookie, and pages could not be cached.
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
    """Refuse (403) requests that are sent from another site's page or without an origin. Safe methods pass."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in _SAFE and not _is_same_origin(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return csrf_exempt(guarded)


def _is_same_origin(request: HttpRequest) -> bool:
    """Return whether the Origin header, or without it the Referer, is the portal or a trusted origin.

    Always true if Django's CSRF check is off, as in most tests.
    """
    if getattr(request, "_dont_enforce_csrf_checks", False):
        return True
    origin = request.headers.get("Origin") or _origin(request.headers.get("Referer", ""))
    return origin in {_origin(request.build_absolute_uri("/")), *settings.CSRF_TRUSTED_ORIGINS}


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
