"""Split a text into passages: its sentences, and parts of long ones."""

from __future__ import annotations

from dataclasses import dataclass

from recommendations.text.words import Token, tokens

MAX_PASSAGE_LENGTH = 60  # words; longer sentences are split, if possible at a comma or semicolon
MIN_PASSAGE_LENGTH = 4  # words; shorter sentences are joined to a neighbour


@dataclass(frozen=True, slots=True)
class Passage:
    """The offsets of a passage in its text, in characters."""

    start: int
    end: int


def passages(text: str) -> list[Passage]:
    """Return the passages of a text in order; together they contain all its words. A text without words has none."""
    sentences: list[list[Token]] = []
    for token in tokens(text):
        if not sentences or (token.begins_sentence and len(sentences[-1]) >= MIN_PASSAGE_LENGTH):
            sentences.append([])
        sentences[-1].append(token)
    if len(sentences) > 1 and len(sentences[-1]) < MIN_PASSAGE_LENGTH:
        short = sentences.pop()
        sentences[-1].extend(short)
    parts = [part for sentence in sentences for part in _split_long(sentence, text)]
    return [Passage(part[0].start, part[-1].end) for part in parts]


def _split_long(sentence: list[Token], text: str) -> list[list[Token]]:
    """Split a long sentence, repeatedly, at the comma, semicolon or similar mark nearest to the middle."""
    if len(sentence) <= MAX_PASSAGE_LENGTH:
        return [sentence]
    middle = len(sentence) // 2
    cuts = range(MIN_PASSAGE_LENGTH, len(sentence) - MIN_PASSAGE_LENGTH)
    preferred = [cut for cut in cuts if set(text[sentence[cut - 1].end : sentence[cut].start]) & set(",;:،؛，；—")]
    cut = min(preferred or cuts, key=lambda cut: abs(cut - middle))
    return _split_long(sentence[:cut], text) + _split_long(sentence[cut:], text)
