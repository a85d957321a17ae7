"""``manage.py backup``: write all data of the portal to a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from documents.web.phrases import file_size
from portal.postgres.backup import BackupError, back_up


class Command(BaseCommand):
    """Arguments and report only; the work is in :mod:`portal.postgres.backup`."""

    help = "Write all data of the portal, uploaded files included, to a file, and check it. The portal may be running."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file to write; an older one is replaced")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            counts = back_up(options["file"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        values = {
            "documents": counts.get("documents_document", 0),
            "recommendations": counts.get("recommendations_recommendation", 0),
            "size": file_size(options["file"].stat().st_size),
            "file": options["file"],
        }
        self.stdout.write(
            _("%(documents)d documents and %(recommendations)d recommendations were written to %(file)s (%(size)s).")
            % values
        )
