"""Find a meeting by its ordinal or dates, create it if it is new, and merge duplicates."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import chain, count

from django.db import transaction
from django.db.models import F, Q, QuerySet

from documents.models import Body, LanguageVersion, Meeting
from documents.parsing.messages import Message
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
    series: str = ""


@dataclass(frozen=True, slots=True)
class ResolvedMeeting:
    """A meeting (None if it cannot be identified), with doubts if the text contradicts the recorded details."""

    meeting: Meeting | None
    doubts: tuple[Message, ...] = ()


@transaction.atomic
def resolve_meeting(facts: MeetingFacts) -> ResolvedMeeting:
    """Return the meeting with this ordinal, or else with these dates, or else a new one.

    Every mention of a meeting by ordinal or first day creates it, so that links do not depend on the order in which
    documents arrive. Missing facts are filled in; contradictions become ``doubts``. The ordinal prevails, because dates
    are misprinted more often. A text that gives both may merge two meetings; the older row is kept. For a meeting that
    a person merged into another, the other one is returned. Facts that a person set are not changed.

    Raise ``Body.DoesNotExist`` for a body that is not in the vocabulary.
    """
    acquire_write_lock()
    body = Body.objects.get(key=facts.body)
    by_ordinal = _meeting_with_ordinal(body, facts)
    by_dates = _overlapping_meeting(body, facts)
    if by_ordinal and by_dates and current_meeting(by_ordinal) != current_meeting(by_dates):
        return _resolve_two(by_ordinal, by_dates, facts)
    if by_ordinal:
        return _fill_in(by_ordinal, facts)
    if by_dates and _ordinals_agree(by_dates, facts):
        return _fill_in(by_dates, facts)
    if facts.ordinal is None and facts.start is None:
        return ResolvedMeeting(None, (Message("The text names a meeting without giving its number or dates."),))
    return _create(body, facts, clashing=by_dates)


@transaction.atomic
def assign_meeting(version: LanguageVersion, meeting: Meeting) -> None:
    """Set the meeting for which a version was issued. It also determines the document's body if nothing else does."""
    version.meeting = meeting
    version.save(update_fields=["meeting"])
    refresh_document_metadata(version.document)
    notify_listeners([version.document_id])


def current_meeting(meeting: Meeting) -> Meeting:
    """Return the meeting into which a meeting was merged, or else the meeting itself."""
    while meeting.merged_into is not None:
        meeting = meeting.merged_into
    return meeting


def _meetings_of(body: Body, series: str) -> QuerySet[Meeting]:
    """Return the meetings of a body in a series, those merged into others last."""
    return Meeting.with_merged.filter(body=body, series=series).order_by(F("merged_into").asc(nulls_first=True), "pk")


def _meeting_with_ordinal(body: Body, facts: MeetingFacts) -> Meeting | None:
    return _meetings_of(body, facts.series).filter(ordinal=facts.ordinal).first() if facts.ordinal else None


def _overlapping_meeting(body: Body, facts: MeetingFacts) -> Meeting | None:
    """Return a meeting of the body whose dates overlap, preferably one that begins on the same day, or None."""
    if facts.start is None:
        return None
    end = facts.end or facts.start
    meetings = _meetings_of(body, facts.series).filter(
        Q(start__lte=end), Q(end__gte=facts.start) | Q(end__isnull=True, start__gte=facts.start)
    )
    overlapping = list(meetings)
    same_day = [meeting for meeting in overlapping if meeting.start == facts.start]
    return next(iter(same_day or overlapping), None)


def _ordinals_agree(meeting: Meeting, facts: MeetingFacts) -> bool:
    return facts.ordinal is None or meeting.ordinal is None or meeting.ordinal == facts.ordinal


def _resolve_two(by_ordinal: Meeting, by_dates: Meeting, facts: MeetingFacts) -> ResolvedMeeting:
    """Resolve facts whose ordinal matches one row and whose dates match another: merge the rows if possible."""
    is_merged = by_ordinal.merged_into is not None or by_dates.merged_into is not None
    if not is_merged and _is_unknown(by_ordinal, "start") and _is_unknown(by_dates, "ordinal"):
        return _fill_in(_merge(by_ordinal, by_dates), facts)
    meeting = current_meeting(by_ordinal)
    return ResolvedMeeting(meeting, (_contradiction(meeting, facts),))


