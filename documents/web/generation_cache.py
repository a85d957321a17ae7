"""A cache of values that are valid for one generation.

It is in ``documents`` because ``recommendations.index`` and ``recommendations.labels`` both use it and must not import
each other.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class GenerationCache(Generic[Key, Value]):
    """At most ``size`` values, each valid for one generation, such as one of the search index. Thread-safe.

    The values that were put first are dropped first. A value that never changes needs no generation.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._kept: OrderedDict[Key, tuple[int, Value]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key, generation: int | None = None) -> Value | None:
        """Return the value of a key for a generation, or its last value if none is given; None if not cached."""
        kept = self._kept.get(key)
        return kept[1] if kept and generation in (None, kept[0]) else None

    def put(self, values: Mapping[Key, Value], generation: int = 0) -> None:
        """Store values of a generation, even an older one than that in the cache: a backup may bring it back."""
        with self._lock:
            for key, value in values.items():
                self._kept[key] = (generation, value)
                self._kept.move_to_end(key)
            while len(self._kept) > self.size:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        """Remove all values."""
        with self._lock:
            self._kept.clear()
