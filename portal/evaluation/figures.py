"""The figures of an evaluation as data: written next to the report, and read by the page about accuracy."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from portal.evaluation.folders import Result, sum_results
from portal.evaluation.scores import Score, Scores


@dataclass(frozen=True, slots=True)
class Measurement:
    """When and with what something was measured. ``commit`` is "" if it is not known."""

    day: datetime.date
    commit: str
    parser_version: str


@dataclass(frozen=True, slots=True)
class Figures:
    """The number of documents, of those that are right in all fields, and the scores by measure."""

    documents: int
    right: int
    scores: Scores

    def __add__(self, other: Figures) -> Figures:
        scores = {
            measure: _add(self.scores.get(measure), other.scores.get(measure))
            for measure in {**self.scores, **other.scores}
        }
        return Figures(self.documents + other.documents, self.right + other.right, scores)


def _add(first: Score | None, second: Score | None) -> Score:
    """Add two scores. If only one of them has a precision, the sum has none: its hits would not be those found."""
    if first is None or second is None:
        return first or second or Score()
    total = first + second
    return replace(total, found=None) if None in (first.found, second.found) else total


EMPTY = Figures(0, 0, {})


@dataclass(frozen=True, slots=True)
class CollectionFigures:
    """The figures of a collection. If ``is_cases``, its documents are short texts that each show one difficulty."""

    name: str
    is_cases: bool
    total: Figures
    languages: Mapping[str, Figures]
    formats: Mapping[str, Figures]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """The figures of all collections."""

    measurement: Measurement
    collections: Sequence[CollectionFigures]


def measure(measurement: Measurement, collections: Iterable[tuple[str, Sequence[Result]]]) -> Accuracy:
    """Return the figures of collections, given their names and results."""
    return Accuracy(
        measurement,
        [
            CollectionFigures(
                name,
                any(result.kind for result in results),
                _figures(results),
                _group(results, lambda result: result.language),
                _group(results, lambda result: result.format),
            )
            for name, results in collections
        ],
    )


def _group(results: Iterable[Result], key: Callable[[Result], str]) -> dict[str, Figures]:
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(key(result), []).append(result)
    return {name: _figures(group) for name, group in sorted(groups.items())}


def _figures(results: Sequence[Result]) -> Figures:
    return Figures(len(results), sum(result.is_right for result in results), sum_results(results))


# --- the file ----------------------------------------------------------------------------------------


def write(path: Path, accuracy: Accuracy) -> None:
    """Write figures to a JSON file, a collection on each line."""
    measurement = {**asdict(accuracy.measurement), "day": accuracy.measurement.day.isoformat()}
    collections = [
        {
            "name": collection.name,
            "is_cases": collection.is_cases,
            "total": _as_json(collection.total),
            "languages": {name: _as_json(figures) for name, figures in collection.languages.items()},
            "formats": {name: _as_json(figures) for name, figures in collection.formats.items()},
        }
        for collection in accuracy.collections
    ]
    lines = ",\n".join(json.dumps(collection) for collection in collections)
    content = f'{{"measurement": {json.dumps(measurement)}, "collections": [\n{lines}\n]}}\n'
    path.write_text(content, encoding="utf-8")


def _as_json(figures: Figures) -> dict[str, Any]:
    scores = {measure: [score.hits, score.expected, score.found] for measure, score in figures.scores.items()}
    return {"documents": figures.documents, "right": figures.right, "scores": scores}


def read(path: Path) -> Accuracy:
    """Read figures from a JSON file. Raise OSError, ValueError or KeyError if it is missing or not such a file."""
    content = json.loads(path.read_text(encoding="utf-8"))
    measurement = content["measurement"]
    return Accuracy(
        Measurement(
            datetime.date.fromisoformat(measurement["day"]), measurement["commit"], measurement["parser_version"]
        ),
        [
            CollectionFigures(
                collection["name"],
                collection["is_cases"],
                _from_json(collection["total"]),
                {name: _from_json(figures) for name, figures in collection["languages"].items()},
                {name: _from_json(figures) for name, figures in collection["formats"].items()},
            )
            for collection in content["collections"]
        ],
    )


def _from_json(content: Mapping[str, Any]) -> Figures:
    scores = {measure: Score(*counts) for measure, counts in content["scores"].items()}
    return Figures(content["documents"], content["right"], scores)
