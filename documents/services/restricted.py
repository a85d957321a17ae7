"""Keep documents of restricted distribution from the public.

All publishing is checked here (:mod:`documents.services.publishing`, :mod:`documents.services.store`), and a version
that a correction or another reading makes restricted is unpublished (:mod:`documents.services.metadata`). Queries for
published versions need not check.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from documents.models import Document, LanguageVersion
from documents.parsing.types import Masthead
from documents.services.audit_log import record_change, version_name
from documents.services.refusals import DocumentError

RESTRICTED = "Restricted"  # as printed in a masthead: ST/AI/189/Add.3/Rev.2


def is_restricted(masthead: Masthead) -> bool:
    """Return whether the distribution in a masthead, as read or corrected, is Restricted."""
    return masthead.distribution == RESTRICTED


def refuse_restricted(versions: Iterable[int]) -> None:
    """Raise :class:`DocumentError` if a version with one of these keys is restricted."""
    rows = LanguageVersion.objects.filter(pk__in=versions, parsed__masthead__distribution=RESTRICTED)
    if names := [version_name(row) for row in rows.defer("parsed").select_related("document")]:
        raise DocumentError(
            "restricted",
            _(
                "%(versions)s: its distribution is Restricted, so only staff can see it. Nothing was published. If "
                "the distribution was read incorrectly, correct it first."
            )
            % {"versions": "; ".join(names)},
        )


def unpublish_restricted(document: Document) -> None:
    """Unpublish the versions of a document that have become restricted, and log it as done by the portal."""
    rows = document.versions.filter(published_at__isnull=False, parsed__masthead__distribution=RESTRICTED)
    for version in rows.defer("parsed"):
        LanguageVersion.objects.filter(pk=version.pk).update(published_at=None)
        record_change(
            "document.unpublished",
            by=None,
            subject=version_name(version),
            document=document,
            about=f"version:{version.pk}",
            note=_("Its distribution is Restricted: visible to staff only."),
        )
