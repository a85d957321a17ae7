"""The matrix of articles by meetings or topics. Each cell shows the number of results of a search, and links to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from documents.labels.naming import meeting_title
from documents.web.dates import year_name
from documents.web.phrases import apposition, colon
from recommendations.labels.facet_values import Name, Names, names
from recommendations.models import Article, Instrument
from recommendations.queries.meetings import meetings_with_content
from recommendations.search.crosstab import CrossTab, cross_tabulate, crosstab_query
from recommendations.search.query import SearchQuery

MEETING, TOPIC = "meeting", "topic"
COLUMNS = (MEETING, TOPIC)  # facets that can be columns

MAX_COLUMNS = 100  # the CSV has all columns
MAX_LINK_LENGTH = 3_000_000  # characters of all links of a page; with very many filters, it has fewer columns

SHADES = (1, 2, 3, 5, 10, 20)  # from each of these counts on, a cell is a shade darker


@dataclass(frozen=True, slots=True)
class MatrixHeader:
    """A row or column header: its value, label, full name and group, and the address and total of its search
    results."""

    value: str
    label: str
    detail: str
    group: str
    address: str
    total: int


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A count, and its search: that of the row with the value of the column. ``step`` is the shade, from 0 (empty) to
    6."""

    count: int
    step: int
    row_query: SearchQuery
    by: str
    column: str

    @property
    def address(self) -> str:
        """The address of the search. It is not built before it is needed: empty cells and CSV files have no links."""
        return self.row_query.changed(**{self.by: (self.column,)}).address


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """An article and its cells. ``page`` is the address of the article's page, ``anchor`` the anchor of the row."""

    header: MatrixHeader
    page: str
    cells: tuple[MatrixCell, ...]

    @property
    def anchor(self) -> str:
        """The anchor of the row, such as "row-untoc-18"."""
        return "row-" + self.header.value.replace(":", "-").replace(" ", "-")


@dataclass(frozen=True, slots=True)
class ColumnGroup:
    """Adjacent columns under a common label."""

    label: str
    span: int


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Adjacent rows under a common label: a chapter."""

    label: str
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The matrix for a query. ``excess_columns`` is the number of columns omitted because there are too many;
    ``empty_rows`` and ``empty_columns`` are the numbers omitted because they have no entries. ``generation`` is the
    generation of the index; ``is_complete`` is false if documents may be missing from the index."""

    query: SearchQuery
    by: str
    columns: tuple[MatrixHeader, ...]
    rows: tuple[MatrixRow, ...]
    total: int
    excess_columns: int
    empty_rows: int
    empty_columns: int
    generation: int
    is_complete: bool

    @property
    def groups(self) -> list[ColumnGroup]:
        """The groups of columns, in order."""
        return [
            ColumnGroup(label, len(list(group))) for label, group in groupby(self.columns, key=lambda item: item.group)
        ]

    @property
    def row_groups(self) -> list[RowGroup]:
        """The groups of rows, in order."""
        return [RowGroup(label, tuple(rows)) for label, rows in groupby(self.rows, key=lambda row: row.header.group)]


def matrix_of(query: SearchQuery, by: str, max_columns: int | None = MAX_COLUMNS, show_empty: bool = False) -> Matrix:
    """Return the matrix for the words and filters of a query.

    Its articles select the rows (an instrument selects all of its articles), and its meetings or topics the columns. If
    the query has no articles, the rows are the articles of the first instrument. Rows and columns without entries are
    omitted unless ``show_empty`` is true.
    """
    if not query.article:
        query = query.changed(article=first_instrument())
    query = crosstab_query(query)
    counts = cross_tabulate(query, "article", by)
    all_names = names(counts.generation)
    all_rows = _rows(query, all_names)
    all_columns = _meetings(query, all_names) if by == MEETING else _topics(query, all_names)
    rows = [(value, name) for value, name in all_rows if show_empty or counts.row(value)]
    columns = [(value, name) for value, name in all_columns if show_empty or counts.column(value)]
    shown = columns if max_columns is None else columns[: min(max_columns, _columns_that_fit(query, len(rows)))]
    return Matrix(
        query=query,
        by=by,
        columns=tuple(
            _header(value, name, name.full_label, query.changed(**{by: (value,)}), counts.column(value))
            for value, name in shown
        ),
        rows=tuple(_row(query, by, value, name, shown, counts) for value, name in rows),
        total=counts.total,
        excess_columns=len(columns) - len(shown),
        empty_rows=len(all_rows) - len(rows),
        empty_columns=len(all_columns) - len(columns),
        generation=counts.generation,
        is_complete=counts.is_complete,
    )


