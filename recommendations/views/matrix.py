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
from recommendations.articles.matrix import COLUMNS, MEETING, STEPS, TOPIC, Matrix, instruments, matrix_of
from recommendations.exports.cells import formula_safe
from recommendations.labels.facet_values import Names, names
from recommendations.models import Recommendation, SearchScope
from recommendations.results.facet_panel import selected_values
from recommendations.search.parameters import read_parameters
from recommendations.search.query import RECOMMENDATION_FACETS, SearchQuery

BY_LABELS: dict[str, str | Promise] = {MEETING: gettext_lazy("Meetings"), TOPIC: gettext_lazy("Topics")}


@dataclass(frozen=True, slots=True)
class MatrixRequest:
    """A request for the matrix; ``messages`` are messages on invalid parameters."""

    query: SearchQuery
    by: str
    messages: tuple[str, ...]


def _read_request(request: HttpRequest) -> MatrixRequest:
    """Read the parameters of a search, and ``by``: "meeting" or "topic"."""
    parameters: QueryDict = request.GET.copy()
    by = (parameters.pop("by", None) or [MEETING])[-1]
    parsed = read_parameters(parameters)
    messages = [*parsed.messages]
    if by not in COLUMNS:
        messages.append(_("Choose “meeting” or “topic” for the columns."))
    if parsed.query.scope != SearchScope.RECOMMENDATIONS:
        not_applicable = [facet for facet in RECOMMENDATION_FACETS if parsed.query.chosen(facet)]
        if by == TOPIC or not_applicable:
            messages.append(
                _("Paragraphs have no topics, addressees, strength or status. Count recommendations instead.")
            )
    return MatrixRequest(parsed.query, by if by in COLUMNS else MEETING, tuple(messages))


def matrix_address(query: SearchQuery, by: str, name: str = "matrix") -> str:
    """Return the address of the matrix for a query."""
    pairs = [*query.parameters(), *([("by", by)] if by != MEETING else [])]
    path = reverse(name)
    return f"{path}?{urlencode(pairs, safe='/:')}" if pairs else path


@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """Show articles by meetings or topics."""
    wanted = _read_request(request)
    if wanted.messages:
        return bad_request(
            request, wanted.messages, [SuggestedLink(_("Matrix without this parameter"), reverse("matrix"))]
        )
    table = matrix_of(wanted.query, wanted.by)
    return render(request, "matrix/matrix.html", _context(wanted, table, names(table.generation)))


def _context(wanted: MatrixRequest, table: Matrix, known: Names) -> dict[str, Any]:
    query, by = wanted.query, wanted.by
    fields = _fields(query, table, known)
    names_of_fields = {field.name for field in fields}
    return {
        "matrix": table,
        "query": query,
        "fields": fields,
        "hidden": [(name, value) for name, value in query.parameters() if name not in {"q", *names_of_fields}],
        "choices": [
            (choice, matrix_address(query.toggled(choice.facet, choice.value), by))
            for choice in selected_values(query, known)
            if choice.facet not in names_of_fields
        ],
        "by_options": [(value, label, value == by) for value, label in BY_LABELS.items()],
        "by_label": BY_LABELS[by],
        "rows_label": ", ".join(known.of("article", value).full_label for value in table.query.article),
        "csv_address": matrix_address(query, by, "matrix-csv"),
        "everything": matrix_address(SearchQuery(article=query.article), by),
        "steps": _steps(),
    }


@dataclass(frozen=True, slots=True)
class Field:
    """A choice of one value of a facet; ``options`` are pairs of value and label."""

    name: str
    label: str
    anything: str
    options: tuple[tuple[str, str], ...]
    chosen: str


def _fields(query: SearchQuery, table: Matrix, known: Names) -> list[Field]:
    """Return the filters on the page. One with several values in the address is left out, and kept as it is."""
    bodies = [(value, name) for value, name in known.known["meeting"].items() if not name.parent]
    status = [(value, known.of("status", value)) for value in Recommendation.Status.values]
    offered = (
        ("article", _("Instrument"), "", [(key, name.label) for key, name in instruments(known)], table.query.article),
        ("meeting", _("Body"), _("all bodies"), _ordered(bodies), query.meeting),
        ("status", _("Status"), _("any status"), _ordered(status), query.status),
    )
    return [
        Field(name, label, anything, tuple(options), chosen[0] if chosen else "")
        for name, label, anything, options, chosen in offered
        if not chosen or (len(chosen) == 1 and chosen[0] in dict(options))
    ]


def _ordered(values: Iterable[tuple[str, Any]]) -> list[tuple[str, str]]:
    return [(value, name.label) for value, name in sorted(values, key=lambda entry: entry[1].order)]


def _steps() -> list[tuple[int, str]]:
    """Return the shades with their labels: "3–4", "20 and more"."""
    labels = []
    for step, (first, following) in enumerate(zip(STEPS, (*STEPS[1:], None), strict=True), 1):
        if following is None:
            labels.append((step, _("%(number)s and more") % {"number": first}))
        else:
            labels.append((step, str(first) if following == first + 1 else f"{first}–{following - 1}"))
    return labels


# --- CSV ---------------------------------------------------------------------------------------------


@require_safe
def matrix_csv(request: HttpRequest) -> HttpResponse:
    """Return the same as CSV, with all columns."""
    wanted = _read_request(request)
    if wanted.messages:
        return bad_request(
            request, wanted.messages, [SuggestedLink(_("Matrix without this parameter"), reverse("matrix"))]
        )
    table = matrix_of(wanted.query, wanted.by, max_columns=None)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="articles-by-{wanted.by}.csv"'
    writer = csv.writer(response)
    for row in _lines(table):
        writer.writerow([formula_safe(cell) for cell in row])
    return response


def _lines(table: Matrix) -> Iterator[list[str]]:
    total_label = _("All meetings") if table.by == MEETING else _("All topics")
    yield [_("Article"), _("Title"), *(head.detail for head in table.columns), total_label]
    for row in table.rows:
        yield [row.head.label, row.head.detail, *(str(cell.count) for cell in row.cells), str(row.head.total)]
    yield [_("All articles"), "", *(str(head.total) for head in table.columns), str(table.total)]
