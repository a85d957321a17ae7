"""A stored version to correct."""

from __future__ import annotations

import pytest

from documents.models import LanguageVersion
from tests.portal.review.forms import make_version
from tests.row_cache import create_once


@pytest.fixture
def version(db: None) -> LanguageVersion:
    return create_once(make_version)
