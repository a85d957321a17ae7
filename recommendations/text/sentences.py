"""Split a text into passages: its sentences, and parts of long ones."""

from __future__ import annotations

from dataclasses import dataclass

from recommendations.text.words import Token, tokens

MAX_PASSAGE_LENGTH = 60  # words; a longer sentence is cut at a semicolon or comma
MIN_PASSAGE_LENGTH = 4  # words; a shorter sentence joins the one before


@dataclass(frozen=True, slots=True)
class Passage:
    """Offsets of a passage in its text, in characters."""

    start: int
    end: int


def passages(text: str) -> list[Passage]:
    """The passages of a text in order; together they hold every word of it. None where it has no word."""
    sentences: list[list[Token]] = []
    for token in tokens(text):
        if not sentences or (token.begins_sentence and len(sentences[-1]) >= MIN_PASSAGE_LENGTH):
            sentences.append([])
        sentences[-1].append(token)
    if len(sentences) > 1 and len(sentences[-1]) < MIN_PASSAGE_LENGTH:
        short = sentences.pop()
        sentences[-1].extend(short)
    parts = [part for sentence in sentences for part in _parts(sentence, text)]
    return [Passage(part[0].start, part[-1].end) for part in parts]


def _parts(sentence: list[Token], text: str) -> list[list[Token]]:
    """A sentence, or where it is long, its halves, cut at the comma or semicolon nearest to the middle."""
    if len(sentence) <= MAX_PASSAGE_LENGTH:
        return [sentence]
    middle = len(sentence) // 2
    cuts = range(MIN_PASSAGE_LENGTH, len(sentence) - MIN_PASSAGE_LENGTH)
    marked = [cut for cut in cuts if set(text[sentence[cut - 1].end : sentence[cut].start]) & set(",;:،؛，；—")]
    cut = min(marked or cuts, key=lambda cut: abs(cut - middle))
    return _parts(sentence[:cut], text) + _parts(sentence[cut:], text)
