"""Drop the vector indexes of the test database, and create them only for the tests that need them.

Inserting a vector into an index takes a millisecond, and rolled-back vectors slow down later inserts. Without indexes,
a few thousand vectors are compared one by one just as quickly, with the same results.
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
    """Drop the vector indexes."""
    with connection.schema_editor() as editor:
        for model, index in _INDEXES:
            editor.remove_index(model, index)


@contextmanager
def created() -> Iterator[None]:
    """Create the vector indexes for the duration of the block, as in production."""
    with connection.schema_editor() as editor:
        for model, index in _INDEXES:
            editor.add_index(model, index)
    yield
    remove()
