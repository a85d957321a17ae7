"""Documents stored by the services, for tests of later actions on them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User

from documents.models import Correction, LanguageVersion, Reading
from documents.parsing.serialize import to_plain
from documents.services import publish, store_document
from recommendations.corrections import CorrectionResult
from recommendations.services import correcting, sync_recommendations
from tests.parsed import extraction, parsed
from tests.row_cache import create_once, tables_are_empty, vocabularies


def publish_document(symbol: str) -> LanguageVersion:
    """Store and publish a document with this symbol, as if read from a file. The first document of a test is restored
    from memory."""
    return create_once(_publish, symbol) if tables_are_empty() else _publish(symbol)


def _publish(symbol: str) -> LanguageVersion:
    vocabularies()
    source, extracted = parsed(symbol), extraction()
    version = store_document(source, symbol.encode(), "x.pdf", extraction=to_plain(extracted)).version
    sync_recommendations(version, source, extracted)
    publish([version])
    return LanguageVersion.objects.get(pk=version.pk)


def correct_in_public(version: LanguageVersion, edits: Any, by: User, *, seen: int) -> CorrectionResult:
    """Correct a public version and publish the draft."""
    corrected = correcting.correct(version, edits, by, seen=seen)
    correcting.publish_draft(version, by)
    return corrected


def undo_in_public(correction: Correction, by: User) -> CorrectionResult:
    """Undo a correction of a public version and publish the draft."""
    corrected = correcting.undo(correction, by)
    correcting.publish_draft(correction.version, by)
    return corrected


def accept_in_public(reading: Reading, by: User, **options: Any) -> CorrectionResult:
    """Accept a reading of a public version and publish the draft."""
    corrected = correcting.accept_reading(reading, by, **options)
    correcting.publish_draft(reading.version, by)
    return corrected
