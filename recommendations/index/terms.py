"""The index terms of a text and its facets.

The terms of a French text:

- ``fr:extradit``: the stem of a word
- ``fr!extradit``: a weighty word, which occurs in the heading or at least twice
- ``fr:transfer de``: two consecutive words, as stems; stop words as written
- ``fr:transfer de detenu``: two words with stop words between them
- ``fr&transfer de detenu libr``: three words with stop words between them, stored if the middle word is weighty
- ``=extradition``: a word as written
- ``@article=untoc:18``: a facet value
- ``@label=para-63``: a paragraph by its number
- ``@place=para-63``: the paragraph without its subparagraphs
- ``@cites=COP 5/8``: a text that cites a resolution
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from pyroaring import BitMap

from recommendations.text.words import BREAK, tokens

MAX_TERM_LENGTH = 100
"""Longer words (addresses, codes) are truncated to keep terms short."""


HEADING_END = f"{BREAK} {BREAK}"  # separates a heading from the text; not the same as a sentence break
_HEADING_END_BETWEEN = f" {HEADING_END} "

MAX_WORDS_BETWEEN = 3
"""Stop words ("of the") allowed between two words of a term."""


def stem_term(language: str, stem: str) -> str:
    return f"{language}:{stem[:MAX_TERM_LENGTH]}"


def weighty_term(language: str, stem: str) -> str:
    return f"{language}!{stem[:MAX_TERM_LENGTH]}"


def pair_term(language: str, first: str, second: str) -> str:
    return f"{language}:{first[:MAX_TERM_LENGTH]} {second[:MAX_TERM_LENGTH]}"


def joined_term(language: str, words: Sequence[str]) -> str:
    """Return the term of two stems with the stop words between them."""
    return f"{language}:{words[0][:MAX_TERM_LENGTH]} {' '.join(words[1:-1])} {words[-1][:MAX_TERM_LENGTH]}"


_MAX_TRIPLE_WORD_LENGTH = 70  # characters of each of three joined words


def triple_term(language: str, words: Sequence[str]) -> str:
    """Return the term of three successive stems, with the stop words between them."""
    return f"{language}&{' '.join(word[:_MAX_TRIPLE_WORD_LENGTH] for word in words)}"


def word_term(word: str) -> str:
    return f"={word[:MAX_TERM_LENGTH]}"


def facet_term(facet: str, value: str) -> str:
    return f"@{facet}={value}"


_LABEL_PART = r"(?:annex|item|para|bis|ter|[ivxlc]+|\d{1,3}|[a-z]{1,2})"
_LABELLED_PLACE = re.compile(rf"{_LABEL_PART}(?:-{_LABEL_PART})*")


def label_term(label: str) -> str:
    return f"@label={label}"


def place_term(place: str) -> str:
    return f"@place={place}"


def label_terms(place: str) -> set[str]:
    """Return the terms that find a place by its label or a part of the label ("annex-ii", "ii-h" and "h" for
    "annex-ii-h"), and the term of the place itself. Places named after their words have no terms."""
    if not _LABELLED_PLACE.fullmatch(place):
        return set()
    parts = place.split("-")
    ends = range(1, len(parts) + 1)
    labels = {label_term("-".join(parts[start:end])) for end in ends for start in range(end)}
    return {*labels, place_term(place)}


CITES = "cites"  # the facet of the resolutions that an entry cites; its values are not counted


@lru_cache(maxsize=20_000)
def facet_of(term: str) -> tuple[str, str]:
    """Return the facet and value of a facet term. Cached, because a page of results has hundreds."""
    facet, _equals, value = term[1:].partition("=")
    return facet, value


def words_of(text: str) -> list[str]:
    """Return the words of a text in order, with a :data:`BREAK` before each sentence but the first."""
    words: list[str] = []
    for token in tokens(text):
        if token.begins_sentence:
            words.append(BREAK)
        words.append(token.word)
    return words


def to_stems(words: Iterable[str], stems: Mapping[str, str]) -> list[str]:
    """Return the stems of a sequence of words; stop words stay as written."""
    return [word if word == BREAK else stems[word] or word for word in words]


def as_sequence(stemmed_words: Iterable[str]) -> str:
    """Return words as a string, as stored. A text contains a phrase if its string contains the phrase's string."""
    return " ".join(["", *stemmed_words, ""])


def sequence_of(heading: Sequence[str], body: Sequence[str], stems: Mapping[str, str]) -> str:
    """Return the stored words of an entry: its heading, :data:`HEADING_END`, and its text."""
    body_stems = to_stems(body, stems)
    return as_sequence([*to_stems(heading, stems), HEADING_END, *body_stems] if heading else body_stems)


def heading_and_body(sequence: str) -> tuple[str, str]:
    """Split the stored words of an entry into the words of the heading ("" if there is none) and of the text."""
    heading, end, body = sequence.partition(_HEADING_END_BETWEEN)
    return (f"{heading} ", f" {body}") if end else ("", sequence)


