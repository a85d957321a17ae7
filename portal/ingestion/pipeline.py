"""Convert the bytes of a file to database rows: parse, extract, store, sync.

Reading and encoding take seconds and write nothing. Writing takes a fraction of a second, in one transaction: if it is
interrupted, nothing of the file is stored.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from documents.models import LanguageVersion
from documents.parsing.bundles import tidy_name
from documents.parsing.messages import Message
from documents.parsing.serialize import from_json, to_plain
from documents.parsing.sniff import sniff
from documents.parsing.types import ParsedDocument, UnreadableDocumentError
from documents.services import Outcome, Overrides, batch_notifications, store_document
from portal.reading.document import FileReading, from_bytes
from portal.reading.readers import Readers
from recommendations.extraction.types import Extraction
from recommendations.queries.vocabularies import refresh
from recommendations.services import NO_VECTORS, Vectors, encode_missing, sync_recommendations
from recommendations.services.correcting import extract_from, vocabulary
from recommendations.services.subjects_by_meaning import with_subjects_by_meaning

MAX_NAME_LENGTH = 300  # of DocumentFile.name and Upload.name


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read but is not stored yet. ``vectors`` are for its texts without vectors in the database."""

    name: str
    content: bytes
    parsed: ParsedDocument
    extraction: Extraction
    vectors: Vectors = field(default_factory=lambda: NO_VECTORS)


@dataclass(frozen=True, slots=True)
class IngestReport:
    """The result of ingesting a file, with counts of the items found in it.

    ``is_held_back`` is True if it was to be published but is for staff only, because its distribution is Restricted.
    ``needs_decision`` is True if the file was added to a version whose text waits for a person's decision.
    """

    name: str
    outcome: Outcome
    version: LanguageVersion
    recommendation_count: int
    citation_count: int
    footnote_count: int
    paragraph_count: int
    is_held_back: bool = False
    needs_decision: bool = False


@dataclass(frozen=True, slots=True)
class IngestFailure:
    """A file that was rejected; ``reason`` is a sentence that explains why and what to do."""

    name: str
    reason: str


Result = IngestReport | IngestFailure


@functools.cache
def _readers() -> Readers:
    """Return the child processes that read files for this process."""
    return Readers("portal.reading.document:read", settings.READING_LIMITS)


def check_content(content: bytes) -> UnreadableDocumentError | None:
    """Check the size and the format of a file without reading it. Return the error, or None if it may be a document."""
    if len(content) > settings.UPLOAD_FILE_BYTES:
        return too_large_error()
    try:
        sniff(content)
    except UnreadableDocumentError as error:
        return error
    return None


def parse_file(content: bytes, name: str) -> FileReading:
    """Parse and extract, in a limited child process. Raise ``UnreadableDocumentError`` or ``ReadingError``.

    The child has no database and thus only the vocabularies that the portal ships. If people changed them, the
    extraction is made again from the structure, as for stored documents. Otherwise, only subjects found by meaning are
    added.
    """
    reading = from_bytes(_readers().read(content, name))
    if refresh().edits:
        return replace(reading, extraction=extract_from(reading.parsed))
    return replace(reading, extraction=with_subjects_by_meaning(reading.parsed, reading.extraction, vocabulary()))


def read_file(content: bytes, name: str) -> ReadFile:
    """Parse and extract, then encode texts without stored vectors. Raise the same errors as :func:`parse_file`."""
    reading = parse_file(content, name)
    vectors = encode_missing(reading.parsed, reading.extraction)
    return ReadFile(name, content, reading.parsed, reading.extraction, vectors)


@transaction.atomic
@batch_notifications()
def store_file(file: ReadFile, *, publish: bool, overrides: Overrides | None = None) -> IngestReport:
    """Store a file that was read, in one transaction. ``overrides`` replace values printed in the file.

    Raise ``DocumentError`` if it contradicts the stored data.
    """
    stored = store_document(
        file.parsed, file.content, file.name, publish=publish, extraction=to_plain(file.extraction), overrides=overrides
    )
    if stored.outcome is not Outcome.UNCHANGED:
        stored_parsed = from_json(stored.version.parsed) if overrides else file.parsed
        sync_recommendations(stored.version, stored_parsed, file.extraction, file.vectors)
    return build_report(file.name, stored.outcome, stored.version, is_held_back=stored.is_held_back)


def build_report(
    name: str,
    outcome: Outcome,
    version: LanguageVersion,
    *,
    is_held_back: bool = False,
    needs_decision: bool = False,
) -> IngestReport:
    return IngestReport(
        name=name,
        outcome=outcome,
        version=version,
        recommendation_count=version.recommendations.count(),
        citation_count=version.citations.count(),
        footnote_count=version.footnotes.count(),
        paragraph_count=version.paragraphs.count(),
        is_held_back=is_held_back,
        needs_decision=needs_decision,
    )


def tidy_file_name(name: str) -> str:
    """Return a tidy name with its folders, short enough to be stored. A long name is cut at the start, because names in
    a folder differ at the end."""
    tidy = tidy_name(name) or _("unnamed file")
    return tidy if len(tidy) <= MAX_NAME_LENGTH else f"…{tidy[1 - MAX_NAME_LENGTH :]}"


def too_large_error() -> UnreadableDocumentError:
    """Return the error for a file over the size limit."""
    size = settings.UPLOAD_FILE_BYTES // (1024 * 1024)
    message = Message(
        "The file is larger than %(size)s MB. Split the document and try again with the parts.", size=size
    )
    return UnreadableDocumentError("too_large", message)
