"""References to meetings and sessions: by ordinal, by days, or by both.

Takes "the twelfth meeting of the Working Group on International Cooperation, held on 25 and 26 March 2021", "At its
second session, held in Vienna from 10 to 21 October 2005, the Conference …", "Thirteenth United Nations Congress on
Crime Prevention and Criminal Justice", "the fifth and sixth meetings of the Expert Group" (two references), "the
meeting of the Working Group … held in Vienna on 7 and 8 July 2020". A "16th meeting" of a body that holds sessions is
a meeting within a session; a meeting of a body outside the vocabulary (an extended Bureau) is unknown: both are kept
unresolved. The words of each language are in
:mod:`..languages`; days and places are read in English only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from recommendations.extraction.languages import LANGUAGES
from recommendations.extraction.languages.meetings import MEETING, SESSION, SITTING, MeetingGrammar
from recommendations.extraction.places import TextPlace
from recommendations.extraction.prose import Days, MatchedSpans, read_days, sentence_at
from recommendations.extraction.references.bodies import BodyMemory, NamedBody, nearby_bodies, read_bodies
from recommendations.extraction.types import MeetingMention, Reference, ReferenceKind
from recommendations.extraction.vocabulary import Body, Vocabulary

_BY_DAYS = re.compile(r"(?<!\w)(?P<kind>session|meeting)\s+of\s+(?:the\s+)?", re.IGNORECASE)
_PLACE = r"(?P<place>[A-Z][\w’.-]*(?:(?:,\s+|\s+)[A-Z][\w’.-]*){0,4})"
_HELD = re.compile(
    rf"""(?:\s[–-][^–]{{2,60}}[–-])?                                     # an aside between dashes
    (?:,?\s+(?:which\s+|that\s+)?(?:(?:was|were|is|had\s+been|will\s+be|to\s+be|scheduled\s+to\s+be)\s+)*
       (?:held|convened|opened)(?:\s+(?:virtually|online))?)?
    (?:,?\s+\(?(?:in\s+)?{_PLACE})? (?:,\s*|\s+)? (?:\(\s*)? (?:(?:on|from)\s+)? $""",
    re.VERBOSE,
)
"""The text allowed between a meeting and its days: ", held in Vienna from ", " (Doha, ", " was held on "."""
_DATES_OF, _DATES_FOR = re.compile(r"(?<!\w)dates?\s+of\s+$"), re.compile(r"\s+for\s+(?:the|its)\s+")
"""The text before days that precede their meeting, and between the two: "approved the dates of 19 to 21 October 2016
for the seventh meeting"."""
_SUBJECT = re.compile(
    r"(?:,?\s+(?:held\s+)?in\s+(?:[A-Z]\w+\s+)?\d{4})?,\s+(?:the\s+)?(?P<whom>(?:[\w-]+\s+){0,2}[\w-]+)?"
)
"""The body that meets: "At its sixth meeting, held in October 2015, the Working Group …"."""


@dataclass(frozen=True, slots=True)
class _NamedMeeting:
    """Meetings as named: ordinals (start, end, value), body, end of the words, and the reason if unresolved."""

    kind: str
    ordinals: tuple[tuple[int, int, int], ...]
    end: int
    body: Body | None
    reason: str = ""


def find_meeting_references(
    document: Iterable[TextPlace], vocabulary: Vocabulary, own: tuple[Body, ...], language: str
) -> list[Reference]:
    """Return the references to meetings in a document, in order. ``own`` are the document's bodies."""
    if language not in LANGUAGES:
        return []
    grammar = LANGUAGES[language].meetings
    memory = BodyMemory(vocabulary, own)
    references: list[Reference] = []
    for place in document:
        bodies = read_bodies(place.text, vocabulary, memory, language)
        meetings = sorted(
            [*_by_ordinal(place.text, grammar, bodies, own), *_congresses(place.text, grammar, bodies)],
            key=lambda n: n.ordinals[0][0],
        )
        references += _references(place, meetings)
        references += _by_days(place, bodies, meetings)
    return references


def _by_ordinal(
    text: str, grammar: MeetingGrammar, bodies: Sequence[NamedBody], own: tuple[Body, ...]
) -> Iterator[_NamedMeeting]:
    for match in grammar.mention.finditer(text):
        kind = _counted_kind(text, match, grammar)
        ordinals = tuple(
            (m.start(), m.end(), grammar.ordinals.read(m.group()))
            for m in grammar.ordinal.finditer(text, *match.span("ordinals"))
        )
        body, end, whom = _find_body(text, match, grammar, nearby_bodies(bodies, match.start()), own)
        if grammar.plenary.search(match.group()):
            yield _NamedMeeting(kind, ordinals, end, None, "a plenary meeting within a session")
        elif body is None:
            yield _NamedMeeting(kind, ordinals, end, None, f"the body is not known{': ' + whom if whom else ''}")
        elif kind == SITTING or (kind == MEETING and body.kind_of_meeting == SESSION):
            yield _NamedMeeting(kind, ordinals, end, None, f"a meeting within a session of: {body.short_name}")
        else:
            yield _NamedMeeting(kind, ordinals, end, body)


def _counted_kind(text: str, match: re.Match[str], grammar: MeetingGrammar) -> str:
    """Return what is counted. A meeting counted in figures is a sitting, unless it lasted several days."""
    kind = grammar.kind(match)
    if kind != MEETING or not grammar.figures or not any(map(str.isdecimal, match["ordinals"])):
        return kind
    days = read_days(text, match.end(), min(len(text), match.end() + 160))
    is_long = days and days.first < days.last and not re.search(r"[.;:]", text[match.end() : days.start])
    return kind if is_long else SITTING


def _find_body(
    text: str, match: re.Match[str], grammar: MeetingGrammar, bodies: Sequence[NamedBody], own: tuple[Body, ...]
) -> tuple[Body | None, int, str]:
    """Return the body that holds a meeting, or None; the end of the words; and the name of an unknown body, or ""."""
    end = match.end()
    if of := grammar.of.match(text, end):
        if named := next((b for b in bodies if b.start == of.end()), None):
            return named.body, named.end, ""
        if unknown := grammar.whom.match(text, end):
            return None, end, unknown["whom"]
    if match["its"]:
        later = next((b for b in bodies if b.start >= end and grammar.follows.fullmatch(text, end, b.start)), None)
        if later:
            return later.body, end, ""
        subject = _SUBJECT.match(text, _skip_days(text, end))
        if subject and subject["whom"]:
            at = subject.start("whom")
            named = next((b for b in bodies if b.start == at), None)
            if named:
                return named.body, end, ""
            if subject["whom"].split()[0].islower() and any(w[0].isupper() for w in subject["whom"].split()[1:]):
                return None, end, subject["whom"]
    start, _ = sentence_at(text, match.start())
    before = [b.body for b in reversed(bodies) if start <= b.start and b.end <= match.start()]
    if match["its"] and before:
        return before[0], end, ""
    fitting = [body for body in (*before, *own) if _fits(body, grammar.kind(match))]
    return (fitting[0] if fitting else None), end, ""


def _fits(body: Body, kind: str) -> bool:
    return body.kind_of_meeting == kind or (kind in (SESSION, SITTING) and body.kind_of_meeting == "congress")


def _skip_days(text: str, end: int) -> int:
    days = _days_after(text, end, len(text))
    return days[0].end if days else end


def _congresses(text: str, grammar: MeetingGrammar, bodies: Sequence[NamedBody]) -> Iterator[_NamedMeeting]:
    """Yield "Thirteenth United Nations Congress …", "the tenth open-ended intergovernmental expert meeting to …"."""
    for named in bodies:
        if named.body.kind_of_meeting != "congress" and "meeting" not in text[named.start : named.end].casefold():
            continue
        window = max(0, named.start - 40)
        before = next(
            (m for m in grammar.ordinal.finditer(text, window, named.start) if not text[m.end() : named.start].strip()),
            None,
        )
        if before:
            ordinal = (before.start(), before.end(), grammar.ordinals.read(before.group()))
            yield _NamedMeeting(named.body.kind_of_meeting, (ordinal,), named.end, named.body)


def _references(place: TextPlace, meetings: list[_NamedMeeting]) -> Iterator[Reference]:
    for index, meeting in enumerate(meetings):
        limit = meetings[index + 1].ordinals[0][0] if index + 1 < len(meetings) else len(place.text)
        is_single = len(meeting.ordinals) == 1
        days = _days_after(place.text, meeting.end, limit) if is_single else None
        nearby_days = days or (_days_before(place.text, meeting.ordinals[0][0]) if is_single else None)
        for position, (start, end, ordinal) in enumerate(meeting.ordinals):
            is_last = position == len(meeting.ordinals) - 1
            end = (days[0].end if days else meeting.end) if is_last else end
            mention = _mention(meeting.body, ordinal, nearby_days) if meeting.body else None
            yield _reference(place, start, end, mention, meeting.reason)


def _by_days(place: TextPlace, bodies: Sequence[NamedBody], meetings: list[_NamedMeeting]) -> Iterator[Reference]:
    """Yield meetings identified by days, without an ordinal."""
    by_ordinal = MatchedSpans(place.text)
    for meeting in meetings:
        by_ordinal.mark(meeting.ordinals[0][0], meeting.end)
    for match in _BY_DAYS.finditer(place.text):
        body = next((b for b in nearby_bodies(bodies, match.end()) if b.start == match.end()), None)
        is_taken = not by_ordinal.is_free(match.start(), match.start() + 1)
        days = _days_after(place.text, body.end, len(place.text)) if body and not is_taken else None
        if body and days:
            yield _reference(place, match.start(), days[0].end, _mention(body.body, None, days), "")


def _days_after(text: str, end: int, limit: int) -> tuple[Days, str | None] | None:
    """Return the days that follow the words for a meeting, with the place if any; or None."""
    days = read_days(text, end, min(limit, end + 160))
    between = _HELD.fullmatch(text[end : days.start]) if days else None
    return (days, between["place"]) if days and between else None


def _days_before(text: str, start: int) -> tuple[Days, None] | None:
    """Return the days set for the meeting named at ``start``, or None: "the dates of 19 to 21 October 2016 for the"."""
    window = max(0, start - 100)
    days = read_days(text, window, start)
    is_set = days and _DATES_OF.search(text, window, days.start) and _DATES_FOR.fullmatch(text, days.end, start)
    return (days, None) if days and is_set else None


def _mention(body: Body, ordinal: int | None, days: tuple[Days, str | None] | None) -> MeetingMention:
    if not days:
        return MeetingMention(body.key, ordinal)
    return MeetingMention(body.key, ordinal, days[0].first, days[0].last, days[1])


def _reference(place: TextPlace, start: int, end: int, meeting: MeetingMention | None, reason: str) -> Reference:
    return Reference(
        kind=ReferenceKind.MEETING,
        text=place.text[start:end],
        start=start,
        end=end,
        block=place.block,
        footnote=place.footnote,
        meeting=meeting,
        reason="" if meeting else reason,
    )
