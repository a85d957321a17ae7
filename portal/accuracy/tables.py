"""The figures of an evaluation as tables for readers. The page explains what they mean."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.web.languages import language_name
from portal.evaluation.figures import EMPTY, CollectionFigures, Figures
from portal.evaluation.scores import Score

FIELDS: Mapping[str, str | Promise] = {
    "recommendations": gettext_lazy("Recommendations"),
    "operative_paragraphs": gettext_lazy("Operative paragraphs of resolutions and decisions"),
    "recommendations.addressees": gettext_lazy("Addressees of recommendations"),
    "recommendations.verb": gettext_lazy("Action phrases of recommendations"),
    "recommendations.status": gettext_lazy("Status of recommendations"),
    "recommendations.adopted_by": gettext_lazy("Meetings that adopted recommendations"),
    "recommendations.path": gettext_lazy("Places of recommendations in the document"),
    "recommendations.page": gettext_lazy("Pages of recommendations"),
    "recommendations.topic": gettext_lazy("Headings above recommendations"),
    "citations": gettext_lazy("Articles cited"),
    "resolutions_cited": gettext_lazy("Resolutions cited"),
    "symbols_cited": gettext_lazy("Documents cited by symbol"),
    "paragraph_numbers": gettext_lazy("Paragraph numbers"),
    "headings": gettext_lazy("Headings"),
    "footnotes": gettext_lazy("Footnotes"),
    "meta.symbols": gettext_lazy("Symbol of the document"),
    "meta.title": gettext_lazy("Title of the document"),
    "meta.date": gettext_lazy("Date of the document"),
    "meta.body": gettext_lazy("Body"),
    "meta.session": gettext_lazy("Session"),
    "meta.meeting": gettext_lazy("Meeting"),
    "meta.agenda_item": gettext_lazy("Agenda item"),
    "meta.job_number": gettext_lazy("Job number"),
}
"""Map from the measures that readers see to their names, in order."""

_FORMATS = {"pdf": "PDF", "docx": gettext_lazy("Word"), "html": "HTML", "txt": gettext_lazy("plain text")}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. ``right_of_shown`` and ``found_of_printed`` are out of 100, None if they were not measured.

    They are rounded down, so that 100 means all. ``checked`` is the number of values in the documents.
    """

    name: str
    right_of_shown: float | None
    found_of_printed: float | None
    checked: int


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The figures of the documents in a language or format: of recommendations, articles cited and document details."""

    name: str
    documents: int
    recommendations: Row
    citations: Row
    details: Row


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables for some collections."""

    documents: int
    fields: list[Row]
    languages: list[GroupRow]
    formats: list[GroupRow]

    @property
    def recommendations(self) -> Row | None:
        """The row about recommendations, if any were in the documents."""
        return next((row for row in self.fields if row.name == str(FIELDS["recommendations"])), None)


def tables_of(collections: Iterable[CollectionFigures]) -> Tables:
    """Return the tables of collections, added up."""
    rows = list(collections)
    total = _sum(collection.total for collection in rows)
    return Tables(
        total.documents,
        [
            _row(str(name), total.scores[measure])
            for measure, name in FIELDS.items()
            if measure in total.scores and total.scores[measure].expected
        ],
        _groups((collection.languages for collection in rows), _language_label),
        _groups((collection.formats for collection in rows), _format_label),
    )


def _sum(figures: Iterable[Figures]) -> Figures:
    return reduce(lambda first, second: first + second, figures, EMPTY)


def _groups(parts: Iterable[Mapping[str, Figures]], label: Callable[[str], str]) -> list[GroupRow]:
    """Return a row for each group, the one with the most documents first."""
    by_name: dict[str, Figures] = {}
    for part in parts:
        for name, figures in part.items():
            by_name[name] = by_name.get(name, EMPTY) + figures
    groups = sorted(by_name.items(), key=lambda group: (-group[1].documents, group[0]))
    return [_group_row(label(name), figures) for name, figures in groups]


def _group_row(name: str, figures: Figures) -> GroupRow:
    scores = figures.scores
    details = sum((score for measure, score in scores.items() if measure.startswith("meta.")), Score())
    shown = (scores.get("recommendations", Score()), scores.get("citations", Score()), details)
    return GroupRow(name, figures.documents, *(_row("", score) for score in shown))


def _row(name: str, score: Score) -> Row:
    precision = None if not score.found else score.precision
    return Row(name, _out_of_100(precision), _out_of_100(score.recall if score.expected else None), score.expected)


def _out_of_100(fraction: float | None) -> float | None:
    return None if fraction is None else math.floor(fraction * 1000 + 1e-9) / 10


def _language_label(code: str) -> str:
    return capfirst(language_name(code)) if code else _("Not known")


def _format_label(suffix: str) -> str:
    return capfirst(str(_FORMATS.get(suffix, suffix or _("Not known"))))
