"""Settings for logging in: a second factor and OpenID Connect, with the settings of django-allauth for both."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_ROLES = ("staff", "editor", "administrator")
_NEW_ACCOUNT_ROLES = ("", "staff", "editor")  # the provider never makes administrators
_LOOPBACK = ("localhost", "127.0.0.1")


def read_roles(text: str) -> frozenset[str]:
    """Return the roles in ``MFA_REQUIRED_ROLES``. Raise ImproperlyConfigured for a role that does not exist."""
    roles = frozenset(part.strip() for part in text.split(",") if part.strip())
    if unknown := sorted(roles.difference(_ROLES)):
        raise ImproperlyConfigured(
            f"MFA_REQUIRED_ROLES names “{unknown[0]}”. Use {', '.join(_ROLES)}, separated by commas."
        )
    return roles


def read_new_account_role(text: str) -> str:
    """Return the role in ``OIDC_NEW_ACCOUNT_ROLE``. Raise ImproperlyConfigured for any other than staff and editor."""
    if text not in _NEW_ACCOUNT_ROLES:
        raise ImproperlyConfigured(f"OIDC_NEW_ACCOUNT_ROLE={text} is not possible. Use staff or editor, or unset it.")
    return text


def read_provider(issuer: str, client_id: str, secret: str, name: str, *, verifies_email: bool) -> dict[str, Any]:
    """Return allauth's settings for the provider, or {} without an issuer.

    Raise ImproperlyConfigured if the issuer has no client, or if its address does not use HTTPS.
    """
    if not issuer:
        return {}
    if not (client_id and secret):
        raise ImproperlyConfigured("OIDC_ISSUER is set. Set OIDC_CLIENT_ID and OIDC_CLIENT_SECRET too.")
    address = urlsplit(issuer)
    if address.scheme != "https" and not (address.scheme == "http" and address.hostname in _LOOPBACK):
        raise ImproperlyConfigured(f"OIDC_ISSUER={issuer} is not possible. Use an address that starts with https://.")
    app = {
        "provider_id": OIDC_PROVIDER,
        "name": name,
        "client_id": client_id,
        "secret": secret,
        "settings": {
            "server_url": issuer.rstrip("/") + "/.well-known/openid-configuration",
            "verified_email": verifies_email,
            "oauth_pkce_enabled": True,
        },
    }
    return {"openid_connect": {"APPS": [app]}}


# Roles that cannot use the portal without a second factor. Everybody may set one up.
SECOND_FACTOR_ROLES = read_roles(os.environ.get("MFA_REQUIRED_ROLES", ""))

OIDC_PROVIDER = "oidc"  # allauth's key of the provider, stored with each linked identity
OIDC_ISSUER = os.environ.get("OIDC_ISSUER", "")
OIDC_NAME = os.environ.get("OIDC_NAME", "") or urlsplit(OIDC_ISSUER).hostname or ""
OIDC_NEW_ACCOUNT_ROLE = read_new_account_role(os.environ.get("OIDC_NEW_ACCOUNT_ROLE", ""))
OIDC_SECOND_FACTOR = os.environ.get("OIDC_SECOND_FACTOR", "") == "1"

ACCOUNT_ADAPTER = "portal.login.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SIGNUP_FIELDS = ["username*"]  # nobody can sign up, but allauth checks that this agrees with how users log in
ACCOUNT_RATE_LIMITS = {
    # Wrong codes for an account from any address, in each web process. django-axes limits those from one address.
    "login_failed": "10/5m/key",
    "reauthenticate": None,
}

MFA_ADAPTER = "portal.login.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "portal.login.forms.CodeForm",
    "authenticate_webauthn": "portal.login.forms.PasskeyForm",
    "reauthenticate": "portal.login.forms.ConfirmationCodeForm",
    "reauthenticate_webauthn": "portal.login.forms.ConfirmationPasskeyForm",
    "add_webauthn": "portal.login.forms.NewPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds by which a telephone's clock may be wrong

SOCIALACCOUNT_ADAPTER = "portal.login.adapters.IdentityAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_PROVIDERS = read_provider(
    OIDC_ISSUER,
    os.environ.get("OIDC_CLIENT_ID", ""),
    os.environ.get("OIDC_CLIENT_SECRET", ""),
    OIDC_NAME,
    verifies_email=os.environ.get("OIDC_EMAIL_VERIFIED", "") == "1",
)
