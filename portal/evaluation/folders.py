"""Find documents and their correct values in folders of cases and folders of labels."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from portal.evaluation.cases import misses_of, score_case
from portal.evaluation.measures import score_document
from portal.evaluation.scores import Label, Scores, sum_scores

CASES = "cases.json"
_EXTENSION = re.compile(r"\.(pdf|docx?|txt|html?)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """A document with its name, kind and language ("" if unknown), and a function that scores its extraction.

    ``path`` is the document, or the JSON written by ``manage.py parse``; None if neither exists.
    """

    name: str
    kind: str
    language: str
    path: Path | None
    score: Callable[[Label], Scores]


@dataclass(frozen=True, slots=True)
class Collection:
    """The items in a folder, and the number of labels without a document (``unmatched``), which are not scored."""

    name: str
    items: Sequence[Item]
    unmatched: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """The scores of an item."""

    name: str
    kind: str
    language: str
    scores: Scores

    @property
    def format(self) -> str:
        """The format of the document: "pdf", "docx", "html" or "txt"."""
        suffix = Path(self.name).suffix.removeprefix(".").lower()
        return {"htm": "html", "doc": "docx"}.get(suffix, suffix)

    @property
    def is_right(self) -> bool:
        """Return whether all values of the item were extracted correctly."""
        return not misses_of(self.scores)


def evaluate(item: Item, parsed: Label) -> Result:
    """Score a parsed item. If the language of the item is not given, the parsed language is used."""
    return Result(item.name, item.kind, item.language or parsed.get("language") or "", item.score(parsed))


def sum_results(results: Iterable[Result]) -> Scores:
    """Return the total score of each measure over all results."""
    return sum_scores(named_score for result in results for named_score in result.scores.items())


def load_cases(folder: Path, documents: Sequence[Path] = ()) -> Collection:
    """Return the cases in a folder, each with its file there or, if ``documents`` are given, the document with its
    name."""
    by_name = {path.name.removesuffix(".json"): path for path in documents}
    items = []
    for case in json.loads((folder / CASES).read_text(encoding="utf-8")):
        path = by_name.get(Path(case["file"]).name) if documents else folder / case["file"]
        language = case.get("expect", {}).get("language")
        items.append(
            Item(
                case["file"],
                case["kind"],
                language if isinstance(language, str) else "",
                path if path and path.exists() else None,
                partial(score_case, case),
            )
        )
    return Collection(folder.resolve().name, items)


def load_labels(folder: Path, documents: Sequence[Path], prefix: int | None = None, suffix: str = "") -> Collection:
    """Return the documents that have a label in a folder.

    A label X.json applies to every document named X, whatever its extension. If ``prefix`` or ``suffix`` are given, it
    applies to documents named after the first ``prefix`` characters of X, followed by the ``suffix``.
    """
    labels: dict[str, list[Label]] = {}
    for path in _label_files(folder):
        labels.setdefault(path.stem[:prefix] + suffix, []).append(json.loads(path.read_text(encoding="utf-8")))
    items = []
    for path in documents:
        name = path.name.removesuffix(".json")
        for label in labels.get(_without_extension(name), ()):
            items.append(Item(name, "", label.get("language") or "", path, partial(_score_label, label, name)))
    return Collection(
        folder.resolve().name, items, len(labels.keys() - {_without_extension(item.name) for item in items})
    )


def has_labels(folder: Path) -> bool:
    """Return whether a folder contains a label."""
    return any(_label_files(folder))


def is_document(path: Path) -> bool:
    """Return whether a file is a document or a parsed document, judging by its name."""
    return bool(_EXTENSION.search(path.name.removesuffix(".json")))


def _label_files(folder: Path) -> Iterable[Path]:
    """Yield the labels in a folder, skipping other JSON files, such as lists of documents and parsed documents."""
    for path in sorted(folder.glob("*.json")):
        label = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(label, dict) and "file" in label and "parser_version" not in label:
            yield path


def _score_label(label: Label, name: str, parsed: Label) -> Scores:
    return score_document(label, parsed, name)


def _without_extension(name: str) -> str:
    return _EXTENSION.sub("", name)
