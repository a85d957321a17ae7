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
    """``bodies`` are the document's own, the lowest first, then those above it. Empty where none is known."""

    bodies: tuple[Body, ...]
    convention: str | None
    meeting: MeetingMention | None
    language: str


def read_context(parsed: ParsedDocument, vocabulary: Vocabulary) -> Context:
    """The context of a document, from its masthead alone."""
    masthead = parsed.masthead
    language = masthead.language or ENGLISH
    body = _body(masthead, vocabulary, language)
    bodies = _with_parents(body, vocabulary) if body else ()
    convention = next((b.instrument for b in bodies if b.instrument), None)
    return Context(bodies, convention, _meeting(masthead, body), language)


def _body(masthead: Masthead, vocabulary: Vocabulary, language: str) -> Body | None:
    """The lowest body that the masthead names; where it names none, the one whose symbols look like its own."""
    for printed in (masthead.subsidiary_body, masthead.body):
        named = [m.key for m in find_bodies(printed or "", vocabulary, language) if m.key]
        if named:
            return vocabulary.bodies_by_key[named[0]]
    by_symbol = (vocabulary.body_of_symbol(symbol) for symbol in masthead.symbols)
    return next((body for body in by_symbol if body), None)


def _with_parents(body: Body, vocabulary: Vocabulary) -> tuple[Body, ...]:
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
