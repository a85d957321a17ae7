"""What holds for all tests."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests import vector_indexes

LONG = ("tests/browser/", "tests/ingestion/", "tests/portal/test_serve.py")
"""Walks through whole pages, and whole processes."""

# Properties take the time that they take: how busy the machine is says nothing of them.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database, without what would cost all tests time for the sake of some."""
    with django_db_blocker.unblock():
        vector_indexes.remove()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first: where several processes test, none has a minute left when the others are done."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
