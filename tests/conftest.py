"""What holds for all tests."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests import vector_indexes

# Properties take the time that they take: how busy the machine is says nothing of them.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database, without what would cost all tests time for the sake of some."""
    with django_db_blocker.unblock():
        vector_indexes.remove()
