"""Settings and fixtures for all tests."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, settings

from recommendations.search.unanswered import clear_descriptions
from tests import builders, vector_indexes
from tests.clients import request_in_english
from tests.reading import read_here
from tests.template_database import use_template

Client.generic = request_in_english  # type: ignore[method-assign]
CaptureQueriesContext.__enter__ = builders.indexed_first(CaptureQueriesContext.__enter__)  # type: ignore[method-assign]

read_here()

# No deadline: the time for a property depends on the load of the machine. `make test-all` uses "all".
settings.register_profile("all", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", settings.get_profile("all"), max_examples=20)
settings.load_profile("quick")


def pytest_collection_finish() -> None:
    """Exclude objects loaded by now from all garbage collections, which took four per cent of the time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, django_db_blocker: Any) -> None:
    """Have the test database copied from one that is already migrated."""
    with django_db_blocker.unblock():
        use_template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Set up the test database without the vector indexes, which slow down every test and are needed by few."""
    with django_db_blocker.unblock():
        vector_indexes.remove()


@pytest.fixture(autouse=True)
def index() -> Iterator[None]:
    """Index what the builders created when the test reads the index."""
    with builders.indexing_when_read():
        yield


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
