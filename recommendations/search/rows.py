"""Load the rows of index entries with two prepared statements.

A page of hits needs twenty rows of nine tables. Django would put the statements together anew for every search, and
PostgreSQL would think longer about the order of nine tables than it takes to read them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection, models
from django.db.models.base import ModelState

from documents.models import Body, Document, DocumentSymbol, LanguageVersion, Meeting, Paragraph
from recommendations.models import Recommendation, SearchEntry, SearchScope

Row = Recommendation | Paragraph
Converter = Callable[[Any, Any, Any], Any]

_LEFT_OUT = {"parsed", "doubts"}  # large columns of versions that no list shows


class EntryRow(NamedTuple):
    """What is needed of an entry to show it."""

    number: int
    language: str
    words: str
    facets: list[str]


class _Table:
    """A table of a statement, under its name there."""

    def __init__(self, name: str, model: type[models.Model]) -> None:
        self.name = name
        self.model = model
        fields = [field for field in model._meta.concrete_fields if field.attname not in _LEFT_OUT]
        self.attributes = [field.attname for field in fields]
        self.columns = ", ".join(f'{name}."{attribute}"' for attribute in self.attributes)
        self.converted: list[tuple[str, Converter]] = [  # JSON comes as text
            (field.attname, field.from_db_value) for field in fields if hasattr(field, "from_db_value")
        ]

    def relation(self, name: str) -> models.ForeignKey[Any, Any]:
        field: Any = self.model._meta.get_field(name)
        return field  # type: ignore[no-any-return]


class _Reader:
    """Makes objects of a table's columns, the same object of the same row.

    As ``Model.from_db`` does, but without its signals, and without looking at each field by itself: of the five
    objects behind a hit it took longer to make them than to read them.
    """

    def __init__(self, table: _Table) -> None:
        self.table = table
        self.made: dict[Any, Any] = {}

    def take(self, values: Iterator[Any]) -> Any:
        """The object of the next columns."""
        table = self.table
        part = list(islice(values, len(table.attributes)))
        row = self.made.get(part[0])
        if row is None:
            row = self.made[part[0]] = table.model.__new__(table.model)
            row.__dict__.update(zip(table.attributes, part, strict=True))
            for attribute, convert in table.converted:
                row.__dict__[attribute] = convert(row.__dict__[attribute], None, connection)
            row._state = ModelState()
            row._state.adding, row._state.db = False, connection.alias
        return row


_ROWS: Mapping[str, _Table] = {
    SearchScope.RECOMMENDATIONS: _Table("row", Recommendation),
    SearchScope.PARAGRAPHS: _Table("row", Paragraph),
}
_VERSION, _DOCUMENT = _Table("version", LanguageVersion), _Table("document", Document)
_MEETING, _BODY = _Table("meeting", Meeting), _Table("body", Body)
_OF_DOCUMENT, _OF_BODY = _VERSION.relation("document"), _MEETING.relation("body")

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


def rows_of(scope: str, numbers: Sequence[int]) -> list[tuple[EntryRow, Row]]:
    """The entries of these numbers with their rows, in their order; one that went in the meantime is left out.

    Each row has its version, its document with its symbols, and its meetings with their bodies.
    """
    if not numbers:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENTS[scope], [scope, list(numbers)])
        found = dict(_read(_ROWS[scope], cursor.fetchall()))
        rows = [row for _entry, row in found.values()]
        if scope == SearchScope.RECOMMENDATIONS:
            _add_meetings(rows, _ROWS[scope], ("meeting", "adopted_by", "put_to"), cursor)
        else:
            _add_meetings([row.version.document for row in rows], _DOCUMENT, ("meeting",), cursor)
    return [found[number] for number in numbers if number in found]


def _read(table: _Table, rows: Sequence[Sequence[Any]]) -> Iterator[tuple[int, tuple[EntryRow, Row]]]:
    reader, versions, documents = _Reader(table), _Reader(_VERSION), _Reader(_DOCUMENT)
    of_version = table.relation("version")
    for values in map(iter, rows):
        entry = EntryRow(*islice(values, len(EntryRow._fields)))
        row, version, document = reader.take(values), versions.take(values), documents.take(values)
        document.known_symbols = next(values)
        _OF_DOCUMENT.set_cached_value(version, document)
        of_version.set_cached_value(row, version)
        yield entry.number, (entry, row)


def _add_meetings(rows: Sequence[Any], table: _Table, names: Iterable[str], cursor: Any) -> None:
    """Give rows of a table their meetings, by these relations."""
    relations = [table.relation(name) for name in names]
    wanted = {key for row in rows for one in relations if (key := row.__dict__[one.attname])}
    meetings: dict[int, Meeting] = {}
    if wanted:
        cursor.execute(_MEETINGS, [list(wanted)])
        read_meeting, read_body = _Reader(_MEETING), _Reader(_BODY)
        for values in map(iter, cursor.fetchall()):
            meeting = read_meeting.take(values)
            _OF_BODY.set_cached_value(meeting, read_body.take(values))
            meetings[meeting.pk] = meeting
    for row in rows:
        for one in relations:
            one.set_cached_value(row, meetings.get(row.__dict__[one.attname]))
