"""Match entries with a search, by intersecting sets of numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from django.db import connection
from pyroaring import BitMap

from recommendations.index.sets import as_array, union
from recommendations.index.snapshot import Sets, Snapshot, languages_of, read_index
from recommendations.index.stems import stems_in
from recommendations.index.terms import (
    as_sequence,
    entries_with_phrase,
    facet_term,
    pair_term,
    phrase_terms,
    stem_term,
    stemmed,
    weighty_term,
    word_term,
)
from recommendations.search.syntax import (
    AllOf,
    AnyOf,
    InDocuments,
    InLanguage,
    Node,
    NoneOf,
    Phrase,
    Prefix,
    Word,
    leaves,
)
from recommendations.text.words import BREAK

Stems = Mapping[str, Mapping[str, str]]  # language -> word -> stem, "" for a word that says nothing by itself


@dataclass(frozen=True)
class LookedUp:
    """What one moment of the index holds of what is asked in words (None for everything): the sets of its terms and
    of ``documents``, the only ones to search (terms; None for all)."""

    scope: str
    asked: Node | None
    snapshot: Snapshot
    stems: Stems
    sets: Mapping[str, BitMap]
    documents: Sequence[str] | None


@dataclass(frozen=True)
class Matches:
    """What a search matches in one snapshot of the index.

    ``by_words`` are the numbers of all entries that hold what is asked, whatever is chosen; ``anywhere`` has those too
    that answer it otherwise. ``whole`` are those of these that meet every choice; ``but_for`` has for each facet with
    a choice those that meet all but that one. A place that is there in several languages is in these two once, unless
    a language is chosen. ``sets`` are those of the terms that were asked for.
    """

    snapshot: Snapshot
    by_words: BitMap
    anywhere: BitMap
    whole: BitMap
    but_for: Mapping[str, BitMap]
    stems: Stems
    sets: Mapping[str, BitMap]


def look_up(
    scope: str, asked: Node | None, *, documents: Iterable[int] | None = None, more_terms: Iterable[str] = ()
) -> LookedUp:
    """Read what is needed to find the entries of a scope that answer what is asked in words (None for everything).

    ``documents`` narrows to documents (keys). The sets of ``more_terms`` are read with the others.
    """
    while True:
        languages = languages_of(scope)
        stems = _stems(asked, languages)
        terms, prefixes = _terms(asked, stems)
        own_documents = None if documents is None else [facet_term("document", str(key)) for key in documents]
        snapshot, sets = read_index(scope, [*terms, *(own_documents or ()), *more_terms], prefixes)
        if set(snapshot.languages) <= set(languages):
            return LookedUp(scope, asked, snapshot, stems, sets, own_documents)


def find_matches(
    looked_up: LookedUp,
    choices: Mapping[str, Iterable[str]],
    *,
    besides: Callable[[Node, Callable[[Node], BitMap]], BitMap] | None = None,
    more_facets: Callable[[Snapshot], Mapping[str, Sets]] | None = None,
) -> Matches:
    """The entries that answer what was looked up, under the choices of facets.

    ``besides`` tells the entries that answer what is asked without holding all of it; it receives a function to find
    those that hold a part. ``more_facets`` tells of facets that the index does not hold.
    """
    asked, snapshot, sets, stems = looked_up.asked, looked_up.snapshot, looked_up.sets, looked_up.stems
    if more_facets is not None:
        snapshot = snapshot.beside(more_facets(snapshot))
    words = _Words(looked_up.scope, snapshot, sets, stems)
    by_words = snapshot.living if asked is None else words.entries(asked) & snapshot.living
    anywhere = by_words
    if asked is not None and besides is not None:
        anywhere = by_words | (besides(asked, words.holding) & snapshot.living)
    base = anywhere
    if looked_up.documents is not None:
        base = base & union(sets[term] for term in looked_up.documents if term in sets)
    whole, but_for = _under_choices(snapshot, base, {facet: list(values) for facet, values in choices.items()})
    return Matches(snapshot, by_words, anywhere, whole, but_for, stems, sets)


# --- choices -----------------------------------------------------------------------------------------


def _under_choices(
    snapshot: Snapshot, base: BitMap, choices: Mapping[str, list[str]]
) -> tuple[BitMap, dict[str, BitMap]]:
    chosen = {
        facet: union(snapshot.value(facet, value) for value in values) for facet, values in choices.items() if values
    }
    once = "language" not in chosen

    def meeting(but: str = "") -> BitMap:
        found = base
        for facet, numbers in chosen.items():
            if facet != but:
                found = found & numbers
        return found

    whole = meeting()
    but_for = {facet: meeting(but=facet) for facet in chosen}
    if once:
        but_for["language"] = whole  # each language by itself: there every place is once
        whole = each_place_once(snapshot, whole)
        but_for.update({facet: each_place_once(snapshot, but_for[facet]) for facet in chosen})
    return whole, but_for


def each_place_once(snapshot: Snapshot, numbers: BitMap) -> BitMap:
    """Of entries that are one place in several languages the first: that of the leading version, where it is there."""
    following = numbers & snapshot.followers
    if not following:
        return numbers
    own = np.array(following.to_array(), dtype=np.uint32)
    twins = snapshot.twins[own].astype(np.uint32)
    is_first = np.zeros(len(own), dtype=bool)
    is_first[np.unique(twins, return_index=True)[1]] = True
    twin_is_there = np.isin(twins, np.array((BitMap(twins) & numbers).to_array(), dtype=np.uint32))
    return numbers - BitMap(own[twin_is_there | ~is_first])


# --- words -------------------------------------------------------------------------------------------


def _stems(asked: Node | None, languages: Iterable[str]) -> Stems:
    words: dict[str, set[str]] = {language: set() for language in languages}
    for language, own in words.items():
        for leaf in leaves(asked, refused=True, language=language) if asked else ():
            if isinstance(leaf, Word):
                own.add(leaf.word)
            elif isinstance(leaf, Phrase):
                own.update(leaf.words)
    return stems_in({language: own - {BREAK} for language, own in words.items()})


def _terms(asked: Node | None, stems: Stems) -> tuple[set[str], set[str]]:
    """The terms whose sets are needed, and the beginnings of those that are looked for by their beginning."""
    if asked is None:
        return set(), set()
    terms: set[str] = set()
    for language, known in stems.items():
        for leaf in leaves(asked, refused=True, language=language):
            terms.update(_terms_of(leaf, language, known))
        for one, other in pairwise(asked.parts if isinstance(asked, AllOf) else ()):
            if isinstance(one, Word) and isinstance(other, Word):  # side by side they are the more relevant
                terms.update(_pairs(language, stemmed((one.word, other.word), known)))
    every = list(leaves(asked, refused=True))
    return terms, {word_term(leaf.beginning) for leaf in every if isinstance(leaf, Prefix)}


def _terms_of(leaf: Node, language: str, known: Mapping[str, str]) -> Iterator[str]:
    match leaf:
        case Word(word) if stem := known[word]:
            yield from (stem_term(language, stem), weighty_term(language, stem))
        case Word(word):  # it says nothing by itself: where none of the others does either, as it is written
            yield word_term(word)
        case Phrase(words):
            phrase = phrase_terms(language, words, known)
            yield from phrase.terms
            yield from (term for meeting in phrase.meetings for term in meeting if term)
        case InDocuments(documents):
            yield from (facet_term("document", str(key)) for key in documents)


def _pairs(language: str, sequence: list[str]) -> list[str]:
    return [pair_term(language, one, two) for one, two in pairwise(sequence) if BREAK not in (one, two)]


_HOLDING = (
    "SELECT %s, number FROM recommendations_searchentry"
    " WHERE scope = %s AND number = ANY(%s::bigint[]) AND strpos(words, %s) > 0"
)


class _Words:
    """Finds what a tree of words asks for, language by language: a text is read by the stems of its own."""

    def __init__(self, scope: str, snapshot: Snapshot, sets: Mapping[str, BitMap], stems: Stems) -> None:
        self.scope = scope
        self.snapshot = snapshot
        self.sets = sets
        self.stems = stems
        self.confirmed: dict[tuple[str, tuple[str, ...]], BitMap] = {}

    def entries(self, asked: Node) -> BitMap:
        """The entries in every language; those that are gone may be among them."""
        self.confirm(asked)
        return union(self._in_language(asked, language) for language in self.snapshot.languages)

    def holding(self, part: Node) -> BitMap:
        """The entries that hold a part of what was asked of :meth:`entries`; none where it says nothing by itself."""
        found = (self._find(part, language) for language in self.snapshot.languages)
        return union(numbers for numbers in found if numbers is not None)

    def _in_language(self, asked: Node, language: str) -> BitMap:
        everything = self.snapshot.value("language", language)
        found = self._find(asked, language)
        if found is None:  # only words that say nothing by themselves: then as they are written
            found = self._find(_as_written(asked), language)
        return everything if found is None else found & everything

    def _find(self, node: Node, language: str) -> BitMap | None:
        """The entries for a part of the tree; None where it says nothing in this language."""
        match node:
            case Word(word):
                stem = self.stems[language][word]
                return self._set(stem_term(language, stem)) if stem else None
            case Phrase(words):
                return self._phrase(words, language)
            case Prefix(beginning):
                return self._set(word_term(beginning) + "*")
            case InDocuments(documents):
                return union(self._set(facet_term("document", str(key))) for key in documents)
            case InLanguage(own, part):
                return self._find(part, language) if own == language else BitMap()
            case NoneOf(part):
                found = self._find(part, language)
                return None if found is None else self.snapshot.value("language", language) - found
            case AllOf(parts):
                return self._all(parts, language)
            case AnyOf(parts):
                found_parts = [found for part in parts if (found := self._find(part, language)) is not None]
                return union(found_parts) if found_parts else None

    def _all(self, parts: Iterable[Node], language: str) -> BitMap | None:
        found = [numbers for part in parts if (numbers := self._find(part, language)) is not None]
        if not found:
            return None
        found.sort(key=len)
        result = found[0]
        for numbers in found[1:]:
            result = result & numbers
        return result

    def _phrase(self, words: tuple[str, ...], language: str) -> BitMap:
        """What holds a phrase; a longer one may have been looked up in the words of some entries."""
        if len(words) == 1:
            return self._set(word_term(words[0]))
        found, unsure = self._with_parts(words, language)
        return found - unsure | self.confirmed.get((language, words), unsure) if unsure else found

    def _with_parts(self, words: tuple[str, ...], language: str) -> tuple[BitMap, BitMap]:
        """The living entries that hold all parts of a phrase, and those of them that may hold them apart."""
        found, unsure = entries_with_phrase(phrase_terms(language, words, self.stems[language]), self._set)
        return found & self.snapshot.living, unsure & self.snapshot.living

    def confirm(self, asked: Node) -> None:
        """Look up all phrases of a tree at once, in the entries of which their terms do not tell."""
        candidates: list[tuple[str, tuple[str, ...], BitMap]] = []
        for language in self.snapshot.languages:
            everything = self.snapshot.value("language", language)
            for leaf in leaves(asked, refused=True, language=language):
                if isinstance(leaf, Phrase) and len(leaf.words) > 2:
                    _found, unsure = self._with_parts(leaf.words, language)
                    candidates.append((language, leaf.words, unsure & everything))
        self.confirmed = {(language, words): BitMap() for language, words, _numbers in candidates}
        parts = [
            (place, as_sequence(stemmed(words, self.stems[language])), as_array(numbers))
            for place, (language, words, numbers) in enumerate(candidates)
            if numbers
        ]
        if not parts:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                " UNION ALL ".join([_HOLDING] * len(parts)),
                [value for place, sequence, numbers in parts for value in (place, self.scope, numbers, sequence)],
            )
            for place, number in cursor.fetchall():
                language, words, _numbers = candidates[place]
                self.confirmed[language, words].add(number)

    def _set(self, term: str) -> BitMap:
        return self.sets.get(term, BitMap())


def _as_written(node: Node) -> Node:
    """A tree whose words are looked for as they are written."""
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
