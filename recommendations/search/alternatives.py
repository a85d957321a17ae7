"""What else to search for: a query with one word fewer, or with misspelt words corrected."""

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
from recommendations.search.matching import each_place_once, find_matches, look_up
from recommendations.search.query import SearchQuery
from recommendations.search.resources import article_reader
from recommendations.search.syntax import AllOf, AnyOf, InDocuments, Node, Prefix, TypedPart, parts
from recommendations.search.understanding import understand
from recommendations.text.words import tokens

MAX_ALTERNATIVES = 6  # words left out, one at a time


@dataclass(frozen=True, slots=True)
class FewerWords:
    """A search without ``left_out``, and how many entries hold the words that are left, under the same choices."""

    left_out: str
    query: SearchQuery
    total: int


def fewer_words(query: SearchQuery) -> list[FewerWords]:
    """A query with each of its words left out, as far as that brings anything; what brings most first."""
    articles = [] if query.as_typed else article_reader().read(query.words)
    units = _units(parts(blank_out(query.words, articles)))
    if len(units) < 2:
        return []
    named = tuple(dict.fromkeys((*query.article, *(value for one in articles for value in one.values))))
    shorter = [
        (unit, query.changed(words=" ".join(other for other in units if other is not unit), article=named))
        for unit in units[:MAX_ALTERNATIVES]
    ]
    totals = _totals([other for _unit, other in shorter])
    found = [FewerWords(unit, other, total) for (unit, other), total in zip(shorter, totals, strict=True) if total]
    return sorted(found, key=lambda one: -one.total)


def _units(found: Sequence[TypedPart]) -> list[str]:
    """What was typed, each thing by itself, and what "OR" joins as one."""
    units: list[str] = []
    for part in found:
        typed = f'"{part.typed}"' if part.quoted else part.typed
        if isinstance(part.node, Prefix) or (isinstance(part.node, AllOf) and isinstance(part.node.parts[-1], Prefix)):
            typed += "*"
        typed = f"-{typed}" if part.refused else typed
        if part.widens and units:
            units[-1] += f" OR {typed}"
        else:
            units.append(typed)
    return units


def _totals(queries: Sequence[SearchQuery]) -> list[int]:
    """How many entries hold the words of each of some queries that share their choices; the index is read once."""
    understood = [understand(query) for query in queries]
    trees = [_narrowed(one.asked, one.documents) for one in understood]
    asked = [tree for tree in trees if tree is not None]
    held: list[BitMap] = []

    def hold(_asked: Node, holding: Callable[[Node], BitMap]) -> BitMap:
        held.extend(holding(tree) for tree in asked)
        return BitMap()

    looked_up = look_up(queries[0].scope, AnyOf(tuple(asked)))
    matches = find_matches(looked_up, {}, besides=hold, more_facets=queries[0].more_facets)
    snapshot = matches.snapshot
    chosen = [
        union(snapshot.value(facet, value) for value in values)
        for facet, values in understood[0].choices.items()
        if values
    ]
    by_tree = iter(held)
    totals = []
    for tree in trees:
        holding = snapshot.living if tree is None else next(by_tree) & snapshot.living
        found = reduce(BitMap.__and__, chosen, holding)
        totals.append(len(found if understood[0].choices["language"] else each_place_once(snapshot, found)))
    return totals


def _narrowed(asked: Node | None, documents: tuple[int, ...] | None) -> Node | None:
    own = [node for node in (asked, None if documents is None else InDocuments(documents)) if node is not None]
    return AllOf(tuple(own)) if len(own) > 1 else (own[0] if own else None)


_MIN_LENGTH = 4  # letters; shorter words resemble too many others
_MAX_WORDS = 5
_ALPHABETS = ("abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщъыьэюя", "ابتثجحخدذرزسشصضطظعغفقكلمنهويءئؤة")
_SAME_BEGINNING = 3  # letters shared by words that differ in two
_MAX_CANDIDATES = 300  # words compared letter by letter, most frequent first


