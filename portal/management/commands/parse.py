"""``manage.py parse``: what the portal reads out of a document, as JSON. Needs no database."""

from __future__ import annotations

import json
import logging
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from documents.parsing.parse import parse
from documents.parsing.types import UnreadableDocument
from portal.ingestion.pipeline import find_files, vocabulary
from recommendations.extraction.extract import extract
from recommendations.extraction.report import as_label

logger = logging.getLogger(__name__)


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
        self._written: set[Path] = set()
        failed = 0
        # A bar only where somebody watches and the JSON does not go to the same screen.
        with tqdm(find_files(options["paths"]), unit=_("file"), disable=None if output else True) as files:
            for path in files:
                try:
                    read = _read(path)
                    self._hand_out(path, read, output)
                except (OSError, UnreadableDocument) as error:
                    failed += 1
                    tqdm.write(f"{path}: {error}", file=sys.stderr)
                except Exception:
                    # One document's fault must not cost the others; it is told in full and counted.
                    failed += 1
                    logger.exception("%s", path)
        if failed:
            raise CommandError(
                ngettext("%(count)d file was not read.", "%(count)d files were not read.", failed) % {"count": failed}
            )

    def _hand_out(self, path: Path, read: str, output: Path | None) -> None:
        if output:
            target = output / f"{path.name}.json"
            if target in self._written:
                raise FileExistsError(_("another file of this name was read before it; give it another --output"))
            target.write_text(read + "\n", encoding="utf-8")
            self._written.add(target)
        else:
            self.stdout.write(read)


def _read(path: Path) -> str:
    parsed = parse(path.read_bytes(), path.name)
    label = as_label(parsed, extract(parsed, vocabulary()), vocabulary())
    return json.dumps(label, ensure_ascii=False, indent=1)
