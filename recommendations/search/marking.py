"""Marks in a text what a search found in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from django.utils.safestring import SafeString, mark_safe

from documents.markup import Overlay, marked_up
from recommendations.index.terms import stemmed
from recommendations.search.matching import Stems
from recommendations.search.nodes import Node, Phrase, Prefix, Word, leaves
from recommendations.text.sentences import Passage
from recommendations.text.words import BREAK, normal, spans

_MARK, _END_MARK = mark_safe("<mark>"), mark_safe("</mark>")
_MEANT, _END_MEANT = mark_safe('<mark class="by-meaning">'), mark_safe("</mark>")


def found_in(text: str, words: str, asked: Node, stems: Stems, language: str) -> tuple[Passage, ...]:
    """Where what was asked for stands in an entry's text. ``words`` is the entry's own sequence.

    Words that follow one another are one place. One that says nothing by itself ("of") is none, but between others.
    """
    read = _Read(text, words)
    strong, weak = _places(asked, read, stems.get(language, {}), language)
    runs = _runs(strong, weak, read) if strong else [(place, place) for place in sorted(weak)]
    return tuple(Passage(read.spans[first][0], read.spans[last][1]) for first, last in runs)


class _Read:
    """A text, where its words stand, and the stem of each (the word itself, where it has none)."""

    def __init__(self, text: str, words: str) -> None:
        self.text = text
        self.spans = spans(text)
        self.stems = [word for word in words.split(" ") if word and word != BREAK][-len(self.spans) :]

    @cached_property
    def words(self) -> list[str]:
        """The words as they are written."""
        return [normal(self.text[start:end]) for start, end in self.spans]

    def is_blank_behind(self, place: int) -> bool:
        """Whether nothing but blanks stands between a word and the next."""
        return self.text[self.spans[place][1] : self.spans[place + 1][0]].isspace()


def marked(text: str, found: Iterable[Passage]) -> SafeString:
    """HTML of a text, what was found in it marked."""
    return marked_up(text, [[Overlay(one.start, one.end, _MARK, _END_MARK) for one in found]])


def marked_passage(text: str, passage: Passage) -> SafeString:
    """HTML of a text with the passage marked that is near in meaning."""
    return marked_up(text, [[Overlay(passage.start, passage.end, _MEANT, _END_MEANT)]])


def _runs(strong: set[int], weak: set[int], read: _Read) -> list[tuple[int, int]]:
    """The first and the last of places that blanks alone part; weak ones at the ends of a run fall away."""
    runs: list[tuple[int, int]] = []
    for place in sorted(strong):
        last = runs[-1][1] if runs else place
        joined = runs and all(one in weak for one in range(last + 1, place))
        if joined and all(map(read.is_blank_behind, range(last, place))):
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs


def _places(asked: Node, read: _Read, stems: Mapping[str, str], language: str) -> tuple[set[int], set[int]]:
    """The places, counted in words, of what was asked for, and of its words that say nothing by themselves."""
    strong: set[int] = set()
    weak: set[int] = set()
    for leaf in leaves(asked, language=language):
        match leaf:
            case Prefix(beginning):
                strong.update(place for place, word in enumerate(read.words) if word.startswith(beginning))
            case Word(word):
                stem = stems.get(word, word)
                found = (place for place, known in enumerate(read.stems) if known == (stem or word))
                (strong if stem else weak).update(found)
            case Phrase(phrase):
                strong.update(_phrase_places(phrase, read, stems))
    return strong, weak


def _phrase_places(phrase: Sequence[str], read: _Read, stems: Mapping[str, str]) -> Iterator[int]:
    if len(phrase) == 1:
        yield from (place for place, word in enumerate(read.words) if word == phrase[0])
        return
    wanted = [word for word in stemmed(phrase, stems) if word != BREAK] if stems else list(phrase)
    for first, stem in enumerate(read.stems[: len(read.stems) - len(wanted) + 1]):
        if stem == wanted[0] and read.stems[first : first + len(wanted)] == wanted:
            yield from range(first, first + len(wanted))
