"""Find a meeting by its number or dates, create it if new, and merge duplicates."""

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
    """What one text says of a meeting. ``body`` is a body's key; ``ordinal`` or ``start`` is known."""

    body: str
    ordinal: int | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class ResolvedMeeting:
    """The meeting that is meant (None: it cannot be told), and what in the text contradicts what is known of it."""

    meeting: Meeting | None
    doubts: tuple[str, ...] = ()


@transaction.atomic
def resolve_meeting(facts: MeetingFacts) -> ResolvedMeeting:
    """Return the meeting with this number, else with these dates, else a new one.

    Every mention of a meeting by number or first day creates it, so that links do not depend on the order in which
    documents arrive. Missing facts are filled in; contradictions are kept out and reported in ``doubts``: the number
    wins, because dates are misprinted more often. A text that gives both may merge two meetings; the older row stays.

    Raise ``Body.DoesNotExist`` for a body that is not in the vocabulary.
    """
    acquire_write_lock()
    body = Body.objects.get(key=facts.body)
    numbered = Meeting.objects.filter(body=body, ordinal=facts.ordinal).first() if facts.ordinal else None
    dated = _on_days(body, facts)
    if numbered and dated and numbered != dated:
        return _both(numbered, dated, facts)
    if numbered:
        return _fill(numbered, facts)
    if dated and _ordinals_agree(dated, facts):
        return _fill(dated, facts)
    if facts.ordinal is None and facts.start is None:
        return ResolvedMeeting(None, (_("The text names a meeting without its number or dates."),))
    return _create(body, facts, taken=dated)


@transaction.atomic
def place_document(version: LanguageVersion, meeting: Meeting) -> None:
    """Say which meeting a version is for; its document's body is then known too, where nothing else told it."""
    version.meeting = meeting
    version.save(update_fields=["meeting"])
    refresh_document_metadata(version.document)
    notify_listeners([version.document_id])


def _on_days(body: Body, facts: MeetingFacts) -> Meeting | None:
    """The body's meeting that shares a day with these; of several the one that begins on the same day."""
    if facts.start is None:
        return None
    end = facts.end or facts.start
    meetings = Meeting.objects.filter(body=body, start__lte=end).filter(
        Q(end__gte=facts.start) | Q(end__isnull=True, start__gte=facts.start)
    )
    found = list(meetings)
    same_day = [meeting for meeting in found if meeting.start == facts.start]
    return next(iter(same_day or found), None)


def _ordinals_agree(meeting: Meeting, facts: MeetingFacts) -> bool:
    return facts.ordinal is None or meeting.ordinal is None or meeting.ordinal == facts.ordinal


def _both(numbered: Meeting, dated: Meeting, facts: MeetingFacts) -> ResolvedMeeting:
    """The facts' ordinal is one row's, their days are another's."""
    if numbered.start is None and dated.ordinal is None:
        return _fill(_join(numbered, dated), facts)
    return ResolvedMeeting(numbered, (_contradiction(numbered, facts),))


def _join(one: Meeting, other: Meeting) -> Meeting:
    """Make one row of two: the older stays, with what the younger knew and all that referred to it."""
    stays, goes = sorted((one, other), key=lambda meeting: meeting.pk)
    for relation in Meeting._meta.related_objects:
        field = relation.field.name
        relation.related_model._base_manager.filter(**{field: goes}).update(**{field: stays})
    goes.delete()
    for fact in ("ordinal", "start", "end"):
        if getattr(stays, fact) is None:
            setattr(stays, fact, getattr(goes, fact))
    stays.place = stays.place or goes.place
    stays.former_slugs = [*stays.former_slugs, goes.slug, *goes.former_slugs]
    stays.save()
    notify_meeting_listeners([stays.pk])
    return stays


def _fill(meeting: Meeting, facts: MeetingFacts) -> ResolvedMeeting:
    """Learn what is missing; say what differs."""
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
    return ResolvedMeeting(meeting, () if _days_agree(meeting, facts) else (_contradiction(meeting, facts),))


def _days_agree(meeting: Meeting, facts: MeetingFacts) -> bool:
    """Whether the days are the same; one day of it, or none, agrees too."""
    if facts.start is None or meeting.start is None:
        return True
    if facts.end is None or facts.end == facts.start:
        return meeting.start <= facts.start <= (meeting.end or meeting.start)
    return (facts.start, facts.end) == (meeting.start, meeting.end)


def _create(body: Body, facts: MeetingFacts, taken: Meeting | None) -> ResolvedMeeting:
    """A new row; without days where these are those of a meeting with another ordinal (``taken``)."""
    meeting = Meeting(body=body, ordinal=facts.ordinal, place=facts.place or "", slug=_slug(facts))
    if taken is None:
        meeting.start, meeting.end = facts.start, facts.end
    meeting.save(force_insert=True)
    return ResolvedMeeting(meeting, () if taken is None else (_contradiction(taken, facts),))


def _slug(facts: MeetingFacts) -> str:
    """The address of a new meeting. Given once: it stays when the other of ordinal and days is learned later."""
    return f"{facts.body}-{facts.ordinal or facts.start}"


def _contradiction(known: Meeting, facts: MeetingFacts) -> str:
    return _("The text gives “%(said)s” for a meeting recorded as “%(known)s”. Nothing was changed.") % {
        "said": _described(facts.ordinal, facts.start, facts.end),
        "known": _described(known.ordinal, known.start, known.end),
    }


def _described(ordinal: int | None, start: datetime.date | None, end: datetime.date | None) -> str:
    """ "No. 12, 2021-03-25 to 2021-03-26": in a doubt, for the person who will look at it."""
    days = " – ".join(day.isoformat() for day in (start, end) if day)
    return ", ".join(filter(None, (_("No. %d") % ordinal if ordinal else "", days)))
