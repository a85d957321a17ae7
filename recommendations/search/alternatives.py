"""Suggest other searches: a query with one fewer word, or with misspelled words corrected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from django.db import connection
from pyroaring import BitMap

from recommendations.index.sets import union
from recommendations.index.stems import DICTIONARIES, stems_in
from recommendations.index.terms import stem_term, word_term
from recommendations.search.articles import blank_out
from recommendations.search.matching import find_matches, keep_one_per_place, look_up
from recommendations.search.query import SearchQuery
from recommendations.search.resources import article_reader
from recommendations.search.syntax import AllOf, AnyOf, InDocuments, Node, Prefix, TypedPart, split_query
from recommendations.search.understanding import understand
from recommendations.text.words import tokens

MAX_ALTERNATIVES = 6  # searches with one fewer word


@dataclass(frozen=True, slots=True)
class FewerWords:
    """A search without ``left_out``, and the number of entries it finds under the same filters."""

    left_out: str
    query: SearchQuery
    total: int


def fewer_words(query: SearchQuery) -> list[FewerWords]:
    """Return the searches with one word left out that have results, those with the most first."""
    articles = [] if query.as_typed else article_reader().read(query.words)
    units = _units(split_query(blank_out(query.words, articles)))
    if len(units) < 2:
        return []
    cited = tuple(dict.fromkeys((*query.article, *(value for article in articles for value in article.values))))
    shorter = [
        (unit, query.changed(words=" ".join(other for other in units if other is not unit), article=cited))
        for unit in units[:MAX_ALTERNATIVES]
    ]
    totals = _totals([changed for _unit, changed in shorter])
    useful = [FewerWords(unit, changed, total) for (unit, changed), total in zip(shorter, totals, strict=True) if total]
    return sorted(useful, key=lambda result: -result.total)


def _units(typed_parts: Sequence[TypedPart]) -> list[str]:
    """Return each typed part as text; parts joined by "OR" are one unit."""
    units: list[str] = []
    for part in typed_parts:
        typed = f'"{part.typed}"' if part.is_quoted else part.typed
        if isinstance(part.node, Prefix) or (isinstance(part.node, AllOf) and isinstance(part.node.parts[-1], Prefix)):
            typed += "*"
        typed = f"-{typed}" if part.is_excluded else typed
        if part.is_alternative and units:
            units[-1] += f" OR {typed}"
        else:
            units.append(typed)
    return units


def _totals(queries: Sequence[SearchQuery]) -> list[int]:
    """Return the number of entries each query finds. The queries share their filters; the index is read once."""
    understood = [understand(query) for query in queries]
    trees = [_limit_to_documents(item.tree, item.documents) for item in understood]
    searched_trees = [tree for tree in trees if tree is not None]
    matching: list[BitMap] = []

    def collect(_tree: Node, find: Callable[[Node], BitMap]) -> BitMap:
        matching.extend(find(tree) for tree in searched_trees)
        return BitMap()

    lookup = look_up(queries[0].scope, AnyOf(tuple(searched_trees)))
    matches = find_matches(lookup, {}, related=collect, more_facets=queries[0].more_facets)
    snapshot = matches.snapshot
    selected = [
        union(snapshot.value(facet, value) for value in values)
        for facet, values in understood[0].choices.items()
        if values
    ]
    by_tree = iter(matching)
    totals = []
    for tree in trees:
        candidates = snapshot.live if tree is None else next(by_tree) & snapshot.live
        entries = reduce(BitMap.__and__, selected, candidates)
        totals.append(len(entries if understood[0].choices["language"] else keep_one_per_place(snapshot, entries)))
    return totals


def _limit_to_documents(words: Node | None, documents: tuple[int, ...] | None) -> Node | None:
    conditions = [node for node in (words, None if documents is None else InDocuments(documents)) if node is not None]
    return AllOf(tuple(conditions)) if len(conditions) > 1 else (conditions[0] if conditions else None)


_MIN_WORD_LENGTH = 4  # letters; shorter words resemble too many others
_MAX_WORDS = 5  # corrected per query
_ALPHABETS = ("abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщъыьэюя", "ابتثجحخدذرزسشصضطظعغفقكلمنهويءئؤة")
_SHARED_PREFIX_LENGTH = 3  # letters shared with terms two edits away
_MAX_CANDIDATES = 300  # words compared letter by letter, most frequent first


def did_you_mean(query: SearchQuery) -> str | None:
    """Return the query's words, with those that no entry contains corrected; None if there is no correction.

    Makes at most four database queries.
    """
    typed = [word for part in split_query(query.words) if not part.is_excluded for word in _words(part)]
    words = list(dict.fromkeys(word for word in typed if len(word) >= _MIN_WORD_LENGTH and word.isalpha()))[:_MAX_WORDS]
    unknown_words = _unknown_words(query.scope, words) if words else set()
    corrections = _corrections(query.scope, unknown_words) if unknown_words else {}
    if not corrections:
        return None
    corrected, end = "", 0
    for token in tokens(query.words):
        if token.word in corrections:
            corrected += query.words[end : token.start] + corrections[token.word]
            end = token.end
    return corrected + query.words[end:]


def _words(part: TypedPart) -> Iterator[str]:
    return (token.word for token in tokens(part.typed)) if part.words else iter(())


def _unknown_words(scope: str, words: Iterable[str]) -> set[str]:
    """Return the words that no entry contains in any form. Stop words of any language are skipped."""
    stems = stems_in(dict.fromkeys(DICTIONARIES, words))
    terms = {
        word: {word_term(word), *(stem_term(language, word_stems[word]) for language, word_stems in stems.items())}
        for word in words
        if all(word_stems[word] for word_stems in stems.values())
    }
    present = _frequencies(scope, {term for forms in terms.values() for term in forms}).keys()
    return {word for word, forms in terms.items() if not present & forms}


def _corrections(scope: str, words: set[str]) -> dict[str, str]:
    """Map words to the most frequent term one edit away or, failing that, two away with the same first letters."""
    variants = {word: set(map(word_term, _one_edit_away(word))) for word in words}
    frequencies = _frequencies(scope, set().union(*variants.values()))
    similar = {word: {term: frequencies[term] for term in frequencies.keys() & variants[word]} for word in words}
    remaining = [word for word in words if not similar[word] and len(word) > _MIN_WORD_LENGTH + 1]
    for word, term, frequency in _similar_terms(scope, remaining) if remaining else ():
        if _edit_distance(term[1:], word) <= 2:
            similar[word][term] = frequency
    return {word: max(terms, key=lambda term: (terms[term], term))[1:] for word, terms in similar.items() if terms}


def _one_edit_away(word: str) -> set[str]:
    alphabet = next((letters for letters in _ALPHABETS if set(word) & set(letters)), "")
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    deleted = {before + after[1:] for before, after in cuts if after}
    swapped = {before + after[1] + after[0] + after[2:] for before, after in cuts if len(after) > 1}
    replaced = {before + letter + after[1:] for before, after in cuts if after for letter in alphabet}
    inserted = {before + letter + after for before, after in cuts for letter in alphabet}
    return (deleted | swapped | replaced | inserted) - {word}


def _frequencies(scope: str, terms: Iterable[str]) -> dict[str, int]:
    """Map each term that occurs to the size in bytes of its set of entries, as a measure of its frequency."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT held.term, sum(octet_length(held.numbers)) FROM unnest(%s::text[]) AS wanted (term)"
            ' JOIN recommendations_searchterm held ON held.scope = %s AND held.term = wanted.term COLLATE "C"'
            " GROUP BY held.term",
            [list(terms), scope],
        )
        return dict(cursor.fetchall())


