"""Words, sentences and passages as the search defines them, in six languages."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from recommendations.index.terms import (
    as_sequence,
    entries_with_phrase,
    heading_and_body,
    phrase_terms,
    sequence_of,
    text_terms,
    to_stems,
    words_of,
)
from recommendations.text.sentences import MAX_PASSAGE_LENGTH, passages
from recommendations.text.words import BREAK, contains_phrase, normalize, spans, tokens

WORDS = [
    ("States Parties", ["states", "parties"], "case does not matter"),
    ("Coopération à l’étranger", ["cooperation", "a", "l", "etranger"], "accents and apostrophes do not matter"),
    ("Coope\u0301ration", ["cooperation"], "a combining accent is an accent too"),
    ("co\u00adoperation", ["cooperation"], "a soft hyphen is ignored"),
    ("law-enforcement", ["law", "enforcement"], "a hyphen separates words"),
    ("A/RES/55/25", ["a", "res", "55", "25"], "symbols are found by their parts"),
    ("Российский ёлка", ["российский", "елка"], "й is a letter, ё is written е"),
    ("الأَسلحة النارية", ["الاسلحة", "النارية"], "vowel signs and forms of alif do not matter"),
    ("没收犯罪所得", ["没", "收", "犯", "罪", "所", "得"], "each Chinese character is a word"),
    ("ﬁrearms ①", ["firearms", "1"], "ligatures and circled figures are normalized"),
    ("— … !", [], "punctuation marks are not words"),
]


@pytest.mark.parametrize(("text", "words", "reason"), WORDS, ids=[reason for _, _, reason in WORDS])
def test_words_are_normalized(text: str, words: list[str], reason: str) -> None:
    assert [token.word for token in tokens(text)] == words, reason


BREAKS = [
    (
        "They met. States agreed.",
        ["they", "met", "states", "agreed"],
        "a full stop after a short word may mark an abbreviation",
    ),
    ("They agreed. States met.", ["they", "agreed", BREAK, "states", "met"], "a full stop ends a sentence"),
    (
        "See art. 13 of it",
        ["see", "art", "13", "of", "it"],
        "a full stop after an abbreviation does not end a sentence",
    ),
    (
        "In paragraph 3. States met",
        ["in", "paragraph", "3", "states", "met"],
        "a full stop after a number does not end a sentence",
    ),
    ("adopts; and invites", ["adopts", BREAK, "and", "invites"], "a semicolon ends a sentence"),
    ("缔约国。会议", ["缔", "约", "国", BREAK, "会", "议"], "a Chinese full stop ends a sentence"),
]


@pytest.mark.parametrize(("text", "words", "reason"), BREAKS, ids=[reason for _, _, reason in BREAKS])
def test_ends_of_sentences_are_found(text: str, words: list[str], reason: str) -> None:
    assert words_of(text) == words, reason


@given(st.text(max_size=300))
def test_offsets_of_words_are_correct(text: str) -> None:
    for token in tokens(text):
        assert normalize(text[token.start : token.end]) == token.word
        assert normalize(token.word) == token.word
    assert spans(text) == [(token.start, token.end) for token in tokens(text)]


@given(st.text(alphabet="ab. ;A,1", max_size=600))
def test_passages_are_short_and_cover_every_word_once(text: str) -> None:
    parts = passages(text)
    covered = [token for token in tokens(text) for part in parts if part.start <= token.start and token.end <= part.end]
    assert [token.start for token in covered] == [token.start for token in tokens(text)]
    assert all(len(list(tokens(text[part.start : part.end]))) <= MAX_PASSAGE_LENGTH for part in parts)


def test_terms_of_text_are_words_and_pairs() -> None:
    stems = {"the": "", "transfer": "transfer", "of": "", "persons": "person"}
    terms = text_terms("en", ["persons"], ["the", "transfer", "of", "persons"], stems)
    assert {"en:transfer", "en:person", "en!person", "en:the transfer", "en:of person", "=persons", "=the"} <= terms
    assert "en!transfer" not in terms, "transfer occurs only once, and not in the heading"
    assert "en:person the" not in terms, "a pair never spans the heading and the text"


STEMS = {"transfer": "transfer", "persons": "person", "person": "person", "the": "", "of": "", BREAK: BREAK}
SEQUENCES = (
    st.lists(st.sampled_from(sorted(STEMS)), max_size=14)
    .map(lambda words: [word for word, next_word in pairwise([*words, BREAK]) if word != BREAK or next_word != BREAK])
    .map(lambda words: words[1:] if words[:1] == [BREAK] else words)
)
PHRASES = st.lists(st.sampled_from(sorted(STEMS)), min_size=2, max_size=6).filter(
    lambda words: words[0] != BREAK and words[-1] != BREAK and (BREAK, BREAK) not in pairwise(words)
)


@given(SEQUENCES, SEQUENCES, PHRASES)
def test_phrase_found_by_its_terms_is_in_the_text(heading: list[str], body: list[str], phrase: list[str]) -> None:
    terms = text_terms("en", heading, body, STEMS)
    matches, uncertain = entries_with_phrase(
        phrase_terms("en", phrase, STEMS), lambda term: BitMap([1]) if term in terms else BitMap()
    )
    is_in_text = as_sequence(to_stems(phrase, STEMS)) in sequence_of(heading, body, STEMS)
    assert matches or not is_in_text
    assert is_in_text or uncertain or not matches


@pytest.mark.parametrize(
    ("phrase", "terms", "joints", "is_conclusive"),
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
def test_phrase_is_split_into_terms(
    phrase: str, terms: list[str], joints: list[tuple[str, str]], is_conclusive: bool
) -> None:
    parts = phrase_terms("en", phrase.split(), STEMS)
    assert (set(parts.terms), parts.is_conclusive) == (set(terms), is_conclusive)
    if is_conclusive:
        assert list(parts.joints) == joints


@given(SEQUENCES, SEQUENCES)
def test_heading_and_text_are_separate_in_stored_words(heading: list[str], body: list[str]) -> None:
    stored = heading_and_body(sequence_of(heading, body, STEMS))
    assert stored == (as_sequence(to_stems(heading, STEMS)) if heading else "", as_sequence(to_stems(body, STEMS)))


@pytest.mark.parametrize(
    ("phrase", "is_contained"),
    [("special techniques", True), ("Techniques", True), ("special", True), ("techniques special", False), ("", False)],
)
def test_phrase_is_found_only_with_its_words_in_order(phrase: str, is_contained: bool) -> None:
    assert contains_phrase("Use special techniques.", [token.word for token in tokens(phrase)]) is is_contained
