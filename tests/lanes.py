"""What of a test is quick (`make test`), and what is left to `make test-all`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import settings


def first_quick(values: Iterable[Any], number: int = 1) -> list[Any]:
    """Values for ``parametrize``, of which all but the first ``number`` are long."""
    return [
        value if place < number else pytest.param(value, marks=pytest.mark.long) for place, value in enumerate(values)
    ]


def examples(number: int) -> int:
    """How many examples a property has that has ``number`` with all tests: fewer in the quick ones, whose profile in
    ``conftest.py`` has fewer than 100."""
    return max(1, number * settings.default.max_examples // 100)
