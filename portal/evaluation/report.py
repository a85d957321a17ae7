"""Tables of the accuracy of extraction, in Markdown that is also readable on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents.web.languages import language_name
from portal.evaluation.cases import misses_of
from portal.evaluation.figures import Measurement
from portal.evaluation.folders import Result, sum_results
from portal.evaluation.scores import Score, Scores

FIELDS: Mapping[str, str | Promise] = {
    "read": _("Document read"),
    "meta.title": _("Title"),
    "meta.subtitle": _("Subtitle"),
    "meta.date": _("Date"),
    "meta.language": _("Language"),
    "meta.original_languages": _("Original languages"),
    "meta.distribution": _("Distribution"),
    "meta.body": _("Body"),
    "meta.subsidiary_body": _("Subsidiary body"),
    "meta.session": _("Session"),
    "meta.meeting": _("Meeting"),
    "meta.no_meeting": _("Meeting where none is named"),
    "meta.agenda_item": _("Agenda item"),
    "meta.agenda_title": _("Agenda item title"),
    "meta.symbols": _("Symbols"),
    "meta.job_number": _("Job number"),
    "meta.reissued": _("Date of reissue"),
    "meta.pages": _("Pages"),
    "meta.last_paragraph_number": _("Last paragraph number"),
    "meta.text_quality": _("Quality of the text"),
    "second.body": _("Second organ: body"),
    "second.session": _("Second organ: session"),
    "second.agenda_item": _("Second organ: agenda item"),
    "recommendations": _("Recommendations"),
    "recommendations.addressees": _("Recommendations: addressees"),
    "recommendations.verb": _("Recommendations: verb"),
    "recommendations.path": _("Recommendations: path"),
    "recommendations.status": _("Recommendations: status"),
    "recommendations.label": _("Recommendations: label"),
    "recommendations.page": _("Recommendations: page"),
    "recommendations.topic": _("Recommendations: heading"),
    "recommendations.citations": _("Recommendations: citations"),
    "recommendations.adopted_by": _("Recommendations: adoption"),
    "operative_paragraphs": _("Operative paragraphs"),
    "citations": _("Citations"),
    "mentioned": _("Citations: words"),
    "unresolved": _("Citations: unresolved"),
    "resolutions_cited": _("Resolutions cited"),
    "symbols_cited": _("Symbols cited"),
    "paragraph_numbers": _("Paragraph numbers"),
    "headings": _("Headings"),
    "footnotes": _("Footnotes"),
    "texts": _("Text of blocks"),
    "paths": _("Paths of blocks"),
    "warnings": _("Expected doubts"),
    "doubts.where_wrong": _("Doubts where the masthead is wrong (should be all)"),
    "doubts.where_right": _("Doubts where the masthead is right (should be few)"),
}
"""Map from measure to its name, in the order of the report."""

CAUSES = "## Causes of misses"
"""The heading of the section written by people. It is not translated, so that it can be found again."""

Row = Sequence[object]


def format_heading(measurement: Measurement) -> str:
    """Return the first lines of a report, which are the only ones with the date and the commit."""
    about = gettext(
        "The values extracted from documents, compared with the values that a careful reader finds in them."
    )
    source = gettext(
        "Measured on %(day)s at commit %(commit)s (parser version %(version)s) by `manage.py evaluate`."
    ) % {
        "day": measurement.day.isoformat(),
        "commit": measurement.commit or gettext("unknown"),
        "version": measurement.parser_version,
    }
    documents = gettext("The documents and their correct values are not in this repository.")
    title = gettext("Accuracy")
    return f"# {title}\n\n{about}\n{source}\n{documents}\n"


def write(path: Path, beginning: str, sections: Iterable[tuple[str, Sequence[Result]]]) -> None:
    """Write a report to a Markdown file, keeping the causes of misses that people wrote there."""
    parts = [beginning]
    for name, results in sections:
        parts.append(format_section(name, results))
        if miss_list := list_misses(results):
            parts.append("\n\n".join(("### " + gettext("Misses"), miss_list)))
    earlier = path.read_text(encoding="utf-8") if path.exists() else ""
    _tables, section_heading, causes = earlier.partition(f"\n{CAUSES}\n")
    described = causes if section_heading else "\n" + gettext("Not described yet.") + "\n"
    parts.append(f"{CAUSES}\n{described}")
    path.write_text("\n".join(parts), encoding="utf-8")


def format_section(name: str, results: Sequence[Result]) -> str:
    """Return the tables for one collection: by kind (if the documents have kinds), by field and by language."""
    right = sum(result.is_right for result in results)
    counts = {"right": right, "total": len(results)}
    parts = [f"## {name}", gettext("Documents that are right in all fields: %(right)d of %(total)d.") % counts]
    if any(result.kind for result in results):
        parts.append(_by_kind(results))
    return "\n\n".join([*parts, _by_field(sum_results(results)), _by_language(results)]) + "\n"


def list_misses(results: Iterable[Result]) -> str:
    """Return a Markdown list of the documents with wrong fields, naming these fields."""
    lines = []
    for result in results:
        fields = dict.fromkeys(str(FIELDS[measure]) for measure, _miss in misses_of(result.scores))
        if fields:
            lines.append(f"- `{result.name}`: {', '.join(fields)}\n")
    return "".join(lines)


def _by_kind(results: Sequence[Result]) -> str:
    rows = [
        (kind, sum(result.is_right for result in group), len(group))
        for kind, group in _group(results, lambda result: result.kind)
    ]
    return format_table((gettext("Kind"), gettext("Right"), gettext("Documents")), rows)


def _by_field(scores: Scores) -> str:
    header = gettext("Field"), gettext("Right"), gettext("Expected"), gettext("Found"), gettext("False")
    rows = []
    for measure, field in FIELDS.items():
        if score := scores.get(measure):
            false = None if score.found is None else score.found - score.hits
            row = (field, score.hits, score.expected, score.found, false, *_percentages(score))
            rows.append(row)
    return format_table((*header, gettext("Precision"), gettext("Recall")), rows)


def _by_language(results: Sequence[Result]) -> str:
    rows = []
    for code, group in _group(results, lambda result: result.language):
        scores = sum_results(group)
        masthead = sum((score for measure, score in scores.items() if measure.startswith("meta.")), Score())
        percentages = [
            _percentages(scores[key]) if key in scores else (None, None) for key in ("recommendations", "citations")
        ]
        right = sum(result.is_right for result in group)
        recall = _percent(masthead.recall) if masthead.expected else None
        name = language_name(code) if code else gettext("Unknown")
        rows.append((name, right, len(group), recall, *percentages[0], *percentages[1]))
    header = (
        gettext("Language"),
        gettext("Right"),
        gettext("Documents"),
        gettext("Masthead"),
        gettext("Recommendations: precision"),
        gettext("Recommendations: recall"),
        gettext("Citations: precision"),
        gettext("Citations: recall"),
    )
    return format_table(header, rows)


def _group(results: Iterable[Result], key: Callable[[Result], str]) -> list[tuple[str, list[Result]]]:
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(key(result), []).append(result)
    return sorted(groups.items())


def _percentages(score: Score) -> tuple[str | None, str | None]:
    return (None if score.precision is None else _percent(score.precision), _percent(score.recall))


def _percent(fraction: float) -> str:
    return f"{100 * fraction:.1f} %"


def format_table(header: Row, rows: Iterable[Row]) -> str:
    """Return a Markdown table, with the first column left-aligned and the others right-aligned; None becomes "–"."""
    lines = [["–" if cell is None else str(cell) for cell in row] for row in (header, *rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    rule = ["-" * widths[0], *(f"{'-' * (width - 1)}:" for width in widths[1:])]
    return "\n".join(_line(cells, widths) for cells in (lines[0], rule, *lines[1:]))


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    numbers = (cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True))
    return f"| {' | '.join([cells[0].ljust(widths[0]), *numbers])} |"
