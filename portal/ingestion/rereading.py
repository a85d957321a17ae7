"""Reprocess stored documents with the current extraction or the current parser.

A new extraction is applied immediately to versions without corrections. If a corrected version would change, or another
parser would change a published version, a person decides (:func:`recommendations.services.correcting.accept_reading`).
Further organs and citations are added without asking.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from documents.models import LanguageVersion, Reading
from documents.queries.drafts import find_open_draft, published_corrections
from documents.services import Outcome, record_change, version_name
from portal.ingestion.formats import read_version
from portal.ingestion.pipeline import IngestReport, build_report
from recommendations.services import encode_missing
from recommendations.services.correcting import (
    Proposal,
    active_corrections,
    edit_of,
    extract_from,
    propose_reading,
    read_reading,
    renew_extraction,
    renew_published_extraction,
)
from recommendations.services.meetings import write_again


def extract_again(version: LanguageVersion) -> IngestReport:
    """Run the extraction on the stored structure of a version, without its file.

    If the version was corrected and anything would change, the outcome is ``PROPOSED``: nothing changes until a person
    decides. If a draft has another reading than the public text, the extraction runs on both.
    """
    edits = tuple(map(edit_of, active_corrections(version)))
    reading = version.readings.get(state=Reading.State.CURRENT)
    parsed, _extraction = read_reading(reading, edits)
    extraction = extract_from(parsed, edits)
    proposal = renew_extraction(reading, extraction, encode_missing(parsed, extraction))
    draft = find_open_draft(version.pk)
    if draft and draft.reading_id != reading.pk:
        public_edits = tuple(map(edit_of, published_corrections(version.pk)))
        parsed, _extraction = read_reading(draft.reading, public_edits)
        extraction = extract_from(parsed, public_edits)
        renew_published_extraction(draft, extraction, encode_missing(parsed, extraction))
    return build_report(str(version.document), Outcome.PROPOSED if proposal else Outcome.UNCHANGED, version)


def apply_vocabularies(version: LanguageVersion) -> None:
    """Bring a version up to date with the vocabularies. This is safe to repeat.

    Rows of corrected versions are written again too, because corrections may name an entry that was merged.
    """
    extract_again(version)
    if active_corrections(version).exists():
        write_again(version)


def read_again(version: LanguageVersion, *, requested: bool = False) -> Proposal | None:
    """Reprocess the files of a version with the current parser, use or propose the result, and log it.

    Return None if nobody has to decide about it (:func:`recommendations.services.correcting.propose_reading`). Raise
    ``UnreadableDocumentError`` if the file can no longer be read, ``ReadingError`` for an internal error, and
    ``DocumentFile.DoesNotExist`` if there is no file.
    """
    reading = read_version(version)
    with transaction.atomic():
        proposal = propose_reading(
            version, reading.parsed, reading.extraction, file=reading.text_file, requested=requested
        )
        record_change(
            "document.read",
            by=None,
            subject=version_name(version),
            document=version.document,
            object_key=f"version:{version.pk}",
            value={"parser_version": reading.parsed.parser_version},
            note=_("Reprocessed: the new reading needs a decision.")
            if proposal
            else _("Reprocessed: the new reading needs no decision."),
        )
    return proposal
