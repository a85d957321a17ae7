"""Correct misspelled words of a search.

A word is left alone if an entry of any type contains it in any form, or the thesaurus, a vocabulary or a word list
knows it. Corrections are words of the entries, the thesaurus or the vocabularies: the nearest, in the language of the
other words, then the most frequent.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from django.db import connection

from recommendations.index.stems import DICTIONARIES, stems_in
from recommendations.index.terms import stem_term, word_term
from recommendations.index.word_lists import (
    LANGUAGES_OF_BASE_FORMS,
    languages_of_word,
    similar_words,
    written_form,
)
from recommendations.models import SearchScope
from recommendations.search.resources import known_words, thesaurus
from recommendations.search.syntax import split_query
from recommendations.text.words import Token, tokens

_MIN_WORD_LENGTH = 4  # letters; shorter words resemble too many others
_MIN_LENGTH_FOR_TWO_EDITS = 6
_MIN_LENGTH_TO_BE_CERTAIN = {1: 5, 2: 8}  # edits -> letters that a word needs for a correction at that distance
_MIN_RATIO = 8  # of frequencies, for the more frequent of two equally near words to be certain
_MAX_ABBREVIATION_LENGTH = 6  # letters; a word in capitals may be an abbreviation
_MAX_WORDS = 5  # corrected per query
_ALPHABETS = ("abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщъыьэюя", "ابتثجحخدذرزسشصضطظعغفقكلمنهويءئؤة")
_SHARED_PREFIX_LENGTH = 3  # letters shared with terms two edits away
_MAX_CANDIDATES = 300  # words compared letter by letter, most frequent first
# No two neighbouring parts match the same character: the time must not grow with a power of the length.
_SYMBOL = re.compile(r"(?<!\S)(?:[^\s/:]*[/:][^\s\d]*\d|[^\s\d]*\d[^\s/:]*[/:])\S*")
_WORD_TERM = re.compile(r"=[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Correction:
    """The corrected words of a query. ``is_certain`` is true if no other correction is as likely."""

    words: str
    is_certain: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A word that may be meant by a misspelled word. ``distance`` is counted in edits; ``frequency`` is a measure of
    how many entries contain it (:func:`_frequencies`)."""

    word: str
    distance: int
    frequency: int
    languages: frozenset[str]


def correct(text: str) -> Correction | None:
    """Return the corrected words of a query, or None if nothing is misspelled or no correction is near.

    Makes no database query if the thesaurus, the vocabularies and the word lists know all words.
    """
    typed = list(_typed_tokens(text))
    words = list(dict.fromkeys(token.word for token in typed if _is_correctable(text[token.start : token.end], token)))
    unfamiliar = _without_inflected([word for word in words if not _languages(word)][:_MAX_WORDS])
    absent, similar = _absent_from_texts(unfamiliar) if unfamiliar else ([], [])
    if not absent and not similar:
        return None
    language_counts = Counter(language for token in typed for language in _languages(token.word))
    most = max(language_counts.values(), default=0)
    languages = frozenset(language for language, count in language_counts.items() if count == most)
    candidates = {word: group for word, group in _candidates(absent, similar).items() if group}
    if not candidates:
        return None
    best = {word: _choose(group, languages) for word, group in candidates.items()}
    is_certain = all(_is_certain(word, best[word], group, languages) for word, group in candidates.items())
    return Correction(_replaced(text, typed, {word: _as_written(best[word], languages) for word in best}), is_certain)


def _replaced(text: str, typed: Iterable[Token], corrections: Mapping[str, str]) -> str:
    corrected, end = "", 0
    for token in typed:
        if token.word in corrections:
            corrected += text[end : token.start] + corrections[token.word]
            end = token.end
    return corrected + text[end:]


def _typed_tokens(text: str) -> Iterator[Token]:
    """Yield the words of a query, with their offsets, except excluded ones, prefixes and parts of symbols."""
    parts = split_query(text)
    skipped = {token.word for part in parts if part.is_excluded or not part.words for token in tokens(part.typed)}
    symbols = [match.span() for match in _SYMBOL.finditer(text)]
    for token in tokens(text):
        if token.word not in skipped and not any(start <= token.start < end for start, end in symbols):
            yield token


def _is_correctable(written: str, token: Token) -> bool:
    is_abbreviation = written.isupper() and len(written) <= _MAX_ABBREVIATION_LENGTH
    return len(token.word) >= _MIN_WORD_LENGTH and token.word.isalpha() and not is_abbreviation


