"""``manage.py parse``: print the data read from documents as JSON, without a database."""

from __future__ import annotations

import logging
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from documents.parsing.types import UnreadableDocumentError
from portal.ingestion.bulk import find_files
from portal.reading.readers import Readers, map_in_order

logger = logging.getLogger(__name__)


def read_job_count(text: str) -> int:
    """Return the number of processes given on the command line. Raise ArgumentTypeError if it is less than 1."""
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(_("enter a whole number, 1 or more"))
    return int(text)


class Command(BaseCommand):
    """Arguments and report only; :mod:`portal.reading` does the work, in separate processes."""

    help = "Read documents (PDF, DOCX, HTML, text) and print the data as JSON. Needs no database."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, or a folder with files")
        parser.add_argument(
            "--output", type=Path, metavar="DIR", help='write one file per document, named after it with ".json" added'
        )
        parser.add_argument(
            "--jobs",
            type=read_job_count,
            metavar="N",
            default=os.cpu_count() or 1,
            help="number of parallel processes (default: one per core)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        output: Path | None = options["output"]
        if output:
            output.mkdir(parents=True, exist_ok=True)
        self._written: set[Path] = set()
        files = find_files(options["paths"])
        # Without --output, the JSON may be printed on the same terminal, so show no progress bar.
        with (
            Readers("portal.reading.document:read_as_label", settings.READING_LIMITS) as readers,
            tqdm(total=len(files), unit=_("file"), disable=None if output else True) as bar,
        ):
            read = map_in_order(
                lambda path: readers.read(path.read_bytes(), path.name).decode(), files, options["jobs"]
            )
            failed = 0
            for path, label in read:
                failed += not self._output(path, label, output)
                bar.update()
        if failed:
            raise CommandError(
                ngettext("%(count)d file was not read.", "%(count)d files were not read.", failed) % {"count": failed}
            )

    def _output(self, path: Path, label: Future[str], output: Path | None) -> bool:
        """Write the result for one document. If there is none, report the error and return False."""
        try:
            self._write(path, label.result(), output)
        except (OSError, UnreadableDocumentError) as error:
            tqdm.write(f"{path}: {error}", file=sys.stderr)
        except Exception:
            logger.exception("%s", path)
        else:
            return True
        return False

    def _write(self, path: Path, label: str, output: Path | None) -> None:
        if output:
            target = output / f"{path.name}.json"
            if target in self._written:
                raise FileExistsError(_("another file with this name has been read; use another --output for this one"))
            target.write_text(label + "\n", encoding="utf-8")
            self._written.add(target)
        else:
            self.stdout.write(label)
