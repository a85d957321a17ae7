"""The document that these tests read."""

from __future__ import annotations

import pytest

from documents.models import LanguageVersion
from tests import builders as make


@pytest.fixture
def version(db: None) -> LanguageVersion:
    return make.version(make.document("CTOC/COP/2022/L.4", title="Draft resolution"), page_count=7)
