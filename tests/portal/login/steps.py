"""Steps of logging in with a second factor."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from documents.web.roles import Role
from tests import builders as make
from tests.portal.login.codes import app_code

PASSWORD = "a word that nobody guesses"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CODE_PAGE = "/login/code/"


def make_user(role: Role = Role.EDITOR, name: str = "grace") -> User:
    user = make.person(role, name)
    user.set_password(PASSWORD)
    user.save()
    return user


def enter_password(client: Client, **data: str) -> Any:
    return client.post(reverse("login"), {"username": "grace", "password": PASSWORD, **data})


def enter_code(client: Client, code: str) -> Any:
    return client.post(CODE_PAGE, {"code": code})


def is_logged_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def set_up_app(client: Client) -> str:
    """Set up an authenticator app. Return its secret."""
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    [secret] = re.findall(r'id="app-key"[^>]*>([A-Z2-7]+)<', page)
    response = client.post(reverse("mfa_activate_totp"), {"code": app_code(secret)})
    assert (response.status_code, response.url) == (302, "/en/account/two-step/codes/")
    return str(secret)
