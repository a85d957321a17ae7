"""Rows that many tests begin with: made once, and put back as they were for each test after it."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models, transaction

Kept = dict[str, bytes]
"""Table with its columns -> its rows, as PostgreSQL copies them."""


def keep_rows() -> Kept:
    """All rows of the portal's own tables."""
    with connection.cursor() as cursor:
        kept = {}
        for table in _tables():
            with cursor.copy(f"COPY {table} TO STDOUT (FORMAT BINARY)") as copy:
                kept[table] = b"".join(map(bytes, copy))
        return kept


@transaction.atomic
def put_back(kept: Kept) -> None:
    """The rows that were kept, under the keys that they had, into tables that are empty."""
    with connection.cursor() as cursor:
        for table, rows in kept.items():
            with cursor.copy(f"COPY {table} FROM STDIN (FORMAT BINARY)") as copy:
                copy.write(rows)


def _tables() -> Iterator[str]:
    for app in ("documents", "recommendations"):
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            columns = ", ".join(f'"{field.column}"' for field in _stored(model))
            yield f'"{model._meta.db_table}" ({columns})'


def _stored(model: type[models.Model]) -> Iterator[models.Field]:  # type: ignore[type-arg]
    return (field for field in model._meta.concrete_fields if not field.generated and field.column)
