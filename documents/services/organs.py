"""Store the further organs that a version of a document names."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from documents.models import DocumentOrgan, LanguageVersion, Meeting
from documents.parsing.types import Organ
from documents.services.bodies import find_body_by_name
from documents.services.locking import acquire_write_lock
from documents.services.metadata import refresh_document_metadata
from documents.services.notifications import notify_listeners


@transaction.atomic
def write_organs(version: LanguageVersion, organs: Iterable[tuple[Organ, Meeting | None]]) -> None:
    """Replace the further organs of a version, each with its meeting, if known."""
    acquire_write_lock()
    rows = [_build_organ(version, position, *organ) for position, organ in enumerate(organs)]
    stored = DocumentOrgan.objects.filter(version=version)
    if not rows and not stored.exists():
        return
    stored.delete()
    DocumentOrgan.objects.bulk_create(rows)
    refresh_document_metadata(version.document)
    notify_listeners([version.document_id])


def _build_organ(version: LanguageVersion, position: int, organ: Organ, meeting: Meeting | None) -> DocumentOrgan:
    name = organ.subsidiary_body or organ.body or ""
    return DocumentOrgan(
        version=version,
        position=position,
        name=name,
        body=meeting.body if meeting else find_body_by_name(name),
        meeting=meeting,
        session=organ.session or "",
        agenda_item=organ.agenda_item or "",
        agenda_title=organ.agenda_title or "",
    )
