"""Write readings, the results of parsing a version, and mark the current reading.

Call these functions within a transaction. :mod:`recommendations.services.correcting` decides which reading is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils import timezone

from documents.models import DocumentFile, Reading

State = Reading.State


def write_reading(reading: Reading, parsed: Mapping[str, Any], extraction: Any, file: DocumentFile | None) -> None:
    """Save a new or existing reading with a parsed structure and an extraction, both as plain values."""
    reading.parsed, reading.extraction, reading.file = parsed, extraction, file
    reading.parser_version, reading.read_at = parsed["parser_version"], timezone.now()
    reading.save()


def write_extraction(reading: Reading, extraction: Any) -> None:
    """Replace the extraction of a reading with the given plain values."""
    Reading.objects.filter(pk=reading.pk).update(extraction=extraction)


def use_reading(reading: Reading, file: DocumentFile | None) -> None:
    """Make a proposed reading the current one; ``file`` is the stored file of its upload, if any.

    The version's previous reading becomes a past one, as do other proposed readings, except readings of uploads.
    """
    other_readings = Reading.objects.filter(version=reading.version_id).exclude(pk=reading.pk)
    other_readings.filter(Q(state=State.CURRENT) | Q(state=State.PROPOSED, upload=None)).update(state=State.PAST)
    reading.state, reading.file, reading.upload = State.CURRENT, file or reading.file, None
    reading.save(update_fields=["state", "file", "upload"])


def switch_reading(reading: Reading) -> None:
    """Make an earlier reading of a version the current one again."""
    Reading.objects.filter(version=reading.version_id, state=State.CURRENT).update(state=State.PAST)
    Reading.objects.filter(pk=reading.pk).update(state=State.CURRENT)


def mark_reading_rejected(reading: Reading) -> None:
    """Mark a proposed reading as rejected."""
    Reading.objects.filter(pk=reading.pk).update(state=State.REFUSED)


def discard_proposed_readings(**lookup: Any) -> None:
    """Delete the proposed readings of an ``upload``, or of a ``version`` with ``upload=None``."""
    Reading.objects.filter(state=State.PROPOSED, **lookup).delete()
