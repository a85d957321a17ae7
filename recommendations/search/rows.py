"""The rows behind entries of the index, in one statement that is written once.

A page of hits needs twenty rows of nine tables. Django would put the statement together anew for every search, which
takes longer than running it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.db.models import prefetch_related_objects

from documents.models import Body, Document, LanguageVersion, Meeting, Paragraph
from recommendations.models import Recommendation, SearchEntry, SearchScope

Row = Recommendation | Paragraph
Converter = Callable[[Any, Any, Any], Any]

_LEFT_OUT = {"parsed", "doubts"}
"""Columns of versions that are large, and that no list shows."""


@dataclass(frozen=True, slots=True)
class _Joined:
    """A table of the statement: what it is called there, its model, and which field of another one leads to it."""

    name: str
    model: type[models.Model]
    of: str = ""
    by: str = ""

    @property
    def attributes(self) -> list[str]:
        return [field.attname for field in self.model._meta.concrete_fields if field.attname not in _LEFT_OUT]

    @property
    def converted(self) -> list[tuple[int, Converter]]:
        """The places of columns whose values the database gives in another form than the field has, with what turns
        them: JSON comes as text."""
        fields = [self.model._meta.get_field(attribute) for attribute in self.attributes]
        return [(place, field.from_db_value) for place, field in enumerate(fields) if hasattr(field, "from_db_value")]

    @property
    def columns(self) -> str:
        return ", ".join(f'{self.name}."{attribute}"' for attribute in self.attributes)

    @property
    def join(self) -> str:
        table = self.model._meta.db_table
        return f'LEFT JOIN "{table}" AS {self.name} ON {self.name}.id = {self.of}."{self.by}_id"'


def _with_meeting(of: str, by: str) -> tuple[_Joined, _Joined]:
    name = f"{of}_{by}"
    return _Joined(name, Meeting, of, by), _Joined(f"{name}_body", Body, name, "body")


_ENTRY = _Joined("entry", SearchEntry)
_SHAPES: Mapping[str, tuple[_Joined, ...]] = {
    SearchScope.RECOMMENDATIONS: (
        _Joined("row", Recommendation, "entry", "recommendation"),
        _Joined("version", LanguageVersion, "row", "version"),
        _Joined("document", Document, "version", "document"),
        *_with_meeting("row", "meeting"),
        *_with_meeting("row", "adopted_by"),
        *_with_meeting("row", "put_to"),
    ),
    SearchScope.PARAGRAPHS: (
        _Joined("row", Paragraph, "entry", "paragraph"),
        _Joined("version", LanguageVersion, "row", "version"),
        _Joined("document", Document, "version", "document"),
        *_with_meeting("document", "meeting"),
    ),
}


def _statement(shape: Sequence[_Joined]) -> str:
    columns = ", ".join(one.columns for one in (_ENTRY, *shape))
    joins = " ".join(one.join for one in shape)
    return (
        f"SELECT {columns} FROM {SearchEntry._meta.db_table} AS entry {joins}"  # noqa: S608  names of our own tables
        " WHERE entry.scope = %s AND entry.number = ANY(%s)"
    )


_STATEMENTS = {scope: _statement(shape) for scope, shape in _SHAPES.items()}


def rows_of(scope: str, numbers: Sequence[int]) -> list[tuple[SearchEntry, Row]]:
    """The entries of these numbers with their rows, in their order; one that went in the meantime is left out.

    Each row has its version, its document with its symbols, and its meetings with their bodies.
    """
    if not numbers:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENTS[scope], [scope, list(numbers)])
        found = {entry.number: (entry, row) for entry, row in map(_Read(_SHAPES[scope]), cursor.fetchall())}
    present = [(entry, row) for number in numbers if number in found for entry, row in [found[number]] if row]
    prefetch_related_objects([row.version.document for _entry, row in present], "symbols")
    return present


class _Read:
    """Makes rows of models out of what the statement brings."""

    def __init__(self, shape: Sequence[_Joined]) -> None:
        self.parts = [(one, one.attributes, one.converted) for one in (_ENTRY, *shape)]

    def __call__(self, values: Sequence[Any]) -> tuple[SearchEntry, Any]:
        read: dict[str, Any] = {}
        for one, part in self._parted(values):
            read[one.name] = part
            if part is not None and one.of:
                setattr(read[one.of], one.by, part)
        return read["entry"], read["row"]

    def _parted(self, values: Sequence[Any]) -> Iterator[tuple[_Joined, models.Model | None]]:
        start = 0
        for one, attributes, converted in self.parts:
            part = list(values[start : start + len(attributes)])
            start += len(attributes)
            for place, convert in converted:
                part[place] = convert(part[place], None, connection)
            yield one, None if part[0] is None else one.model.from_db(connection.alias, attributes, part)
