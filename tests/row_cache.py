"""Create rows shared by many tests only once, and restore them for all later tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils.translation import get_language

from documents.models import Document
from recommendations.labels import facet_values
from recommendations.labels.facet_values import Names, reload_names
from recommendations.models import Instrument
from recommendations.services import load_vocabularies

Result = TypeVar("Result")


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of all tables, by table with columns, in PostgreSQL's binary COPY format; and the ``names`` in them, by
    language, once they have been read. Reading them takes six times as long as restoring the rows."""

    copies: dict[str, bytes]
    names: dict[str, Names] = field(default_factory=dict)


_cache: dict[tuple[Callable[..., Any], tuple[Any, ...]], tuple[Any, Rows]] = {}

EMPTY_COPY_BYTES = 21
"""Size of a copy without rows: its header and trailer."""


def create_once(make: Callable[..., Result], *args: Any) -> Result:
    """Return the result of ``make``, which writes rows into empty tables. It runs once per process for the same
    arguments; later calls restore its rows, which must not refer to rows of other apps, such as users."""
    key = (make, args)
    if key in _cache:
        result, rows = _cache[key]
        restore_rows(rows)
    else:
        result = make(*args)
        _cache[key] = (deepcopy(result), dump_rows())
    return deepcopy(result)  # type: ignore[no-any-return]


def tables_are_empty() -> bool:
    """Return whether the database has neither vocabularies nor documents."""
    return not (Instrument.objects.exists() or Document.objects.exists())


def vocabularies() -> None:
    """Load the rows of all vocabularies. They are restored from memory if the database has neither vocabularies nor
    documents."""
    if tables_are_empty():
        create_once(load_vocabularies)
    else:
        load_vocabularies()


def dump_rows() -> Rows:
    """Return all rows of the tables of the portal's apps."""
    with connection.cursor() as cursor:
        copies = {}
        for table in _tables():
            with cursor.copy(f"COPY {table} TO STDOUT (FORMAT BINARY)") as copy:
                rows = b"".join(map(bytes, copy))
            if len(rows) > EMPTY_COPY_BYTES:
                copies[table] = rows
        return Rows(copies)


@transaction.atomic
def restore_rows(rows: Rows) -> None:
    """Restore rows with their original keys into empty tables, and advance the sequences past them. Names that an
    earlier test loaded are replaced by those in the rows."""
    with connection.cursor() as cursor:
        for table, copied in rows.copies.items():
            with cursor.copy(f"COPY {table} FROM STDIN (FORMAT BINARY)") as copy:
                copy.write(copied)
        # One call instead of one for each table: hundreds of tests restore rows.
        cursor.execute("".join(connection.ops.sequence_reset_sql(no_style(), list(_models()))))
    _load_names(rows)


def _load_names(rows: Rows) -> None:
    language = get_language() or ""
    if language in rows.names:
        facet_values._cache.clear()
        facet_values._cache.put({language: rows.names[language]}, 0)
    else:
        rows.names[language] = reload_names()


def _models() -> Iterator[type[models.Model]]:
    for app in ("documents", "recommendations"):
        yield from apps.get_app_config(app).get_models(include_auto_created=True)


def _tables() -> Iterator[str]:
    for model in _models():
        columns = ", ".join(f'"{field.column}"' for field in _stored_fields(model))
        yield f'"{model._meta.db_table}" ({columns})'


def _stored_fields(model: type[models.Model]) -> Iterator[models.Field]:  # type: ignore[type-arg]
    return (field for field in model._meta.concrete_fields if not field.generated and field.column)
