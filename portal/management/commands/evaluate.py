"""``manage.py evaluate``: compare the data read from documents with the correct values, without a database."""

from __future__ import annotations

import json
import os
import subprocess
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.parsing.types import UnreadableDocumentError
from portal.evaluation import figures, known_misses, report
from portal.evaluation.folders import (
    CASES,
    Collection,
    Item,
    Result,
    evaluate,
    has_labels,
    is_document,
    load_cases,
    load_labels,
)
from portal.evaluation.scores import Label
from portal.ingestion.bulk import find_files
from portal.reading.readers import Readers, map_in_order
from portal.reading.version import parser_version


class Command(BaseCommand):
    """Arguments and files only; :mod:`portal.evaluation` measures."""

    help = (
        "Print how accurately documents are read, by kind of document, field and language. PATHS are folders of cases "
        "(with a cases.json) or of labels (X.json next to the document X). Documents, or JSON files written by "
        "`manage.py parse --output`, may come before a folder; they are compared with its cases or labels. A label "
        "X.json applies to every document named X, whatever its extension."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATHS")
        parser.add_argument(
            "--suffix", default="", help="the name of a document is the name of its label plus this suffix"
        )
        parser.add_argument(
            "--prefix",
            type=int,
            metavar="N",
            help="the name of a document is the first N characters of the name of its label",
        )
        parser.add_argument("--show", action="store_true", help="list every miss")
        parser.add_argument(
            "--report",
            type=Path,
            metavar="FILE",
            help="write the tables and misses to a Markdown file, keeping the causes of misses written there by hand, "
            "and the figures to fixtures/accuracy.json, from which the portal shows them",
        )
        parser.add_argument(
            "--known-misses",
            type=Path,
            metavar="FILE",
            help="write a list of the missed cases, keeping the reasons written there by hand",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        collections = list(_collections(options["paths"], options["prefix"], options["suffix"]))
        if not all(collection.items for collection in collections):
            raise CommandError(_("No document has a label."))
        evaluated = [(collection, self._evaluate(collection.items)) for collection in collections]
        for collection, results in evaluated:
            self.stdout.write(report.format_section(collection.name, results))
            if collection.unmatched:
                self.stdout.write(_("labels without a document: %(count)d") % {"count": collection.unmatched})
            if options["show"]:
                self._print_misses(results)
        if options["report"]:
            measurement = figures.Measurement(timezone.localdate(), _read_commit(), parser_version())
            sections = [(collection.name, results) for collection, results in evaluated]
            report.write(options["report"], report.format_heading(measurement), sections)
            figures.write(settings.ACCURACY_FILE, figures.measure(measurement, sections))
        if options["known_misses"]:
            everything = [result for _collection, results in evaluated for result in results]
            for case in known_misses.write(options["known_misses"], everything):
                self.stdout.write(_("added to the known misses: %(case)s") % {"case": case})

    def _evaluate(self, items: Sequence[Item]) -> list[Result]:
        """Return the results of all items. Each document is parsed once."""
        by_path: dict[Path, list[Item]] = {}
        for item in items:
            if item.path:
                by_path.setdefault(item.path, []).append(item)
        absent = [evaluate(item, {}) for item in items if not item.path]
        return absent + [evaluate(item, parsed) for path, parsed in self._parse(by_path) for item in by_path[path]]

    def _parse(self, files: Iterable[Path]) -> Iterator[tuple[Path, Label]]:
        """Yield each file with its parsed content. If a file is unreadable, print the error and yield no content."""
        with Readers("portal.reading.document:read_as_label", settings.READING_LIMITS) as readers:
            for path, label in map_in_order(lambda path: _read(path, readers), files, os.cpu_count() or 1):
                try:
                    yield path, label.result()
                except UnreadableDocumentError as error:
                    self.stderr.write(f"{path}: {error}")
                    yield path, {}

    def _print_misses(self, results: Iterable[Result]) -> None:
        for result in results:
            for measure, score in result.scores.items():
                for miss in score.misses:
                    self.stdout.write(f"{report.FIELDS[measure]}\t{miss}")
        self.stdout.write()


def _collections(paths: Iterable[Path], prefix: int | None, suffix: str) -> Iterator[Collection]:
    """Yield the folders of cases and of labels. Documents given before a folder replace the documents in it."""
    before: list[Path] = []
    for path in paths:
        if (path / CASES).is_file():
            yield load_cases(path, _documents(before))
        elif path.is_dir() and has_labels(path):
            inside = (document for document in _documents([path]) if document.suffix != ".json")
            yield load_labels(path, _documents(before) if before else list(inside), prefix, suffix)
        else:
            before.append(path)
            continue
        before = []
    if before:
        raise CommandError(_("%(folder)s contains no labels.") % {"folder": before[-1]})


def _documents(paths: Iterable[Path]) -> list[Path]:
    return [path for path in find_files(paths) if is_document(path)]


def _read(path: Path, readers: Readers) -> Label:
    content = path.read_bytes()
    parsed: Label = json.loads(content if path.suffix == ".json" else readers.read(content, path.name))
    return parsed


def _read_commit() -> str:
    """Return the short name of the commit, or "" outside a clone."""
    command = ["git", "-C", str(settings.BASE_DIR), "rev-parse", "--short", "HEAD"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
