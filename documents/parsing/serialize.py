"""Convert a parsed document to JSON for storage and back, without loss."""

from __future__ import annotations

import dataclasses
import datetime
import re
import types
import typing
from collections.abc import Mapping
from enum import Enum
from functools import cache
from typing import Any

from documents.parsing.messages import Message, message_as_json, message_from_json
from documents.parsing.types import ParsedDocument

_BULLET = re.compile(r", bullet (\d+)")
"""Matches what :func:`documents.parsing.places.bullet` adds to a path."""


def split_bullets(path: str) -> tuple[str, list[int]]:
    """Return a path without the bullets in it, as printed in the document, and their numbers, which are counted."""
    return _BULLET.sub("", path), [int(number) for number in _BULLET.findall(path)]


def to_json(document: ParsedDocument) -> dict[str, Any]:
    """Return plain values for the json module: dates as "2022-10-17", tuples as lists, empty fields omitted."""
    return typing.cast(dict[str, Any], to_plain(document))


def from_json(data: Mapping[str, Any]) -> ParsedDocument:
    """Return the document that :func:`to_json` serialized. Unknown keys are ignored.

    Raise KeyError, TypeError or ValueError if the data is not a parsed document.
    """
    return typing.cast(ParsedDocument, from_plain(data, ParsedDocument))


def to_plain(value: Any) -> Any:
    """Return a value of the parser's types, or of similar frozen dataclasses, as plain values."""
    if isinstance(value, Message):
        return message_as_json(value)
    if dataclasses.is_dataclass(value):
        pairs = ((field, getattr(value, field.name)) for field in dataclasses.fields(value))
        return {field.name: to_plain(item) for field, item in pairs if not _is_default(field, item)}
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def _is_default(field: dataclasses.Field[Any], value: Any) -> bool:
    return field.default is not dataclasses.MISSING and type(value) is type(field.default) and value == field.default


@cache
def _field_types(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def from_plain(data: Any, hint: Any) -> Any:
    """Return the value of type ``hint`` that plain data represents; the inverse of :func:`to_plain`."""
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        inner = next(part for part in typing.get_args(hint) if part is not types.NoneType)
        return None if data is None else from_plain(data, inner)
    if origin is tuple:
        inner = typing.get_args(hint)[0]
        return tuple(from_plain(item, inner) for item in data)
    if dataclasses.is_dataclass(hint):
        hints = _field_types(typing.cast(type, hint))
        values = {name: from_plain(data[name], kind) for name, kind in hints.items() if name in data}
        return typing.cast(type, hint)(**values)
    if hint is Message:
        return message_from_json(data)
    if hint is datetime.date:
        return datetime.date.fromisoformat(data)
    return hint(data) if isinstance(hint, type) and issubclass(hint, Enum) else data
