"""The people of the secretariat who keep the follow-up ledger."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.recommendations.services.following import secretary


@pytest.fixture
def anna(client: Client) -> User:
    user = secretary("anna")
    client.force_login(user)
    return user


@pytest.fixture
def boris() -> User:
    return secretary("boris")
