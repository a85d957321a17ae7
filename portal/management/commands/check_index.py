"""``manage.py check_index``: compare the search index with the documents, and repair it."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from tqdm import tqdm

from recommendations.services.indexing import Repair, repair_index


class Command(BaseCommand):
    """Arguments and report only; :mod:`recommendations.services.indexing.checking` does the work."""

    help = (
        "Check the search index against the documents and repair it while the portal runs. With --dry-run, nothing is "
        "changed, and the exit status is 1 if errors are found."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="report errors without changing anything")

    def handle(self, *args: Any, **options: Any) -> None:
        with tqdm(desc=_("Checking"), unit=_("document"), file=sys.stderr) as bar:

            def advance(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            repair = repair_index(advance, dry_run=options["dry_run"])
        for line in finding_lines(repair):
            self.stdout.write(line)
        if repair.faults and options["dry_run"]:
            self.stdout.write(_("Nothing was changed."))
            sys.exit(1)
        self.stdout.write(_("The search index was repaired.") if repair.faults else _("The search index is correct."))


def finding_lines(repair: Repair) -> list[str]:
    """Return a line for each kind of error that was found."""
    counts = (
        (_("Documents with missing or wrong entries: %d"), repair.documents),
        (_("Numbers without an entry and entries without a number: %d"), repair.numbers),
        (_("Entries with a wrong date or duplicate: %d"), repair.columns),
        (_("Wrong sets of terms: %d"), repair.terms),
        (_("Indexes that would have assigned a number twice: %d"), repair.states),
        (_("Empty chunks of numbers: %d"), repair.chunks_dropped),
    )
    return [line % number for line, number in counts if number]
