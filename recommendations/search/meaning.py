"""Find passages and words that are related in meaning, in any language.

The directions of vectors (:mod:`recommendations.index.encoder`) are compared in three ways. Two encoders compare the
whole query with the passages of the texts, and the first also compares each word of the query with the words of the
texts. The passages find text in quite different words; the words ensure that no word of the query is neglected. All
three depend on the words alone, never on the filters, so that the counts of all facets describe the same result.

The share of the words that an entry covers is multiplied by the largest share that any entry covers. If some entry
covers all words of a term, this is strong evidence; if all only cover one everyday word, which resembles many words of
the texts, it is hardly any, and the passages decide.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean, median

import numpy as np
from pyroaring import BitMap

from recommendations.index.terms import stem_term
from recommendations.models import SearchScope
from recommendations.search.matching import IndexLookup
from recommendations.search.nearest import NearestInMeaning, Nearness, NearWords
from recommendations.search.syntax import Node, search_terms, words_of_term
from recommendations.text.sentences import Passage

MAX_MATCHES = 100  # entries matched by meaning
WORDS_WEIGHT = 2.0  # weight of all words of a query together, if a text contains them
NEARNESS_WEIGHT = 1.0  # weight of the nearest passage
NEARNESS_WITH_ANSWER_WEIGHT = 0.5  # weight of the nearest passage, if the second encoder was used too
ANSWER_WEIGHT = 8.0  # weight of the second encoder: its cosines differ by a few hundredths

_CHANCE_SIMILARITY = 0.5  # a word this near to a word of the query does not count; an equal word (1) counts fully
_STEEPNESS = 3  # exponent of the increase between the two
_MIN_SCORE, _MIN_RELATIVE_TO_BEST = 0.2, 0.4
"""Minimum score of an entry matched by meaning: absolute, and as a fraction of the best score."""
_MIN_RELATED_TO_BEST = 0.2  # the same fraction for entries that fill a short result, or are only related
_SHORT_RESULT = 10  # entries; a shorter result is filled up to this number
_MAX_RELATED, _MAX_RELATED_ALONE = 20, 5  # related entries; the second number applies if nothing matches
_MIN_COVERAGE = 0.3
"""Share of the words that some text must cover for a long result. Without it, a result stays short: the nearness of
passages orders entries well, but does not show where relevance ends.
"""
_ANSWERING_MARGIN = 0.04
"""How far the best passage must be above the median of the nearest ones, by the second encoder, to answer a query whose
subject no text names.
"""


_FAR_COVERAGE = 0.3
_FAR_PASSAGE: Mapping[str, float] = {SearchScope.RECOMMENDATIONS: 0.17, SearchScope.PARAGRAPHS: 0.25}
"""Entries do not match a query if it names no known subject, no text covers this much of its words, and no passage is
this near. Paragraphs are more, and shorter, so that one is nearer by chance."""
_FOREIGN_COVERAGE = 0.2
_FOREIGN_PASSAGE: Mapping[str, float] = {SearchScope.RECOMMENDATIONS: 0.15, SearchScope.PARAGRAPHS: 0.2}
"""Below both, entries are not even related: the query means nothing, or something outside the field. Measured with
random letters, with subjects far from the field, and with answered needs, whose nearest passages are at 0.18 or more
among recommendations. Among paragraphs, sports and arts in six languages have passages at 0.15 to 0.19.
"""


@dataclass(frozen=True, slots=True)
class RelatedWords:
    """Words of texts in one language that are related to a word of the query: stem -> fraction of its weight.

    ``entries`` are the entries of each stem; ``weight`` is the weight in BM25, higher for rarer words.
    """

    word: str
    language: str
    shares: Mapping[str, float]
    entries: Mapping[str, BitMap]
    weight: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """The entries that match by meaning, and those that are only related."""

    matches: BitMap = field(default_factory=BitMap)
    related: BitMap = field(default_factory=BitMap)


@dataclass(frozen=True, slots=True)
class Meaning:
    """Passages and words near in meaning to a text. ``nearness`` and ``answers`` map entry numbers to nearness by the
    first and the second encoder; ``answers`` is empty if the second was not used. ``entries`` is the total number of
    entries.
    """

    nearness: Mapping[int, Nearness] = field(default_factory=dict)
    words: tuple[RelatedWords, ...] = ()
    entries: int = 0
    answers: Mapping[int, Nearness] = field(default_factory=dict)

    @property
    def numbers(self) -> BitMap:
        """The entries with a near passage."""
        return BitMap(self.nearness) | BitMap(self.answers)

    def passages(self, number: int) -> tuple[Passage, ...]:
        """Return the passage of an entry that is nearest in meaning; () if only its text in another language is
        near."""
        nearness = self.answers.get(number) or self.nearness.get(number)
        return (nearness.passage,) if nearness else ()

    def similarities(self, numbers: Sequence[int]) -> np.ndarray:
        """Return the weighted similarity of entries to the text; entries without a near passage have the lowest."""
        if not self.answers:
            return NEARNESS_WEIGHT * _similarities(self.nearness, numbers)
        answers = _similarities(self.answers, numbers)
        lowest = min(nearness.similarity for nearness in self.answers.values())
        near = NEARNESS_WITH_ANSWER_WEIGHT * _similarities(self.nearness, numbers)
        return near + ANSWER_WEIGHT * (answers - lowest)

    def judge(
        self,
        tree: Node,
        entries_containing: Callable[[Node], BitMap],
        *,
        names_subject_of_texts: bool | None,
        is_on_other_article: bool = False,
        scope: str = SearchScope.RECOMMENDATIONS,
    ) -> Judgement:
        """Return the entries that score high enough, by their nearest passages and the search terms they cover.

        ``entries_containing`` returns the entries that contain a term or an equivalent one. ``names_subject_of_texts``
        is whether the search names a subject that some text contains; None if it names no known subject. If it names
        another subject, entries are only related, unless a passage clearly answers the search. If it names none and is
        far from all texts, entries are only related, or not even that. They are also only related if the search
        ``is_on_other_article``, one that no recommendation is on.
        """
        numbers = self.numbers
        if not numbers:
            return Judgement()
        ordered = list(numbers)
        coverage = self._coverage(tree, entries_containing, numbers)
        covered = np.array([coverage[number] for number in ordered])
        scores = WORDS_WEIGHT * covered * covered.max() + self.similarities(ordered)
        best = [ordered[index] for index in np.argsort(-scores, kind="stable")]
        by_number = dict(zip(ordered, scores.tolist(), strict=True))
        top = by_number[best[0]]
        related = [number for number in best if by_number[number] >= _MIN_RELATED_TO_BEST * top]
        nearest = max((near.similarity for near in self.nearness.values()), default=0.0)
        if names_subject_of_texts is None and covered.max() < _FOREIGN_COVERAGE and nearest < _FOREIGN_PASSAGE[scope]:
            return Judgement()
        is_far = covered.max() < _FAR_COVERAGE and nearest < _FAR_PASSAGE[scope]
        names_other_subject = not names_subject_of_texts and self._answer_margin() < _ANSWERING_MARGIN
        if is_on_other_article or (is_far if names_subject_of_texts is None else names_other_subject):
            return Judgement(related=BitMap(related[:_MAX_RELATED_ALONE]))
        limit = MAX_MATCHES if covered.max() >= _MIN_COVERAGE else _SHORT_RESULT
        clear = [number for number in best[:limit] if by_number[number] >= _MIN_RELATIVE_TO_BEST * top]
        matches = [
            number for number in (*clear, *related[len(clear) : _SHORT_RESULT]) if by_number[number] >= _MIN_SCORE
        ]
        weaker = [number for number in related if number not in matches]
        return Judgement(BitMap(matches), BitMap(weaker[: _MAX_RELATED if matches else _MAX_RELATED_ALONE]))

    def _answer_margin(self) -> float:
        """Return how far the similarity of the best answer is above the median of all answers."""
        similarities = [near.similarity for near in self.answers.values()]
        return max(similarities) - median(similarities) if similarities else 0.0

    def _coverage(
        self, tree: Node, entries_containing: Callable[[Node], BitMap], numbers: BitMap
    ) -> Mapping[int, float]:
        """Return how much of the weight of all terms each entry covers."""
        coverage: dict[int, float] = defaultdict(float)
        terms = self._weighted_terms(tree, entries_containing, numbers)
        known = [term.weight for term in terms if term.weight]
        usual = fmean(known) if known else 1.0  # the weight of a term that is not in any text
        total = sum(term.weight or usual for term in terms)
        for term in terms:
            for number, share in term.coverage.items():
                coverage[number] += share * term.weight / total
        return coverage

    def _weighted_terms(self, tree: Node, containing: Callable[[Node], BitMap], numbers: BitMap) -> list[_WeightedTerm]:
        related: dict[str, list[RelatedWords]] = defaultdict(list)
        for related_words in self.words:
            related[related_words.word].append(related_words)
        weighted = []
        for term in search_terms(tree):
            words = list(words_of_term(term))
            group = [near for word in dict.fromkeys(words) for near in related.pop(word, ())]
            entries = containing(term)
            if entries:
                weight = rarity(len(entries), self.entries)
            else:
                weight = fmean(near.weight for near in group) if group else 0.0
            weighted.append(_WeightedTerm(weight, _coverage(entries, group, len(words), numbers)))
        for group in related.values():
            weighted.append(_WeightedTerm(max(near.weight for near in group), _coverage(BitMap(), group, 1, numbers)))
        return weighted


def _similarities(nearness: Mapping[int, Nearness], numbers: Iterable[int]) -> np.ndarray:
    lowest = min((near.similarity for near in nearness.values()), default=0.0)
    return np.array([near.similarity if (near := nearness.get(number)) else lowest for number in numbers])


def meaning_of(near: NearestInMeaning, index: IndexLookup) -> Meaning:
    """Combine the nearest passages and words with the index's sets of their terms (:attr:`NearestInMeaning.terms`)."""
    stop_words = _stop_words(near.words)
    related = (item for i, word in enumerate(near.words) if i not in stop_words for item in _related_words(word, index))
    return Meaning(near.passages, tuple(related), len(index.snapshot.live))


