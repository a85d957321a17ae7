"""Stored versions to correct and publish, and an editor."""

from __future__ import annotations

import pytest
from django.test import Client

from documents.models import LanguageVersion
from documents.web.roles import Role
from tests import builders as make
from tests.portal.review.forms import make_version
from tests.portal.review.queue import store_ten
from tests.row_cache import create_once


@pytest.fixture
def version(db: None) -> LanguageVersion:
    return create_once(make_version)


@pytest.fixture
def editor_client() -> Client:
    client = Client()
    client.force_login(make.person(Role.EDITOR))
    return client


@pytest.fixture
def versions(db: None) -> list[LanguageVersion]:
    return create_once(store_ten)
