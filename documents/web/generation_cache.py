"""A cache of values that are valid for one generation.

It is in ``documents`` because ``recommendations.index`` and ``recommendations.labels`` both use it but must not import
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
    """A thread-safe cache of at most ``size`` values, each valid for one generation, for example of the search index.

    The oldest values are evicted first. A value that never changes needs no generation.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._entries: OrderedDict[Key, tuple[int, Value]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key, generation: int | None = None) -> Value | None:
        """Return the value of a key in a generation or, if no generation is given, its last value; None if there is no
        such value."""
        entry = self._entries.get(key)
        return entry[1] if entry and generation in (None, entry[0]) else None

    def put(self, values: Mapping[Key, Value], generation: int = 0) -> None:
        """Store values of a generation, even if newer ones are cached: restoring a backup brings back an old
        generation."""
        with self._lock:
            for key, value in values.items():
                self._entries[key] = (generation, value)
                self._entries.move_to_end(key)
            while len(self._entries) > self.size:
                self._entries.popitem(last=False)

    def clear(self) -> None:
        """Remove all values."""
        with self._lock:
            self._entries.clear()
