"""Check the meetings that a draft mentions: their numbers and dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from documents.labels.naming import date_range, full_meeting_name
from documents.models import Meeting
from portal.drafting.checks.contexts import period_near
from portal.drafting.checks.draft import Draft, DraftReference
from portal.drafting.checks.types import Finding, FindingKind, Source
from recommendations.extraction.types import MeetingMention, ReferenceKind
from recommendations.extraction.vocabulary import ENGLISH


class MeetingChecker:
    """Checks references to meetings."""

    def __init__(self, draft: Draft) -> None:
        self.items = [item for item in draft.references if item.reference.kind is ReferenceKind.MEETING]
        mentions = [item.reference.meeting for item in self.items if item.reference.meeting]
        own = Q(body__key__in={mention.body for mention in mentions})
        same_days = Q(start__in={mention.start for mention in mentions if mention.start})
        self.meetings = list(Meeting.objects.filter(own | same_days).select_related("body"))

    def findings(self) -> Iterator[Finding]:
        """Yield a finding for each meeting whose dates are those of another."""
        for item in self.items:
            mention = item.reference.meeting
            if mention is None or mention.ordinal is None:
                continue
            if not mention.start and (dates := period_near(item.text, item.reference.start, item.reference.end)):
                mention = replace(mention, start=dates.start, end=dates.end)
            if mention.start and (finding := self._other(item, mention)):
                yield finding

    def _other(self, item: DraftReference, mention: MeetingMention) -> Finding | None:
        meeting = self._by_ordinal(mention)
        if meeting and meeting.start:
            if (meeting.start, meeting.end or meeting.start) == (mention.start, mention.end or mention.start):
                return self._other_place(item, mention, meeting)
            message = _("This meeting was held on %(dates)s.") % {"dates": date_range(meeting.start, meeting.end)}
            return self._finding(item, message, meeting)
        same_start = [m for m in self.meetings if m.start == mention.start and m.ordinal is not None]
        same_days = next(
            (
                m
                for m in same_start
                if m.body.key == mention.body or (m.ordinal, m.end) == (mention.ordinal, mention.end)
            ),
            None,
        )
        if same_days:
            message = _("The meeting held on these dates is the %(meeting)s.") % {
                "meeting": full_meeting_name(same_days)
            }
            return self._finding(item, message, same_days)
        return None

    def _other_place(self, item: DraftReference, mention: MeetingMention, meeting: Meeting) -> Finding | None:
        """Return a finding for another place. Places are known by their English names."""
        if item.language != ENGLISH or not mention.place or not meeting.place:
            return None
        first, second = mention.place.casefold(), meeting.place.casefold()
        if first in second or second in first:
            return None
        return self._finding(item, _("This meeting was held in %(place)s.") % {"place": meeting.place}, meeting)

    def _by_ordinal(self, mention: MeetingMention) -> Meeting | None:
        wanted = (mention.body, mention.series, mention.ordinal)
        return next((m for m in self.meetings if (m.body.key, m.series, m.ordinal) == wanted), None)

    def _finding(self, item: DraftReference, message: str, meeting: Meeting) -> Finding:
        source = Source(capfirst(full_meeting_name(meeting)), "", meeting.get_absolute_url())
        text = item.reference.text
        return Finding(FindingKind.MEETING, item.place, item.where, text, message, item.certain, (source,))

    def source_of(self, item: DraftReference) -> Source | None:
        """Return the page of the meeting, or None."""
        mention = item.reference.meeting
        meeting = self._by_ordinal(mention) if mention and mention.ordinal is not None else None
        return Source(capfirst(full_meeting_name(meeting)), "", meeting.get_absolute_url()) if meeting else None
