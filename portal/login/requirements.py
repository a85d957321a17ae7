"""Whether a login needs a second factor, and whether it has one."""

from __future__ import annotations

from allauth.account.authentication import get_authentication_records
from allauth.account.stages import LoginStageController
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, User
from django.http import HttpRequest, HttpResponse

from documents.services.second_factors import has_second_factor
from documents.web.roles import user_role


class SecondFactorStage(AuthenticateStage):
    """Asks for the second factor after the password, and after the provider unless that has already asked for one."""

    controller: LoginStageController

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Return a redirect to the page that asks for the second factor, or None if the login may continue."""
        if has_provider_factor(self.request, self.login.user):
            return None, True
        response, is_continued = super().handle()
        return response, is_continued


def has_provider_factor(request: HttpRequest, user: AbstractBaseUser | None) -> bool:
    """Return whether a user logged in through a provider that asks for a second factor (``OIDC_SECOND_FACTOR``)."""
    if not settings.OIDC_SECOND_FACTOR:
        return False
    return any(record["method"] == "socialaccount" for record in get_authentication_records(request, user))


def is_second_factor_required(user: User) -> bool:
    """Return whether the user's role requires a second factor (``MFA_REQUIRED_ROLES``)."""
    return user_role(user).value in settings.SECOND_FACTOR_ROLES


def is_second_factor_missing(request: HttpRequest, user: User) -> bool:
    """Return whether a logged-in user must set up a second factor before doing anything else."""
    if has_provider_factor(request, user) or has_second_factor(user):
        return False
    return is_second_factor_required(user)
