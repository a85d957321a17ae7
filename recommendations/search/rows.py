"""Load the rows of index entries with two SQL statements, or more if some are endorsed elsewhere or are drafts.

A page of hits needs twenty rows from nine tables. Django would rebuild the SQL for every search, and PostgreSQL would
spend more time planning the join of nine tables than reading them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain, islice, product
from typing import Any, NamedTuple

from django.db import connection, models
from django.db.models.base import ModelState

from documents.models import Body, Document, DocumentSymbol, LanguageVersion, Meeting, Paragraph
from recommendations.index.snapshot import Snapshot
from recommendations.models import Endorsement, Recommendation, SearchEntry, SearchScope
from recommendations.queries.chronology import NOT_ADOPTED
from recommendations.queries.lineage import adopted_versions_of
from recommendations.search.folding import other_stages

Row = Recommendation | Paragraph
Converter = Callable[[Any, Any, Any], Any]
MeetingRelation = tuple[Any, models.ForeignKey[Any, Any]]  # a row and its relation to a meeting

_OMITTED_COLUMNS = {"parsed", "doubts"}  # large columns of versions, not shown in lists


class EntryRow(NamedTuple):
    """The fields of an index entry that a hit needs, and the other languages in which its place is public."""

    number: int
    language: str
    words: str
    facets: list[str]
    other_languages: list[str]


class _Table:
    """A table in an SQL statement, and its alias there."""

    def __init__(self, name: str, model: type[models.Model]) -> None:
        self.name = name
        self.model = model
        fields = [field for field in model._meta.concrete_fields if field.attname not in _OMITTED_COLUMNS]
        self.attributes = [field.attname for field in fields]
        self.columns = ", ".join(f'{name}."{attribute}"' for attribute in self.attributes)
        self.converted: list[tuple[str, Converter]] = [  # JSON comes as text
            (field.attname, field.from_db_value) for field in fields if hasattr(field, "from_db_value")
        ]

    def relation(self, name: str) -> models.ForeignKey[Any, Any]:
        field: Any = self.model._meta.get_field(name)
        return field  # type: ignore[no-any-return]


class _Reader:
    """Builds model instances from columns of a table, one instance for each row of the table.

    Like ``Model.from_db``, but without signals and without handling each field separately: building the five instances
    of a hit used to take longer than reading them.
    """

    def __init__(self, table: _Table) -> None:
        self.table = table
        self.instances: dict[Any, Any] = {}

    def build(self, values: Iterator[Any]) -> Any:
        """Return the instance for the next columns."""
        table = self.table
        columns = list(islice(values, len(table.attributes)))
        instance = self.instances.get(columns[0])
        if instance is None:
            instance = self.instances[columns[0]] = table.model.__new__(table.model)
            instance.__dict__.update(zip(table.attributes, columns, strict=True))
            for attribute, convert in table.converted:
                instance.__dict__[attribute] = convert(instance.__dict__[attribute], None, connection)
            instance._state = ModelState()
            instance._state.adding, instance._state.db = False, connection.alias
        return instance


_ROW_TABLES: Mapping[str, _Table] = {
    SearchScope.RECOMMENDATIONS: _Table("row", Recommendation),
    SearchScope.PARAGRAPHS: _Table("row", Paragraph),
}
_VERSION, _DOCUMENT = _Table("version", LanguageVersion), _Table("document", Document)
_MEETING, _BODY = _Table("meeting", Meeting), _Table("body", Body)
_ENDORSEMENT, _PARAGRAPH = _Table("endorsement", Endorsement), _Table("paragraph", Paragraph)
_VERSION_DOCUMENT, _MEETING_BODY = _VERSION.relation("document"), _MEETING.relation("body")
_DOCUMENT_MEETING = _DOCUMENT.relation("meeting")
_RECOMMENDATION_MEETINGS = [
    _ROW_TABLES[SearchScope.RECOMMENDATIONS].relation(name) for name in ("meeting", "adopted_by", "put_to")
]

# ruff: noqa: S608  table names are not user input
_SYMBOLS = (
    f"ARRAY(SELECT symbol FROM {DocumentSymbol._meta.db_table}"
    " WHERE document_id = document.id ORDER BY position, symbol)"
)
_OTHER_LANGUAGES = (
    f"ARRAY(SELECT other_version.language FROM {LanguageVersion._meta.db_table} AS other_version"
    " JOIN {table} AS other ON other.version_id = other_version.id AND other.place = row.place"
    " WHERE other_version.document_id = document.id AND other_version.id <> version.id"
    " AND other_version.published_at IS NOT NULL ORDER BY other_version.language)"
)
_STATEMENTS = {
    scope: (
        f"SELECT entry.number, entry.language, entry.words, entry.facets,"
        f" {_OTHER_LANGUAGES.format(table=row.model._meta.db_table)}, {row.columns}, {_VERSION.columns},"
        f" {_DOCUMENT.columns}, {_SYMBOLS}"
        f" FROM {SearchEntry._meta.db_table} AS entry"
        f" JOIN {row.model._meta.db_table} AS row ON row.id = entry.{row.model._meta.model_name}_id"
        f" JOIN {LanguageVersion._meta.db_table} AS version ON version.id = row.version_id"
        f" JOIN {Document._meta.db_table} AS document ON document.id = version.document_id"
        " WHERE entry.scope = %s AND entry.number = ANY(%s)"
    )
    for scope, row in _ROW_TABLES.items()
}
_MEETINGS = (
    f"SELECT {_MEETING.columns}, {_BODY.columns} FROM {Meeting._meta.db_table} AS meeting"
    f" JOIN {Body._meta.db_table} AS body ON body.id = meeting.body_id WHERE meeting.id = ANY(%s)"
)
_ENDORSEMENTS = (
    f"SELECT {_ENDORSEMENT.columns}, {_PARAGRAPH.columns}, {_VERSION.columns}, {_DOCUMENT.columns}, {_SYMBOLS}"
    f" FROM {Endorsement._meta.db_table} AS endorsement"
    f" JOIN {Paragraph._meta.db_table} AS paragraph ON paragraph.id = endorsement.paragraph_id"
    f" JOIN {LanguageVersion._meta.db_table} AS version ON version.id = endorsement.version_id"
    f" JOIN {Document._meta.db_table} AS document ON document.id = version.document_id"
    " WHERE endorsement.id = ANY(%s)"
)


def rows_of(scope: str, numbers: Sequence[int]) -> list[tuple[EntryRow, Row]]:
    """Return the entries with these numbers and their rows, in order, without entries deleted in the meantime.

    Each row has its version, its document with symbols, its meetings with their bodies, and its endorsement, if any.
    """
    if not numbers:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENTS[scope], [scope, list(numbers)])
        entries = dict(_build_rows(_ROW_TABLES[scope], cursor.fetchall()))
        rows = [row for _entry, row in entries.values()]
        relations: list[MeetingRelation] = [(row.version.document, _DOCUMENT_MEETING) for row in rows]
        if scope == SearchScope.RECOMMENDATIONS:
            relations += product(rows, _RECOMMENDATION_MEETINGS)
            relations += [(document, _DOCUMENT_MEETING) for document in _add_endorsements(rows, cursor)]
        _add_meetings(relations, cursor)
    return [entries[number] for number in numbers if number in entries]


Stages = dict[int, tuple[Recommendation, ...]]
"""Map from the number of an entry to the other stages of its recommendation, and to the adopted texts
linked to a draft."""


def rows_with_stages(
    scope: str, numbers: Sequence[int], snapshot: Snapshot | None
) -> tuple[list[tuple[EntryRow, Row]], Stages]:
    """Return the same as :func:`rows_of`, and the stages of each recommendation: if a snapshot is given, those that the
    index joins to it, and always the adopted texts linked to a draft.
    """
    others = {number: group for number in numbers if snapshot and (group := other_stages(snapshot, number))}
    rows = rows_of(scope, [*numbers, *chain.from_iterable(others.values())])
    found = {entry.number: (entry, row) for entry, row in rows}
    stages: Stages = {
        number: tuple(row for other in group if other in found and isinstance(row := found[other][1], Recommendation))
        for number, group in others.items()
    }
    shown = [found[number] for number in numbers if number in found]
    _add_adopted_versions(shown, stages)
    return shown, stages


def _add_adopted_versions(rows: Sequence[tuple[EntryRow, Row]], stages: Stages) -> None:
    """Add the adopted texts linked to drafts to their stages, before the others, unless they are among them."""
    drafts = {entry.number: row for entry, row in rows if isinstance(row, Recommendation) and row.status in NOT_ADOPTED}
    if not drafts:
        return
    linked = adopted_versions_of(drafts.values())
    for number, row in drafts.items():
        others = stages.get(number, ())
        places = {(other.version.document_id, other.place) for other in others}
        adopted = [version.recommendation for version in linked.get(row.pk, ())]
        stages[number] = (*[row for row in adopted if (row.version.document_id, row.place) not in places], *others)


class _VersionReader:
    """Builds versions with their documents, including the symbols of the documents."""

    def __init__(self) -> None:
        self.versions, self.documents = _Reader(_VERSION), _Reader(_DOCUMENT)

    def build(self, values: Iterator[Any]) -> LanguageVersion:
        version: LanguageVersion = self.versions.build(values)
        document = self.documents.build(values)
        document.prefetched_symbols = next(values)
        _VERSION_DOCUMENT.set_cached_value(version, document)
        return version


def _build_rows(table: _Table, rows: Sequence[Sequence[Any]]) -> Iterator[tuple[int, tuple[EntryRow, Row]]]:
    reader, versions = _Reader(table), _VersionReader()
    row_version = table.relation("version")
    for values in map(iter, rows):
        entry = EntryRow(*islice(values, len(EntryRow._fields)))
        row = reader.build(values)
        row_version.set_cached_value(row, versions.build(values))
        yield entry.number, (entry, row)


def _add_endorsements(rows: Sequence[Any], cursor: Any) -> list[Document]:
    """Set the endorsements of recommendations, each with its paragraph, version and document. Return the documents."""
    endorsements: dict[int, Endorsement] = {}
    if keys := {row.endorsement_id for row in rows if row.endorsement_id}:
        cursor.execute(_ENDORSEMENTS, [list(keys)])
        reader, paragraphs, versions = _Reader(_ENDORSEMENT), _Reader(_PARAGRAPH), _VersionReader()
        for values in map(iter, cursor.fetchall()):
            endorsement = reader.build(values)
            _ENDORSEMENT.relation("paragraph").set_cached_value(endorsement, paragraphs.build(values))
            _ENDORSEMENT.relation("version").set_cached_value(endorsement, versions.build(values))
            endorsements[endorsement.pk] = endorsement
    relation = _ROW_TABLES[SearchScope.RECOMMENDATIONS].relation("endorsement")
    for row in rows:
        relation.set_cached_value(row, endorsements.get(row.endorsement_id))
    return [endorsement.version.document for endorsement in endorsements.values()]


def _add_meetings(relations: Collection[MeetingRelation], cursor: Any) -> None:
    """Set the meetings of rows, with their bodies, for these relations."""
    meeting_keys = {key for row, relation in relations if (key := row.__dict__[relation.attname])}
    meetings: dict[int, Meeting] = {}
    if meeting_keys:
        cursor.execute(_MEETINGS, [list(meeting_keys)])
        read_meeting, read_body = _Reader(_MEETING), _Reader(_BODY)
        for values in map(iter, cursor.fetchall()):
            meeting = read_meeting.build(values)
            _MEETING_BODY.set_cached_value(meeting, read_body.build(values))
            meetings[meeting.pk] = meeting
    for row, relation in relations:
        relation.set_cached_value(row, meetings.get(row.__dict__[relation.attname]))
