"""Join lines into running text: what becomes of the end of a line.

A hyphen at a line's end is either part of the word ("decision-making") or was put there to break it ("interna-
tional"). The document decides: it is asked how it writes the word elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from documents.parsing.readers.pdf_layout.lines import HYPHENS
from documents.parsing.readers.pdf_layout.page import BOLD, ITALIC, SUPERSCRIPT, Line
from documents.parsing.types import Span

_SOFT = "\N{SOFT HYPHEN}"
_LETTERS = re.compile(r"[^\W\d_]+(?:[-‐‑'’][^\W\d_]+)*")
_SECOND_PART = re.compile(
    "based|building|making|related|led|driven|wide|specific|oriented|sensitive|friendly|term|time|level|being|up|off|"
    "sharing|setting|raising|reaching|going|standing|saving|effective|free|owned|funded|border|ranging"
)
"""Second parts of compounds that the United Nations Editorial Manual hyphenates, for when a document is silent."""
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef]")
_LEADER = re.compile(r"\s*(?:\.\s?){3,}\s*|\s*…{2,}\s*")


class Lexicon:
    """The words that a document prints whole, inside its lines, and whether it breaks words at all."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._words: Counter[str] = Counter()
        ends: list[tuple[str, str]] = []
        broken = ""
        for line in lines:
            tokens = line.text.casefold().split(" ")
            if broken:
                ends.append((_last_word(broken[:-1]), _first_word(tokens.pop(0))))
            broken = tokens.pop() if tokens and tokens[-1].endswith(HYPHENS) else ""
            for found in _LETTERS.findall(" ".join(tokens)):
                self._add(found.replace("‐", "-").replace("‑", "-"))
        self._breaks_words = any(
            self._words[head + tail] > self._words[f"{head}-{tail}"] for head, tail in ends if head and tail
        )

    def _add(self, word: str) -> None:
        """Count a word; of "port-au-prince" its parts and the neighbours among them too."""
        parts = word.split("-")
        self._words.update(parts)
        if len(parts) > 1:
            self._words.update(f"{before}-{after}" for before, after in pairwise(parts))

    def keeps_hyphen(self, before: str, after: str) -> bool:
        """Whether ``before-after`` (a line ends at the hyphen) is written with its hyphen.

        Asked in turn: whether a figure or a capital follows ("COVID-19", "Asia-Pacific" keep it); which of the two
        spellings stands elsewhere; and whether both halves are words by themselves, or, in a document that does not
        break words (most that the United Nations sets in English), either. In "up-to-" and "date" the halves are
        "to" and "date".
        """
        if not before or not after or not after[0].islower():
            return True
        head, tail = _last_word(before), _first_word(after)
        if not head or not tail:
            return True
        whole, hyphened = self._words[head + tail], self._words[f"{head}-{tail}"]
        if whole != hyphened:
            return hyphened > whole
        if _SECOND_PART.fullmatch(tail):
            return True
        known = (self._words[head] > 0) + (self._words[tail] > 0)
        return known == 2 and len(head) > 1 if self._breaks_words else known > 0 or "-" in before


def _last_word(text: str) -> str:
    found = re.search(r"[^\W\d_]+$", text.casefold())
    return found.group() if found else ""


def _first_word(text: str) -> str:
    found = re.match(r"[^\W\d_]+", text.casefold())
    return found.group() if found else ""


class _Piece(NamedTuple):
    """A word, or the blank before one, in the look and on the page in which it is printed."""

    text: str
    style: int
    page: int


def join_lines(lines: Sequence[Line], lexicon: Lexicon) -> tuple[Span, ...]:
    """The text of a paragraph's lines as spans of one look and page each."""
    pieces: list[_Piece] = []
    for line in lines:
        glued = _close_line(pieces, line, lexicon) if pieces else True
        for index, word in enumerate(line.words):
            blank = not glued if index == 0 else word.spaced
            if blank:
                pieces.append(_Piece(" ", pieces[-1].style & ~SUPERSCRIPT, pieces[-1].page))
            pieces.append(_Piece(word.text.replace(_SOFT, ""), word.style, line.page))
    return _spans(pieces)


def _close_line(pieces: list[_Piece], following: Line, lexicon: Lexicon) -> bool:
    """Settle the end of the last line; True where the next one follows without a blank."""
    text, style, page = pieces[-1]
    after = following.words[0].text if following.words else ""
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
    if _is_address(token) and token.endswith((".", "?", "=", "&", "%", "#")) and after[:1].islower():
        return True
    return bool(_UNSPACED.fullmatch(text[-1:]) and _UNSPACED.match(after))


def _is_address(token: str) -> bool:
    return token.lstrip('(<“"').startswith(("http://", "https://", "www."))


def _spans(pieces: list[_Piece]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for (style, page), alike in groupby(pieces, key=lambda piece: (piece.style, piece.page)):
        text = "".join(piece.text for piece in alike)
        if text:
            spans.append(Span(text, bool(style & BOLD), bool(style & ITALIC), bool(style & SUPERSCRIPT), page))
    return tuple(spans)


def split_leader(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """A line of contents with its dotted leader as one tab: title, tab, page number."""
    text = "".join(span.text for span in spans)
    return (Span(_LEADER.sub("\t", text, count=1).strip(), page=spans[0].page if spans else None),)
