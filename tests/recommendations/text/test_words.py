"""What a word, a sentence and a passage are to the search, in six languages."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pyroaring import BitMap

from recommendations.index.terms import (
    as_sequence,
    entries_with_phrase,
    heading_and_body,
    phrase_terms,
    sequence_of,
    stemmed,
    text_terms,
    words_of,
)
from recommendations.text.sentences import MAX_PASSAGE_LENGTH, passages
from recommendations.text.words import BREAK, normal, spans, tokens

WORDS = [
    ("States Parties", ["states", "parties"], "case does not matter"),
    ("Coopération à l’étranger", ["cooperation", "a", "l", "etranger"], "nor do accents and apostrophes"),
    ("Coope\u0301ration", ["cooperation"], "an accent of its own sign is one all the same"),
    ("co\u00adoperation", ["cooperation"], "a soft hyphen is not seen"),
    ("law-enforcement", ["law", "enforcement"], "a hyphen parts words"),
    ("A/RES/55/25", ["a", "res", "55", "25"], "symbols are found by their parts"),
    ("Российский ёлка", ["российский", "елка"], "й is a letter, ё is written е"),
    ("الأَسلحة النارية", ["الاسلحة", "النارية"], "vowel signs and forms of alif do not matter"),
    ("没收犯罪所得", ["没", "收", "犯", "罪", "所", "得"], "Chinese is read by characters"),
    ("ﬁrearms ①", ["firearms", "1"], "ligatures and circled figures are what they stand for"),
    ("— … !", [], "signs are no words"),
]


@pytest.mark.parametrize(("text", "words", "reason"), WORDS, ids=[reason for _, _, reason in WORDS])
def test_words(text: str, words: list[str], reason: str) -> None:
    assert [token.word for token in tokens(text)] == words, reason


BREAKS = [
    ("They met. States agreed.", ["they", "met", "states", "agreed"], "after a short word it may be an abbreviation"),
    ("They agreed. States met.", ["they", "agreed", BREAK, "states", "met"], "a full stop ends a sentence"),
    ("See art. 13 of it", ["see", "art", "13", "of", "it"], "not after an abbreviation"),
    ("In paragraph 3. States met", ["in", "paragraph", "3", "states", "met"], "not after a number"),
    ("adopts; and invites", ["adopts", BREAK, "and", "invites"], "a semicolon does"),
    ("缔约国。会议", ["缔", "约", "国", BREAK, "会", "议"], "as a Chinese one does"),
]


@pytest.mark.parametrize(("text", "words", "reason"), BREAKS, ids=[reason for _, _, reason in BREAKS])
def test_sentences_end(text: str, words: list[str], reason: str) -> None:
    assert words_of(text) == words, reason


@given(some.text(max_size=300))
def test_every_word_stands_where_it_says(text: str) -> None:
    for token in tokens(text):
        assert normal(text[token.start : token.end]) == token.word
        assert normal(token.word) == token.word
    assert spans(text) == [(token.start, token.end) for token in tokens(text)]


@given(some.text(alphabet="ab. ;A,1", max_size=600))
def test_passages_hold_every_word_once_and_are_short(text: str) -> None:
    found = passages(text)
    held = [token for token in tokens(text) for one in found if one.start <= token.start and token.end <= one.end]
    assert [token.start for token in held] == [token.start for token in tokens(text)]
    assert all(len(list(tokens(text[one.start : one.end]))) <= MAX_PASSAGE_LENGTH for one in found)


def test_terms_of_a_text() -> None:
    stems = {"the": "", "transfer": "transfer", "of": "", "persons": "person"}
    terms = text_terms("en", ["persons"], ["the", "transfer", "of", "persons"], stems)
    assert {"en:transfer", "en:person", "en!person", "en:the transfer", "en:of person", "=persons", "=the"} <= terms
    assert "en!transfer" not in terms, "it stands there once, and not in the heading"
    assert "en:person the" not in terms, "no pair reaches from the heading into the text"


SMALL = {"transfer": "transfer", "persons": "person", "person": "person", "the": "", "of": "", BREAK: BREAK}
SEQUENCES = (
    some.lists(some.sampled_from(sorted(SMALL)), max_size=14)
    .map(lambda words: [one for one, next_one in pairwise([*words, BREAK]) if one != BREAK or next_one != BREAK])
    .map(lambda words: words[1:] if words[:1] == [BREAK] else words)
)
PHRASES = some.lists(some.sampled_from(sorted(SMALL)), min_size=2, max_size=6).filter(
    lambda words: words[0] != BREAK and words[-1] != BREAK and (BREAK, BREAK) not in pairwise(words)
)


@given(SEQUENCES, SEQUENCES, PHRASES)
def test_terms_tell_of_a_phrase_what_the_words_of_the_text_say(
    heading: list[str], body: list[str], phrase: list[str]
) -> None:
    held = text_terms("en", heading, body, SMALL)
    found, unsure = entries_with_phrase(
        phrase_terms("en", phrase, SMALL), lambda term: BitMap([1]) if term in held else BitMap()
    )
    is_there = as_sequence(stemmed(phrase, SMALL)) in sequence_of(heading, body, SMALL)
    assert found or not is_there
    assert is_there or unsure or not found


@pytest.mark.parametrize(
    ("phrase", "terms", "meetings", "is_told"),
    [
        ("transfer of the persons", ["en:transfer of the person"], [], True),
        (
            "transfer persons of person",
            ["en:transfer person", "en:person of person"],
            [("en!person", "en&transfer person of person")],
            True,
        ),
        ("of transfer of", ["en:of transfer", "en:transfer of"], [("en!transfer", "")], True),
        ("of the transfer", ["en:of the", "en:the transfer"], [], False),
        ("transfer of the of the person", ["en:transfer of", "en:of the", "en:the of", "en:the person"], [], False),
        (
            "transfer transfer persons",
            ["en:transfer transfer", "en:transfer person"],
            [("en!transfer", "en&transfer transfer person")],
            True,
        ),
    ],
)
def test_parts_of_a_phrase(phrase: str, terms: list[str], meetings: list[tuple[str, str]], is_told: bool) -> None:
    found = phrase_terms("en", phrase.split(), SMALL)
    assert (set(found.terms), found.is_told) == (set(terms), is_told)
    if is_told:
        assert list(found.meetings) == meetings


@given(SEQUENCES, SEQUENCES)
def test_a_heading_is_told_from_the_text_by_the_stored_words(heading: list[str], body: list[str]) -> None:
    stored = heading_and_body(sequence_of(heading, body, SMALL))
    assert stored == (as_sequence(stemmed(heading, SMALL)) if heading else "", as_sequence(stemmed(body, SMALL)))
