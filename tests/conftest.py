"""Settings and fixtures for all tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, settings

from recommendations.search.unanswered import clear_descriptions
from tests import vector_indexes
from tests.clients import request_in_english

Client.generic = request_in_english  # type: ignore[method-assign]

# No deadline: the time for a property depends on the load of the machine. `make test-all` uses "all".
settings.register_profile("all", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", settings.get_profile("all"), max_examples=20)
settings.load_profile("quick")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Set up the test database without the vector indexes, which slow down every test and are needed by few."""
    with django_db_blocker.unblock():
        vector_indexes.remove()


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    """Forget the language of the last page that the test requested: it stays active in the thread."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def descriptions_of_provisions() -> Iterator[None]:
    """Forget the vectors of descriptions that a search read: the rows are rolled back."""
    yield
    clear_descriptions()
