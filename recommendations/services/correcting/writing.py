"""Write the reading that readers see as rows."""

from __future__ import annotations

from django.utils.translation import gettext as _

from documents.models import LanguageVersion
from documents.parsing.serialize import to_json
from documents.services import DocumentError, clear_text, write_text
from documents.services.metadata import refresh_document_metadata
from documents.web.languages import UNDETERMINED
from recommendations.corrections import CorrectionResult
from recommendations.queries.corrected_texts import correction_dates
from recommendations.services.correcting.checks import is_language_taken
from recommendations.services.correcting.state import published_reading
from recommendations.services.passages import NO_VECTORS, Vectors, encode_missing, vectors_of
from recommendations.services.sync import sync_recommendations


def vectors_for(version: LanguageVersion, corrected: CorrectionResult) -> Vectors:
    """Return the vectors needed to write a corrected reading. Call it before taking the write lock, because
    missing ones are computed."""
    return encode_missing(corrected.parsed, corrected.extraction, vectors_of(version))


def write_published(version: LanguageVersion, vectors: Vectors = NO_VECTORS, *, text: bool = False) -> CorrectionResult:
    """Write the published reading of a version to its rows, and return it.

    The paragraphs are written only if ``text`` is true: if the rows may come from another reading.

    Call it in the transaction of the change, holding the write lock. Raise :class:`DocumentError` ("language_exists")
    if the document has another version in the language of the reading.
    """
    state = published_reading(version)
    corrected, masthead = state.corrected, state.corrected.parsed.masthead
    version.parsed = to_json(corrected.parsed)
    version.page_count = state.parsed.pages
    version.text_quality = state.parsed.text_quality
    version.parser_version = state.parsed.parser_version
    version.title = masthead.title or ""
    version.job_number = masthead.job_number or ""
    version.reissued = masthead.reissued
    language = masthead.language or UNDETERMINED
    if language != version.language and is_language_taken(version, language):
        raise DocumentError("language_exists", _("The document already exists in this language. Correct the language."))
    version.language = language
    if corrected.extraction.meeting is None:
        version.meeting = None
    version.save()
    if text:
        write_text(version, corrected.parsed)
    sync_recommendations(version, corrected.parsed, corrected.extraction, vectors)
    _write_correction_dates(version)
    refresh_document_metadata(version.document)
    if text:
        clear_text(version)
    return corrected


def _write_correction_dates(version: LanguageVersion) -> None:
    rows = list(version.recommendations.all())
    dates = correction_dates(rows)
    for row in rows:
        row.corrected_at = dates.get(row.pk)
    version.recommendations.bulk_update([row for row in rows if row.corrected_at], ["corrected_at"])
