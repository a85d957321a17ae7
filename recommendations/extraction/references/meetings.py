"""References to meetings and sessions, by ordinal, by dates, or by both.

Matches "the twelfth meeting of the Working Group on International Cooperation, held on 25 and 26 March 2021", "At its
second session, held in Vienna from 10 to 21 October 2005, the Conference …", "Thirteenth United Nations Congress on
Crime Prevention and Criminal Justice", "the fifth and sixth meetings of the Expert Group" (two references), "the
meeting of the Working Group … held in Vienna on 7 and 8 July 2020". Two kinds are kept unresolved: the "16th meeting"
of a body that holds sessions, as it is a meeting within a session, and meetings of bodies outside the vocabulary, such
as an extended Bureau: "its" meeting is that of the organ that is the subject of the clause. The words of each language
are in :mod:`..languages`; dates and places are read in English only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from recommendations.extraction.languages import LANGUAGES
from recommendations.extraction.languages.meetings import MEETING, SESSION, SITTING, MeetingGrammar
from recommendations.extraction.places import TextPlace
from recommendations.extraction.prose import DateRange, MatchedSpans, read_dates, sentence_at
from recommendations.extraction.references.bodies import BodyMemory, NamedBody, nearby_bodies, read_bodies
from recommendations.extraction.types import MeetingMention, Reference, ReferenceKind
from recommendations.extraction.vocabulary import Body, Vocabulary

_BY_DATES = re.compile(r"(?<!\w)(?P<kind>session|meeting)\s+of\s+(?:the\s+)?", re.IGNORECASE)
_ON_ITS_MEETING = re.compile(r"\s+(?:on|of|at)\s+its\s+(?P<kind>session|meeting)(?!\w)", re.IGNORECASE)
_PLACE = r"(?P<place>[A-Z][\w’.-]*(?:(?:,\s+|\s+)[A-Z][\w’.-]*){0,4})"
_HELD = re.compile(
    rf"""(?:\s[–-][^–]{{2,60}}[–-])?                                     # an aside between dashes
    (?:,?\s+(?:which\s+|that\s+)?(?:(?:was|were|is|had\s+been|will\s+be|to\s+be|scheduled\s+to\s+be)\s+)*
       (?:held|convened|opened)(?:\s+(?:virtually|online))?)?
    (?:,?\s+\(?(?:in\s+)?{_PLACE})? (?:,\s*|\s+)? (?:\(\s*)? (?:(?:on|from)\s+)? $""",
    re.VERBOSE,
)
"""Matches the text allowed between a meeting and its dates: ", held in Vienna from ", " (Doha, ", " was held on "."""
_DATES_OF, _DATES_FOR = re.compile(r"(?<!\w)dates?\s+of\s+$"), re.compile(r"\s+for\s+(?:the|its)\s+")
"""Match the text before dates that precede their meeting, and the text between the two: "approved the dates of 19 to 21
October 2016 for the seventh meeting"."""


@dataclass(frozen=True, slots=True)
class _NamedMeeting:
    """Meetings named together: their ordinals (start, end, value), the end offset of their name, their body, and the
    reason if they are unresolved."""

    kind: str
    ordinals: tuple[tuple[int, int, int], ...]
    end: int
    body: Body | None
    reason: str = ""


def find_meeting_references(
    document: Iterable[TextPlace], vocabulary: Vocabulary, own: tuple[Body, ...], language: str
) -> list[Reference]:
    """Return the references to meetings in a document, in order. ``own`` contains the document's bodies."""
    if language not in LANGUAGES:
        return []
    grammar = LANGUAGES[language].meetings
    memory = BodyMemory(vocabulary, own)
    references: list[Reference] = []
    for place in document:
        bodies = read_bodies(place.text, vocabulary, memory, language)
        meetings = sorted(
            [*_by_ordinal(place.text, grammar, bodies, own), *_congresses(place.text, grammar, bodies)],
            key=lambda meeting: meeting.ordinals[0][0],
        )
        references += _references(place, meetings)
        references += _by_dates(place, bodies, meetings)
    return references


def _by_ordinal(
    text: str, grammar: MeetingGrammar, bodies: Sequence[NamedBody], own: tuple[Body, ...]
) -> Iterator[_NamedMeeting]:
    for match in grammar.mention.finditer(text):
        kind = _kind(text, match, grammar)
        ordinals = tuple(
            (m.start(), m.end(), grammar.ordinals.read(m.group()))
            for m in grammar.ordinal.finditer(text, *match.span("ordinals"))
        )
        body, end, body_name = _find_body(text, match, grammar, nearby_bodies(bodies, match.start()), own)
        if grammar.plenary.search(match.group()):
            yield _NamedMeeting(kind, ordinals, end, None, "a plenary meeting within a session")
        elif body is None:
            yield _NamedMeeting(
                kind, ordinals, end, None, f"the body is not known{': ' + body_name if body_name else ''}"
            )
        elif kind == SITTING or (kind == MEETING and body.kind_of_meeting == SESSION):
            yield _NamedMeeting(kind, ordinals, end, None, f"a meeting within a session of: {body.short_name}")
        else:
            yield _NamedMeeting(kind, ordinals, end, body)


def _kind(text: str, match: re.Match[str], grammar: MeetingGrammar) -> str:
    """Return the kind of a meeting. In English and Chinese, an ordinal in figures means a sitting, unless the meeting
    lasted several days."""
    kind = grammar.kind(match)
    if kind != MEETING or not grammar.has_numbered_sittings or not any(map(str.isdecimal, match["ordinals"])):
        return kind
    dates = read_dates(text, match.end(), min(len(text), match.end() + 160))
    is_long = dates and dates.first < dates.last and not re.search(r"[.;:]", text[match.end() : dates.start])
    return kind if is_long else SITTING


def _find_body(
    text: str, match: re.Match[str], grammar: MeetingGrammar, bodies: Sequence[NamedBody], own: tuple[Body, ...]
) -> tuple[Body | None, int, str]:
    """Return the body that holds a meeting, or None; the end offset of the mention; and the name of an unknown body, or
    ""."""
    end = match.end()
    if of := grammar.of.match(text, end):
        if named := next((b for b in bodies if b.start == of.end()), None):
            return named.body, named.end, ""
        if unknown := grammar.unknown_body.match(text, end):
            return None, end, unknown["body"]
    start, _ = sentence_at(text, match.start())
    if bureau := _bureau_before(text, start, match, grammar, bodies):
        return None, end, bureau
    if match["its"]:
        body, name = _subject_after(text, end, grammar, bodies)
        if body or name:
            return body, end, name
        later = next((b for b in bodies if b.start >= end and grammar.gap.fullmatch(text, end, b.start)), None)
        if later:
            return later.body, end, ""
    named_before = [b.body for b in reversed(bodies) if start <= b.start and b.end <= match.start()]
    if match["its"] and named_before:
        return named_before[0], end, ""
    candidates = [body for body in (*named_before, *own) if _holds(body, grammar.kind(match))]
    return (candidates[0] if candidates else None), end, ""


def _subject_after(
    text: str, end: int, grammar: MeetingGrammar, bodies: Sequence[NamedBody]
) -> tuple[Body | None, str]:
    """Return the organ that is the subject after a mention and its dates: a body, or the words that name another organ,
    or (None, "") if the subject is not an organ."""
    has_nouns = "organ" in grammar.subject.groupindex  # then it also matches across dates and other asides
    subject = grammar.subject.match(text, end if has_nouns else _skip_dates(text, end))
    if subject is None or not subject["body"]:
        return None, ""
    named = next((b for b in bodies if b.start <= subject.start("body") < b.end), None)
    if named:
        return named.body, ""
    first, *others = subject["body"].split()
    has_capital_inside = first.islower() and any(word[0].isupper() for word in others)
    is_organ = has_capital_inside or subject.groupdict().get("organ") or grammar.bureau.search(subject["body"])
    return None, subject["body"] if is_organ else ""


def _bureau_before(
    text: str, start: int, match: re.Match[str], grammar: MeetingGrammar, bodies: Sequence[NamedBody]
) -> str:
    """Return the bureau that is the last organ named before a mention in its sentence, from ``start``, or "". Of the
    bodies after the bureau, the one directly after it elects it: "the extended Bureau of the Conference"."""
    bureaux = list(grammar.bureau.finditer(text, start, match.start()))
    if not bureaux:
        return ""
    last = bureaux[-1]
    later = [body for body in bodies if last.end() <= body.start and body.end <= match.start()]
    of = grammar.of.match(text, last.end())
    if later and of and later[0].start <= of.end():
        later = later[1:]
    return "" if later else last.group()


def _holds(body: Body, kind: str) -> bool:
    return body.kind_of_meeting == kind or (kind in (SESSION, SITTING) and body.kind_of_meeting == "congress")


def _skip_dates(text: str, end: int) -> int:
    dates = _dates_after(text, end, len(text))
    return dates[0].end if dates else end


def _congresses(text: str, grammar: MeetingGrammar, bodies: Sequence[NamedBody]) -> Iterator[_NamedMeeting]:
    """Yield congresses and meetings named by a body's name after an ordinal: "Thirteenth United Nations Congress …"."""
    for named in bodies:
        if named.body.kind_of_meeting != "congress" and "meeting" not in text[named.start : named.end].casefold():
            continue
        window = max(0, named.start - 40)
        ordinal_match = next(
            (m for m in grammar.ordinal.finditer(text, window, named.start) if not text[m.end() : named.start].strip()),
            None,
        )
        if ordinal_match:
            value = grammar.ordinals.read(ordinal_match.group())
            ordinal = (ordinal_match.start(), ordinal_match.end(), value)
            yield _NamedMeeting(named.body.kind_of_meeting, (ordinal,), named.end, named.body)


def _references(place: TextPlace, meetings: list[_NamedMeeting]) -> Iterator[Reference]:
    for index, meeting in enumerate(meetings):
        limit = meetings[index + 1].ordinals[0][0] if index + 1 < len(meetings) else len(place.text)
        is_single = len(meeting.ordinals) == 1
        dates = _dates_after(place.text, meeting.end, limit) if is_single else None
        nearby_dates = dates or (_dates_before(place.text, meeting.ordinals[0][0]) if is_single else None)
        for position, (start, end, ordinal) in enumerate(meeting.ordinals):
            is_last = position == len(meeting.ordinals) - 1
            end = (dates[0].end if dates else meeting.end) if is_last else end
            mention = _mention(meeting.body, ordinal, nearby_dates) if meeting.body else None
            yield _reference(place, start, end, mention, meeting.reason)


def _by_dates(place: TextPlace, bodies: Sequence[NamedBody], meetings: list[_NamedMeeting]) -> Iterator[Reference]:
    """Yield meetings identified by dates, without an ordinal."""
    by_ordinal = MatchedSpans(place.text)
    for meeting in meetings:
        by_ordinal.mark(meeting.ordinals[0][0], meeting.end)
    for match in _BY_DATES.finditer(place.text):
        body = next((b for b in nearby_bodies(bodies, match.end()) if b.start == match.end()), None)
        is_new = by_ordinal.is_free(match.start(), match.start() + 1)
        dates = _dates_after(place.text, body.end, len(place.text)) if body and is_new else None
        if body and dates:
            yield _reference(place, match.start(), dates[0].end, _mention(body.body, None, dates), "")
    for body in bodies:
        on_meeting = _ON_ITS_MEETING.match(place.text, body.end)
        dates = _dates_after(place.text, on_meeting.end(), len(place.text)) if on_meeting else None
        if on_meeting and dates:
            yield _reference(place, on_meeting.start("kind"), dates[0].end, _mention(body.body, None, dates), "")


def _dates_after(text: str, end: int, limit: int) -> tuple[DateRange, str | None] | None:
    """Return the dates that follow the mention of a meeting, with the place, if any; or None."""
    dates = read_dates(text, end, min(limit, end + 160))
    between = _HELD.fullmatch(text[end : dates.start]) if dates else None
    return (dates, between["place"]) if dates and between else None


def _dates_before(text: str, start: int) -> tuple[DateRange, None] | None:
    """Return the dates set for the meeting named at ``start`` ("the dates of 7 to 9 May 2016 for the"), or None."""
    window = max(0, start - 100)
    dates = read_dates(text, window, start)
    is_set = dates and _DATES_OF.search(text, window, dates.start) and _DATES_FOR.fullmatch(text, dates.end, start)
    return (dates, None) if dates and is_set else None


def _mention(body: Body, ordinal: int | None, dates: tuple[DateRange, str | None] | None) -> MeetingMention:
    if not dates:
        return MeetingMention(body.key, ordinal)
    return MeetingMention(body.key, ordinal, dates[0].first, dates[0].last, dates[1])


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
