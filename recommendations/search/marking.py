"""Highlight in a text what a search found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.utils.safestring import SafeString, mark_safe

from documents.web.markup import Overlay, mark_up
from recommendations.index.terms import heading_and_body, stemmed
from recommendations.search.matching import Stems
from recommendations.search.syntax import Node, Phrase, Prefix, Word, leaves
from recommendations.text.sentences import Passage
from recommendations.text.words import BREAK, normal, spans

_MARK, _END_MARK = mark_safe("<mark>"), mark_safe("</mark>")
_MEANT, _END_MEANT = mark_safe('<mark class="by-meaning">'), mark_safe("</mark>")


class Finder:
    """Finds what was asked for in texts of one language, by the stems of its words there."""

    def __init__(self, asked: Node, stems: Stems, language: str) -> None:
        known = stems.get(language, {})
        self._strong: set[str] = set()
        self._weak: set[str] = set()
        self._written: set[str] = set()
        self._beginnings: tuple[str, ...] = ()
        self._phrases: dict[str, list[list[str]]] = defaultdict(list)
        for leaf in leaves(asked, language=language):
            match leaf:
                case Prefix(beginning):
                    self._beginnings += (beginning,)
                case Word(word):
                    stem = known.get(word, word)
                    (self._strong if stem else self._weak).add(stem or word)
                case Phrase((word,)):
                    self._written.add(word)
                case Phrase(phrase):
                    wanted = [word for word in stemmed(phrase, known) if word != BREAK] if known else list(phrase)
                    self._phrases[wanted[0]].append(wanted)

    def found_in(self, text: str, words: str) -> tuple[Passage, ...]:
        """Where it stands in an entry's text. ``words`` is the entry's own sequence.

        Words that follow one another are one place. One that says nothing by itself ("of") is none, but between others.
        """
        stems = heading_and_body(words)[1].split()  # a break between sentences is a blank too
        strong = {place for place, stem in enumerate(stems) if stem in self._strong}
        weak = {place for place, stem in enumerate(stems) if stem in self._weak} if self._weak else set()
        strong.update(self._in_phrases(stems), self._as_written(text))
        where = spans(text, 1 + max((*strong, *weak), default=-1))
        runs = _runs(strong, weak, text, where) if strong else [(place, place) for place in sorted(weak)]
        return tuple(Passage(where[first][0], where[last][1]) for first, last in runs)

    def _in_phrases(self, stems: Sequence[str]) -> Iterator[int]:
        for first, stem in enumerate(stems) if self._phrases else ():
            for wanted in self._phrases.get(stem, ()):
                if stems[first : first + len(wanted)] == wanted:
                    yield from range(first, first + len(wanted))

    def _as_written(self, text: str) -> Iterator[int]:
        """The places of words that are looked for as they are written, or by how they begin."""
        if self._written or self._beginnings:
            for place, (start, end) in enumerate(spans(text)):
                word = normal(text[start:end])
                if word in self._written or word.startswith(self._beginnings):
                    yield place


def marked(text: str, found: Iterable[Passage]) -> SafeString:
    """HTML of a text, what was found in it marked."""
    return mark_up(text, [[Overlay(one.start, one.end, _MARK, _END_MARK) for one in found]])


def marked_passage(text: str, passage: Passage) -> SafeString:
    """HTML of a text with the passage marked that is near in meaning."""
    return mark_up(text, [[Overlay(passage.start, passage.end, _MEANT, _END_MEANT)]])


def _runs(strong: set[int], weak: set[int], text: str, where: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The first and the last of places that blanks alone part; weak ones at the ends of a run fall away."""

    def is_blank_behind(place: int) -> bool:
        return text[where[place][1] : where[place + 1][0]].isspace()

    runs: list[tuple[int, int]] = []
    for place in sorted(strong):
        last = runs[-1][1] if runs else place
        joined = runs and all(one in weak for one in range(last + 1, place))
        if joined and all(map(is_blank_behind, range(last, place))):
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs
