"""Protect public forms against cross-site request forgery without a token or a cookie.

With each form, browsers send the origin of its page (Fetch standard, "Origin header"), which pages of other sites
cannot forge. A token would set a cookie for every reader, so pages could not be cached.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponseBase]
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def require_same_origin(view: View) -> View:
    """Decorate a view to reject (403) requests from other sites or without an origin, except with safe methods."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in _SAFE_METHODS and not _is_same_origin(request):
            raise PermissionDenied(
                _("This form was sent from another website. Open the page on this website and try again.")
            )
        return view(request, *args, **kwargs)

    return csrf_exempt(wrapper)


def _is_same_origin(request: HttpRequest) -> bool:
    """Return whether the Origin header, or else the Referer, names the portal or a trusted origin.

    Return True if Django's CSRF check is off, as in most tests.
    """
    if getattr(request, "_dont_enforce_csrf_checks", False):
        return True
    origin = request.headers.get("Origin") or _origin(request.headers.get("Referer", ""))
    return origin in {_origin(request.build_absolute_uri("/")), *settings.CSRF_TRUSTED_ORIGINS}


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
