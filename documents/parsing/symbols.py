"""Document symbols: find them in a text, and recognize lines that contain nothing else.

Sources: the Dag Hammarskjöld Library ("Document symbols"), and older and irregular forms printed by secretariats:
"A/81/6 (Sect. 16)/Part A", "ICCD/COP(8)/CST/8", "S/RES/2776 (2025)", "DP/FPA/2025/4 (Part I)".
"""

from __future__ import annotations

import re

SYMBOL = re.compile(
    r"""
    (?<![\w/.])
    [A-Z]{1,8}(?:\(\d{1,3}\)|-[A-Z]{2,5}(?=/)|\.\d{1,4}(?=/))?   # the organ: A, E, S, CTOC, UNODC, DP-FPA, GB.353
    (?: / (?: [A-Z]{2,3}\.[A-Z]{2,5}(?=/)                      # EB.AIR, MP.PP
            | [A-Z]{1,8}(?:(?:-[A-Z]{1,3})?\.(?:\d{1,4}|[IVX]{1,4}))?
                (?:\((?:\d{1,3}|E?S-[IVXL]{1,7})\))?(?![-&\w]) # COP, WG.3, COP(8), B(S-XXIII)
            | [A-Z]{1,4}-[A-Z]&[A-Z](?=/\d)                  # WG-L&R
            | [A-Z]{2,5}\d{1,3}(?![-\w]) | Agenda(?=/)         # AG13, S/Agenda/7229
            | [A-Z][A-Za-z]{1,7}(?:\.[A-Z][A-Za-z]{1,7}){1,2}(?:\.\d{1,3})?(?=/)   # OzL.Pro, OzL.Pro.27
            | [A-Z][a-z]{1,7}\.\d{1,3}(?=/\d)                # Bur.1/1
            | (?<=[A-Z]{2}/)\d{1,2}-\d{1,2}(?![-/.\w])        # CO/20-21: the reports that are considered together
            | [A-Z]{1,3}-\d{1,3}                              # ES-10, S-30
            | \d{1,5}(?:\.\d{1,3})?                          # 2022, 81
            | (?:Add|Corr|Rev|Amend|Resumed|Summary|Inf|Conf)\.?\d{1,3}(?:/(?=[ACR]))?   # Add.1, Corr.1, Rev.1
            | (?:Part|Vol|Sect|Ch)\.?\s?(?:[IVXLC]+|[A-Z]|\d{1,2})\b )
        (?: \s?\((?:Sect|Part|Vol|Ch|Prog|Introduction|Resumption|SES)\.?\s?[\dIVXLCA-Z]{1,5}
                (?:/(?:(?:Add|Corr|Rev)\.)?\d{1,2})?\) | \s\((?:19|20)\d\d\) )?
    )+
    (?![\w/])
    """,
    re.VERBOSE,
)
"""Matches "CTOC/COP/2022/L.4", "A/81/6 (Sect. 16)/Part A", "E/2025/68/Corr.1", "S/RES/2776 (2025)", "A/CONF.222/7",
"TD/B(S-XXIII)/1", "FCCC/AG13/1997/1", "S/Agenda/6231", "ECE/EB.AIR/2031/6", "UNEP/OzL.Pro.27/1/Add.1",
"CERD/C/FRA/CO/20-21", "S/PV.4833 (Resumption 1)".
Also matches "N/A": that a symbol contains a digit is checked by the functions below."""

_BEGUN = re.compile(r"(?<![\w/.])[A-Z][A-Z\d]*(?:\(\d{1,3}\)|\.\d{1,4})?(?:/[\w.()-]+)*/(?:[A-Z]{1,4}\.)?$")
"""Matches the first part of a symbol that a line ends in: "CTOC/COP/WG.6/", or "CTOC/COP/WG." before "6/2031/4"."""
_REST = re.compile(r"\d|[A-Z]{1,8}(?:\.\d|/[A-Z\d])")
_JOINT = re.compile(r"(?<=[\d)A-Z])(?<!\b[A-Z])(?<!\b[A-Z]{2})(?<!\b[A-Z]{3})\s?[-–—−]\s?(?=[A-Z]{1,8}/)")
"""Matches the hyphen or dash between joint symbols, not the hyphen in "DP-FPA/2025/1"."""

_BLANK_IN_SESSION = re.compile(r"(?<=\()(E?S)\s?-\s?(?=[IVXL]{1,7}\))")
"""Matches the beginning of a special session in a symbol, with the blanks of some programs: "TD/B(S -XXIII)/1"."""
_NOTE_MARK = re.compile(r"(/\d+)\(\d\)$")
"""Matches the mark of a note behind a symbol that ends in plain numbers: "A/52/250(1)"."""

REVERSED = re.compile(r"\d{1,4}(?:/[A-Z\d.]{1,12}){1,5}/[A-Z]{1,8}")
"""Matches a line of a text in Arabic with a symbol whose parts a program reversed: "31/2046/RES/E"."""


def continues_symbol(above: str, below: str) -> bool:
    """Return whether a line continues the symbol in which the line above ends, broken after a slash or full stop."""
    return _REST.match(below) is not None and _BEGUN.search(above) is not None


def find_symbols(text: str) -> tuple[str, ...]:
    """Return every symbol in a text, in order, without asterisks. Joint symbols are split.

    >>> find_symbols("E/2025/24-E/CN.3/2025/37")
    ('E/2025/24', 'E/CN.3/2025/37')
    """
    symbols: list[str] = []
    for part in _JOINT.split(text):
        symbols += [m.group() for m in SYMBOL.finditer(part) if any(c.isdigit() for c in m.group())]
    return tuple(dict.fromkeys(symbols))


def parse_symbol_line(text: str) -> tuple[str, ...]:
    """Return the symbols of a line of symbols, which may be joined or have asterisks; ``()`` for any other line."""
    bare = _NOTE_MARK.sub(r"\1", _BLANK_IN_SESSION.sub(r"\1-", text.replace("*", " ").strip()))
    parts = [part.strip() for part in _JOINT.split(bare)]
    symbols: list[str] = []
    for part in parts:
        match = SYMBOL.fullmatch(part)
        if not match or not any(c.isdigit() for c in part):
            return ()
        symbols.append(part)
    return tuple(symbols)
