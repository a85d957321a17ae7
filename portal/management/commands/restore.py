"""``manage.py restore``: restore a backup into an empty database."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.postgres.backup import BackupError, restore


class Command(BaseCommand):
    """Arguments and report only; the work is in :mod:`portal.postgres.backup`."""

    help = "Restore a file that manage.py backup wrote into an empty database. Then start the portal."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the backup")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            counts = restore(options["file"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        values = {
            "documents": counts.get("documents_document", 0),
            "recommendations": counts.get("recommendations_recommendation", 0),
        }
        self.stdout.write(_("%(documents)d documents and %(recommendations)d recommendations were restored.") % values)
