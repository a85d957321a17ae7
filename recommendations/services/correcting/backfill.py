"""Store a missing extraction the first time it is computed."""

from __future__ import annotations

from django.db import transaction

from documents.models import LanguageVersion, Reading
from documents.parsing.serialize import to_plain
from documents.services import acquire_write_lock
from documents.services.readings import write_extraction
from recommendations.services.correcting.state import active_corrections, edit_of, read_reading


def keep_extraction(version: LanguageVersion) -> None:
    """Store the extraction of the reading in use, in the language set by people, if it is missing.

    Call it before taking the write lock.
    """
    reading = version.readings.filter(state=Reading.State.CURRENT, extraction__isnull=True).first()
    if reading is None:
        return
    _parsed, extraction = read_reading(reading, tuple(map(edit_of, active_corrections(version))))
    with transaction.atomic():
        acquire_write_lock()
        if Reading.objects.filter(pk=reading.pk, extraction__isnull=True).exists():
            write_extraction(reading, to_plain(extraction))
