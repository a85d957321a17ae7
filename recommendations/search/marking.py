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
    """Where what was asked for stands in an entry's text. ``words`` is the entry's own sequence.

    Words that follow one another are one place. One that says nothing by itself ("of") is none, but between others.
    """
    read = list(tokens(text))
    stemmed_words = [word for word in words.strip(" ").split(" ") if word != BREAK][-len(read) :] if read else []
    strong, weak = _places(asked, read, stemmed_words, stems.get(language, {}), language)
    runs = _runs(strong, weak, text, read) if strong else [(place, place) for place in sorted(weak)]
    return tuple(Passage(read[first].start, read[last].end) for first, last in runs)


def marked(text: str, found: Iterable[Passage]) -> SafeString:
    """HTML of a text, what was found in it marked."""
    return marked_up(text, [[Overlay(one.start, one.end, _MARK, _END_MARK) for one in found]])


def marked_passage(text: str, passage: Passage) -> SafeString:
    """HTML of a text with the passage marked that is near in meaning."""
    return marked_up(text, [[Overlay(passage.start, passage.end, _MEANT, _END_MEANT)]])


def _runs(strong: set[int], weak: set[int], text: str, read: Sequence[Token]) -> list[tuple[int, int]]:
    """The first and the last of places that blanks alone part; weak ones at the ends of a run fall away."""
    runs: list[tuple[int, int]] = []
    for place in sorted(strong):
        last = runs[-1][1] if runs else place
        between = range(last + 1, place)
        joined = runs and all(one in weak for one in between)
        if joined and all(text[read[one].end : read[one + 1].start].isspace() for one in range(last, place)):
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs


def _places(
    asked: Node, read: Sequence[Token], words: Sequence[str], stems: Mapping[str, str], language: str
) -> tuple[set[int], set[int]]:
    """The places, counted in words, of what was asked for, and of its words that say nothing by themselves."""
    strong: set[int] = set()
    weak: set[int] = set()
    for leaf in leaves(asked, language=language):
        match leaf:
            case Prefix(beginning):
                strong.update(place for place, token in enumerate(read) if token.word.startswith(beginning))
            case Word(word):
                stem = stems.get(word, word)
                found = (place for place, known in enumerate(words) if known == (stem or word))
                (strong if stem else weak).update(found)
            case Phrase(phrase):
                strong.update(_phrase_places(phrase, read, words, stems))
    return strong, weak


def _phrase_places(
    phrase: Sequence[str], read: Sequence[Token], words: Sequence[str], stems: Mapping[str, str]
) -> Iterator[int]:
    if len(phrase) == 1:
        yield from (place for place, token in enumerate(read) if token.word == phrase[0])
        return
    wanted = [word for word in stemmed(phrase, stems) if word != BREAK] if stems else list(phrase)
    for first in range(len(words) - len(wanted) + 1):
        if words[first] == wanted[0] and list(words[first : first + len(wanted)]) == wanted:
            yield from range(first, first + len(wanted))
