"""``manage.py parse``: what the portal reads out of a document, as JSON. Needs no database."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from documents.parsing.parse import parse
from documents.parsing.types import UnreadableDocument
from recommendations.extraction.extract import extract
from recommendations.extraction.report import as_label
from recommendations.extraction.vocabulary import Vocabulary


class Command(BaseCommand):
    """Arguments and report only; the pure packages do the work."""

    help = "Read documents (PDF, DOCX, text) and print what was read as JSON. Needs no database."
    requires_system_checks: Sequence[str] = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, or a folder with files")
        parser.add_argument(
            "--output", type=Path, metavar="DIR", help='write one file a document, its name plus ".json"'
        )

    def handle(self, *args: Any, **options: Any) -> None:
        output: Path | None = options["output"]
        if output:
            output.mkdir(parents=True, exist_ok=True)
        vocabulary = Vocabulary.load(settings.FIXTURES_DIR / "vocabulary")
        failed = 0
        # A bar only where somebody watches and the JSON does not go to the same screen.
        with tqdm(list(_files(options["paths"])), unit=_("file"), disable=None if output else True) as files:
            for path in files:
                try:
                    read = self._read(path, vocabulary)
                except (OSError, UnreadableDocument) as error:
                    failed += 1
                    tqdm.write(f"{path}: {error}", file=sys.stderr)
                else:
                    self._hand_out(path, read, output)
        if failed:
            raise CommandError(
                ngettext("%(count)d file was not read.", "%(count)d files were not read.", failed) % {"count": failed}
            )

    def _read(self, path: Path, vocabulary: Vocabulary) -> str:
        parsed = parse(path.read_bytes(), path.name)
        label = as_label(parsed, extract(parsed, vocabulary), vocabulary)
        return json.dumps(label, ensure_ascii=False, indent=1)

    def _hand_out(self, path: Path, read: str, output: Path | None) -> None:
        if output:
            (output / f"{path.name}.json").write_text(read + "\n", encoding="utf-8")
        else:
            self.stdout.write(read)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files named, and those below the folders named, in order; hidden ones only if named."""
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
        else:
            yield path
