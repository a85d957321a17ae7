"""Reasons to ask once more before something is published."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.models import Correction, LanguageVersion, Reading
from documents.queries.drafts import open_drafts
from recommendations.services.correcting import corrected_reading

RESTRICTED = "Restricted"


@dataclass(frozen=True, slots=True)
class Concern:
    """A version with the reasons, as sentences, why a person should look at it before it is published."""

    version: LanguageVersion
    reasons: Sequence[str]


def concerns_of(versions: Iterable[LanguageVersion]) -> list[Concern]:
    """Return the concerns about publishing versions; versions without a concern are left out."""
    concerns = (Concern(version, [*_reasons(version)]) for version in versions)
    return [concern for concern in concerns if concern.reasons]


def _reasons(version: LanguageVersion) -> Iterable[str]:
    if version.published_at is None:
        if count := len(version.doubts):
            yield ngettext("%(n)d point to check is open.", "%(n)d points to check are open.", count) % {"n": count}
        if not _looks_like_session_document(version):
            yield _("It has no symbol, and no body or meeting was found: it does not look like a session document.")
    elif open_drafts().filter(version=version).exists() and _becomes_restricted(version):
        yield _("With these changes its distribution is Restricted, so readers will no longer see it.")


def _looks_like_session_document(version: LanguageVersion) -> bool:
    document = version.document
    return bool(document.printed_symbols or document.body_id or document.meeting_id or version.meeting_id)


def _becomes_restricted(version: LanguageVersion) -> bool:
    """Return whether the distribution in the open draft of a version is Restricted.

    The corrections are applied only if the draft can change the distribution, because this takes time.
    """
    public_readings = open_drafts().filter(version=version).values("reading")
    can_change = (
        version.readings.filter(state=Reading.State.CURRENT).exclude(pk__in=public_readings).exists()
        or Correction.objects.filter(version=version, field="distribution").exists()
    )
    return can_change and corrected_reading(version).corrected.parsed.masthead.distribution == RESTRICTED
