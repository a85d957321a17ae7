"""The indexes of vectors, which a test database is without but where their finding is looked at.

A vector that is put in takes a millisecond, and what a test took back stays in the way of all that follow. Some
thousand vectors are compared one by one as quickly, and the same is found.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from pgvector.django import HnswIndex

from recommendations.models import SearchPassage, SearchWord

_INDEXES = [
    (model, index)
    for model in (SearchPassage, SearchWord)
    for index in model._meta.indexes
    if isinstance(index, HnswIndex)
]


def remove() -> None:
    """Leave the tables of vectors without them."""
    with connection.schema_editor() as editor:
        for model, index in _INDEXES:
            editor.remove_index(model, index)


@contextmanager
def there() -> Iterator[None]:
    """While entered the tables have them, as in use."""
    with connection.schema_editor() as editor:
        for model, index in _INDEXES:
            editor.add_index(model, index)
    yield
    remove()