def _columns_that_fit(query: SearchQuery, row_count: int) -> int:
    """Return the number of columns whose links are not too long together. The link of each cell repeats all filters."""
    length = len(query.changed(article=()).address)
    return max(1, MAX_LINK_LENGTH // (length * max(1, row_count)))


def first_instrument() -> tuple[str, ...]:
    """Return the key of the first instrument with recorded articles, or () if there is none."""
    with_articles = Instrument.objects.filter(Exists(Article.objects.filter(instrument=OuterRef("pk"))))
    return tuple(with_articles.order_by("position", "key").values_list("key", flat=True)[:1])


def instruments(all_names: Names) -> list[tuple[str, Name]]:
    """Return the instruments with recorded articles, in order."""
    articles = all_names.by_facet["article"]
    keys = {name.parent for name in articles.values() if name.parent}
    return sorted(((key, articles[key]) for key in keys), key=lambda entry: entry[1].order)


# --- rows and columns --------------------------------------------------------------------------------

NamedValues = Sequence[tuple[str, Name]]
"""Values with their names, in display order. The ``parent`` of a name is the label of its group."""


def _rows(query: SearchQuery, all_names: Names) -> NamedValues:
    """Return the selected articles and all articles of selected instruments, grouped by chapter."""
    articles = all_names.by_facet["article"]
    rows: dict[str, Name] = {}
    for value in query.article:
        instrument_articles = {key: name for key, name in articles.items() if name.parent == value}
        rows |= instrument_articles or (
            {} if value in articles and not articles[value].parent else {value: all_names.of("article", value)}
        )
    return _by_chapter(sorted(rows.items(), key=lambda entry: entry[1].order), articles)


def _by_chapter(rows: NamedValues, articles: Mapping[str, Name]) -> NamedValues:
    """Return articles grouped by chapter. Chapters are in order of their first articles and need not be consecutive.

    The ``parent`` of each name is the chapter, preceded by the instrument if there are several.
    """
    instruments = {value.partition(":")[0] for value, _name in rows}
    stored = Article.objects.filter(instrument__key__in=instruments).select_related("instrument")
    chapters = {str(article): article.chapter_label for article in stored}
    grouped: dict[str, list[tuple[str, Name]]] = {}
    for value, name in rows:
        instrument, number = value.split(":")[:2]
        labels = [chapters.get(f"{instrument}:{number}", "")]
        if len(instruments) > 1:
            labels.insert(0, articles[instrument].label)
        group = colon().join(filter(None, labels))
        grouped.setdefault(group, []).append((value, replace(name, parent=group)))
    return [row for group_rows in grouped.values() for row in group_rows]


def _meetings(query: SearchQuery, all_names: Names) -> NamedValues:
    """Return the meetings with content, grouped by body, newest first. If meetings or bodies are selected, return only
    these."""
    selected = set(query.meeting)
    columns = []
    for meeting in meetings_with_content():
        if selected and not selected & {meeting.slug, meeting.body.key}:
            continue
        title = meeting_title(meeting)
        label = (
            apposition((title, year_name(meeting.year)))
            if meeting.year and meeting.ordinal is not None and not meeting.named_year
            else title
        )
        name = all_names.of(MEETING, meeting.slug)
        columns.append((meeting.slug, Name(label, name.full_label, name.detail, meeting.body.short_label, name.order)))
    return columns


def _topics(query: SearchQuery, all_names: Names) -> NamedValues:
    """Return the topics, each before its subtopics. If topics are selected, return only these and their subtopics."""
    topics = all_names.by_facet[TOPIC]
    parents = {name.parent for name in topics.values()}
    selected = set(query.topic)

    def group(value: str) -> str:
        return topics[value].parent or (value if value in parents else "")

    def sort_key(value: str) -> tuple[object, ...]:
        parent = group(value)
        return (topics[parent].order if parent else topics[value].order, value != parent, topics[value].order)

    shown = [value for value in topics if not selected or selected & {value, topics[value].parent}]
    return [(value, _topic_name(topics, value, group(value))) for value in sorted(shown, key=sort_key)]


def _topic_name(topics: Mapping[str, Name], value: str, group: str) -> Name:
    name = topics[value]
    label = _("Whole topic") if value == group else name.label
    return Name(label, name.label, parent=topics[group].label if group else "", order=name.order)


def _header(value: str, name: Name, detail: str, query: SearchQuery, total: int) -> MatrixHeader:
    return MatrixHeader(value, name.label, detail, name.parent, query.address, total)


def _row(query: SearchQuery, by: str, value: str, name: Name, columns: NamedValues, counts: CrossTab) -> MatrixRow:
    row_query = query.changed(article=(value,))
    cells = []
    for column, _name in columns:
        count = counts.cell(value, column)
        cells.append(MatrixCell(count, sum(count >= low for low in SHADES), row_query, by, column))
    return MatrixRow(_header(value, name, name.detail, row_query, counts.row(value)), name.address, tuple(cells))
