"""Find documents and their right values on disk: folders of cases and folders of labels."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from portal.evaluation.cases import faults, score_case
from portal.evaluation.measures import score_document
from portal.evaluation.scores import Label, Scores, add_up

CASES = "cases.json"
_EXTENSION = re.compile(r"\.(pdf|docx?|txt|html?)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """A document with right values: its name, kind and language ("" if not known), and how it is scored.

    ``path`` is the document, or JSON that ``manage.py parse`` wrote; None if there is neither.
    """

    name: str
    kind: str
    language: str
    path: Path | None
    score: Callable[[Label], Scores]


@dataclass(frozen=True, slots=True)
class Collection:
    """The items of a folder, and the number of labels without a document, which are not scored."""

    name: str
    items: Sequence[Item]
    unmatched: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """An item with the scores of what was read from it."""

    name: str
    kind: str
    language: str
    scores: Scores

    @property
    def is_right(self) -> bool:
        """Return whether everything that the item says was read right."""
        return not faults(self.scores)


def evaluate(item: Item, parsed: Label) -> Result:
    """Compare an item with what was read. An item that does not name its language has the one that was read."""
    return Result(item.name, item.kind, item.language or parsed.get("language") or "", item.score(parsed))


def total(results: Iterable[Result]) -> Scores:
    """Return the sum of the scores of all results."""
    return add_up(named for result in results for named in result.scores.items())


def load_cases(folder: Path, documents: Sequence[Path] = ()) -> Collection:
    """Return the cases of a folder, each with its input there, or with the one of ``documents`` that has its name."""
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

    A label X.json is for every document named X, whatever its extension; more exactly for those named by the first
    ``prefix`` characters of X, and ``suffix``.
    """
    labels: dict[str, list[Label]] = {}
    for path in _label_files(folder):
        labels.setdefault(path.stem[:prefix] + suffix, []).append(json.loads(path.read_text(encoding="utf-8")))
    items = []
    for path in documents:
        name = path.name.removesuffix(".json")
        for label in labels.get(_base(name), ()):
            items.append(Item(name, "", label.get("language") or "", path, partial(_score_label, label, name)))
    return Collection(folder.resolve().name, items, len(labels.keys() - {_base(item.name) for item in items}))


def has_labels(folder: Path) -> bool:
    """Return whether a folder contains a label."""
    return any(_label_files(folder))


def is_document(path: Path) -> bool:
    """Return whether a file name is that of a document, or of what was read from one."""
    return bool(_EXTENSION.search(path.name.removesuffix(".json")))


def _label_files(folder: Path) -> Iterable[Path]:
    """Yield the labels. Other JSON files are in such folders too: lists of documents, and what was read from them."""
    for path in sorted(folder.glob("*.json")):
        label = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(label, dict) and "file" in label and "parser_version" not in label:
            yield path


def _score_label(label: Label, name: str, parsed: Label) -> Scores:
    return score_document(label, parsed, name)


def _base(name: str) -> str:
    return _EXTENSION.sub("", name)
