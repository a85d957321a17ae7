"""The OpenID Connect provider: how its answers are checked."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest


class ProviderAdapter(OpenIDConnectOAuth2Adapter):
    """Reads the answer of the provider. Only the e-mail address in it is kept."""

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Return the identity. Raise OAuth2Error if the provider's answer cannot be trusted.

        The details must be those of the subject of the ID token (OpenID Connect Core 1.0, section 5.3.2).
        """
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("The provider sent no ID token.")
        self.did_fetch_access_token = False  # or else allauth would not verify the signature
        login: SocialLogin = super().complete_login(request, app, token, **kwargs)
        details, claims = login.account.extra_data["userinfo"], login.account.extra_data["id_token"]
        if details["sub"] != claims["sub"]:
            raise OAuth2Error("The user's details are not those of the ID token.")
        login.account.extra_data = {"email": details.get("email", "")}
        return login
