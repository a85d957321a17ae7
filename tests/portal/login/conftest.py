"""Fixtures of users with a second factor."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.models import User
from django.core.cache import cache

from tests.portal.login.steps import SECRET, make_user


@pytest.fixture(autouse=True)
def _no_earlier_codes() -> None:
    """Forget the codes and wrong codes that allauth remembers in the memory of the process."""
    cache.clear()


@pytest.fixture
def user() -> User:
    return make_user()


@pytest.fixture
def app(user: User) -> Authenticator:
    """The user's authenticator app."""
    return Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": SECRET})


@pytest.fixture
def recovery_codes(app: Authenticator) -> list[str]:
    """The user's recovery codes."""
    return list(RecoveryCodes.activate(app.user).get_unused_codes())
