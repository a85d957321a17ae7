"""``manage.py reread``: reprocess stored files with the current parser, and propose the result."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from documents.models import DocumentFile, LanguageVersion
from documents.parsing.types import UnreadableDocumentError
from documents.services import find_documents
from portal.ingestion.rereading import read_again
from portal.reading.process import ReadingError
from recommendations.services import load_vocabularies


class Command(BaseCommand):
    """Changes to published or corrected texts wait for a decision on the review page of their document."""

    help = "Read the stored files of all or some documents again. Changes to published or corrected texts are proposed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "symbols", nargs="*", metavar="SYMBOL", help="symbol of a document (default: all documents)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        load_vocabularies()
        versions = _versions(options["symbols"])
        proposed, failed = 0, 0
        for version in tqdm(
            versions.iterator(chunk_size=20), total=versions.count(), unit=_("document"), file=sys.stderr
        ):
            try:
                proposed += read_again(version) is not None
            except (UnreadableDocumentError, ReadingError, DocumentFile.DoesNotExist) as error:
                failed += 1
                self.stderr.write(f"{version.document} ({version.language}): {getattr(error, 'message', error)}")
        self.stdout.write(
            ngettext("%(count)d new reading needs a decision.", "%(count)d new readings need decisions.", proposed)
            % {"count": proposed}
        )
        if failed:
            raise CommandError(
                ngettext("%(count)d file was not read.", "%(count)d files were not read.", failed) % {"count": failed}
            )


def _versions(symbols: list[str]) -> Any:
    versions = LanguageVersion.objects.select_related("document").order_by("pk")
    if not symbols:
        return versions
    documents = []
    for symbol in symbols:
        matches = find_documents([symbol])
        if not matches:
            raise CommandError(_("There is no document “%(symbol)s”.") % {"symbol": symbol})
        documents += matches
    return versions.filter(document__in=documents)
