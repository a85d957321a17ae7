"""The terms that a text and its facets stand under.

Of a text in French, ``fr:extradit`` is the stem of a word, ``fr!extradit`` says that the word is weighty there (it
stands in the heading, or twice), ``fr:transfer de`` are two words that follow one another (by their stems, words
without one by themselves), and ``=extradition`` is the word as it is written. ``@article=untoc:18`` is a facet's value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from recommendations.text.words import BREAK, tokens

LONGEST = 100
"""Of a longer word (which is none: an address, a code) its first letters stand for it, so that terms have an end."""


def stem_term(language: str, stem: str) -> str:
    return f"{language}:{stem[:LONGEST]}"


def weighty_term(language: str, stem: str) -> str:
    return f"{language}!{stem[:LONGEST]}"


def pair_term(language: str, first: str, second: str) -> str:
    return f"{language}:{first[:LONGEST]} {second[:LONGEST]}"


def word_term(word: str) -> str:
    return f"={word[:LONGEST]}"


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
    """The words of an entry as they are stored: its heading's, a break, its own."""
    own = stemmed(body, stems)
    return as_sequence([*stemmed(heading, stems), BREAK, *own] if heading else own)


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
    for sequence in (stemmed(heading, stems), stemmed(body, stems)):
        terms.update(pair_term(language, one, two) for one, two in pairwise(sequence) if BREAK not in (one, two))
    return terms
