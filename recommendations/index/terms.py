"""The index terms of a text and its facets.

Of a text in French, ``fr:extradit`` is the stem of a word, ``fr!extradit`` says that the word is weighty there (it
stands in the heading, or twice), ``fr:transfer de`` are two words that follow one another (by their stems, words
without one by themselves), ``fr:transfer de detenu`` are two with small words between, ``fr&transfer de detenu libr``
are three, written down where the middle one is weighty, and ``=extradition`` is the word as it is written.
``@article=untoc:18`` is a facet's value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from pyroaring import BitMap

from recommendations.text.words import BREAK, tokens

MAX_TERM_LENGTH = 100
"""Longer words (addresses, codes) are cut, so that terms stay short."""


HEADING_END = f"{BREAK} {BREAK}"  # separates a heading from the text; more than a sentence break
_HEADING_END_BETWEEN = f" {HEADING_END} "

MAX_WORDS_BETWEEN = 3
"""Small words ("of the") allowed between two words of a term."""


def stem_term(language: str, stem: str) -> str:
    return f"{language}:{stem[:MAX_TERM_LENGTH]}"


def weighty_term(language: str, stem: str) -> str:
    return f"{language}!{stem[:MAX_TERM_LENGTH]}"


def pair_term(language: str, first: str, second: str) -> str:
    return f"{language}:{first[:MAX_TERM_LENGTH]} {second[:MAX_TERM_LENGTH]}"


def joined_term(language: str, words: Sequence[str]) -> str:
    """Two stems, with the small words that stand between them."""
    return f"{language}:{words[0][:MAX_TERM_LENGTH]} {' '.join(words[1:-1])} {words[-1][:MAX_TERM_LENGTH]}"


_MAX_LENGTH_OF_THREE = 70  # three joined words have less room each


def three_term(language: str, words: Sequence[str]) -> str:
    """Three stems that follow one another, with the small words between them."""
    return f"{language}&{' '.join(word[:_MAX_LENGTH_OF_THREE] for word in words)}"


def word_term(word: str) -> str:
    return f"={word[:MAX_TERM_LENGTH]}"


def facet_term(facet: str, value: str) -> str:
    return f"@{facet}={value}"


def facet_of(term: str) -> tuple[str, str]:
    """Facet and value of a facet's term."""
    facet, _sign, value = term[1:].partition("=")
    return facet, value


def words_of(text: str) -> list[str]:
    """The words of a text in order, with a :data:`BREAK` before each sentence but the first."""
    words: list[str] = []
    for token in tokens(text):
        if token.begins_sentence:
            words.append(BREAK)
        words.append(token.word)
    return words


def stemmed(words: Iterable[str], stems: Mapping[str, str]) -> list[str]:
    """A sequence of words by their stems; a word without one stands for itself."""
    return [word if word == BREAK else stems[word] or word for word in words]


def as_sequence(stemmed_words: Iterable[str]) -> str:
    """A sequence as it is stored and looked into: a phrase is in it where its own sequence is."""
    return " ".join(["", *stemmed_words, ""])


def sequence_of(heading: Sequence[str], body: Sequence[str], stems: Mapping[str, str]) -> str:
    """The words of an entry as they are stored: its heading's, :data:`HEADING_END`, its own."""
    own = stemmed(body, stems)
    return as_sequence([*stemmed(heading, stems), HEADING_END, *own] if heading else own)


def heading_and_body(sequence: str) -> tuple[str, str]:
    """The two parts of a sequence as it is stored, each a sequence; the first one is "" where there is no heading."""
    heading, end, body = sequence.partition(_HEADING_END_BETWEEN)
    return (f"{heading} ", f" {body}") if end else ("", sequence)


def text_terms(language: str, heading: Sequence[str], body: Sequence[str], stems: Mapping[str, str]) -> set[str]:
    """The terms of an entry's words: those of the heading above it, and its own."""
    terms = {word_term(word) for word in (*heading, *body) if word != BREAK}
    seen: set[str] = set()
    for place, words in ((1, heading), (0, body)):
        for word in words:
            if word == BREAK or not (stem := stems[word]):
                continue
            if place or stem in seen:
                terms.add(weighty_term(language, stem))
            seen.add(stem)
            terms.add(stem_term(language, stem))
    for words in (heading, body):
        sequence = stemmed(words, stems)
        terms.update(pair_term(language, one, two) for one, two in pairwise(sequence) if BREAK not in (one, two))
        terms.update(_terms_of_parts(language, sequence, _parts(words, stems), terms))
    return terms