def _languages(word: str) -> frozenset[str]:
    """Return the languages in which the thesaurus, a vocabulary or a word list has a word."""
    return languages_of_word(word) | known_words().get(word, {}).keys()


def _without_inflected(words: Sequence[str]) -> list[str]:
    """Return the words that are not inflections of a listed word, in languages whose lists have few inflections."""
    listed = {language: {word: similar_words(word, language) for word in words} for language in LANGUAGES_OF_BASE_FORMS}
    stems = stems_in({language: {*words, *chain(*found.values())} for language, found in listed.items()})
    return [
        word
        for word in words
        if not any(
            stems[language][word] == stems[language][other] for language in listed for other in listed[language][word]
        )
    ]


def _absent_from_texts(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the words that neither entries nor the thesaurus contain in any form, and those that they contain only in
    another form. Words that are a stop word in any language are in neither list.

    Words are in the second list only in Latin script, where word lists have most forms of a word: a form that they lack
    ("offical", which has the stem of "office") may be a misspelling.
    """
    stems = stems_in(dict.fromkeys(DICTIONARIES, words))
    absent, similar = [], []
    words = [word for word in words if all(by_language[word] for by_language in stems.values())]
    forms = {word: {stem_term(language, stems[language][word]) for language in stems} for word in words}
    present = _frequencies({*map(word_term, words), *(term for terms in forms.values() for term in terms)}).keys()
    for word in words:
        has_form = any(stems[language][word] in thesaurus().stems[language] for language in stems)
        if not present & {word_term(word), *forms[word]} and not has_form:
            absent.append(word)
        elif word_term(word) not in present and word[0] in _ALPHABETS[0]:
            similar.append(word)
    return absent, similar


# --- candidates --------------------------------------------------------------------------------------


def _candidates(absent: Sequence[str], similar: Sequence[str]) -> dict[str, list[_Candidate]]:
    """Return a map from each word to the known words one edit away. An absent word without any has those two edits
    away; a similar word has candidates only if they all have another stem.
    """
    words = [*absent, *similar]
    variants = {word: {word_term(variant) for variant in _one_edit_away(word)} for word in words}
    frequencies = _frequencies(set().union(*variants.values()))
    near = {word: {term[1:]: frequencies[term] for term in frequencies.keys() & variants[word]} for word in words}
    longer = [word for word in absent if not near[word] and len(word) >= _MIN_LENGTH_FOR_TWO_EDITS]
    for word, term, frequency in _similar_terms(longer) if longer else ():
        near[word][term[1:]] = frequency
    distances = {word: _nearest(word, found) for word, found in near.items()}
    for word in similar:
        if 1 not in distances[word].values() or any(_are_forms_of_one_word(word, other) for other in distances[word]):
            distances[word] = {}
    missing = {word_term(other) for word, group in distances.items() for other in group if other not in near[word]}
    frequencies |= _frequencies(missing) if missing else {}
    return {
        word: [
            _Candidate(
                other, distance, near[word].get(other) or frequencies.get(word_term(other), 0), _languages(other)
            )
            for other, distance in group.items()
        ]
        for word, group in distances.items()
    }


def _nearest(word: str, terms: Iterable[str]) -> dict[str, int]:
    """Return the words nearest to a word, of these and of the thesaurus and vocabularies, with their distance."""
    max_edits = 2 if len(word) >= _MIN_LENGTH_FOR_TWO_EDITS else 1
    known = (other for other in known_words() if abs(len(other) - len(word)) <= max_edits and other[0] == word[0])
    distances = {other: edit_distance(other, word) for other in {*terms, *known}}
    minimum = min(distances.values(), default=max_edits + 1)
    return {other: distance for other, distance in distances.items() if distance == minimum <= max_edits}


def _choose(candidates: Sequence[_Candidate], languages: frozenset[str]) -> _Candidate:
    """Return the best candidate of equally near ones: in the language of the query, then the most frequent."""
    return min(
        candidates, key=lambda item: (*(-number for number in _fit(item, languages)), -item.frequency, item.word)
    )


def _fit(candidate: _Candidate, languages: frozenset[str]) -> tuple[int, int, int]:
    """Return a sort key: how well a candidate fits the language of the query."""
    is_listed = bool(languages_of_word(candidate.word) & (languages or candidate.languages))
    return bool(candidate.languages & languages), bool(candidate.languages), is_listed


def _is_certain(word: str, best: _Candidate, candidates: Sequence[_Candidate], languages: frozenset[str]) -> bool:
    """Return whether no other candidate is nearly as likely, apart from other forms of the same word."""
    rivals = [
        other
        for other in candidates
        if other.frequency * _MIN_RATIO >= best.frequency
        and _fit(other, languages) >= _fit(best, languages)
        and not _are_forms_of_one_word(best.word, other.word)
    ]
    return not rivals and len(word) >= _MIN_LENGTH_TO_BE_CERTAIN[best.distance]


def _are_forms_of_one_word(word: str, other: str) -> bool:
    """Return whether two words have the same stem in a language: "witness", "witnesses"."""
    return any(stems[word] == stems[other] for stems in stems_in(dict.fromkeys(DICTIONARIES, (word, other))).values())


def _as_written(candidate: _Candidate, languages: frozenset[str]) -> str:
    """Return the word with its accents in the language of the query."""
    language = min(candidate.languages, key=lambda code: (code not in languages, code), default="")
    return known_words().get(candidate.word, {}).get(language) or written_form(candidate.word, language)


def _one_edit_away(word: str) -> set[str]:
    alphabet = next((letters for letters in _ALPHABETS if set(word) & set(letters)), "")
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    deleted = {before + after[1:] for before, after in cuts if after}
    swapped = {before + after[1] + after[0] + after[2:] for before, after in cuts if len(after) > 1}
    replaced = {before + letter + after[1:] for before, after in cuts if after for letter in alphabet}
    inserted = {before + letter + after for before, after in cuts for letter in alphabet}
    return (deleted | swapped | replaced | inserted) - {word}


def _frequencies(terms: Iterable[str]) -> dict[str, int]:
    """Return a map from the terms that entries contain to the size of their sets in bytes, to compare frequencies."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT held.term, sum(octet_length(held.numbers)) FROM unnest(%s::text[]) AS wanted (term)"
            " JOIN recommendations_searchterm held"
            ' ON held.scope = ANY(%s) AND held.term = wanted.term COLLATE "C" GROUP BY held.term',
            [list(terms), SearchScope.values],
        )
        return {term: int(size) for term, size in cursor.fetchall()}


