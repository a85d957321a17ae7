"""Files of one document in several formats: the text of the better one, the page numbers of the PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from documents.models import DocumentFile, LanguageVersion
from documents.parsing.messages import Message, joined
from documents.parsing.types import ParsedDocument
from documents.services import add_file, batch_notifications, record_change, version_name
from documents.services.files import MEDIA_TYPES
from portal.ingestion.pipeline import ReadFile, parse_file
from portal.reading.page_numbers import better_first, combine, compare_files
from recommendations.corrections import Edit
from recommendations.extraction.types import Extraction
from recommendations.services.correcting import Proposal, active_corrections, edit_of, extract_from, propose_reading

MIN_LIKENESS = 0.85  # of the texts of two files that are the same document; tables read differently in each format
_FORMATS = ("pdf", "docx", "html")


@dataclass(frozen=True, slots=True)
class VersionReading:
    """The combined reading of files of a version. ``text_file`` gave the text; it is None if it is not stored yet.

    ``likeness`` is the share of the text that all files have in common, from 0 to 1.
    """

    parsed: ParsedDocument
    extraction: Extraction
    text_file: DocumentFile | None
    likeness: float = 1.0


def read_version(version: LanguageVersion) -> VersionReading:
    """Read the files in use of a version with the current parser.

    Raise ``UnreadableDocumentError`` if one cannot be read, and ``DocumentFile.DoesNotExist`` if there is none.
    """
    files = list(version.files.in_use().select_related("file_content"))
    if not files:
        raise DocumentFile.DoesNotExist
    readings = [parse_file(bytes(file.file_content.content), file.name) for file in files]
    if len(readings) == 1 and not _language_edits(version):
        return VersionReading(readings[0].parsed, readings[0].extraction, files[0])
    return _together(version, [reading.parsed for reading in readings], files)


def lacks_format(version: LanguageVersion, format: str) -> bool:
    """Return whether a file of this format can be added to the files of a version: it has none, but others that can."""
    media_types = set(version.files.in_use().values_list("media_type", flat=True))
    known = {MEDIA_TYPES[name] for name in _FORMATS}
    return format in _FORMATS and MEDIA_TYPES[format] not in media_types and media_types <= known


def read_with(version: LanguageVersion, file: ReadFile) -> VersionReading:
    """Read the files in use of a version together with another file, which is not stored yet."""
    files = list(version.files.in_use().select_related("file_content"))
    parsed = [parse_file(bytes(row.file_content.content), row.name).parsed for row in files]
    together = _together(version, [*parsed, file.parsed], [*files, None])
    likeness = min((compare_files(file.parsed, other).likeness for other in parsed), default=0.0)
    return VersionReading(together.parsed, together.extraction, together.text_file, likeness)


def _together(
    version: LanguageVersion, parsed: Sequence[ParsedDocument], files: Sequence[DocumentFile | None]
) -> VersionReading:
    best = better_first(parsed)[0]
    text_file = next(file for reading, file in zip(parsed, files, strict=True) if reading is best)
    combined = combine(parsed)
    return VersionReading(combined, extract_from(combined, _language_edits(version)), text_file)


def _language_edits(version: LanguageVersion) -> list[Edit]:
    return [edit for edit in map(edit_of, active_corrections(version)) if edit.field == "language"]


@transaction.atomic
@batch_notifications()
def store_format(version: LanguageVersion, file: ReadFile, reading: VersionReading) -> Proposal | None:
    """Add a file to the files in use of a version, and use their combined reading.

    Return the proposal if a person has to decide about the changes of the text: see
    :func:`~recommendations.services.correcting.propose_reading`.
    """
    added = add_file(version, file.parsed.format, file.content, file.name)
    record_change(
        "document.format_added",
        by=None,
        subject=version_name(version),
        document=version.document,
        object_key=f"version:{version.pk}",
        value={"file": file.name},
    )
    return propose_reading(version, reading.parsed, reading.extraction, file=reading.text_file or added)


def format_message(version: LanguageVersion, *, needs_decision: bool) -> Message:
    """Return the message about a file that was added to a version."""
    message = Message(
        "Added to %(document)s (%(language)s) as the same text in another format.",
        document=str(version.document),
        language=version.language,
    )
    if not needs_decision:
        return message
    return joined(message, Message("The new reading of the text needs a decision."))
