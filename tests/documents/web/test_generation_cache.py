"""The generation cache: values are valid only for their generation, and the size is limited."""

from __future__ import annotations

from documents.web.generation_cache import GenerationCache


def test_value_is_valid_only_for_its_generation() -> None:
    cache: GenerationCache[str, str] = GenerationCache(2)
    cache.put({"en": "names"}, generation=5)
    assert cache.get("en", 5) == cache.get("en") == "names"
    assert cache.get("en", 4) is cache.get("en", 6) is cache.get("fr") is None
    cache.put({"en": "older names"}, generation=4)
    assert cache.get("en", 4) == "older names", "a backup brought an older generation back"
    assert cache.get("en", 5) is None


def test_oldest_values_are_evicted() -> None:
    cache: GenerationCache[int, int] = GenerationCache(2)
    cache.put({1: 1, 2: 2})
    cache.put({1: 10})
    cache.put({3: 3})
    assert [cache.get(key) for key in (1, 2, 3)] == [10, None, 3]
    cache.put({key: key for key in range(10)})
    assert [key for key in range(10) if cache.get(key) is not None] == [8, 9]
    cache.clear()
    assert cache.get(9) is None