def _is_unknown(meeting: Meeting, fact: str) -> bool:
    """Return whether a fact is missing and no person removed it."""
    return getattr(meeting, fact) is None and fact not in meeting.edited_fields


def _merge(first: Meeting, second: Meeting) -> Meeting:
    """Merge two rows: the older one is kept and takes over missing facts and all references from the newer one."""
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
    kept.edited_fields = list(dict.fromkeys((*kept.edited_fields, *merged.edited_fields)))
    kept.revision = max(kept.revision, merged.revision)
    kept.save()
    notify_meeting_listeners([kept.pk])
    return kept


def _fill_in(meeting: Meeting, facts: MeetingFacts) -> ResolvedMeeting:
    """Fill in the missing facts of a meeting; report contradictory dates as a doubt.

    A meeting that was merged stays as it is, because the facts of the other meeting prevail.
    """
    if meeting.merged_into is not None:
        return ResolvedMeeting(current_meeting(meeting))
    previous = (meeting.ordinal, meeting.start, meeting.end, meeting.place)
    if _is_unknown(meeting, "ordinal"):
        meeting.ordinal = facts.ordinal
    if "place" not in meeting.edited_fields:
        meeting.place = meeting.place or facts.place or ""
    if _is_unknown(meeting, "start"):
        meeting.start = facts.start
    if _is_unknown(meeting, "end") and meeting.start == facts.start:
        meeting.end = facts.end
    if previous != (meeting.ordinal, meeting.start, meeting.end, meeting.place):
        meeting.save()
        notify_meeting_listeners([meeting.pk])
    return ResolvedMeeting(meeting, () if _dates_agree(meeting, facts) else (_contradiction(meeting, facts),))


def _dates_agree(meeting: Meeting, facts: MeetingFacts) -> bool:
    """Return whether the given dates are the meeting's, one of its days, or missing."""
    if facts.start is None or meeting.start is None:
        return True
    if facts.end is None or facts.end == facts.start:
        return meeting.start <= facts.start <= (meeting.end or meeting.start)
    return (facts.start, facts.end) == (meeting.start, meeting.end)


def _create(body: Body, facts: MeetingFacts, clashing: Meeting | None) -> ResolvedMeeting:
    """Create a row, without dates if they belong to a meeting with another ordinal (``clashing``)."""
    meeting = Meeting(
        body=body, series=facts.series, ordinal=facts.ordinal, place=facts.place or "", slug=unused_slug(facts)
    )
    if clashing is None:
        meeting.start, meeting.end = facts.start, facts.end
    meeting.save(force_insert=True)
    return ResolvedMeeting(meeting, () if clashing is None else (_contradiction(clashing, facts),))


def unused_slug(facts: MeetingFacts) -> str:
    """Return a slug for a new meeting. It never changes, even if the ordinal becomes known later."""
    slug = "-".join(filter(None, (facts.body, facts.series, str(facts.ordinal or facts.start))))
    candidates = chain([slug], (f"{slug}-{number}" for number in count(2)))
    return next(
        candidate
        for candidate in candidates
        if not Meeting.with_merged.filter(Q(slug=candidate) | Q(former_slugs__contains=[candidate])).exists()
    )


def _contradiction(recorded: Meeting, facts: MeetingFacts) -> Message:
    return Message(
        "The text gives “%(given)s” for a meeting recorded as “%(recorded)s”. Nothing was changed.",
        given=_describe(facts.ordinal, facts.start, facts.end),
        recorded=_describe(recorded.ordinal, recorded.start, recorded.end),
    )


def _describe(ordinal: int | None, start: datetime.date | None, end: datetime.date | None) -> list[Message]:
    """Return a description for a doubt, such as "No. 12, 2021-03-25 – 2021-03-26"."""
    number = [Message("No. %(number)s", number=ordinal)] if ordinal else []
    if start and end:
        return [*number, Message("%(start)s – %(end)s", start=start.isoformat(), end=end.isoformat())]
    return [*number, *(Message("%(date)s", date=date.isoformat()) for date in (start, end) if date)]
