"""Symbols that are not printed on a document but may belong to it: suggested to a person with the reason, never
used."""

from __future__ import annotations

import re
from dataclasses import replace

from documents.parsing.messages import Message, joined
from documents.parsing.symbols import find_symbols
from documents.parsing.types import Masthead, Source, SymbolHint

_COP = "^Conference of the Parties to the United Nations Convention against Transnational Organized Crime"
_SERIES = (
    (f"{_COP} / Working Group of Government Experts on Technical Assistance$", "CTOC/COP/WG.2/{year}"),
    (f"{_COP} / Working Group on International Cooperation$", "CTOC/COP/WG.3/{year}"),
    (f"{_COP} / Working Group on Trafficking in Persons$", "CTOC/COP/WG.4/{year}"),
    (f"{_COP} / Working Group on Firearms$", "CTOC/COP/WG.6/{year}"),
    (f"{_COP} / Working Group on the Smuggling of Migrants$", "CTOC/COP/WG.7/{year}"),
    (f"{_COP}$", "CTOC/COP/{year}"),
    ("^Conference of the States Parties to the United Nations Convention against Corruption$", "CAC/COSP/{year}"),
    ("^Tenth United Nations Congress on", "A/CONF.187"),
    ("^Eleventh United Nations Congress on", "A/CONF.203"),
    ("^Twelfth United Nations Congress on", "A/CONF.213"),
    ("^Thirteenth United Nations Congress on", "A/CONF.222"),
    ("^Fourteenth United Nations Congress on", "A/CONF.234"),
    ("Commission on Crime Prevention and Criminal Justice$", "E/CN.15/{year}"),
    ("Commission on Narcotic Drugs$", "E/CN.7/{year}"),
)
"""The series of the bodies in this field, by "parent / subsidiary organ" as printed. Source: the list of series symbols
of the Dag Hammarskjöld Library."""


def add_symbol_hints(masthead: Masthead, source: Source) -> Masthead:
    """Return the masthead with symbols suggested by the agenda that the document cites, and by its body and year."""
    hints = (*_hints_from_agenda(masthead, source), *_hints_from_body(masthead))
    by_pattern = {hint.pattern: hint for hint in reversed(hints)}
    return replace(masthead, symbol_hints=tuple(dict.fromkeys(by_pattern[h.pattern] for h in hints)))


def _symbol_ending(masthead: Masthead) -> tuple[str, list[Message]]:
    """Return the end of the symbol, with "?" for unknown parts, and the reasons for it."""
    ending, reasons = "?", []
    if masthead.distribution == "Limited":
        ending, reasons = "L.?", [Message("Its distribution is limited, so the number has an L.")]
    subtitle = f"{masthead.title or ''} / {masthead.subtitle or ''}"
    for word, suffix in (("Addendum", "Add.?"), ("Corrigendum", "Corr.?")):
        if re.search(rf"(?:^|/ |\b){word}$", subtitle):
            return f"{ending}/{suffix}", [*reasons, Message("It is marked “%(text)s”.", text=word)]
    return ending, reasons


def _hints_from_agenda(masthead: Masthead, source: Source) -> tuple[SymbolHint, ...]:
    """Suggest the series of the agenda, named in the note to "Item 4 of the provisional agenda*"."""
    if not masthead.agenda_item:
        return ()
    note = next((n for n in source.notes if n.marker == "*"), None)
    symbols = find_symbols(note.text) if note else ()
    if not note or len(symbols) != 1 or len(note.text.strip(" .")) > len(symbols[0]) + 5:
        return ()
    ending, reasons = _symbol_ending(masthead)
    series = symbols[0].rpartition("/")[0]
    reason = Message("The note to its agenda item cites %(symbol)s, the agenda of the same session.", symbol=symbols[0])
    return (SymbolHint(f"{series}/{ending}", joined(reason, *reasons)),)


def _hints_from_body(masthead: Masthead) -> tuple[SymbolHint, ...]:
    names = " / ".join(filter(None, (masthead.body, masthead.subsidiary_body)))
    day = (masthead.meeting.start if masthead.meeting else None) or masthead.date
    for pattern, series in _SERIES:
        if not re.search(pattern, names):
            continue
        if "{year}" in series and day is None:
            return ()
        ending, reasons = _symbol_ending(masthead)
        organ = masthead.subsidiary_body or masthead.body or ""
        reason = (
            Message(
                "Documents of the body in its masthead (%(text)s) in %(year)s belong to this series.",
                text=organ,
                year=day.year,
            )
            if day and "{year}" in series
            else Message("Documents of the body in its masthead (%(text)s) belong to this series.", text=organ)
        )
        return (SymbolHint(f"{series.format(year=day.year if day else '')}/{ending}", joined(reason, *reasons)),)
    return ()
