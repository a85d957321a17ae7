"""Read stored documents again, with the current extraction or the current parser.

Versions without corrections take over a new extraction at once. For corrected ones, and whenever another parser reads
something else, the change is proposed: a person sees it and decides
(:func:`recommendations.services.correcting.accept_reading`).
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from documents.models import DocumentFile, LanguageVersion, Reading
from documents.services import Outcome, record_change, version_name
from portal.ingestion.pipeline import IngestReport, parse_file, report_of
from recommendations.services import encode_missing
from recommendations.services.correcting import (
    Proposal,
    active_corrections,
    edit_of,
    extract_from,
    propose_reading,
    read_reading,
    renew_extraction,
)


def extract_again(version: LanguageVersion) -> IngestReport:
    """Run the extraction on the stored structure of a version; its file is not read again.

    If the version was corrected and anything would change, the outcome is ``PROPOSED``: nothing changes until a person
    decides.
    """
    edits = tuple(map(edit_of, active_corrections(version)))
    reading = version.readings.get(state=Reading.State.CURRENT)
    parsed, _known = read_reading(reading, edits)
    extraction = extract_from(parsed, edits)
    proposal = renew_extraction(reading, extraction, encode_missing(parsed, extraction))
    return report_of(str(version.document), Outcome.PROPOSED if proposal else Outcome.UNCHANGED, version)


def read_again(version: LanguageVersion, *, asked_for: bool = False) -> Proposal | None:
    """Read the file of a version with the current parser, propose the result and log it.

    Return None if nothing would change, or if the same was rejected before and it is not ``asked_for`` now. Raise
    ``UnreadableDocumentError`` if the file cannot be read any more, ``ReadingError`` for an internal error,
    ``DocumentFile.DoesNotExist`` without a file.
    """
    file = file_of(version)
    reading = parse_file(bytes(file.stored.content), file.name)
    edits = tuple(map(edit_of, active_corrections(version)))
    language_edits = [edit for edit in edits if edit.field == "language"]
    extraction = extract_from(reading.parsed, edits) if language_edits else reading.extraction
    with transaction.atomic():
        proposal = propose_reading(version, reading.parsed, extraction, file=file, asked_for=asked_for)
        record_change(
            "document.read",
            by=None,
            subject=version_name(version),
            document=version.document,
            about=f"version:{version.pk}",
            value={"parser_version": reading.parsed.parser_version},
            note=_("Read again: needs a decision.") if proposal else _("Read again: no new differences."),
        )
    return proposal


def file_of(version: LanguageVersion) -> DocumentFile:
    """Return the file in use, which is the last one stored. Raise ``DocumentFile.DoesNotExist`` if there is none."""
    return version.files.select_related("stored").latest("pk")
