"""Split tests into quick ones (`make test`) and long ones (`make test-all` only)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings


def quick_first(values: Iterable[Any], count: int = 1) -> list[Any]:
    """Return values for ``parametrize``, with all values but the first ``count`` marked as long. A tuple holds a value
    for each name."""
    return [
        value
        if index < count
        else pytest.param(*(value if isinstance(value, tuple) else [value]), marks=pytest.mark.long)
        for index, value in enumerate(values)
    ]


def smallest_first(paths: Iterable[Path], count: int = 1) -> list[Any]:
    """Return files for ``parametrize``, with all files but the ``count`` smallest ones marked as long."""
    return quick_first(sorted(paths, key=lambda path: path.stat().st_size), count)


def examples(count: int) -> int:
    """Return the number of examples for a Hypothesis test: ``count`` in the full run, proportionally fewer in the quick
    run (``conftest.py`` defines the profiles; 100 examples per test is the full number)."""
    return max(1, count * settings.default.max_examples // 100)