def _terms_of_parts(
    language: str, sequence: Sequence[str], parts: Iterable[tuple[int, int]], weighty: set[str]
) -> Iterator[str]:
    """The terms of two stems that do not stand side by side, and of three about one that is weighty."""
    before, middle = -1, -1
    for first, last in parts:
        if last - first > 1:
            yield joined_term(language, sequence[first : last + 1])
        if first == middle and weighty_term(language, sequence[first]) in weighty:
            yield three_term(language, sequence[before : last + 1])
        before, middle = first, last


def _parts(words: Iterable[str], stems: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """The places of two stems with nothing between them but few small words."""
    last: int | None = None
    for place, word in enumerate(words):
        if word == BREAK:
            last = None
        elif stems[word]:
            if last is not None and place - last <= 1 + MAX_WORDS_BETWEEN:
                yield last, place
            last = place


class PhraseJoint(NamedTuple):
    """A word in which two parts of a phrase meet: the term of its weight, and that of both parts together ("" where
    there is none, for the parts end in small words)."""

    weighty: str
    around: str


@dataclass(frozen=True, slots=True)
class PhraseTerms:
    """The terms of a phrase, each from a word to one that follows; an entry that holds it stands under all of them.

    One that stands under all may still hold the parts in different places. Where the word in which two parts meet is
    not weighty there it stands in it once, and so do both parts; where it is, they stand under a term together. Where
    it is not ``is_told`` parts meet in small words, of which that cannot be said.
    """

    terms: tuple[str, ...]
    meetings: tuple[PhraseJoint, ...]
    is_told: bool


def entries_with_phrase(phrase: PhraseTerms, entries: Callable[[str], BitMap]) -> tuple[BitMap, BitMap]:
    """The entries that hold all parts of a phrase, each two of them together, and those of these that may hold it in
    pieces for all that: two weighty words side by side may stand so twice, each time in another part of it.

    ``entries`` are those of a term.
    """
    found = BitMap.intersection(*map(entries, phrase.terms))
    if not phrase.is_told:
        return found, found
    unsure, before = BitMap(), BitMap()
    for meeting in phrase.meetings:
        weighty = entries(meeting.weighty)
        if meeting.around:
            found = found - (weighty - entries(meeting.around))
            unsure |= before & weighty
        else:
            unsure |= weighty
        before = weighty
    return found, found & unsure


def phrase_terms(language: str, words: Sequence[str], stems: Mapping[str, str]) -> PhraseTerms:
    """The terms of a phrase of several words in a language."""
    sequence = stemmed(words, stems)
    small = [word == BREAK or not stems[word] for word in words]
    places = list(_meeting_places(words, small))
    terms = []
    for first, last in pairwise(places):
        part = sequence[first : last + 1]
        if BREAK not in part:
            terms.append(pair_term(language, *part) if len(part) == 2 else joined_term(language, part))
    meetings = []
    for before, place, after in zip(places, places[1:], places[2:], strict=False):
        around = "" if small[before] or small[after] else three_term(language, sequence[before : after + 1])
        meetings.append(PhraseJoint(weighty_term(language, sequence[place]), around))
    is_told = BREAK not in words and not any(small[place] for place in places[1:-1])
    return PhraseTerms(tuple(terms) or (word_term(words[0]),), tuple(meetings), is_told)


def _meeting_places(words: Sequence[str], small: Sequence[bool]) -> Iterator[int]:
    """The places at which the parts of a phrase begin and end: from stem to stem where that is one term."""
    place = 0
    while place < len(words):
        yield place
        following = next((one for one in range(place + 1, len(words)) if not small[one]), None)
        is_joined = following is not None and not small[place] and following - place <= 1 + MAX_WORDS_BETWEEN
        if is_joined and BREAK not in words[place:following]:
            place = following  # type: ignore[assignment]
        else:
            place += 1
