"""The matrix: articles by meetings, or by topics. Every number is that of a search, which its cell leads to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from documents.labels.naming import meeting_title
from recommendations.labels.facet_values import Name, Names, names
from recommendations.models import Article, Instrument
from recommendations.queries.meetings import meetings_with_content
from recommendations.search.crosstab import CrossTab, cross_tabulate, is_crossable
from recommendations.search.query import SearchQuery

MEETING, TOPIC = "meeting", "topic"
COLUMNS = (MEETING, TOPIC)  # facets that can be columns

MAX_COLUMNS = 100  # the CSV has all columns

STEPS = (1, 2, 3, 5, 10, 20)  # numbers from which a cell is a shade darker


@dataclass(frozen=True, slots=True)
class MatrixHeader:
    """A row's or a column's value: how it is labelled here, its whole name, its search and what that brings."""

    value: str
    label: str
    detail: str
    group: str
    address: str
    total: int


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """``step`` is the shade, from 0 for nothing to 6."""

    count: int
    address: str
    step: int


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """An article with its cells. ``page`` is the address of the page about it, ``anchor`` that of the row."""

    head: MatrixHeader
    page: str
    cells: tuple[MatrixCell, ...]

    @property
    def anchor(self) -> str:
        """ "row-untoc-18"."""
        return "row-" + self.head.value.replace(":", "-").replace(" ", "-")


@dataclass(frozen=True, slots=True)
class ColumnGroup:
    """Columns that belong together under a label."""

    label: str
    span: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """``query`` is what all of it is counted under. ``left_out`` columns are not shown. It is of one
    ``generation`` of the index, which ``is_whole`` where it holds all documents."""

    query: SearchQuery
    by: str
    columns: tuple[MatrixHeader, ...]
    rows: tuple[MatrixRow, ...]
    total: int
    left_out: int
    generation: int
    is_whole: bool

    @property
    def groups(self) -> list[ColumnGroup]:
        """The columns' groups in their order."""
        return [
            ColumnGroup(label, len(list(heads))) for label, heads in groupby(self.columns, key=lambda head: head.group)
        ]


def matrix_of(query: SearchQuery, by: str, most: int | None = MAX_COLUMNS) -> Matrix:
    """The matrix under a query's words and choices.

    Its choice of articles says which are rows (an instrument: all of its articles), its choice of meetings or topics
    which are columns. Without a choice of articles the rows are those of the first instrument.
    """
    if not query.article:
        query = query.changed(article=first_instrument())
    query = is_crossable(query)
    counts = cross_tabulate(query, "article", by)
    known = names(counts.generation)
    columns = _meetings(query, known) if by == MEETING else _topics(query, known)
    shown = columns if most is None else columns[:most]
    return Matrix(
        query=query,
        by=by,
        columns=tuple(
            _head(value, name, name.alone, query.changed(**{by: (value,)}), counts.column(value))
            for value, name in shown
        ),
        rows=tuple(_row(query, by, value, name, shown, counts) for value, name in _rows(query, known)),
        total=counts.total,
        left_out=len(columns) - len(shown),
        generation=counts.generation,
        is_whole=counts.whole,
    )


def first_instrument() -> tuple[str, ...]:
    """The first instrument whose articles are listed; none where there is no such."""
    listed = Instrument.objects.filter(Exists(Article.objects.filter(instrument=OuterRef("pk"))))
    return tuple(listed.order_by("position", "key").values_list("key", flat=True)[:1])


def instruments(known: Names) -> list[tuple[str, Name]]:
    """The instruments whose articles are listed, in their order."""
    articles = known.known["article"]
    keys = {name.parent for name in articles.values() if name.parent}
    return sorted(((key, articles[key]) for key in keys), key=lambda entry: entry[1].order)


# --- rows and columns --------------------------------------------------------------------------------

Named = Sequence[tuple[str, Name]]
"""Values in the order in which they are shown; ``parent`` of a name is the label of its group."""


def _rows(query: SearchQuery, known: Names) -> Named:
    """The chosen articles, and all of chosen instruments."""
    articles = known.known["article"]
    found: dict[str, Name] = {}
    for value in query.article:
        own = {key: name for key, name in articles.items() if name.parent == value}
        found |= own or (
            {} if value in articles and not articles[value].parent else {value: known.of("article", value)}
        )
    return sorted(found.items(), key=lambda entry: entry[1].order)


def _meetings(query: SearchQuery, known: Names) -> Named:
    """The meetings that something here belongs to, by body, the newest first; of the chosen bodies where some are."""
    chosen = set(query.meeting)
    found = []
    for meeting in meetings_with_content():
        if chosen and not chosen & {meeting.slug, meeting.body.key}:
            continue
        title = meeting_title(meeting)
        label = f"{title}, {meeting.start.year}" if meeting.start and meeting.ordinal is not None else title
        name = known.of(MEETING, meeting.slug)
        found.append((meeting.slug, Name(label, name.alone, name.detail, meeting.body.short_name, name.order)))
    return found


def _topics(query: SearchQuery, known: Names) -> Named:
    """The topics, each above its sub-topics; the chosen ones with theirs where some are."""
    topics = known.known[TOPIC]
    above = {name.parent for name in topics.values()}
    chosen = set(query.topic)

    def group(value: str) -> str:
        return topics[value].parent or (value if value in above else "")

    def place(value: str) -> tuple[object, ...]:
        own = group(value)
        return (topics[own].order if own else topics[value].order, value != own, topics[value].order)

    shown = [value for value in topics if not chosen or chosen & {value, topics[value].parent}]
    return [(value, _topic_name(topics, value, group(value))) for value in sorted(shown, key=place)]


def _topic_name(topics: Mapping[str, Name], value: str, group: str) -> Name:
    name = topics[value]
    label = _("Whole instrument") if value == group else name.label
    return Name(label, name.label, parent=topics[group].label if group else "", order=name.order)


def _head(value: str, name: Name, detail: str, query: SearchQuery, total: int) -> MatrixHeader:
    return MatrixHeader(value, name.label, detail, name.parent, query.address, total)


def _row(query: SearchQuery, by: str, value: str, name: Name, columns: Named, counts: CrossTab) -> MatrixRow:
    own = query.changed(article=(value,))
    cells = []
    for column, _name in columns:
        count = counts.cell(value, column)
        cells.append(MatrixCell(count, own.changed(**{by: (column,)}).address, sum(count >= step for step in STEPS)))
    return MatrixRow(_head(value, name, name.detail, own, counts.row(value)), name.address, tuple(cells))
