"""Middleware that lets users whose role requires a second factor do nothing until they have set one up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from portal.login.requirements import is_second_factor_missing
from recommendations.api.problems import is_api_request

_ALLOWED = frozenset(
    {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate", "logout"}
    | {"request-password", "password-requested", "set-password", "openid_connect_login", "openid_connect_callback"}
)
"""Names of the pages that set up a second factor and of those that confirm who the user is, and of logging out."""


class SecondFactorMiddleware:
    """Redirect users without a required second factor to the page that sets one up.

    Public pages are included, because they show unpublished documents to staff. The API has no users.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Redirect the request, once its view is known."""
        if not settings.SECOND_FACTOR_ROLES or is_api_request(request) or not isinstance(request.user, User):
            return None
        if request.resolver_match and request.resolver_match.url_name in _ALLOWED:
            return None
        return redirect("mfa_index") if is_second_factor_missing(request, request.user) else None
