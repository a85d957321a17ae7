"""Rows that many tests begin with: made once, and put back as they were for each test after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any, TypeVar

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

from recommendations.services import load_vocabularies

Made = TypeVar("Made")

Kept = dict[str, bytes]
"""Table with its columns -> its rows, as PostgreSQL copies them."""


_made: dict[Callable[[], Any], tuple[Any, Kept]] = {}

NO_ROW = 21
"""Bytes of a copy that holds no row: its head and its end."""


def once(make: Callable[[], Made]) -> Made:
    """What a function returns that writes rows into empty tables. It runs for the first test that asks; for the others
    of this process its rows are put back. They refer to none of other apps: no person has done anything yet."""
    if make in _made:
        returned, rows = _made[make]
        put_back(rows)
    else:
        returned = make()
        _made[make] = (deepcopy(returned), keep_rows())
    return deepcopy(returned)  # type: ignore[no-any-return]


def vocabularies() -> None:
    """The rows of all vocabularies, before any document is here."""
    once(load_vocabularies)


def keep_rows() -> Kept:
    """All rows of the portal's own tables."""
    with connection.cursor() as cursor:
        kept = {}
        for table in _tables():
            with cursor.copy(f"COPY {table} TO STDOUT (FORMAT BINARY)") as copy:
                rows = b"".join(map(bytes, copy))
            if len(rows) > NO_ROW:
                kept[table] = rows
        return kept


@transaction.atomic
def put_back(kept: Kept) -> None:
    """The rows that were kept, under the keys that they had, into tables that are empty. New ones come after them."""
    with connection.cursor() as cursor:
        for table, rows in kept.items():
            with cursor.copy(f"COPY {table} FROM STDIN (FORMAT BINARY)") as copy:
                copy.write(rows)
        for statement in connection.ops.sequence_reset_sql(no_style(), list(_models())):
            cursor.execute(statement)


def _models() -> Iterator[type[models.Model]]:
    for app in ("documents", "recommendations"):
        yield from apps.get_app_config(app).get_models(include_auto_created=True)


def _tables() -> Iterator[str]:
    for model in _models():
        columns = ", ".join(f'"{field.column}"' for field in _stored(model))
        yield f'"{model._meta.db_table}" ({columns})'


def _stored(model: type[models.Model]) -> Iterator[models.Field]:  # type: ignore[type-arg]
    return (field for field in model._meta.concrete_fields if not field.generated and field.column)
