"""Hide documents of restricted distribution from the public.

Versions are checked before they are published (by :mod:`documents.services.publishing` and
:mod:`documents.services.store`), and a version that becomes restricted through a correction or another reading is
unpublished (by :mod:`documents.services.metadata`). Queries for published versions therefore need not check it.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from documents.models import Document, LanguageVersion
from documents.parsing.types import Masthead
from documents.services.audit_log import record_change, version_name
from documents.services.errors import DocumentError
from documents.web.phrases import semicolon_list

RESTRICTED = "Restricted"  # as printed in a masthead: ST/AI/189/Add.3/Rev.2


def is_restricted(masthead: Masthead) -> bool:
    """Return whether the distribution in a masthead, as read or corrected, is Restricted."""
    return masthead.distribution == RESTRICTED


def check_not_restricted(versions: Iterable[int]) -> None:
    """Raise :class:`DocumentError` if any of the versions, given by key, is restricted."""
    rows = LanguageVersion.objects.filter(pk__in=versions, parsed__masthead__distribution=RESTRICTED)
    if names := [version_name(row) for row in rows.defer("parsed").select_related("document")]:
        raise DocumentError(
            "restricted",
            _(
                "The distribution of %(versions)s is Restricted: visible to staff only. Nothing was published. If the "
                "distribution was extracted incorrectly, correct the masthead first."
            )
            % {"versions": semicolon_list(names)},
        )


def unpublish_restricted(document: Document) -> None:
    """Unpublish the versions of a document that have become restricted, and log this as a change by the portal."""
    rows = document.versions.filter(published_at__isnull=False, parsed__masthead__distribution=RESTRICTED)
    for version in rows.defer("parsed"):
        LanguageVersion.objects.filter(pk=version.pk).update(published_at=None)
        record_change(
            "document.unpublished",
            by=None,
            subject=version_name(version),
            document=document,
            object_key=f"version:{version.pk}",
            note=_("The distribution of this document is Restricted: visible to staff only."),
        )
