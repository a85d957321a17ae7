"""Lock a version before changing it."""

from __future__ import annotations

from documents.models import LanguageVersion
from documents.services import acquire_write_lock


def lock_version(version: LanguageVersion) -> LanguageVersion:
    """Return the locked version. Call it within a transaction."""
    acquire_write_lock()
    return LanguageVersion.objects.select_related("document").get(pk=version.pk)