def _stop_words(words: Sequence[NearWords]) -> set[int]:
    """Return the positions of the stop words, by the language in which most words of the query are stop words."""
    by_language: dict[str, set[int]] = defaultdict(set)
    for position, word in enumerate(words):
        for dictionary in word.stop_word_in:
            by_language[dictionary].add(position)
    return max(by_language.values(), key=len, default=set())


def _related_words(word: NearWords, index: IndexLookup) -> list[RelatedWords]:
    """Return the words related to a word, by language."""
    related: list[RelatedWords] = []
    for language, similarities in word.stems.items():
        best = max(similarities, key=lambda stem: similarities[stem])
        if not best:
            continue
        counts = {
            stem: ((similarity - _CHANCE_SIMILARITY) / (1 - _CHANCE_SIMILARITY)) ** _STEEPNESS
            for stem, similarity in similarities.items()
            if stem
        }
        scale = math.sqrt(counts[best])
        shares = {stem: count / scale for stem, count in counts.items()}
        entries = {stem: index.sets.get(stem_term(language, stem), BitMap()) for stem in shares}
        weight = sum(share * rarity(len(entries[stem]), len(index.snapshot.live)) for stem, share in shares.items())
        related.append(RelatedWords(word.word, language, shares, entries, weight / sum(shares.values())))
    return related


def rarity(count: int, total: int) -> float:
    """Return the BM25 weight of a word, from the number of entries that contain it and of all entries."""
    return math.log(1 + (max(total, count) - count + 0.5) / (count + 0.5))


@dataclass(frozen=True, slots=True)
class _WeightedTerm:
    """A search term: its weight, and the fraction of the term that each entry covers (1 for all)."""

    weight: float
    coverage: Mapping[int, float]


def _coverage(entries: BitMap, related: Sequence[RelatedWords], words: int, numbers: BitMap) -> dict[int, float]:
    """Return the fraction of a search term that each entry covers, with the words themselves or related ones."""
    shares: dict[int, float] = defaultdict(float)
    for related_words in related:
        for stem, share in related_words.shares.items():
            for number in related_words.entries[stem] & numbers:
                shares[number] += share / words
    shares.update(dict.fromkeys(entries & numbers, 1.0))
    return {number: min(1.0, share) for number, share in shares.items()}
