"""The context of a document, read from its masthead: its body, its convention and its meeting."""

from __future__ import annotations

from dataclasses import dataclass

from documents.parsing.session_kinds import is_one_of_year, series_of, without_part, year_of
from documents.parsing.types import Masthead, Organ, ParsedDocument
from recommendations.extraction.languages import language_of
from recommendations.extraction.references.bodies import find_bodies
from recommendations.extraction.types import MeetingMention
from recommendations.extraction.vocabulary import ENGLISH, Body, Vocabulary


@dataclass(frozen=True, slots=True)
class Context:
    """The context in which a text is read. ``bodies`` are the document's body and its parents, if known; ``superior``
    are the parents that the masthead names, if the body itself is outside the vocabulary. ``further_meetings`` are the
    meetings of the further organs, each None if it is not known. ``protocol`` is the only one that the body deals with.

    A body outside the vocabulary is not replaced by its parent: "Fourteenth session" below "Human Rights Council" is
    not a session of the General Assembly, and its "resolution 5/1" is not the Assembly's.
    """

    bodies: tuple[Body, ...]
    convention: str | None
    meeting: MeetingMention | None
    language: str
    further_meetings: tuple[MeetingMention | None, ...] = ()
    superior: tuple[Body, ...] = ()
    protocol: str | None = None


def read_context(parsed: ParsedDocument, vocabulary: Vocabulary) -> Context:
    """Return the context of a document, using only its masthead."""
    masthead = parsed.masthead
    language = masthead.language or ENGLISH
    printed_body = masthead.subsidiary_body or masthead.body
    symbol_bodies = _bodies_of_symbols(masthead, vocabulary)
    named_body = _find_body(printed_body, vocabulary, language)
    known_body = named_body or _find_body(masthead.body, vocabulary, language)
    parent = known_body.key if known_body else None
    subsidiary_bodies = (b for b in symbol_bodies if not printed_body or (parent and b.parent == parent))
    reporting_body = _reporting_body(masthead, named_body, symbol_bodies, vocabulary, language)
    body = reporting_body or named_body or next(subsidiary_bodies, None)
    convention = _only_convention([known_body] if known_body else symbol_bodies, vocabulary)
    return Context(
        bodies=(body, *vocabulary.parents_of(body)) if body else (),
        convention=convention,
        meeting=_read_meeting(masthead, body, language),
        language=language,
        protocol=next((b.protocol for b in (body, named_body, *symbol_bodies) if b and b.protocol), None),
        superior=(known_body, *vocabulary.parents_of(known_body)) if known_body and not body else (),
        further_meetings=tuple(
            _read_meeting(organ, _find_body(organ.subsidiary_body or organ.body, vocabulary, language), language)
            for organ in masthead.further_organs
        ),
    )


def _reporting_body(
    masthead: Masthead, named_body: Body | None, symbol_bodies: list[Body], vocabulary: Vocabulary, language: str
) -> Body | None:
    """Return the subsidiary body of the symbol if the masthead names only its parent, and the title names it: "Report
    on the meeting of the Working Group on Firearms" is printed below the name of the Conference."""
    if named_body is None or masthead.subsidiary_body or masthead.session:
        return None
    title = language_of(language).marks.sub("", masthead.title or "")
    named = {mention.key for mention in find_bodies(title, vocabulary, language)}
    return next((body for body in symbol_bodies if body.parent == named_body.key and body.key in named), None)


def _only_convention(bodies: list[Body], vocabulary: Vocabulary) -> str | None:
    """Return the convention that the bodies or their parents serve, or None unless there is exactly one."""
    conventions = {b.instrument for body in bodies for b in (body, *vocabulary.parents_of(body)) if b.instrument}
    return conventions.pop() if len(conventions) == 1 else None


def _find_body(line: str | None, vocabulary: Vocabulary, language: str) -> Body | None:
    """Return the first body named in full in a line of the masthead, or None."""
    line = language_of(language).marks.sub("", line or "")
    keys = [m.key for m in find_bodies(line, vocabulary, language) if m.key]
    return vocabulary.bodies_by_key[keys[0]] if keys else None


def _bodies_of_symbols(masthead: Masthead, vocabulary: Vocabulary) -> list[Body]:
    by_symbol = (vocabulary.body_of_symbol(symbol) for symbol in masthead.symbols)
    return [body for body in by_symbol if body]


def _read_meeting(organ: Masthead | Organ, body: Body | None, language: str) -> MeetingMention | None:
    """Return the session or meeting of an organ in the masthead, or None. The ordinal of a congress is in its name."""
    dates = organ.meeting
    if not body:
        return None
    meetings = language_of(language).meetings
    texts = (without_part(organ.session or ""), organ.subsidiary_body, organ.body)
    match = next((m for text in texts if (m := meetings.ordinal.search(text or ""))), None)
    session = organ.session or ""
    ordinal = meetings.ordinals.read(match.group()) if match else year_of(session)
    if is_one_of_year(session):
        ordinal = None
    start = dates.start if dates else None
    if ordinal is None and start is None:
        return None
    series = series_of(session) if ordinal else ""
    place = dates.place if dates else None
    return MeetingMention(body.key, ordinal, start, dates.end if dates else None, place, series)
