"""``manage.py check_draft``: check a draft, and print the result as JSON."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.drafting.answer import build_check
from portal.drafting.checking import UnreadableDraftError, check_content, finish
from portal.drafting.word import write_word
from recommendations.api.addresses import Addresses
from recommendations.api.schemas import to_json_value


class Command(BaseCommand):
    """Arguments and output only; :mod:`portal.drafting` does the work."""

    help = "Check the references and clauses of a draft (PDF, DOCX, HTML, text), and print the result as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the draft")
        parser.add_argument(
            "--word", type=Path, metavar="FILE", help="also write the draft with comments as a Word file"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        addresses = Addresses(settings.PORTAL_URL)  # paths if the setting is empty
        try:
            checked = finish(check_content(file.read_bytes(), file.name))
            if options["word"]:
                options["word"].write_bytes(write_word(checked, addresses))
        except OSError as error:
            message = _("“%(file)s” cannot be read or written: %(reason)s.")
            raise CommandError(message % {"file": error.filename, "reason": error.strerror}) from error
        except UnreadableDraftError as error:
            raise CommandError(error.message) from error
        self.stdout.write(json.dumps(to_json_value(build_check(checked, addresses)), ensure_ascii=False, indent=1))
