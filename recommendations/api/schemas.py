"""Convert responses to JSON values, and describe them in JSON Schema. Both are derived from the same dataclasses.

The annotation of a field holds its description: ``Annotated[int, "The page number."]``. Every field is in every
response; unknown values are null.
"""

from __future__ import annotations

import dataclasses
import datetime
import inspect
import types
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from recommendations.api.resources import DEPRECATED

Schema = dict[str, Any]

REFERENCE = "#/components/schemas/"
_SCALARS: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    datetime.date: {"type": "string", "format": "date"},
}


def to_json_value(value: Any) -> Any:
    """Return a value of a response, converted to JSON types."""
    if value is None or type(value) in (str, int, bool):  # fast path: most values are scalars
        return value
    if isinstance(value, tuple | list):
        return [to_json_value(item) for item in value]
    if dataclasses.is_dataclass(value):
        return {field: to_json_value(getattr(value, field)) for field in fields_of(value.__class__)}
    if isinstance(value, Mapping):
        return {key: to_json_value(item) for key, item in value.items()}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"unsupported value in a response: {value!r}")


@cache
def fields_of(resource: type) -> dict[str, Any]:
    """Return a map from field name to annotated type."""
    hints = get_type_hints(resource, include_extras=True)
    return {field.name: hints[field.name] for field in dataclasses.fields(resource)}


def object_schema(resource: type) -> Schema:
    """Return the schema of a dataclass, with references to nested ones."""
    properties = {name: type_schema(hint) for name, hint in fields_of(resource).items()}
    return {
        "type": "object",
        "description": inspect.cleandoc(resource.__doc__ or ""),
        "properties": properties,
        "required": list(properties),
    }


def type_schema(hint: Any) -> Schema:
    """Return the schema of a type. Raise TypeError if the type is not supported."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        schema = {**type_schema(arguments[0]), "description": arguments[1]}
        return {**schema, "deprecated": True} if DEPRECATED in arguments[2:] else schema
    if origin is Literal:
        return {"type": "string", "enum": list(arguments)}
    if origin in (Union, types.UnionType):
        return _optional_schema([argument for argument in arguments if argument is not types.NoneType])
    if origin is tuple:
        return {"type": "array", "items": type_schema(arguments[0])}
    if origin is Mapping or (inspect.isclass(origin) and issubclass(origin, Mapping)):
        return {"type": "object", "additionalProperties": type_schema(arguments[1])}
    return _simple_schema(hint)


def _simple_schema(hint: Any) -> Schema:
    if hint in _SCALARS:
        return dict(_SCALARS[hint])
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return {"$ref": REFERENCE + hint.__name__}
    if inspect.isclass(hint) and issubclass(hint, Enum):
        return {"type": "string", "enum": [member.value for member in hint]}
    raise TypeError(f"unsupported type in a response: {hint!r}")


def _optional_schema(arguments: list[Any]) -> Schema:
    """Return the schema of an optional type. Raise TypeError unless the union has exactly one type besides None."""
    (argument,) = arguments
    schema = type_schema(argument)
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    if "enum" in schema:
        schema["enum"] = [*schema["enum"], None]
    return {**schema, "type": [schema["type"], "null"]}


def nested_dataclasses(resource: type) -> Iterator[type]:
    """Yield a dataclass and all dataclasses nested in it."""
    seen: set[type] = set()
    pending = [resource]
    while pending:
        current = pending.pop()
        if current in seen:
            continue
        seen.add(current)
        yield current
        for hint in fields_of(current).values():
            pending += _dataclasses_in(hint)


def _dataclasses_in(hint: Any) -> Iterator[type]:
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        yield hint
    for argument in get_args(hint):
        yield from _dataclasses_in(argument)
