"""``manage.py load_instrument``: load the text of a treaty, to show it on the pages of its articles."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from recommendations.services import (
    LoadedTreaty,
    TreatyError,
    load_treaty_text,
    load_vocabularies,
    remove_treaty_text,
)


class Command(BaseCommand):
    """Arguments and report only; :mod:`recommendations.services.treaties` does the work."""

    help = (
        "Load the text of a treaty from a plain text or Markdown file in English. Loading a treaty again replaces "
        "its text. A text whose articles differ from those in the vocabulary is rejected."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        group = parser.add_mutually_exclusive_group(required=True)
        group.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the text of one treaty")
        group.add_argument("--remove", metavar="KEY", help="remove the text of an instrument (for example untoc)")
        parser.add_argument(
            "--instrument",
            default="",
            metavar="KEY",
            help="the key of the instrument (for example untoc); needed if the title does not name it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["remove"] is not None:
                instrument = remove_treaty_text(options["remove"])
                self.stdout.write(_("The text of the %(title)s was removed.") % {"title": instrument.title})
            else:
                self._load(options["file"], options["instrument"])
        except TreatyError as error:
            raise CommandError(_("%(reason)s Nothing was changed.") % {"reason": error}) from error

    def _load(self, file: Path, key: str) -> None:
        try:
            content = file.read_bytes()
        except OSError as error:
            message = _("“%(file)s” cannot be read: %(reason)s.")
            raise CommandError(message % {"file": file, "reason": error.strerror}) from error
        load_vocabularies()
        loaded = load_treaty_text(content, file.name, key)
        for line in report_lines(loaded):
            self.stdout.write(line)


def report_lines(loaded: LoadedTreaty) -> list[str]:
    """Return the lines of the report: the counts, and a remark about each part that may be missing from the file."""
    counts = _("%(articles)d articles, %(paragraphs)d paragraphs, %(subparagraphs)d subparagraphs.")
    values = {
        "articles": loaded.articles,
        "paragraphs": loaded.paragraphs,
        "subparagraphs": loaded.subparagraphs,
    }
    message = (
        _("The text of the %(title)s was replaced.") if loaded.replaced else _("The text of the %(title)s was loaded.")
    )
    return [message % {"title": loaded.instrument.title}, counts % values, *loaded.remarks]