def _similar_terms(scope: str, words: Sequence[str]) -> list[tuple[str, str, int]]:
    """Return (word, term, size of its set) for the most frequent terms that may be two edits away from a word.

    Such a term shares the word's first letters and is of about the same length. Two edits leave at least one third of
    the word's remaining letters unchanged.
    """
    beginnings = [word_term(word[:_SHARED_PREFIX_LENGTH]) for word in words]
    thirds = [[_third(word[_SHARED_PREFIX_LENGTH:], index) for word in words] for index in range(3)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT wanted.word, held.term, held.size"
            " FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[])"
            " AS wanted (word, beginning, one, two, three) CROSS JOIN LATERAL ("
            " SELECT term, sum(octet_length(numbers)) AS size FROM recommendations_searchterm"
            ' WHERE scope = %s AND term >= wanted.beginning COLLATE "C"'
            " AND term < (wanted.beginning || U&'\\+10FFFF') COLLATE \"C\""
            " AND char_length(term) - char_length(wanted.word) BETWEEN -1 AND 3"
            " AND (strpos(term, wanted.one) > 0 OR strpos(term, wanted.two) > 0 OR strpos(term, wanted.three) > 0)"
            " GROUP BY term ORDER BY 2 DESC LIMIT %s) AS held",
            [list(words), beginnings, *thirds, scope, _MAX_CANDIDATES],
        )
        return [row for row in cursor.fetchall() if re.fullmatch(r"=[^\W\d_]+", row[1])]


def _third(ending: str, index: int) -> str:
    return ending[index * len(ending) // 3 : (index + 1) * len(ending) // 3]


def _edit_distance(first: str, second: str) -> int:
    """Return the edit distance between two words, or 3 if it is more than two."""
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, start=1):
        previous_row, row = row, [i]
        for j, other_letter in enumerate(second, start=1):
            row.append(min(previous_row[j] + 1, row[-1] + 1, previous_row[j - 1] + (letter != other_letter)))
        if min(row) > 2:
            return 3
    return row[-1]
