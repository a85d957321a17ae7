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

from documents.parsing.session_kinds import series_in
from recommendations.extraction.languages import LANGUAGES
from recommendations.extraction.languages.meetings import MEETING, SESSION, SITTING, MeetingGrammar
from recommendations.extraction.places import TextPlace
from recommendations.extraction.prose import DateRange, MatchedSpans, read_dates, sentence_at
from recommendations.extraction.references.bodies import NamedBody, NamedOrgan, OrganReader, nearby_bodies
from recommendations.extraction.types import MeetingMention, Reference, ReferenceKind
from recommendations.extraction.vocabulary import Body, Vocabulary

_BY_DATES = re.compile(r"(?<!\w)(?P<kind>session|meeting)\s+of\s+(?:the\s+)?", re.IGNORECASE)
_YEAR = "year"  # the Security Council counts its meetings independently of it
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

_COMMA = re.compile(r"[,،]\s")
_MIN_CLAUSE = 4  # words between an aside and a mention that does not belong to it


@dataclass(frozen=True, slots=True)
class _NamedMeeting:
    """Meetings named together: their ordinals (start, end, value), the end offset of their name, their body, and the
    reason if they are unresolved."""

    kind: str
    ordinals: tuple[tuple[int, int, int], ...]
    end: int
    body: Body | None
    reason: str = ""
    series: str = ""


def find_meeting_references(
    document: Iterable[TextPlace], vocabulary: Vocabulary, own: tuple[Body, ...], language: str
) -> list[Reference]:
    """Return the references to meetings in a document, in order. ``own`` contains the document's bodies."""
    if language not in LANGUAGES:
        return []
    grammar = LANGUAGES[language].meetings
    reader = OrganReader(vocabulary, own, language)
    references: list[Reference] = []
    for place in document:
        organs = reader.read(place.text)
        bodies = [NamedBody(organ.start, organ.end, organ.body) for organ in organs if organ.body]
        congress = vocabulary.bodies_by_key.get("congress")
        meetings = sorted(
            [
                *_by_ordinal(place.text, grammar, organs, own),
                *_congresses(place.text, grammar, bodies),
                *(_congresses_with_ordinal_inside(place.text, grammar, congress) if congress else ()),
            ],
            key=lambda meeting: meeting.ordinals[0][0],
        )
        references += _references(place, meetings)
        references += _by_dates(place, bodies, meetings)
    return references


def _by_ordinal(
    text: str, grammar: MeetingGrammar, organs: Sequence[NamedOrgan], own: tuple[Body, ...]
) -> Iterator[_NamedMeeting]:
    for match in grammar.mention.finditer(text):
        kind = _kind(text, match, grammar)
        ordinals = _ordinals(text, match, grammar)
        body, end, body_name = _find_body(text, match, grammar, nearby_bodies(organs, match.start()), own)
        if grammar.plenary.search(match.group()):
            yield _NamedMeeting(kind, ordinals, end, None, "a plenary meeting within a session")
        elif body is None:
            yield _NamedMeeting(
                kind, ordinals, end, None, f"the body is not known{': ' + body_name if body_name else ''}"
            )
        elif kind == SITTING or (kind == MEETING and body.kind_of_meeting in (SESSION, _YEAR)):
            yield _NamedMeeting(kind, ordinals, end, None, f"a meeting within a session of: {body.short_name}")
        else:
            yield _NamedMeeting(kind, ordinals, end, body, series=series_in(text, *match.span()))


def _ordinals(text: str, match: re.Match[str], grammar: MeetingGrammar) -> tuple[tuple[int, int, int], ...]:
    return tuple(
        (m.start(), m.end(), grammar.ordinals.read(m.group()))
        for m in grammar.ordinal.finditer(text, *match.span("ordinals"))
    )


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
    text: str, match: re.Match[str], grammar: MeetingGrammar, organs: Sequence[NamedOrgan], own: tuple[Body, ...]
) -> tuple[Body | None, int, str]:
    """Return the body that holds a meeting, or None; the end offset of the mention; and the name of an unknown body, or
    ""."""
    end, kind = match.end(), grammar.kind(match)
    if of := grammar.of.match(text, end):
        named = next((organ for organ in organs if organ.start == of.end()), None)
        if named and named.body:
            return named.body, named.end, ""
        if unknown := grammar.unknown_body.match(text, end):
            return None, end, unknown["body"]
        if named:
            return None, end, named.name
    if bureau := _bureau_before(text, match, grammar, organs):
        return None, end, bureau
    if found := _named_later(text, match, grammar, organs) or _named_before(text, match, kind, organs):
        return found[0], end, found[1]
    return next((body for body in own if _holds(body, kind)), None), end, ""


