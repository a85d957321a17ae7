"""Write all public data as files, as the worker does every night."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.bulk.generations import BulkDataError, make_generation


class Command(BaseCommand):
    help = "Write all public data as files for /data/."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--remove-earlier",
            action="store_true",
            help="delete all earlier files, for example those with a text that was withdrawn",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the files and print the name of their folder."""
        try:
            generation = make_generation(remove_earlier=options["remove_earlier"])
        except BulkDataError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{generation.folder}")
