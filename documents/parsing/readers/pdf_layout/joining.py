"""Join lines into running text, resolving hyphens and spaces at line breaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from documents.parsing.hyphens import HYPHENS, Lexicon
from documents.parsing.readers.pdf_layout.page import BOLD, ITALIC, SUPERSCRIPT, Line
from documents.parsing.symbols import continues_symbol
from documents.parsing.types import Span

_SOFT = "\N{SOFT HYPHEN}"
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef]")
_LEADER = re.compile(r"\s*(?:\.\s?){3,}\s*|\s*…{2,}\s*")


class _Piece(NamedTuple):
    """A word, or the space before one, with its style and page."""

    text: str
    style: int
    page: int


def join_lines(lines: Sequence[Line], lexicon: Lexicon) -> tuple[Span, ...]:
    """Return the text of a paragraph's lines as spans, each in one style and on one page."""
    pieces: list[_Piece] = []
    for line in lines:
        is_attached = _close_line(pieces, line, lexicon) if pieces else True
        for index, word in enumerate(line.words):
            has_space = not is_attached if index == 0 else word.spaced
            if has_space:
                pieces.append(_Piece(" ", pieces[-1].style & ~SUPERSCRIPT, pieces[-1].page))
            pieces.append(_Piece(word.text.replace(_SOFT, ""), word.style, line.page))
    return _spans(pieces)


def _close_line(pieces: list[_Piece], following: Line, lexicon: Lexicon) -> bool:
    """Resolve the end of the last line; return whether the next line follows without a space."""
    text, style, page = pieces[-1]
    after = following.text.split(" ", 1)[0]
    if style & SUPERSCRIPT or not after:
        return False
    start = len(pieces) - 1
    while start > 0 and not pieces[start - 1].text.endswith(" ") and pieces[start].text != " ":
        start -= 1
    token = "".join(piece.text for piece in pieces[start:] if not piece.style & SUPERSCRIPT)
    if len(token) > 1 and token.endswith(HYPHENS) and not token.endswith(("--", " -")):
        stem = token[:-1]
        if _is_address(token) or lexicon.keeps_hyphen(stem, after):
            pieces[-1] = _Piece(text[:-1] + "-", style, page)
        else:
            pieces[-1] = _Piece(text[:-1], style, page)
        return True
    if len(token) > 1 and token.endswith(("/", "–", "—", "_")):
        return True
    if continues_symbol(token, after):
        return True
    if _is_address(token) and token.endswith((".", "?", "=", "&", "%", "#")) and after[:1].islower():
        return True
    return bool(_UNSPACED.fullmatch(text[-1:]) and _UNSPACED.match(after))


def _is_address(token: str) -> bool:
    return token.lstrip('(<“"').startswith(("http://", "https://", "www."))


def _spans(pieces: list[_Piece]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for (style, page), group in groupby(pieces, key=lambda piece: (piece.style, piece.page)):
        text = "".join(piece.text for piece in group)
        if text:
            spans.append(Span(text, bool(style & BOLD), bool(style & ITALIC), bool(style & SUPERSCRIPT), page))
    return tuple(spans)


def split_leader(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return a contents line with its dotted leader replaced by one tab: title, tab, page number."""
    text = "".join(span.text for span in spans)
    return (Span(_LEADER.sub("\t", text, count=1).strip(), page=spans[0].page if spans else None),)
