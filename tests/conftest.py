"""What holds for all tests."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests import vector_indexes

# Properties take the time that they take: how busy the machine is says nothing of them. `make test-all` asks for "all".
settings.register_profile("all", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", settings.get_profile("all"), max_examples=20)
settings.load_profile("quick")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database, without what would cost all tests time for the sake of some."""
    with django_db_blocker.unblock():
        vector_indexes.remove()
