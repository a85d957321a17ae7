"""Insert or update the rows of a vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


def upsert(
    model: type[Row], identity: tuple[str, ...], entries: Iterable[Mapping[str, Any]]
) -> dict[tuple[Any, ...], Row]:
    """Insert missing rows and update those that differ. Return a map from the values of ``identity`` to the row.

    Other rows are kept, because documents may refer to them. If nothing changed, this runs one query.
    """
    existing = {tuple(getattr(row, field) for field in identity): row for row in model._default_manager.all()}
    missing: list[Row] = []
    changed: list[Row] = []
    fields: set[str] = set()
    result: dict[tuple[Any, ...], Row] = {}
    for values in entries:
        key = tuple(values[field] for field in identity)
        row = existing.get(key)
        if row is None:
            row = model(**values)
            missing.append(row)
        elif changed_fields := {field for field, value in values.items() if getattr(row, field) != value}:
            for field in changed_fields:
                setattr(row, field, values[field])
            fields |= changed_fields
            changed.append(row)
        result[key] = row
    model._default_manager.bulk_create(missing)
    if changed:
        model._default_manager.bulk_update(changed, sorted(field.removesuffix("_id") for field in fields))
    return result
