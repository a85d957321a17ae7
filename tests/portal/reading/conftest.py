"""The children that read documents are tested as they are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.reading import in_children


@pytest.fixture(autouse=True)
def children() -> Iterator[None]:
    with in_children():
        yield
