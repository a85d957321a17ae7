"""Compare the fields of a masthead with each other: the symbol determines the body and, in some series, the session."""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.parsing.messages import Message
from documents.parsing.session_kinds import without_part
from documents.parsing.types import Masthead, Organ
from recommendations.extraction.languages import language_of
from recommendations.extraction.references.bodies import find_bodies
from recommendations.extraction.vocabulary import Vocabulary

_SESSION_IN_SYMBOL = re.compile(r"A/(?:(?:C\.\d|RES|DEC|HRC)/)?(?P<number>\d{1,3})/")
"""Matches the symbols that contain the number of a session: "A/81/214", "A/C.3/81/L.15", "A/HRC/65/19"."""


def check_masthead(masthead: Masthead, vocabulary: Vocabulary, language: str) -> Iterator[Message]:
    """Yield a doubt if no body printed in the masthead is that of the symbol, or the session has another number."""
    expected = [
        body
        for symbol in masthead.symbols
        if (body := vocabulary.body_of_symbol(symbol)) and (body.parent or body.instrument)
    ]
    organs: tuple[Masthead | Organ, ...] = (masthead, *masthead.further_organs)
    names = [name for organ in organs for name in (organ.body, organ.subsidiary_body) if name]
    printed = [{match.key for match in find_bodies(name, vocabulary, language)} for name in names]
    if expected and names and all(printed) and not any(body.key in keys for body in expected for keys in printed):
        yield Message(
            "The symbol %(symbol)s belongs to %(body)s, which the masthead does not name. Check the body and the "
            "subsidiary body.",
            symbol=masthead.symbols[0],
            body=expected[0].name,
        )
    numbers = {int(match["number"]) for match in map(_SESSION_IN_SYMBOL.match, masthead.symbols) if match}
    # The session of a subsidiary body has a number of its own, unless the symbol is that of this body.
    is_of_subsidiary = any(symbol.startswith(("A/C.", "A/HRC/")) for symbol in masthead.symbols)
    sessions = [without_part(o.session) for o in organs if o.session and (is_of_subsidiary or not o.subsidiary_body)]
    meetings = language_of(language).meetings
    ordinals = [meetings.ordinals.read(match.group()) for match in map(meetings.ordinal.search, sessions) if match]
    if numbers and ordinals and numbers.isdisjoint(ordinals):
        yield Message(
            "The symbol %(symbol)s belongs to another session than the masthead prints: %(session)s.",
            symbol=masthead.symbols[0],
            session=sessions[0],
        )
