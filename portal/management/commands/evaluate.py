"""``manage.py evaluate``: compare what is read from documents with labels, without a database."""

from __future__ import annotations

import json
import os
import re
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from documents.parsing.types import UnreadableDocumentError
from portal.evaluation.measures import Label, score_document
from portal.evaluation.scores import Score
from portal.ingestion.bulk import find_files
from portal.reading.readers import Readers, in_order

_EXTENSION = re.compile(r"\.(pdf|docx?|txt|html?)$", re.IGNORECASE)


class Command(BaseCommand):
    """Arguments and report only; :mod:`portal.evaluation` measures."""

    help = (
        "Print the precision and recall of what is read from documents, for each measure. PATHS are documents, which "
        "are read first, JSON files written by `manage.py parse --output`, or folders of either. A label X.json is "
        "for every document named X, whatever its extension."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATHS")
        parser.add_argument(
            "labels", type=Path, metavar="LABELS", help="a folder of labels, one JSON file per document"
        )
        parser.add_argument("--suffix", default="", help="the name of a document is that of its label plus this suffix")
        parser.add_argument(
            "--prefix",
            type=int,
            metavar="N",
            help="the name of a document is the first N characters of that of its label",
        )
        parser.add_argument("--show", action="store_true", help="list every miss")

    def handle(self, *args: Any, **options: Any) -> None:
        labels = _labels(options["labels"], options["prefix"], options["suffix"])
        files = [path for path in find_files(options["paths"]) if _document_name(path.name) in labels]
        scores: dict[str, Score] = {}
        for path, parsed in self._parsed(files):
            for label in labels[_document_name(path.name)]:
                for measure, score in score_document(label, parsed, path.name.removesuffix(".json")).items():
                    scores[measure] = scores.get(measure, Score()) + score
        if not scores:
            raise CommandError(_("No document has a label."))
        self._report(scores, show=options["show"])
        if unmatched := labels.keys() - {_document_name(path.name) for path in files}:
            self.stdout.write(_("labels without a document: %(count)d") % {"count": len(unmatched)})

    def _parsed(self, files: Iterable[Path]) -> Iterator[tuple[Path, Label]]:
        """Yield each file with its parsed content. An unreadable file is reported and counts as empty."""
        with Readers("portal.reading.document:read_as_label", settings.READING_LIMITS) as readers:
            for path, label in in_order(lambda path: _read(path, readers), files, os.cpu_count() or 1):
                try:
                    yield path, label.result()
                except UnreadableDocumentError as refusal:
                    self.stderr.write(f"{path}: {refusal}")
                    yield path, {}

    def _report(self, scores: dict[str, Score], *, show: bool) -> None:
        self.stdout.write(f"{'measure':32}{'hits':>7}{'want':>7}{'found':>7}{'P %':>8}{'R %':>8}")
        for measure, score in sorted(scores.items()):
            found = "-" if score.found is None else score.found
            percentages = f"{_percent(score.precision)}{_percent(score.recall)}"
            self.stdout.write(f"{measure:32}{score.hits:>7}{score.expected:>7}{found:>7}{percentages}")
        if show:
            for measure, score in sorted(scores.items()):
                for miss in score.misses:
                    self.stdout.write(f"{measure}\t{miss}")


def _percent(ratio: float | None) -> str:
    return f"{'-':>8}" if ratio is None else f"{100 * ratio:8.1f}"


def _labels(folder: Path, prefix: int | None, suffix: str) -> dict[str, list[Label]]:
    """Return a map from document names without extension to the labels in a folder."""
    labels: dict[str, list[Label]] = {}
    for path in sorted(folder.glob("*.json")):
        label = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(label, dict) and "file" in label:
            labels.setdefault(path.stem[:prefix] + suffix, []).append(label)
    if not labels:
        raise CommandError(_("%(folder)s contains no labels.") % {"folder": folder})
    return labels


def _document_name(name: str) -> str:
    """Return the name without extension: "a.b" for "a.b.pdf" and "a.b.pdf.json"."""
    return _EXTENSION.sub("", name.removesuffix(".json"))


def _read(path: Path, readers: Readers) -> Label:
    content = path.read_bytes()
    parsed: Label = json.loads(content if path.suffix == ".json" else readers.read(content, path.name))
    return parsed
