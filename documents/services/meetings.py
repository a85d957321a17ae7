"""Find a meeting by its number or dates, create it if it is new, and merge duplicates."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from documents.models import Body, LanguageVersion, Meeting
from documents.services.locking import acquire_write_lock
from documents.services.metadata import refresh_document_metadata
from documents.services.notifications import notify_listeners, notify_meeting_listeners


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """A meeting as described in a text. ``body`` is a key; ``ordinal`` or ``start`` is needed to find the meeting."""

    body: str
    ordinal: int | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class ResolvedMeeting:
    """A meeting (None if it cannot be identified), with doubts if the text contradicts the recorded facts."""

    meeting: Meeting | None
    doubts: tuple[str, ...] = ()


@transaction.atomic
def resolve_meeting(facts: MeetingFacts) -> ResolvedMeeting:
    """Return the meeting with this number, or else with these dates, or else a new one.

    Every mention of a meeting by number or first day creates it, so that links do not depend on the order in which
    documents arrive. Missing facts are filled in; contradictions become ``doubts``. The number prevails, because dates
    are misprinted more often. A text that gives both may merge two meetings; the older row is kept.

    Raise ``Body.DoesNotExist`` for a body that is not in the vocabulary.
    """
    acquire_write_lock()
    body = Body.objects.get(key=facts.body)
    numbered = Meeting.objects.filter(body=body, ordinal=facts.ordinal).first() if facts.ordinal else None
    dated = _overlapping_meeting(body, facts)
    if numbered and dated and numbered != dated:
        return _resolve_two(numbered, dated, facts)
    if numbered:
        return _fill(numbered, facts)
    if dated and _ordinals_agree(dated, facts):
        return _fill(dated, facts)
    if facts.ordinal is None and facts.start is None:
        return ResolvedMeeting(None, (_("The text names a meeting without giving its number or dates."),))
    return _create(body, facts, clashing=dated)


@transaction.atomic
def assign_meeting(version: LanguageVersion, meeting: Meeting) -> None:
    """Set the meeting for which a version was issued. It also determines the body if nothing else does."""
    version.meeting = meeting
    version.save(update_fields=["meeting"])
    refresh_document_metadata(version.document)
    notify_listeners([version.document_id])


def _overlapping_meeting(body: Body, facts: MeetingFacts) -> Meeting | None:
    """Return the body's meeting whose dates overlap with these; of several, one that begins on the same day."""
    if facts.start is None:
        return None
    end = facts.end or facts.start
    meetings = Meeting.objects.filter(body=body, start__lte=end).filter(
        Q(end__gte=facts.start) | Q(end__isnull=True, start__gte=facts.start)
    )
    overlapping = list(meetings)
    same_day = [meeting for meeting in overlapping if meeting.start == facts.start]
    return next(iter(same_day or overlapping), None)


def _ordinals_agree(meeting: Meeting, facts: MeetingFacts) -> bool:
    return facts.ordinal is None or meeting.ordinal is None or meeting.ordinal == facts.ordinal


def _resolve_two(numbered: Meeting, dated: Meeting, facts: MeetingFacts) -> ResolvedMeeting:
    """Resolve facts whose ordinal matches one row and whose dates match another: merge the rows if possible."""
    if numbered.start is None and dated.ordinal is None:
        return _fill(_merge(numbered, dated), facts)
    return ResolvedMeeting(numbered, (_contradiction(numbered, facts),))


def _merge(first: Meeting, second: Meeting) -> Meeting:
    """Merge two rows: the older is kept, and gets missing facts and all references from the newer."""
    kept, merged = sorted((first, second), key=lambda meeting: meeting.pk)
    for relation in Meeting._meta.related_objects:
        field = relation.field.name
        relation.related_model._base_manager.filter(**{field: merged}).update(**{field: kept})
    merged.delete()
    for fact in ("ordinal", "start", "end"):
        if getattr(kept, fact) is None:
            setattr(kept, fact, getattr(merged, fact))
    kept.place = kept.place or merged.place
    kept.former_slugs = [*kept.former_slugs, merged.slug, *merged.former_slugs]
    kept.save()
    notify_meeting_listeners([kept.pk])
    return kept


def _fill(meeting: Meeting, facts: MeetingFacts) -> ResolvedMeeting:
    """Fill in missing facts; report contradictory dates as a doubt."""
    before = (meeting.ordinal, meeting.start, meeting.end, meeting.place)
    meeting.ordinal = meeting.ordinal or facts.ordinal
    meeting.place = meeting.place or facts.place or ""
    if meeting.start is None:
        meeting.start, meeting.end = facts.start, facts.end
    elif meeting.end is None and meeting.start == facts.start:
        meeting.end = facts.end
    if before != (meeting.ordinal, meeting.start, meeting.end, meeting.place):
        meeting.save()
        notify_meeting_listeners([meeting.pk])
    return ResolvedMeeting(meeting, () if _dates_agree(meeting, facts) else (_contradiction(meeting, facts),))


def _dates_agree(meeting: Meeting, facts: MeetingFacts) -> bool:
    """Return whether the dates agree: they are the same, a single day of the meeting, or missing."""
    if facts.start is None or meeting.start is None:
        return True
    if facts.end is None or facts.end == facts.start:
        return meeting.start <= facts.start <= (meeting.end or meeting.start)
    return (facts.start, facts.end) == (meeting.start, meeting.end)


def _create(body: Body, facts: MeetingFacts, clashing: Meeting | None) -> ResolvedMeeting:
    """Create a row, without dates if they belong to a meeting with another ordinal (``clashing``)."""
    meeting = Meeting(body=body, ordinal=facts.ordinal, place=facts.place or "", slug=_slug(facts))
    if clashing is None:
        meeting.start, meeting.end = facts.start, facts.end
    meeting.save(force_insert=True)
    return ResolvedMeeting(meeting, () if clashing is None else (_contradiction(clashing, facts),))


def _slug(facts: MeetingFacts) -> str:
    """Return the slug of a new meeting. It never changes, even when the ordinal is learned later."""
    return f"{facts.body}-{facts.ordinal or facts.start}"


def _contradiction(recorded: Meeting, facts: MeetingFacts) -> str:
    return _("The text gives “%(said)s” for a meeting recorded as “%(known)s”. Nothing was changed.") % {
        "said": _describe(facts.ordinal, facts.start, facts.end),
        "known": _describe(recorded.ordinal, recorded.start, recorded.end),
    }


def _describe(ordinal: int | None, start: datetime.date | None, end: datetime.date | None) -> str:
    """Return a description for a doubt, such as "No. 12, 2021-03-25 – 2021-03-26"."""
    dates = " – ".join(date.isoformat() for date in (start, end) if date)
    return ", ".join(filter(None, (_("No. %d") % ordinal if ordinal else "", dates)))
