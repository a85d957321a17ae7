"""Split tests into quick ones (`make test`) and long ones (`make test-all` only)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import settings


def quick_first(values: Iterable[Any], number: int = 1) -> list[Any]:
    """Return values for ``parametrize``, with all but the first ``number`` marked as long."""
    return [
        value if index < number else pytest.param(value, marks=pytest.mark.long) for index, value in enumerate(values)
    ]


def examples(number: int) -> int:
    """Return the number of examples for a property that has ``number`` in the full run, reduced in proportion in the
    quick run, whose profile in ``conftest.py`` has fewer than 100."""
    return max(1, number * settings.default.max_examples // 100)
