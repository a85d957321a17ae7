"""Highlight the matches of a search in a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from django.utils.safestring import SafeString, mark_safe

from documents.web.markup import Overlay, mark_up
from recommendations.index.terms import heading_and_body, to_stems
from recommendations.search.matching import Stems
from recommendations.search.syntax import Node, Phrase, Prefix, Word, leaves
from recommendations.text.sentences import Passage
from recommendations.text.words import BREAK, normalize, spans

_MARK, _END_MARK = mark_safe("<mark>"), mark_safe("</mark>")
_RELATED, _END_RELATED = mark_safe('<mark class="by-meaning">'), mark_safe("</mark>")


class Finder:
    """Finds the words of a search in texts of one language, by their stems."""

    def __init__(self, tree: Node, stems: Stems, language: str) -> None:
        word_stems = stems.get(language, {})
        self._stems: set[str] = set()
        self._stop_words: set[str] = set()
        self._written_words: set[str] = set()
        self._prefixes: tuple[str, ...] = ()
        self._phrases: dict[str, list[list[str]]] = defaultdict(list)
        for leaf in leaves(tree, language=language):
            match leaf:
                case Prefix(beginning):
                    self._prefixes += (beginning,)
                case Word(word):
                    stem = word_stems.get(word, word)
                    (self._stems if stem else self._stop_words).add(stem or word)
                case Phrase((word,)):
                    self._written_words.add(word)
                case Phrase(phrase):
                    sequence = (
                        [word for word in to_stems(phrase, word_stems) if word != BREAK] if word_stems else list(phrase)
                    )
                    self._phrases[sequence[0]].append(sequence)

    def found_in(self, text: str, words: str) -> tuple[Passage, ...]:
        """Return the matches in the text of an entry. ``words`` is the stored word sequence of the entry.

        Adjacent matching words form one passage. Stop words ("of") count only between other matches, or if nothing else
        matches.
        """
        stems = heading_and_body(words)[1].split()  # also drops sentence breaks
        matched = {index for index, stem in enumerate(stems) if stem in self._stems}
        stops = {index for index, stem in enumerate(stems) if stem in self._stop_words} if self._stop_words else set()
        matched.update(self._in_phrases(stems), self._as_written(text))
        offsets = spans(text, 1 + max((*matched, *stops), default=-1))
        runs = _runs(matched, stops, text, offsets) if matched else [(index, index) for index in sorted(stops)]
        return tuple(Passage(offsets[first][0], offsets[last][1]) for first, last in runs)

    def _in_phrases(self, stems: Sequence[str]) -> Iterator[int]:
        for start, stem in enumerate(stems) if self._phrases else ():
            for phrase in self._phrases.get(stem, ()):
                if stems[start : start + len(phrase)] == phrase:
                    yield from range(start, start + len(phrase))

    def _as_written(self, text: str) -> Iterator[int]:
        """Yield the indexes of words searched as written or by prefix."""
        if self._written_words or self._prefixes:
            for index, (start, end) in enumerate(spans(text)):
                word = normalize(text[start:end])
                if word in self._written_words or word.startswith(self._prefixes):
                    yield index


def highlight(
    text: str,
    matches: Iterable[Passage],
    *,
    is_by_meaning: bool = False,
    start: int = 0,
    end: int | None = None,
    around: Iterable[Overlay] = (),
) -> SafeString:
    """Return a text, or its part from ``start`` to ``end``, as HTML with the matches highlighted.

    If ``is_by_meaning``, the matches are passages related in meaning rather than words. The overlays ``around`` enclose
    them. All offsets refer to the whole text.
    """
    opening, closing = (_RELATED, _END_RELATED) if is_by_meaning else (_MARK, _END_MARK)
    marks = [Overlay(passage.start - start, passage.end - start, opening, closing) for passage in matches]
    outer = [replace(overlay, start=overlay.start - start, end=overlay.end - start) for overlay in around]
    return mark_up(text[start:end], [outer, marks])


def _runs(matched: set[int], stops: set[int], text: str, offsets: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the first and last index of each run of matches separated by spaces, without stop words at the ends."""

    def is_space_after(index: int) -> bool:
        return text[offsets[index][1] : offsets[index + 1][0]].isspace()

    runs: list[tuple[int, int]] = []
    for index in sorted(matched):
        last = runs[-1][1] if runs else index
        is_joined = runs and all(between in stops for between in range(last + 1, index))
        if is_joined and all(map(is_space_after, range(last, index))):
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return runs
