"""Adapters through which django-allauth follows the portal's rules and uses its wording."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.services.accounts import AccountDetails, AccountError, create_account
from documents.services.second_factors import linked_accounts, record_link
from documents.web.roles import Role
from portal.middleware import ACTIVITY_KEY
from portal.throttling import address_of

logger = logging.getLogger("portal.security")

_MESSAGES: Mapping[str, Promise] = {
    "mfa/messages/totp_activated.txt": gettext_lazy("The authenticator app has been set up."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("The authenticator app has been removed."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("The passkey has been added."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("The passkey has been removed."),
}
"""Messages by the name of allauth's template. No other messages of allauth are shown."""

_TOO_MANY_CODES = gettext_lazy("Too many wrong codes were entered. Wait five minutes, then try again.")

_MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


class AccountAdapter(DefaultAccountAdapter):
    """Logs users in."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_password": gettext_lazy("This is not your password. Enter it again."),
        "too_many_login_attempts": gettext_lazy(
            "Too many wrong codes were entered. Wait five minutes, then try again."
        ),
        "rate_limited": gettext_lazy("Too many wrong codes were entered. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: administrators create accounts."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Return whether an address is on this host, so that a login may lead there."""
        request: HttpRequest = context.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the client's address as in the rest of the portal."""
        return address_of(request) or ""

    def get_login_stages(self) -> list[str]:
        """Return the steps between the password and the login."""
        return ["portal.login.requirements.SecondFactorStage"]

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Log a user in. The backend is named because allauth would choose the one that only counts failures."""
        user.backend = _MODEL_BACKEND
        super().login(request, user)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Show a message in the portal's words, if there is one."""
        if text := _MESSAGES.get(message_template or "", kwargs.get("message")):
            messages.add_message(request, level, str(text))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Return whether a user must confirm their identity: not in the first minutes after the login."""
        started, _last = context.request.session.get(ACTIVITY_KEY, (0, 0))
        return bool(time.time() - started > REAUTHENTICATION_TIMEOUT)

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, str]]:
        """Return the ways in which a user can confirm their identity. Without any, the user logs in again through the
        provider or sets a password.
        """
        methods: list[dict[str, str]] = super().get_reauthentication_methods(user)
        if methods:
            return methods
        if settings.SOCIALACCOUNT_PROVIDERS and user.pk in linked_accounts():
            url = reverse("openid_connect_login", kwargs={"provider_id": settings.OIDC_PROVIDER})
        else:
            url = reverse("request-password")
        return [{"id": "other", "description": "", "url": url}]


class SecondFactorAdapter(DefaultMFAAdapter):
    """Names and messages of second factors."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This code is not valid. Enter the code that the app shows now."),
    }

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """Return the username, which the authenticator app shows."""
        return user.get_username()

    def _get_site_name(self) -> str:
        return f"UNTOC Portal ({context.request.get_host()})"

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """Return a name for a new passkey."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}


class IdentityAdapter(DefaultSocialAccountAdapter):
    """Decides to which account an identity at the provider belongs.

    An identity is linked to the active account with its verified e-mail address when it is first used, and recognized
    by its key from then on: a provider may give the address to somebody else later.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Return False: :meth:`pre_social_login` creates accounts where ``OIDC_NEW_ACCOUNT_ROLE`` allows it."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the account of an identity, and link both if they are new to each other. Raise ImmediateHttpResponse, a
        redirect to the login page with the reason, if there is no such account.
        """
        if isinstance(sociallogin.user, User) and sociallogin.is_existing:
            if not sociallogin.user.is_active:
                raise refusal(request, _("Your account is deactivated. Ask an administrator."), sociallogin.account.uid)
            return
        address = next((address for address in sociallogin.email_addresses if address.verified), None)
        if address is None:
            message = _("%(provider)s did not confirm your e-mail address. Ask an administrator.")
            raise refusal(request, message % {"provider": settings.OIDC_NAME}, sociallogin.account.uid)
        user = self._account(request, sociallogin, address)
        sociallogin.connect(request, user)
        record_link(user)

    def _account(self, request: HttpRequest, sociallogin: SocialLogin, address: EmailAddress) -> User:
        """Return the account with an e-mail address, or a new one. Raise ImmediateHttpResponse."""
        email = address.email
        user = User.objects.filter(email__iexact=email).first()
        if user is None and settings.OIDC_NEW_ACCOUNT_ROLE:
            name = sociallogin.user.get_full_name() if isinstance(sociallogin.user, User) else ""
            try:
                return create_account(email, AccountDetails(name, email, Role(settings.OIDC_NEW_ACCOUNT_ROLE)), None)
            except AccountError as error:
                raise refusal(request, str(error), email) from error
        if user is None or not user.is_active:
            message = _("There is no account with the e-mail address %(email)s. Ask an administrator for one.")
            raise refusal(request, message % {"email": email}, email)
        if SocialAccount.objects.filter(user=user).exists():
            message = _(
                "The account with the e-mail address %(email)s is linked to another user. Ask an administrator."
            )
            raise refusal(request, message % {"email": email}, email)
        return user

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: Mapping[str, Any] | None = None,
    ) -> None:
        """Raise ImmediateHttpResponse, a redirect to the login page with a message."""
        if error == AuthError.CANCELLED:
            raise refusal(request, _("You cancelled the login."), "cancelled")
        raise failure(request, exception or ValueError(error))


def failure(request: HttpRequest, error: Exception) -> ImmediateHttpResponse:
    """Return the response to a provider that did not answer, or not as the protocol requires."""
    message = _("Logging in through %(provider)s failed. Try again, or log in with your password.")
    return refusal(request, message % {"provider": settings.OIDC_NAME}, f"{type(error).__name__}: {error}")


def refusal(request: HttpRequest, message: str, reason: str) -> ImmediateHttpResponse:
    """Return a redirect to the login page with a message. Log the reason, or the identity."""
    logger.warning("failed login through the provider from %s: %r", address_of(request), reason[:300])
    messages.error(request, message)
    return ImmediateHttpResponse(redirect("login"))
