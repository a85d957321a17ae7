"""Phrases: which terms tell of an entry that it holds one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from pyroaring import BitMap

from recommendations.index.terms import (
    MOST_BETWEEN,
    joined_term,
    pair_term,
    stemmed,
    three_term,
    weighty_term,
    word_term,
)
from recommendations.text.words import BREAK


class Meeting(NamedTuple):
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
    meetings: tuple[Meeting, ...]
    is_told: bool


def holding(phrase: PhraseTerms, entries: Callable[[str], BitMap]) -> tuple[BitMap, BitMap]:
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
        meetings.append(Meeting(weighty_term(language, sequence[place]), around))
    is_told = BREAK not in words and not any(small[place] for place in places[1:-1])
    return PhraseTerms(tuple(terms) or (word_term(words[0]),), tuple(meetings), is_told)


def _meeting_places(words: Sequence[str], small: Sequence[bool]) -> Iterator[int]:
    """The places at which the parts of a phrase begin and end: from stem to stem where that is one term."""
    place = 0
    while place < len(words):
        yield place
        following = next((one for one in range(place + 1, len(words)) if not small[one]), None)
        is_joined = following is not None and not small[place] and following - place <= 1 + MOST_BETWEEN
        if is_joined and BREAK not in words[place:following]:
            place = following  # type: ignore[assignment]
        else:
            place += 1
