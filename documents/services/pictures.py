"""Store pictures of pages, so that each is rendered once."""

from __future__ import annotations

from django.db import transaction

from documents.models import DocumentFile, PagePicture

MAX_STORED = 5000
"""Pictures of about forty kilobytes each. The oldest are deleted first, and rendered again on request."""


@transaction.atomic
def store_picture(file: DocumentFile, page: int, width: int, content: bytes, media_type: str) -> None:
    """Store the picture of a page, numbered from 1; ``width`` is in pixels. An existing picture is kept.

    No write lock is needed, because no other writer depends on pictures.
    """
    picture = PagePicture(file=file, page=page, width=width, content=content, media_type=media_type)
    PagePicture.objects.bulk_create([picture], ignore_conflicts=True)
    newest = PagePicture.objects.order_by("-pk")
    if oldest := newest.values_list("pk", flat=True)[MAX_STORED : MAX_STORED + 1].first():
        PagePicture.objects.filter(pk__lte=oldest).delete()
