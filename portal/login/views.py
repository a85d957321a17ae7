"""Logging in: with a password and a second factor, or through the OpenID Connect provider."""

from __future__ import annotations

import logging
from typing import Any, cast

from allauth.account.utils import get_next_redirect_url, perform_login
from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.base.views import ReauthenticateView as CodeReauthenticateView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView, RemoveWebAuthnView
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth import views as auth
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe
from django.views.generic import View as GenericView
from requests import RequestException

from documents.web.permissions import View, current_user, require_permission
from documents.web.roles import SEES_UNPUBLISHED
from portal.login.adapters import failure
from portal.login.provider import ProviderAdapter
from portal.login.requirements import is_second_factor_missing
from portal.throttling import address_of, lockout_response

logger = logging.getLogger("portal.security")

_MALFORMED = (OAuth2Error, RequestException, AttributeError, ImproperlyConfigured, KeyError, TypeError, ValueError)
"""Exceptions raised by allauth if the provider does not answer, or if its answer lacks what the protocol requires."""


class LoginView(auth.LoginView):
    """The login page. django-axes counts failures, and allauth then asks for the second factor."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the name of the provider, "" without one."""
        provider = settings.OIDC_NAME if settings.SOCIALACCOUNT_PROVIDERS else ""
        return super().get_context_data(provider=provider, provider_id=settings.OIDC_PROVIDER, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Log the user in, or ask for the second factor."""
        if self.request.user.is_authenticated:
            logout(self.request)
        response: HttpResponse = perform_login(self.request, form.get_user(), redirect_url=self.get_success_url())
        return response


class SecondFactorView(AuthenticateView):
    """The page that asks for the second factor. Five wrong codes lock the account as wrong passwords do."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check the code or passkey, unless the account is locked."""
        credentials = {"username": self.stage.login.user.get_username()}
        if not AxesProxyHandler.is_allowed(request, credentials):
            return lockout_response(request, credentials=credentials)
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the page again. Wrong codes are logged where they are counted."""
        if "credential" in form.fields:
            logger.warning("wrong passkey of %r from %s", form.user.get_username(), address_of(self.request))
        response: HttpResponse = super().form_invalid(form)
        return response


class SecondFactorsView(IndexView):
    """The page of one's own second factors."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether the user must set one up now."""
        is_missing = is_second_factor_missing(self.request, current_user(self.request))
        return {**super().get_context_data(**kwargs), "is_missing": is_missing}


def _page(view: type[GenericView[Any]], template: str) -> View:
    """Return a view of allauth with a template of the portal, for users with an account."""
    return require_permission(SEES_UNPUBLISHED)(cast(View, view.as_view(template_name=f"login/{template}.html")))


log_in = LoginView.as_view()
second_factor = SecondFactorView.as_view(template_name="login/second_factor.html")
second_factors = _page(SecondFactorsView, "second_factors")
add_app = _page(ActivateTOTPView, "add_app")
remove_app = _page(DeactivateTOTPView, "remove_app")
add_passkey = _page(AddWebAuthnView, "add_passkey")
remove_passkey = _page(RemoveWebAuthnView, "remove_passkey")
recovery_codes = _page(ViewRecoveryCodesView, "recovery_codes")
new_recovery_codes = _page(GenerateRecoveryCodesView, "new_recovery_codes")
confirm_by_password = _page(ReauthenticateView, "confirm")
confirm_by_code = _page(CodeReauthenticateView, "confirm")
confirm_by_passkey = _page(ReauthenticateWebAuthnView, "confirm")


@require_safe
def log_in_through_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Redirect to the provider. A link on another site leads to the login page instead."""
    _require_provider()
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return redirect("login")
    try:
        provider = get_adapter().get_provider(request, provider_id)
        address = get_next_redirect_url(request)
        response: HttpResponse = provider.redirect(request, process=AuthProcess.LOGIN, next_url=address)
    except _MALFORMED as error:
        response = failure(request, error).response
    return response


@require_safe
def provider_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Log in the user whom the provider names."""
    _require_provider()
    view = OAuth2CallbackView.adapter_view(ProviderAdapter(request, provider_id))  # type: ignore[no-untyped-call]
    try:
        response: HttpResponse = view(request)
    except _MALFORMED as error:
        response = failure(request, error).response
    return response


def _require_provider() -> None:
    if not settings.SOCIALACCOUNT_PROVIDERS:
        raise Http404
