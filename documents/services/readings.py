"""Write readings: what the parser found in a version, and whether it is in use.

All of it within the caller's transaction; who decides what is used is :mod:`recommendations.services.correcting`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils import timezone

from documents.models import DocumentFile, Reading

State = Reading.State


def write_reading(reading: Reading, parsed: Mapping[str, Any], extraction: Any, file: DocumentFile | None) -> None:
    """Save what was read now, and plain values of what was extracted, as a reading that may be new."""
    reading.parsed, reading.extraction, reading.file = parsed, extraction, file
    reading.parser_version, reading.read_at = parsed["parser_version"], timezone.now()
    reading.save()


def write_extraction(reading: Reading, extraction: Any) -> None:
    """Replace what was extracted of a reading, as plain values."""
    Reading.objects.filter(pk=reading.pk).update(extraction=extraction)


def use_reading(reading: Reading, file: DocumentFile | None) -> None:
    """Take a proposed reading into use; ``file`` is the one that its upload became.

    The reading in use before is past, and so is another one of the version that waits, unless that is of an upload.
    """
    others = Reading.objects.filter(version=reading.version_id).exclude(pk=reading.pk)
    others.filter(Q(state=State.CURRENT) | Q(state=State.PROPOSED, upload=None)).update(state=State.PAST)
    reading.state, reading.file, reading.upload = State.CURRENT, file or reading.file, None
    reading.save(update_fields=["state", "file", "upload"])


def mark_refused(reading: Reading) -> None:
    """Keep a proposed reading as turned down."""
    Reading.objects.filter(pk=reading.pk).update(state=State.REFUSED)


def discard_proposed(**which: Any) -> None:
    """Delete proposed readings: of an ``upload``, or of a ``version`` with ``upload=None``."""
    Reading.objects.filter(state=State.PROPOSED, **which).delete()