def _similar_terms(words: Sequence[str]) -> list[tuple[str, str, int]]:
    """Return (word, term, size of its set) for the most frequent terms that may be two edits away from a word.

    They share its beginning and have almost its length. Two edits leave at least one third of its ending unchanged.
    """
    beginnings = [word_term(word[:_SHARED_PREFIX_LENGTH]) for word in words]
    thirds = [[_third(word[_SHARED_PREFIX_LENGTH:], index) for word in words] for index in range(3)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT wanted.word, held.term, held.size"
            " FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[])"
            " AS wanted (word, beginning, one, two, three) CROSS JOIN LATERAL ("
            " SELECT term, sum(octet_length(numbers)) AS size FROM recommendations_searchterm"
            ' WHERE scope = ANY(%s) AND term >= wanted.beginning COLLATE "C"'
            " AND term < (wanted.beginning || U&'\\+10FFFF') COLLATE \"C\""
            " AND char_length(term) - char_length(wanted.word) BETWEEN -1 AND 3"
            " AND (strpos(term, wanted.one) > 0 OR strpos(term, wanted.two) > 0 OR strpos(term, wanted.three) > 0)"
            " GROUP BY term ORDER BY 2 DESC LIMIT %s) AS held",
            [list(words), beginnings, *thirds, SearchScope.values, _MAX_CANDIDATES],
        )
        return [(word, term, int(size)) for word, term, size in cursor.fetchall() if _WORD_TERM.fullmatch(term)]


def _third(ending: str, index: int) -> str:
    return ending[index * len(ending) // 3 : (index + 1) * len(ending) // 3]


def edit_distance(first: str, second: str) -> int:
    """Return the number of letters left out, added, replaced or swapped with their neighbour, or 3 if it is more than
    two."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, start=1):
        two_before, before, row = before, row, [i]
        for j, other_letter in enumerate(second, start=1):
            edits = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != other_letter))
            if i > 1 and j > 1 and letter == second[j - 2] and other_letter == first[i - 2]:
                edits = min(edits, two_before[j - 2] + 1)
            row.append(edits)
        if min(row) > 2 and (not before or min(before) > 1):
            return 3
    return min(row[-1], 3)
