"""What the masthead says about where a document belongs: its body, the convention it serves, the meeting it is for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from documents.parsing.types import Masthead, ParsedDocument
from recommendations.extraction.prose import ORDINAL, ordinal_value
from recommendations.extraction.references.bodies import find_bodies
from recommendations.extraction.types import MeetingMention
from recommendations.extraction.vocabulary import ENGLISH, Body, Vocabulary

_ORDINAL = re.compile(rf"(?<!\w)(?P<ordinal>{ORDINAL})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Context:
    """``bodies`` are the document's own, the lowest first, then those above it. Empty where its own is not known.

    A body that the vocabulary does not have is not taken for the one above it: "Fourteenth session" below "Human Rights
    Council" is no session of the General Assembly, and its "resolution 5/1" none of the Assembly's.
    """

    bodies: tuple[Body, ...]
    convention: str | None
    meeting: MeetingMention | None
    language: str


def read_context(parsed: ParsedDocument, vocabulary: Vocabulary) -> Context:
    """The context of a document, from its masthead alone."""
    masthead = parsed.masthead
    language = masthead.language or ENGLISH
    printed = masthead.subsidiary_body or masthead.body
    of_symbols = _of_symbols(masthead, vocabulary)
    named = _named(printed, vocabulary, language)
    body = named if printed else next(iter(of_symbols), None)
    above = named or _named(masthead.body, vocabulary, language)
    convention = _served([above] if above else of_symbols, vocabulary)
    return Context(_with_parents(body, vocabulary), convention, _meeting(masthead, body), language)


def _served(bodies: list[Body], vocabulary: Vocabulary) -> str | None:
    """The one convention that bodies, or those above them, serve; None where it is not one."""
    served = {b.instrument for body in bodies for b in _with_parents(body, vocabulary) if b.instrument}
    return served.pop() if len(served) == 1 else None


def _named(printed: str | None, vocabulary: Vocabulary, language: str) -> Body | None:
    """The body that a line of the masthead names in full."""
    named = [m.key for m in find_bodies(printed or "", vocabulary, language) if m.key]
    return vocabulary.bodies_by_key[named[0]] if named else None


def _of_symbols(masthead: Masthead, vocabulary: Vocabulary) -> list[Body]:
    by_symbol = (vocabulary.body_of_symbol(symbol) for symbol in masthead.symbols)
    return [body for body in by_symbol if body]


def _with_parents(body: Body | None, vocabulary: Vocabulary) -> tuple[Body, ...]:
    if body is None:
        return ()
    chain = [body]
    while (parent := chain[-1].parent) and vocabulary.bodies_by_key[parent] not in chain:
        chain.append(vocabulary.bodies_by_key[parent])
    return tuple(chain)


def _meeting(masthead: Masthead, body: Body | None) -> MeetingMention | None:
    """The session or meeting that the masthead names. A congress carries its ordinal in its name."""
    dates = masthead.meeting
    if not body:
        return None
    texts = (masthead.session, masthead.subsidiary_body, masthead.body)
    match = next((m for text in texts if (m := _ORDINAL.search(text or ""))), None)
    ordinal = ordinal_value(match["ordinal"]) if match else None
    start = dates.start if dates else None
    if ordinal is None and start is None:
        return None
    return MeetingMention(body.key, ordinal, start, dates.end if dates else None, dates.place if dates else None)
