"""Write a corrected reading as rows."""

from __future__ import annotations

from documents.models import LanguageVersion
from documents.parsing.serialize import to_json
from documents.services import write_text
from documents.services.metadata import refresh_document_metadata
from documents.web.languages import UNDETERMINED
from recommendations.corrections import CorrectionResult
from recommendations.services.passages import NO_VECTORS, Vectors, encode_missing, vectors_of
from recommendations.services.sync import sync_recommendations


def vectors_for(version: LanguageVersion, corrected: CorrectionResult) -> Vectors:
    """Return the vectors needed to write a corrected reading. Call it before taking the write lock, because
    missing ones are computed."""
    return encode_missing(corrected.parsed, corrected.extraction, vectors_of(version))


def write_corrected(
    version: LanguageVersion, corrected: CorrectionResult, vectors: Vectors = NO_VECTORS, *, text: bool = False
) -> None:
    """Write a corrected reading to the rows of a version; paragraphs are written only if ``text`` is true.

    Call it in the transaction of the change, holding the write lock.
    """
    masthead = corrected.parsed.masthead
    version.parsed = to_json(corrected.parsed)
    version.title = masthead.title or ""
    version.job_number = masthead.job_number or ""
    version.reissued = masthead.reissued
    version.language = masthead.language or UNDETERMINED
    if corrected.extraction.meeting is None:
        version.meeting = None
    version.save()
    if text:
        write_text(version, corrected.parsed)
    sync_recommendations(version, corrected.parsed, corrected.extraction, vectors)
    refresh_document_metadata(version.document)