def did_you_mean(query: SearchQuery) -> str | None:
    """The words of a query with each that no entry holds put right; None where none is, or nothing is near.

    In four queries at most.
    """
    typed = [word for part in parts(query.words) if not part.refused for word in _words(part)]
    words = list(dict.fromkeys(word for word in typed if len(word) >= _MIN_LENGTH and word.isalpha()))[:_MAX_WORDS]
    unknown = _unknown(query.scope, words) if words else set()
    meant = _nearest(query.scope, unknown) if unknown else {}
    if not meant:
        return None
    said, end = "", 0
    for token in tokens(query.words):
        if token.word in meant:
            said += query.words[end : token.start] + meant[token.word]
            end = token.end
    return said + query.words[end:]


def _words(part: TypedPart) -> Iterator[str]:
    return (token.word for token in tokens(part.typed)) if part.words else iter(())


def _unknown(scope: str, words: Iterable[str]) -> set[str]:
    """The words that no entry holds in any of their forms; not those that say nothing by themselves."""
    stems = stems_in(dict.fromkeys(DICTIONARIES, words))
    terms = {
        word: {word_term(word), *(stem_term(language, known[word]) for language, known in stems.items())}
        for word in words
        if all(known[word] for known in stems.values())
    }
    held = _frequencies(scope, {term for own in terms.values() for term in own}).keys()
    return {word for word, own in terms.items() if not held & own}


def _nearest(scope: str, words: set[str]) -> dict[str, str]:
    """Word -> the most frequent word one sign away, else two signs away with the same beginning."""
    away = {word: set(map(word_term, _one_sign_away(word))) for word in words}
    found = _frequencies(scope, set().union(*away.values()))
    near = {word: {term: found[term] for term in found.keys() & away[word]} for word in words}
    farther = [word for word in words if not near[word] and len(word) > _MIN_LENGTH + 1]
    for word, term, often in _like(scope, farther) if farther else ():
        if _distance(term[1:], word) <= 2:
            near[word][term] = often
    return {word: max(own, key=lambda term: (own[term], term))[1:] for word, own in near.items() if own}


def _one_sign_away(word: str) -> set[str]:
    alphabet = next((letters for letters in _ALPHABETS if set(word) & set(letters)), "")
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    left_out = {before + after[1:] for before, after in cuts if after}
    moved = {before + after[1] + after[0] + after[2:] for before, after in cuts if len(after) > 1}
    changed = {before + sign + after[1:] for before, after in cuts if after for sign in alphabet}
    added = {before + sign + after for before, after in cuts for sign in alphabet}
    return (left_out | moved | changed | added) - {word}


def _frequencies(scope: str, terms: Iterable[str]) -> dict[str, int]:
    """Those of some terms that entries hold, with the size of their sets: the larger, the more frequent."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT held.term, sum(octet_length(held.numbers)) FROM unnest(%s::text[]) AS wanted (term)"
            ' JOIN recommendations_searchterm held ON held.scope = %s AND held.term = wanted.term COLLATE "C"'
            " GROUP BY held.term",
            [list(terms), scope],
        )
        return dict(cursor.fetchall())


def _like(scope: str, words: Sequence[str]) -> list[tuple[str, str, int]]:
    """Of each word the terms that may be two signs away from it, with the size of their sets; the most frequent ones.

    They have its beginning and nearly its length; and of the rest, in three parts, two signs leave one as it is.
    """
    beginnings = [word_term(word[:_SAME_BEGINNING]) for word in words]
    thirds = [[_third(word[_SAME_BEGINNING:], place) for word in words] for place in range(3)]
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


def _third(rest: str, place: int) -> str:
    return rest[place * len(rest) // 3 : (place + 1) * len(rest) // 3]


def _distance(one: str, other: str) -> int:
    """Signs to change, leave out or add to make one word the other; three stands for more than two."""
    row = list(range(len(other) + 1))
    for place, sign in enumerate(one, start=1):
        above, row = row, [place]
        for at, another in enumerate(other, start=1):
            row.append(min(above[at] + 1, row[-1] + 1, above[at - 1] + (sign != another)))
        if min(row) > 2:
            return 3
    return row[-1]
