"""The rows behind entries of the index, by two statements that are written once.

A page of hits needs twenty rows of nine tables. Django would put the statements together anew for every search, and
PostgreSQL would think longer about the order of nine tables than it takes to read them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection, models

from documents.models import Body, Document, DocumentSymbol, LanguageVersion, Meeting, Paragraph
from recommendations.models import Recommendation, SearchEntry, SearchScope

Row = Recommendation | Paragraph
Converter = Callable[[Any, Any, Any], Any]

_LEFT_OUT = {"parsed", "doubts"}
"""Columns of versions that are large, and that no list shows."""


class Entry(NamedTuple):
    """What is needed of an entry to show it."""

    number: int
    language: str
    words: str
    facets: list[str]


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of a statement, under its name there."""

    name: str
    model: type[models.Model]

    @property
    def attributes(self) -> list[str]:
        return [field.attname for field in self.model._meta.concrete_fields if field.attname not in _LEFT_OUT]

    @property
    def columns(self) -> str:
        return ", ".join(f'{self.name}."{attribute}"' for attribute in self.attributes)

    @property
    def reader(self) -> _Reader:
        return _Reader(self)


class _Reader:
    """Makes objects of a table's columns, the same object of the same row."""

    def __init__(self, table: _Table) -> None:
        self.model = table.model
        self.attributes = table.attributes
        fields = [table.model._meta.get_field(attribute) for attribute in self.attributes]
        self.converted: list[tuple[int, Converter]] = [  # JSON comes as text
            (place, field.from_db_value) for place, field in enumerate(fields) if hasattr(field, "from_db_value")
        ]
        self.made: dict[Any, Any] = {}

    def take(self, values: Iterator[Any]) -> Any:
        """The object of the next columns."""
        part = [next(values) for _attribute in self.attributes]
        if part[0] not in self.made:
            for place, convert in self.converted:
                part[place] = convert(part[place], None, connection)
            self.made[part[0]] = self.model.from_db(connection.alias, self.attributes, part)
        return self.made[part[0]]


_ROWS: Mapping[str, _Table] = {
    SearchScope.RECOMMENDATIONS: _Table("row", Recommendation),
    SearchScope.PARAGRAPHS: _Table("row", Paragraph),
}
_VERSION, _DOCUMENT = _Table("version", LanguageVersion), _Table("document", Document)
_MEETING, _BODY = _Table("meeting", Meeting), _Table("body", Body)

# ruff: noqa: S608  names of our own tables
_SYMBOLS = (
    f"ARRAY(SELECT symbol FROM {DocumentSymbol._meta.db_table}"
    " WHERE document_id = document.id ORDER BY position, symbol)"
)
_STATEMENTS = {
    scope: (
        f"SELECT entry.number, entry.language, entry.words, entry.facets, {row.columns}, {_VERSION.columns},"
        f" {_DOCUMENT.columns}, {_SYMBOLS}"
        f" FROM {SearchEntry._meta.db_table} AS entry"
        f" JOIN {row.model._meta.db_table} AS row ON row.id = entry.{row.model._meta.model_name}_id"
        f" JOIN {LanguageVersion._meta.db_table} AS version ON version.id = row.version_id"
        f" JOIN {Document._meta.db_table} AS document ON document.id = version.document_id"
        " WHERE entry.scope = %s AND entry.number = ANY(%s)"
    )
    for scope, row in _ROWS.items()
}
_MEETINGS = (
    f"SELECT {_MEETING.columns}, {_BODY.columns} FROM {Meeting._meta.db_table} AS meeting"
    f" JOIN {Body._meta.db_table} AS body ON body.id = meeting.body_id WHERE meeting.id = ANY(%s)"
)


def rows_of(scope: str, numbers: Sequence[int]) -> list[tuple[Entry, Row]]:
    """The entries of these numbers with their rows, in their order; one that went in the meantime is left out.

    Each row has its version, its document with its symbols, and its meetings with their bodies.
    """
    if not numbers:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENTS[scope], [scope, list(numbers)])
        found = dict(_read(_ROWS[scope].reader, cursor.fetchall()))
        rows = [row for _entry, row in found.values()]
        _add_meetings([row if isinstance(row, Recommendation) else row.version.document for row in rows], cursor)
    return [found[number] for number in numbers if number in found]


def _read(reader: _Reader, rows: Sequence[Sequence[Any]]) -> Iterator[tuple[int, tuple[Entry, Row]]]:
    versions, documents = _VERSION.reader, _DOCUMENT.reader
    for values in map(iter, rows):
        entry = Entry(*(next(values) for _field in Entry._fields))
        row = reader.take(values)
        row.version = versions.take(values)
        row.version.document = documents.take(values)
        row.version.document.known_symbols = next(values)
        yield entry.number, (entry, row)


def _add_meetings(rows: Sequence[Recommendation | Document], cursor: Any) -> None:
    """Give rows their meetings: a recommendation has up to three, a document one."""
    fields = ("meeting", "adopted_by", "put_to") if rows and isinstance(rows[0], Recommendation) else ("meeting",)
    wanted = {key for row in rows for field in fields if (key := getattr(row, f"{field}_id"))}
    meetings: dict[int, Meeting] = {}
    if wanted:
        cursor.execute(_MEETINGS, [list(wanted)])
        read_meeting, read_body = _MEETING.reader, _BODY.reader
        for values in map(iter, cursor.fetchall()):
            meeting = read_meeting.take(values)
            meeting.body = read_body.take(values)
            meetings[meeting.pk] = meeting
    for row in rows:
        for field in fields:
            setattr(row, field, meetings.get(getattr(row, f"{field}_id")))
