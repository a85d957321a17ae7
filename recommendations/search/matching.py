"""Match entries against a search by intersecting sets of entry numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np
from django.db import connection
from pyroaring import BitMap

from recommendations.index.sets import as_array, as_numbers, as_set, union
from recommendations.index.snapshot import Sets, Snapshot, languages_of, read_index
from recommendations.index.stems import stems_in
from recommendations.index.terms import (
    CITES,
    as_sequence,
    entries_with_phrase,
    facet_term,
    label_term,
    pair_term,
    phrase_terms,
    place_term,
    stem_term,
    to_stems,
    weighty_term,
    word_term,
)
from recommendations.search.folding import count_hits, keep_one_per_place, keep_one_per_recommendation
from recommendations.search.syntax import (
    AllOf,
    AnyOf,
    Citing,
    InDocuments,
    InLanguage,
    Labelled,
    Node,
    NoneOf,
    Phrase,
    Prefix,
    Word,
    leaves,
)
from recommendations.text.words import BREAK

Stems = Mapping[str, Mapping[str, str]]  # language -> word -> stem, "" for a stop word
Judge = Callable[[Node, Callable[[Node], BitMap], BitMap], tuple[BitMap, BitMap]]
"""A function that returns the entries that match by meaning and those that are related. It receives a tree of words, a
function that finds the entries containing a part of it, and the entries that contain the whole."""


@dataclass(frozen=True)
class IndexLookup:
    """The parts of the index needed to match a ``tree`` of words (None for everything), from one snapshot.

    ``sets`` are the entries of each term. ``documents`` are the terms of the documents that the search is limited to,
    or None for all.
    """

    scope: str
    tree: Node | None
    snapshot: Snapshot
    stems: Stems
    sets: Mapping[str, BitMap]
    documents: Sequence[str] | None


@dataclass(frozen=True)
class Matches:
    """The entries that a search matches in one snapshot of the index, as sets of numbers.

    ``by_words`` contain the words, under any filter; ``candidates`` adds those matched by other means. ``filtered``
    meet all filters as well; ``without_facet`` maps each filtered facet to the entries that meet all other filters. In
    these two, a place in several languages appears once, except without the facet "language", whose values are counted
    separately. ``hits`` are the entries of ``filtered`` to show: if the search ``folds``, only one stage of each
    recommendation. ``related`` are weaker matches that also meet all filters. ``sets`` are the entries of the terms
    looked up.
    """

    snapshot: Snapshot
    by_words: BitMap
    candidates: BitMap
    filtered: BitMap
    without_facet: Mapping[str, BitMap]
    stems: Stems
    sets: Mapping[str, BitMap]
    hits: BitMap = field(default_factory=BitMap)
    related: BitMap = field(default_factory=BitMap)
    folds: bool = False

    @cached_property
    def by_meaning(self) -> BitMap:
        """The hits whose text does not contain the words in any of its languages."""
        if not (without_words := self.hits - self.by_words):
            return without_words
        numbers, twins = as_numbers(without_words), self.snapshot.twins
        return as_set(numbers[np.isin(twins[numbers], twins[as_numbers(self.by_words)], invert=True)])

    def count(self, numbers: BitMap) -> int:
        """Return the number of hits that these entries make up."""
        return count_hits(self.snapshot, numbers) if self.folds else len(keep_one_per_place(self.snapshot, numbers))


def look_up(
    scope: str, tree: Node | None, *, documents: Iterable[int] | None = None, more_terms: Iterable[str] = ()
) -> IndexLookup:
    """Read the parts of the index needed to match a tree of words (None for everything) in a scope.

    ``documents`` limits the search to these keys. The sets of ``more_terms`` are read as well.
    """
    while True:
        languages = languages_of(scope)
        stems = _stems(tree, languages)
        terms, prefixes = _terms(tree, stems)
        document_terms = None if documents is None else [facet_term("document", str(key)) for key in documents]
        snapshot, sets = read_index(scope, [*terms, *(document_terms or ()), *more_terms], prefixes)
        if set(snapshot.languages) <= set(languages):
            return IndexLookup(scope, tree, snapshot, stems, sets, document_terms)


def find_matches(
    lookup: IndexLookup,
    choices: Mapping[str, Iterable[str]],
    *,
    folds: bool = False,
    judge: Judge | None = None,
    more_facets: Callable[[Snapshot], Mapping[str, Sets]] | None = None,
) -> Matches:
    """Return the entries that match the looked-up words, under the filters in ``choices``.

    ``judge`` returns entries that match without containing all words, and others that are only related; it receives a
    function that finds the entries containing a part. ``more_facets`` returns facets that are not in the index.
    """
    tree, snapshot, sets, stems = lookup.tree, lookup.snapshot, lookup.sets, lookup.stems
    if more_facets is not None:
        snapshot = snapshot.with_facets(more_facets(snapshot))
    evaluator = _Evaluator(lookup.scope, snapshot, sets, stems)
    by_words = snapshot.live if tree is None else evaluator.entries(tree) & snapshot.live
    by_meaning, related = BitMap(), BitMap()
    if tree is not None and judge is not None:
        by_meaning, related = judge(tree, evaluator.entries_containing, by_words)
    candidates = by_words | (by_meaning & snapshot.live)
    related = (related & snapshot.live) - candidates
    base = candidates
    if lookup.documents is not None:
        of_documents = union(sets[term] for term in lookup.documents if term in sets)
        base, related = base & of_documents, related & of_documents
    filtered, without_facet = _apply_filters(snapshot, base, {facet: list(values) for facet, values in choices.items()})
    hits = keep_one_per_recommendation(snapshot, filtered) if folds else filtered
    related = _related_hits(snapshot, related, choices, hits)
    return Matches(snapshot, by_words, candidates, filtered, without_facet, stems, sets, hits, related, folds)


def _related_hits(snapshot: Snapshot, related: BitMap, choices: Mapping[str, Iterable[str]], hits: BitMap) -> BitMap:
    """Return the related entries that meet all filters, one for each recommendation that has no hit."""
    for facet, values in choices.items():
        if selected := list(values):
            related = related & union(snapshot.value(facet, value) for value in selected)
    if not related:
        return related
    numbers = as_numbers(related)
    is_new = np.isin(snapshot.heads[numbers], snapshot.heads[as_numbers(hits)], invert=True)
    return keep_one_per_recommendation(snapshot, as_set(numbers[is_new]))


# --- filters -----------------------------------------------------------------------------------------


def _apply_filters(
    snapshot: Snapshot, base: BitMap, choices: Mapping[str, list[str]]
) -> tuple[BitMap, dict[str, BitMap]]:
    selected = {
        facet: union(snapshot.value(facet, value) for value in values) for facet, values in choices.items() if values
    }
    is_one_language = len(choices.get("language", ())) == 1  # within one language every place is unique

    def matching(ignored_facet: str = "") -> BitMap:
        entries = base
        for facet, numbers in selected.items():
            if facet != ignored_facet:
                entries = entries & numbers
        return entries

    matching_all = matching()
    without_facet = {facet: matching(ignored_facet=facet) for facet in selected}
    without_facet.setdefault("language", matching_all)
    if not is_one_language:
        matching_all = keep_one_per_place(snapshot, matching_all)
        others = [facet for facet in selected if facet != "language"]
        without_facet.update({facet: keep_one_per_place(snapshot, without_facet[facet]) for facet in others})
    return matching_all, without_facet


# --- words -------------------------------------------------------------------------------------------


def _stems(tree: Node | None, languages: Iterable[str]) -> Stems:
    words: dict[str, set[str]] = {language: set() for language in languages}
    for language, language_words in words.items():
        for leaf in leaves(tree, include_excluded=True, language=language) if tree else ():
            if isinstance(leaf, Word):
                language_words.add(leaf.word)
            elif isinstance(leaf, Phrase):
                language_words.update(leaf.words)
    return stems_in({language: group - {BREAK} for language, group in words.items()})


def _terms(tree: Node | None, stems: Stems) -> tuple[set[str], set[str]]:
    """Return the terms whose sets are needed, and the prefixes to look up."""
    if tree is None:
        return set(), set()
    terms: set[str] = set()
    for language, word_stems in stems.items():
        for leaf in leaves(tree, include_excluded=True, language=language):
            terms.update(_terms_of(leaf, language, word_stems))
        for first, second in pairwise(tree.parts if isinstance(tree, AllOf) else ()):
            if isinstance(first, Word) and isinstance(second, Word):  # adjacent words rank higher
                terms.update(_pairs(language, to_stems((first.word, second.word), word_stems)))
    all_leaves = list(leaves(tree, include_excluded=True))
    return terms, {word_term(leaf.beginning) for leaf in all_leaves if isinstance(leaf, Prefix)}


def _terms_of(leaf: Node, language: str, word_stems: Mapping[str, str]) -> Iterator[str]:
    match leaf:
        case Word(word) if stem := word_stems[word]:
            yield from (stem_term(language, stem), weighty_term(language, stem))
        case Word(word):  # a stop word: searched as written if there are no other words
            yield word_term(word)
        case Phrase(words):
            phrase = phrase_terms(language, words, word_stems)
            yield from phrase.terms
            yield from (term for joint in phrase.joints for term in joint if term)
        case InDocuments() | Citing() | Labelled():
            yield from _place_terms(leaf)
            if isinstance(leaf, Labelled):
                yield from map(place_term, leaf.places)


def _place_terms(leaf: InDocuments | Citing | Labelled) -> Iterator[str]:
    """Yield the terms of the places that a leaf matches, whatever their words."""
    match leaf:
        case InDocuments(documents):
            yield from (facet_term("document", str(key)) for key in documents)
        case Citing(resolutions):
            yield from (facet_term(CITES, value) for value in resolutions)
        case Labelled(labels):
            yield from map(label_term, labels)


def _pairs(language: str, sequence: list[str]) -> list[str]:
    return [pair_term(language, first, second) for first, second in pairwise(sequence) if BREAK not in (first, second)]


_CONTAINING = (
    "SELECT %s, number FROM recommendations_searchentry"
    " WHERE scope = %s AND number = ANY(%s::bigint[]) AND strpos(words, %s) > 0"
)


class _Evaluator:
    """Evaluates a tree of words against the index, by the stems of each language."""

    def __init__(self, scope: str, snapshot: Snapshot, sets: Mapping[str, BitMap], stems: Stems) -> None:
        self.scope = scope
        self.snapshot = snapshot
        self.sets = sets
        self.stems = stems
        self.confirmed: dict[tuple[str, tuple[str, ...]], BitMap] = {}

    def entries(self, tree: Node) -> BitMap:
        """Return the entries in all languages; deleted entries may be among them."""
        self.confirm(tree)
        return union(self._in_language(tree, language) for language in self.snapshot.languages)

    def entries_containing(self, part: Node) -> BitMap:
        """Return the entries that contain a part of the tree of :meth:`entries`, none if it has only stop words."""
        sets = (self._find(part, language) for language in self.snapshot.languages)
        return union(numbers for numbers in sets if numbers is not None)

    def _in_language(self, tree: Node, language: str) -> BitMap:
        all_entries = self.snapshot.value("language", language)
        entries = self._find(tree, language)
        if entries is None:  # only stop words: search them as written
            entries = self._find(_as_written(tree), language)
        return all_entries if entries is None else entries & all_entries

    def _find(self, node: Node, language: str) -> BitMap | None:
        """Return the entries for a part of the tree, or None if it has only stop words in this language."""
        match node:
            case Word(word):
                stem = self.stems[language][word]
                return self._set(stem_term(language, stem)) if stem else None
            case Phrase(words):
                return self._phrase(words, language)
            case Prefix(beginning):
                return self._set(word_term(beginning) + "*")
            case InDocuments() | Citing() | Labelled():
                return union(map(self._set, _place_terms(node)))
            case InLanguage(only_language, part):
                return self._find(part, language) if only_language == language else BitMap()
            case NoneOf(part):
                entries = self._find(part, language)
                return None if entries is None else self.snapshot.value("language", language) - entries
            case AllOf(parts):
                return self._all(parts, language)
            case AnyOf(parts):
                part_entries = [entries for part in parts if (entries := self._find(part, language)) is not None]
                return union(part_entries) if part_entries else None

    def _all(self, parts: Iterable[Node], language: str) -> BitMap | None:
        part_entries = [numbers for part in parts if (numbers := self._find(part, language)) is not None]
        if not part_entries:
            return None
        part_entries.sort(key=len)
        result = part_entries[0]
        for numbers in part_entries[1:]:
            result = result & numbers
        return result

    def _phrase(self, words: tuple[str, ...], language: str) -> BitMap:
        """Return the entries that contain a phrase, confirmed in their text where the terms are not conclusive."""
        if len(words) == 1:
            return self._set(word_term(words[0]))
        entries, unconfirmed = self._with_parts(words, language)
        return entries - unconfirmed | self.confirmed.get((language, words), unconfirmed) if unconfirmed else entries

    def _with_parts(self, words: tuple[str, ...], language: str) -> tuple[BitMap, BitMap]:
        """Return the live entries with all parts of a phrase, and the entries among them in which the parts may be
        separate."""
        entries, unconfirmed = entries_with_phrase(phrase_terms(language, words, self.stems[language]), self._set)
        return entries & self.snapshot.live, unconfirmed & self.snapshot.live

    def confirm(self, tree: Node) -> None:
        """Check all phrases of a tree at once in the text of entries whose terms are not conclusive."""
        candidates: list[tuple[str, tuple[str, ...], BitMap]] = []
        for language in self.snapshot.languages:
            all_entries = self.snapshot.value("language", language)
            for leaf in leaves(tree, include_excluded=True, language=language):
                if isinstance(leaf, Phrase) and len(leaf.words) > 2:
                    _entries, unconfirmed = self._with_parts(leaf.words, language)
                    candidates.append((language, leaf.words, unconfirmed & all_entries))
        self.confirmed = {(language, words): BitMap() for language, words, _numbers in candidates}
        parts = [
            (index, as_sequence(to_stems(words, self.stems[language])), as_array(numbers))
            for index, (language, words, numbers) in enumerate(candidates)
            if numbers
        ]
        if not parts:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                " UNION ALL ".join([_CONTAINING] * len(parts)),
                [value for index, sequence, numbers in parts for value in (index, self.scope, numbers, sequence)],
            )
            for index, number in cursor.fetchall():
                language, words, _numbers = candidates[index]
                self.confirmed[language, words].add(number)

    def _set(self, term: str) -> BitMap:
        return self.sets.get(term, BitMap())


def _as_written(node: Node) -> Node:
    """Return the tree with its words searched as written."""
    match node:
        case Word(word):
            return Phrase((word,))
        case AllOf(parts):
            return AllOf(tuple(map(_as_written, parts)))
        case AnyOf(parts):
            return AnyOf(tuple(map(_as_written, parts)))
        case NoneOf(part):
            return NoneOf(_as_written(part))
        case InLanguage(language, part):
            return InLanguage(language, _as_written(part))
    return node
