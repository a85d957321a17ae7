"""Turn inline marks of Markdown, HTML and similar formats, as left in text by converters, into spans."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from documents.parsing.characters import plain_digits
from documents.parsing.readers.spans import merge_spans
from documents.parsing.types import Span

_TOKEN = re.compile(
    r"""
      (?P<escape>  \\ [\\`*_{}\[\]()\#+\-.!<>|~^] )
    | (?P<link>    \[ (?P<shown>[^\[\]]+) \] \( [^()\s]* (?: \([^()\s]*\) [^()\s]* )* \) )
    | (?P<auto>    < (?P<url> (?:https?://|www\.|mailto:) [^<>\s]+ ) > )
    | (?P<raised>  \$? \^\{ (?P<braced>[^{}]{1,6}) \} \$?
                 | <sup> \s* (?P<tagged>[^<>]{1,8}) </sup>
                 | \[\^ (?P<noted>\w{1,4}) \]
                 | \^ (?P<caret> \d{1,3} | [a-z] | \*{1,3} ) (?![\w^])
                 | (?P<printed> [⁰¹²³⁴⁵⁶⁷⁸⁹]+ ) )
    | (?P<tag>     < (?P<close>/?) (?P<element>i|em|b|strong|u|s|sub|span|small|p|div|center|font) (?:\s[^<>]*)? > )
    | (?P<break>   < br \s* /? > )
    | (?P<strong>  \*\* | __ )
    | (?P<light>   \* | _ )
    | (?P<entity>  & (?: \#\d{2,6} | \#x[0-9a-fA-F]{2,5} | [a-zA-Z]{2,8} ) ; )
    """,
    re.VERBOSE,
)
"""Matches "\\*", "[76/187](#)", "<http://a.org>", "^{*}", "<sup>1</sup>", "[^1]", "^a", "²", "<i>", "**", "*", "&amp;";
not "[a matrix] [a set]", "a < b", "5^th" or single brackets."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of text, or a possible mark of emphasis ("**", "*") that may turn out to be plain text."""

    text: str
    mark: str = ""
    bold: bool = False
    italic: bool = False
    raised: bool = False


def inline_spans(text: str) -> tuple[Span, ...]:
    """Return the spans of a paragraph of marked-up text. Unpaired marks are text, or asterisks that mark a note."""
    pieces = list(_split_pieces(text))
    pairs = _find_pairs(pieces)
    bold = italic = 0
    spans: list[Span] = []
    for index, piece in enumerate(pieces):
        if index in pairs:
            step = 1 if pairs[index] else -1
            bold += step * (len(piece.mark) == 2)
            italic += step * (len(piece.mark) == 1)
        elif piece.mark in ("<b>", "</b>"):
            bold = max(0, bold + (1 if piece.mark == "<b>" else -1))
        elif piece.mark in ("<i>", "</i>"):
            italic = max(0, italic + (1 if piece.mark == "<i>" else -1))
        elif piece.mark == "*" and _marks_note(pieces, index):
            spans.append(Span("*", bold > 0, italic > 0, superscript=True))
        else:
            spans.append(Span(piece.text, piece.bold or bold > 0, piece.italic or italic > 0, piece.raised))
    return merge_spans(spans)


def _split_pieces(text: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    end = 0
    for match in _TOKEN.finditer(text):
        pieces.append(_Piece(text[end : match.start()]))
        pieces.extend(_read_token(match))
        end = match.end()
    pieces.append(_Piece(text[end:]))
    return [piece for piece in pieces if piece.text or piece.mark]


def _read_token(match: re.Match[str]) -> list[_Piece]:
    kind = match.lastgroup
    if kind == "link":
        return [_Piece(s.text, "", s.bold, s.italic, s.superscript) for s in inline_spans(match["shown"])]
    if kind == "raised":
        marker = match["braced"] or match["tagged"] or match["noted"] or match["caret"] or match["printed"]
        return [_Piece(plain_digits(marker.strip().replace("\\", "")), raised=True)]
    if kind == "tag":
        style = {"i": "i", "em": "i", "b": "b", "strong": "b"}.get(match["element"])
        return [_Piece("", f"<{match['close']}{style}>")] if style else []
    if kind in ("strong", "light"):
        return [_Piece(match.group(), mark=match.group())]
    return [_Piece(_plain_text(match))]


def _plain_text(match: re.Match[str]) -> str:
    """Return the text that an address in angle brackets, an escape, an entity or a line break represents."""
    if match["auto"]:
        return match["url"]
    if match["escape"]:
        return match.group()[1]
    return html.unescape(match.group()).replace("\u00a0", " ") if match["entity"] else " "


def _find_pairs(pieces: list[_Piece]) -> dict[int, bool]:
    """Return the indexes of paired emphasis marks: True for an opening mark, False for a closing one."""
    open_marks: list[int] = []
    pairs: dict[int, bool] = {}
    for index, piece in enumerate(pieces):
        if not piece.mark or piece.mark.startswith("<"):
            continue
        opener = next((i for i in reversed(open_marks) if pieces[i].mark == piece.mark), None)
        if opener is not None and _may_close(pieces, index):
            pairs[opener], pairs[index] = True, False
            del open_marks[open_marks.index(opener) :]
        elif _may_open(pieces, index):
            open_marks.append(index)
    return pairs


def _adjacent_character(pieces: list[_Piece], index: int, step: int) -> str:
    """Return the character next to a mark, skipping other marks; a space at the ends of the paragraph."""
    index += step
    while 0 <= index < len(pieces):
        if pieces[index].text and not pieces[index].mark:
            return pieces[index].text[-1 if step < 0 else 0]
        index += step
    return " "


def _may_open(pieces: list[_Piece], index: int) -> bool:
    before, after = _adjacent_character(pieces, index, -1), _adjacent_character(pieces, index, 1)
    if after.isspace():
        return False
    return not before.isalnum() if pieces[index].mark.startswith("_") else True


def _may_close(pieces: list[_Piece], index: int) -> bool:
    before, after = _adjacent_character(pieces, index, -1), _adjacent_character(pieces, index, 1)
    if before.isspace():
        return False
    return not after.isalnum() if pieces[index].mark.startswith("_") else True


def _marks_note(pieces: list[_Piece], index: int) -> bool:
    """Return whether an unpaired asterisk directly follows a word: "provisional agenda*"."""
    before, after = _adjacent_character(pieces, index, -1), _adjacent_character(pieces, index, 1)
    return not before.isspace() and not after.isalnum()
