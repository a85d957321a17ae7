"""``manage.py move_database``: copy all data from the embedded server to another."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.postgres.backup import BackupError, back_up


class Command(BaseCommand):
    """Back up the database in use, and restore the backup to the address in the argument."""

    help = (
        "Copy all data to an empty database on another PostgreSQL server. Stop the portal first, and start it with "
        "DATABASE_URL set to the new address afterwards. The old database is not changed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "url", metavar="DATABASE_URL", help="such as postgres://portal:secret@db.example.org/portal"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "portal.dump"
            try:
                back_up(file)
            except BackupError as error:
                raise CommandError(str(error)) from error
            command = (sys.executable, str(settings.BASE_DIR / "manage.py"), "restore", str(file))
            # The settings name one database, so the other is for another process.
            restored = subprocess.run(command, env={**os.environ, "DATABASE_URL": options["url"]}, check=False)
        if restored.returncode:
            raise CommandError(_("Nothing was copied. See the message above."))
        self.stdout.write(_("Start the portal with DATABASE_URL set to the new address."))
