"""``manage.py ingest``: read documents from files, folders and ZIP archives into the database."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from documents.services import Outcome
from documents.web.language_addresses import without_language
from portal.ingestion.bulk import ingest_paths
from portal.ingestion.pipeline import IngestFailure, IngestReport, Result


class Command(BaseCommand):
    """Arguments and report only; :mod:`portal.ingestion.bulk` does the work."""

    help = "Read documents (PDF, DOCX, HTML, text) from files, folders and ZIP archives into the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="+", type=Path, metavar="PATH", help="a file, or a folder or ZIP archive of files"
        )
        parser.add_argument(
            "--unpublished", action="store_true", help="show new documents to staff only until they are published"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        lines: list[str] = []
        with tqdm(desc=_("Reading"), unit=_("file"), file=sys.stderr) as bar:

            def advance(done: int, total: int, result: Result | None) -> None:
                bar.total = total
                bar.update(done - bar.n)
                if isinstance(result, IngestReport):
                    lines.append(f"{result.name}: {_describe(result)}")

            results = ingest_paths(options["paths"], publish=not options["unpublished"], on_progress=advance)
        for line in lines:
            self.stdout.write(line)
        self._report([result for result in results if isinstance(result, IngestReport)])
        if failures := [result for result in results if isinstance(result, IngestFailure)]:
            self._report_failures(failures)

    def _report(self, reports: list[IngestReport]) -> None:
        unchanged = sum(report.outcome is Outcome.UNCHANGED for report in reports)
        formats = sum(report.outcome is Outcome.FORMAT_ADDED for report in reports)
        new = [report for report in reports if report.outcome not in (Outcome.UNCHANGED, Outcome.FORMAT_ADDED)]
        if new:
            self.stdout.write(_("New: %(found)s.") % {"found": _total(new)})
        if formats:
            self.stdout.write(
                ngettext(
                    "%(count)d file was added to a document as another format.",
                    "%(count)d files were added to documents as other formats.",
                    formats,
                )
                % {"count": formats}
            )
        if unchanged:
            self.stdout.write(
                ngettext(
                    "%(count)d file was already loaded.",
                    "%(count)d files were already loaded.",
                    unchanged,
                )
                % {"count": unchanged}
            )

    def _report_failures(self, failures: list[IngestFailure]) -> None:
        self.stdout.write(_("Rejected:"))
        for failure in failures:
            self.stdout.write(f"  {failure.name}: {failure.reason}")
        count = len(failures)
        raise CommandError(
            ngettext("%(count)d file was rejected.", "%(count)d files were rejected.", count) % {"count": count}
        )


def _describe(report: IngestReport) -> str:
    document = report.version.document
    name = document.symbol or _("no symbol, %(address)s") % {"address": without_language(document.get_absolute_url())}
    held_back = _(" (not published: its distribution is Restricted)") if report.is_held_back else ""
    waiting = _(" (the new reading of the text needs a decision)") if report.needs_decision else ""
    return f"{name}: {_counts([report])}{held_back}{waiting}"


def _total(reports: list[IngestReport]) -> str:
    documents = ngettext("%(count)d document", "%(count)d documents", len(reports)) % {"count": len(reports)}
    return f"{documents}, {_counts(reports)}"


def _counts(reports: list[IngestReport]) -> str:
    recommendations = sum(report.recommendation_count for report in reports)
    citations = sum(report.citation_count for report in reports)
    footnotes = sum(report.footnote_count for report in reports)
    paragraphs = sum(report.paragraph_count for report in reports)
    doubts = sum(len(report.version.doubts) for report in reports)
    counts = (
        ngettext("%(n)d recommendation", "%(n)d recommendations", recommendations) % {"n": recommendations},
        ngettext("%(n)d citation", "%(n)d citations", citations) % {"n": citations},
        ngettext("%(n)d footnote", "%(n)d footnotes", footnotes) % {"n": footnotes},
        ngettext("%(n)d paragraph", "%(n)d paragraphs", paragraphs) % {"n": paragraphs},
        ngettext("%(n)d point to check", "%(n)d points to check", doubts) % {"n": doubts},
    )
    return ", ".join(counts)
