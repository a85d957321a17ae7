"""Marks in a text what a search found in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.safestring import SafeString, mark_safe

from documents.markup import Overlay, marked_up
from recommendations.index.terms import stemmed
from recommendations.search.matching import Stems
from recommendations.search.nodes import Node, Phrase, Prefix, Word, leaves
from recommendations.text.sentences import Passage
from recommendations.text.words import BREAK, Token, tokens

_MARK, _END_MARK = mark_safe("<mark>"), mark_safe("</mark>")
_MEANT, _END_MEANT = mark_safe('<mark class="by-meaning">'), mark_safe("</mark>")


def found_in(text: str, words: str, asked: Node, stems: Stems, language: str) -> tuple[Passage, ...]:
    """Where the words that were asked for stand in an entry's text. ``words`` is the entry's own sequence."""
    read = list(tokens(text))
    stemmed_words = [word for word in words.strip(" ").split(" ") if word != BREAK][-len(read) :] if read else []
    spans = _spans(asked, read, stemmed_words, stems.get(language, {}), language)
    return tuple(Passage(start, end) for start, end in _joined(spans))


def marked(text: str, found: Iterable[Passage]) -> SafeString:
    """HTML of a text, what was found in it marked."""
    return marked_up(text, [[Overlay(one.start, one.end, _MARK, _END_MARK) for one in found]])


def marked_passage(text: str, passage: Passage) -> SafeString:
    """HTML of a text with the passage marked that is near in meaning."""
    return marked_up(text, [[Overlay(passage.start, passage.end, _MEANT, _END_MEANT)]])


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that touch or overlap made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _spans(
    asked: Node, read: Sequence[Token], words: Sequence[str], stems: Mapping[str, str], language: str
) -> Iterator[tuple[int, int]]:
    for leaf in leaves(asked, language=language):
        if isinstance(leaf, Prefix):
            yield from ((token.start, token.end) for token in read if token.word.startswith(leaf.beginning))
        elif isinstance(leaf, Word):
            stem = stems.get(leaf.word) or leaf.word
            yield from ((token.start, token.end) for token, word in zip(read, words, strict=False) if word == stem)
        elif isinstance(leaf, Phrase):
            yield from _phrase_spans(leaf, read, words, stems)


def _phrase_spans(
    phrase: Phrase, read: Sequence[Token], words: Sequence[str], stems: Mapping[str, str]
) -> Iterator[tuple[int, int]]:
    if len(phrase.words) == 1:
        yield from ((token.start, token.end) for token in read if token.word == phrase.words[0])
        return
    wanted = [word for word in stemmed(phrase.words, stems) if word != BREAK] if stems else list(phrase.words)
    for place in range(len(words) - len(wanted) + 1):
        if list(words[place : place + len(wanted)]) == wanted:
            yield read[place].start, read[place + len(wanted) - 1].end
