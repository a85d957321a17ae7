"""Logins are logged with the account and the address."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_logins_and_logouts_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    User.objects.create_user("lawyer", password="the right password")
    client = Client(REMOTE_ADDR="192.0.2.1")
    with caplog.at_level("INFO", "portal.security"):
        client.post(reverse("login"), {"username": "lawyer\nroot", "password": "wrong"})
        client.post(reverse("login"), {"username": "lawyer", "password": "the right password"})
        client.post(reverse("logout"))
    lines = [record.getMessage() for record in caplog.records if record.name == "portal.security"]
    assert lines == [
        r"failed login of 'lawyer\nroot' from 192.0.2.1",
        "login of 'lawyer' from 192.0.2.1",
        "logout of 'lawyer' from 192.0.2.1",
    ]