def text_terms(language: str, heading: Sequence[str], body: Sequence[str], stems: Mapping[str, str]) -> set[str]:
    """Return the terms of an entry's text and heading."""
    terms = {word_term(word) for word in (*heading, *body) if word != BREAK}
    seen: set[str] = set()
    for is_heading, words in ((1, heading), (0, body)):
        for word in words:
            if word == BREAK or not (stem := stems[word]):
                continue
            if is_heading or stem in seen:
                terms.add(weighty_term(language, stem))
            seen.add(stem)
            terms.add(stem_term(language, stem))
    for words in (heading, body):
        sequence = to_stems(words, stems)
        terms.update(pair_term(language, a, b) for a, b in pairwise(sequence) if BREAK not in (a, b))
        terms.update(_joined_terms(language, sequence, _stem_pairs(words, stems), terms))
    return terms


def _joined_terms(
    language: str, sequence: Sequence[str], parts: Iterable[tuple[int, int]], weighty: set[str]
) -> Iterator[str]:
    """Yield the terms of two stems with stop words between them, and of three stems around a weighty stem."""
    before, middle = -1, -1
    for first, last in parts:
        if last - first > 1:
            yield joined_term(language, sequence[first : last + 1])
        if first == middle and weighty_term(language, sequence[first]) in weighty:
            yield triple_term(language, sequence[before : last + 1])
        before, middle = first, last


def _stem_pairs(words: Iterable[str], stems: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """Yield the positions of two successive stems with at most :data:`MAX_WORDS_BETWEEN` stop words between them."""
    last: int | None = None
    for position, word in enumerate(words):
        if word == BREAK:
            last = None
        elif stems[word]:
            if last is not None and position - last <= 1 + MAX_WORDS_BETWEEN:
                yield last, position
            last = position


class PhraseJoint(NamedTuple):
    """The word shared by two adjacent parts of a phrase: the term for the weighty word, and the term for both parts
    together ("" if a part ends in a stop word)."""

    weighty: str
    around: str


@dataclass(frozen=True, slots=True)
class PhraseTerms:
    """The terms of a phrase, which is divided into overlapping parts. An entry that contains the phrase has all terms.

    An entry may have all terms and still contain the parts in different places. If the word at a joint is not weighty
    in the entry, it occurs once, so both parts share it; if it is weighty, the entry must have the term of both parts
    together. Unless ``is_conclusive``, parts meet at stop words or sentence breaks, and the text must be checked.
    """

    terms: tuple[str, ...]
    joints: tuple[PhraseJoint, ...]
    is_conclusive: bool


def entries_with_phrase(phrase: PhraseTerms, entries: Callable[[str], BitMap]) -> tuple[BitMap, BitMap]:
    """Return the entries with all parts of a phrase, adjacent parts joined. Also return the entries among them that may
    lack the phrase itself, because two adjacent weighty words may occur twice, each time in a different part.

    ``entries`` returns the entries of a term.
    """
    matches = BitMap.intersection(*map(entries, phrase.terms))
    if not phrase.is_conclusive:
        return matches, matches
    unconfirmed, before = BitMap(), BitMap()
    for joint in phrase.joints:
        weighty = entries(joint.weighty)
        if joint.around:
            matches = matches - (weighty - entries(joint.around))
            unconfirmed |= before & weighty
        else:
            unconfirmed |= weighty
        before = weighty
    return matches, matches & unconfirmed


def phrase_terms(language: str, words: Sequence[str], stems: Mapping[str, str]) -> PhraseTerms:
    """Return the terms of a phrase of several words in a language."""
    sequence = to_stems(words, stems)
    is_stop = [word == BREAK or not stems[word] for word in words]
    boundaries = list(_part_boundaries(words, is_stop))
    terms = []
    for first, last in pairwise(boundaries):
        part = sequence[first : last + 1]
        if BREAK not in part:
            terms.append(pair_term(language, *part) if len(part) == 2 else joined_term(language, part))
    joints = []
    for before, position, after in zip(boundaries, boundaries[1:], boundaries[2:], strict=False):
        around = "" if is_stop[before] or is_stop[after] else triple_term(language, sequence[before : after + 1])
        joints.append(PhraseJoint(weighty_term(language, sequence[position]), around))
    is_conclusive = BREAK not in words and not any(is_stop[position] for position in boundaries[1:-1])
    return PhraseTerms(tuple(terms) or (word_term(words[0]),), tuple(joints), is_conclusive)


def _part_boundaries(words: Sequence[str], is_stop: Sequence[bool]) -> Iterator[int]:
    """Yield the positions at which parts of a phrase begin and end: at each stem that forms a term with the next."""
    position = 0
    while position < len(words):
        yield position
        near = range(position + 1, min(position + 2 + MAX_WORDS_BETWEEN, len(words)))
        next_stem = next((index for index in near if not is_stop[index]), None)
        is_joined = next_stem is not None and not is_stop[position]
        if is_joined and BREAK not in words[position:next_stem]:
            position = next_stem  # type: ignore[assignment]
        else:
            position += 1