def _named_later(
    text: str, match: re.Match[str], grammar: MeetingGrammar, organs: Sequence[NamedOrgan]
) -> tuple[Body | None, str] | None:
    """Return the organ that follows "at its tenth session": its body, None if the vocabulary does not contain it, and
    its name. Return None if no organ follows."""
    end = match.end()
    if not match["its"]:
        return None
    later = next((o for o in organs if o.start >= end and grammar.gap.fullmatch(text, end, o.start)), None)
    if later:
        return later.body, later.name
    has_nouns = "organ" in grammar.subject.groupindex  # then it also matches across dates and other asides
    subject = grammar.subject.match(text, end if has_nouns else _skip_dates(text, end))
    if subject and subject["body"]:
        named = next((o for o in organs if o.start <= subject.start("body") < o.end), None)
        if named:
            return named.body, named.name
        if _is_organ(subject, grammar):
            return None, subject["body"]
    return None


def _is_organ(subject: re.Match[str], grammar: MeetingGrammar) -> bool:
    """Return whether the subject of a clause is an organ: by a noun, or by a capital inside its name."""
    first, *others = subject["body"].split()
    has_capital_inside = first.islower() and any(word[0].isupper() for word in others)
    return bool(has_capital_inside or subject.groupdict().get("organ") or grammar.bureau.search(subject["body"]))


def _named_before(
    text: str, match: re.Match[str], kind: str, organs: Sequence[NamedOrgan]
) -> tuple[Body | None, str] | None:
    """Return the organ named before a mention, as :func:`_named_later` does. "Its" is that of the nearest, unless an
    unknown one is only named in an aside; if the sentence names none, it may be that of an unknown one before."""
    start, _ = sentence_at(text, match.start())
    for organ in reversed(organs):
        if organ.end > match.start() or (organ.start < start and not match["its"]):
            continue
        if organ.start < start:
            return None if organ.body else (None, organ.name)
        if organ.body and (match["its"] or _holds(organ.body, kind)):
            return organ.body, organ.name
        if not organ.body and not _is_in_aside(text, organ, match.start()):
            return None, organ.name
    return None


def _is_in_aside(text: str, organ: NamedOrgan, start: int) -> bool:
    """Return whether an organ is named only in an aside before the mention at ``start``: "the Assembly, on the
    recommendation of the General Committee, decided to include in the agenda of its fiftieth session"."""
    opening = _COMMA.search(text, sentence_at(text, organ.start)[0], organ.start)
    closing = _COMMA.search(text, organ.end, start)
    return bool(opening and closing and len(text[closing.end() : start].split()) >= _MIN_CLAUSE)


def _bureau_before(text: str, match: re.Match[str], grammar: MeetingGrammar, organs: Sequence[NamedOrgan]) -> str:
    """Return the bureau that is the last organ named before a mention in its sentence, or "". Of the
    bodies after the bureau, the one directly after it elects it: "the extended Bureau of the Conference"."""
    start, _ = sentence_at(text, match.start())
    bureaux = list(grammar.bureau.finditer(text, start, match.start()))
    if not bureaux:
        return ""
    last = bureaux[-1]
    later = [body for body in organs if last.end() <= body.start and body.end <= match.start()]
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
        if numbered := grammar.numbered.search(text, max(0, named.start - 120), named.start):
            ordinals = _ordinals(text, numbered, grammar)
            yield _NamedMeeting(named.body.kind_of_meeting, ordinals, named.end, named.body)


def _congresses_with_ordinal_inside(text: str, grammar: MeetingGrammar, congress: Body) -> Iterator[_NamedMeeting]:
    for match in grammar.congress.finditer(text):
        yield _NamedMeeting(congress.kind_of_meeting, _ordinals(text, match, grammar), match.end(), congress)


def _references(place: TextPlace, meetings: list[_NamedMeeting]) -> Iterator[Reference]:
    for index, meeting in enumerate(meetings):
        limit = meetings[index + 1].ordinals[0][0] if index + 1 < len(meetings) else len(place.text)
        is_single = len(meeting.ordinals) == 1
        dates = _dates_after(place.text, meeting.end, limit) if is_single else None
        nearby_dates = dates or (_dates_before(place.text, meeting.ordinals[0][0]) if is_single else None)
        for position, (start, end, ordinal) in enumerate(meeting.ordinals):
            is_last = position == len(meeting.ordinals) - 1
            end = (dates[0].end if dates else meeting.end) if is_last else end
            mention = _mention(meeting.body, ordinal, nearby_dates, meeting.series) if meeting.body else None
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


def _mention(
    body: Body, ordinal: int | None, dates: tuple[DateRange, str | None] | None, series: str = ""
) -> MeetingMention:
    if not dates:
        return MeetingMention(body.key, ordinal, series=series)
    return MeetingMention(body.key, ordinal, dates[0].first, dates[0].last, dates[1], series)


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
