"""The matrix as a page and as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from documents.web.error_pages import SuggestedLink, bad_request
from documents.web.phrases import number_range, semicolon_list
from recommendations.articles.matrix import COLUMNS, MEETING, SHADES, TOPIC, Matrix, instruments, matrix_of
from recommendations.exports.cells import formula_safe
from recommendations.labels.facet_values import Names, names
from recommendations.models import Recommendation, SearchScope
from recommendations.results.facet_panel import BASIS_LABELS, selected_values
from recommendations.search.parameters import read_parameters
from recommendations.search.query import BASES, RECOMMENDATION_FACETS, SearchQuery
from recommendations.search.results import count_facets

SHOW = "show"

BY_LABELS: dict[str, str | Promise] = {MEETING: gettext_lazy("Meetings"), TOPIC: gettext_lazy("Topics")}


@dataclass(frozen=True, slots=True)
class MatrixRequest:
    """A request for the matrix; ``messages`` describe invalid parameters."""

    query: SearchQuery
    by: str
    show_empty: bool
    messages: tuple[str, ...]


def _read_request(request: HttpRequest) -> MatrixRequest:
    """Read the parameters of a search, ``by`` ("meeting" or "topic") and ``empty`` ("show")."""
    parameters: QueryDict = request.GET.copy()
    by = (parameters.pop("by", None) or [MEETING])[-1]
    show_empty = SHOW in (parameters.pop("empty", None) or ())
    parsed = read_parameters(parameters)
    messages = [*parsed.messages]
    if by not in COLUMNS:
        messages.append(_("Choose “meeting” or “topic” for the columns."))
    if parsed.query.scope != SearchScope.RECOMMENDATIONS:
        not_applicable = [facet for facet in RECOMMENDATION_FACETS if parsed.query.selected(facet)]
        if by == TOPIC or not_applicable:
            messages.append(
                _(
                    "Paragraphs have no topics, addressees, type of text, strength or status. "
                    "Count recommendations instead."
                )
            )
    return MatrixRequest(parsed.query, by if by in COLUMNS else MEETING, show_empty, tuple(messages))


def matrix_address(query: SearchQuery, by: str, show_empty: bool = False, name: str = "matrix") -> str:
    """Return the address of the matrix for a query."""
    pairs = [*query.parameters(), *([("by", by)] if by != MEETING else []), *([("empty", SHOW)] if show_empty else [])]
    path = reverse(name)
    return f"{path}?{urlencode(pairs, safe='/:')}" if pairs else path


@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """Show the number of recommendations by article, and by meeting or topic."""
    matrix_request = _read_request(request)
    if matrix_request.messages:
        return bad_request(
            request,
            matrix_request.messages,
            [SuggestedLink(_("View the matrix without the invalid filters"), reverse("matrix"))],
        )
    table = matrix_of(matrix_request.query, matrix_request.by, show_empty=matrix_request.show_empty)
    return render(request, "matrix/matrix.html", _context(matrix_request, table, names(table.generation)))


def _context(matrix_request: MatrixRequest, table: Matrix, facet_names: Names) -> dict[str, Any]:
    query, by, show_empty = matrix_request.query, matrix_request.by, matrix_request.show_empty
    fields = _fields(query, table, facet_names)
    field_names = {field.name for field in fields}
    return {
        "matrix": table,
        "query": query,
        "fields": fields,
        "hidden_fields": [(name, value) for name, value in query.parameters() if name not in {"q", *field_names}],
        "choices": [
            (choice, matrix_address(query.toggled(choice.facet, choice.value), by, show_empty))
            for choice in selected_values(query, facet_names)
            if choice.facet not in field_names
        ],
        "by_options": [(value, label, value == by) for value, label in BY_LABELS.items()],
        "rows_label": semicolon_list(facet_names.of("article", value).full_label for value in table.query.article),
        "is_unfiltered": query == SearchQuery(article=query.article),
        "concerns_one_instrument": len(query.article) == 1 and ":" not in query.article[0],
        "show_empty": show_empty,
        "switch_address": matrix_address(query, by, not show_empty),
        "csv_address": matrix_address(query, by, name="matrix-csv"),
        "all_address": matrix_address(SearchQuery(article=query.article), by),
        "shade_labels": _shade_labels(),
    }


@dataclass(frozen=True, slots=True)
class Field:
    """A select field for one value of a facet; ``options`` are pairs of value and label."""

    name: str
    label: str
    empty_label: str
    options: tuple[tuple[str, str], ...]
    selected: str


def _fields(query: SearchQuery, table: Matrix, facet_names: Names) -> list[Field]:
    """Return the filters on the page. One with several values in the address is left out and stays unchanged.
    Paragraphs have no status."""
    with_entries = {*count_facets(SearchQuery(scope=query.scope))["meeting"], *query.meeting}
    bodies = [
        (value, name)
        for value, name in facet_names.by_facet["meeting"].items()
        if not name.parent and value in with_entries
    ]
    status = [(value, facet_names.of("status", value)) for value in Recommendation.Status.values]
    filters = (
        (
            "article",
            _("Instrument"),
            "",
            [(key, name.label) for key, name in instruments(facet_names)],
            table.query.article,
        ),
        ("meeting", _("Body"), _("All bodies"), _options(bodies), query.meeting),
        ("status", _("Status"), _("Any status"), _options(status), query.status),
        (
            "basis",
            _("Article"),
            BASIS_LABELS[""],
            [(basis, str(BASIS_LABELS[basis])) for basis in BASES],
            (query.basis,),
        ),
    )
    return [
        Field(name, label, str(empty_label), tuple(options), selected[0] if selected else "")
        for name, label, empty_label, options, selected in filters
        if (len(selected) == 1 and selected[0] in dict(options))
        or (not any(selected) and (name not in RECOMMENDATION_FACETS or query.scope == SearchScope.RECOMMENDATIONS))
    ]


def _options(values: Iterable[tuple[str, Any]]) -> list[tuple[str, str]]:
    return [(value, name.label) for value, name in sorted(values, key=lambda entry: entry[1].order)]


def _shade_labels() -> list[tuple[int, str]]:
    """Return the steps of the colour scale with their labels: "3–4", "20 or more"."""
    labels = []
    for step, (first, next_first) in enumerate(zip(SHADES, (*SHADES[1:], None), strict=True), 1):
        if next_first is None:
            labels.append((step, _("%(number)s or more") % {"number": first}))
        else:
            labels.append((step, str(first) if next_first == first + 1 else number_range(first, next_first - 1)))
    return labels


# --- CSV ---------------------------------------------------------------------------------------------


@require_safe
def matrix_csv(request: HttpRequest) -> HttpResponse:
    """Return the matrix as a CSV file, with all rows and columns."""
    matrix_request = _read_request(request)
    if matrix_request.messages:
        return bad_request(
            request,
            matrix_request.messages,
            [SuggestedLink(_("View the matrix without the invalid filters"), reverse("matrix"))],
        )
    table = matrix_of(matrix_request.query, matrix_request.by, max_columns=None, show_empty=True)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="articles-by-{matrix_request.by}.csv"'
    writer = csv.writer(response)
    for row in _csv_rows(table):
        writer.writerow([formula_safe(cell) for cell in row])
    return response


def _csv_rows(table: Matrix) -> Iterator[list[str]]:
    total_label = _("All sessions and meetings") if table.by == MEETING else _("All topics")
    yield [_("Article"), _("Title"), *(head.detail for head in table.columns), total_label]
    for row in table.rows:
        yield [row.header.label, row.header.detail, *(str(cell.count) for cell in row.cells), str(row.header.total)]
    yield [_("All articles"), "", *(str(head.total) for head in table.columns), str(table.total)]
