"""Read and correct the fields of a masthead. Pure functions, no database."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from documents.parsing.serialize import from_plain, to_plain
from documents.parsing.types import Masthead
from recommendations.corrections.types import Edit, EditError, Reason

FACTS = (
    "title", "subtitle", "distribution", "date", "language", "original_languages", "body", "subsidiary_body", "session",
    "meeting", "agenda_item", "agenda_title", "job_number", "reissued", "languages_concerned",
)  # fmt: skip
"""Fields of :class:`~documents.parsing.types.Masthead`, called facts to distinguish them from the fields of a
recommendation. Symbols are not among them: they are set elsewhere. ``meeting`` has a place and dates: ``{"place":
"Vienna", "start": "2022-10-17", "end": "2022-10-21"}``."""


_LISTS = {"original_languages", "languages_concerned"}
_NON_TEXT_FACTS = {"date", "reissued", "meeting", *_LISTS}


@cache
def _field_types() -> Mapping[str, Any]:
    return typing.get_type_hints(Masthead)


def fact_of(masthead: Masthead, field: str) -> Any:
    """Return a field as a plain value; None or [] if the masthead does not contain it."""
    return to_plain(getattr(masthead, field))


def with_fact(masthead: Masthead, edit: Edit) -> Masthead:
    """Return the masthead with one field edited. Raise ``EditError`` if the edit does not fit."""
    if edit.field not in FACTS:
        raise EditError(Reason.INVALID)
    current_value = fact_of(masthead, edit.field)
    value = edit.value or None if edit.field not in _NON_TEXT_FACTS else edit.value
    if current_value == value:
        return masthead
    if current_value != edit.old_value:
        raise EditError(Reason.DIFFERS, current_value, can_stay=True)
    try:
        _check(edit.field, value)
        return replace(masthead, **{edit.field: from_plain(value, _field_types()[edit.field])})
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise EditError(Reason.INVALID, current_value) from error


def _check(field: str, value: Any) -> None:
    """Raise TypeError for a value of the wrong type."""
    if field in _LISTS:
        expected_type: Any = list
    elif field == "meeting":
        expected_type = dict | None
    elif field in _NON_TEXT_FACTS:
        return
    else:
        expected_type = str | None
    if not isinstance(value, expected_type):
        raise TypeError(field)
