"""A stored version, and two editors."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from documents.models import LanguageVersion
from tests.recommendations.services.correcting.versions import create_version
from tests.row_cache import create_once


@pytest.fixture
def version() -> LanguageVersion:
    return create_once(create_version)


@pytest.fixture
def ann() -> User:
    return User.objects.create_user("ann")


@pytest.fixture
def bob() -> User:
    return User.objects.create_user("bob")
