"""Properties that hold for any text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.extraction.extract import extract
from recommendations.extraction.prose import ordinal_value, ordinal_word, sentences
from recommendations.extraction.report import as_json_value
from tests.lanes import examples
from tests.recommendations.extraction.reading import VOCABULARY, document, heading, item, paragraph

WORDS = st.sampled_from(
    [
        "article", "articles", "art.", "paragraph", "paragraphs", "18", "46", "(a)", "4", "of", "the", "that", "those",
        "Convention", "Protocol", "Organized Crime Convention", "Convention against Corruption", "respectively", "and",
        "to", ",", ".", ";", "resolution", "decision", "5/8", "General Assembly", "Conference", "its", "At", "twelfth",
        "meeting", "session", "held on 25 and 26 March 2021", "CTOC/COP/2022/1", "and Corr.1", "Ibid.", "[", "]",
        "States parties", "should", "are encouraged", "Working Group", "31", "February", "2021", "–", "",
    ]
)  # fmt: skip
PROSE = st.lists(WORDS | st.text(max_size=6), max_size=40).map(" ".join)


@settings(max_examples=examples(150))
@given(texts=st.lists(PROSE, min_size=1, max_size=4), title=PROSE)
def test_any_text_is_read_and_offsets_match(texts: list[str], title: str) -> None:
    blocks = [
        heading(title),
        paragraph(f"{texts[0]}:"),
        *[item("(a)", text) for text in texts],
        heading("Recommendations"),
    ]
    parsed = document(*blocks, *[item("(b)", text) for text in texts], title=title, session=texts[0])
    extraction = extract(parsed, VOCABULARY)
    for reference in extraction.references:
        assert parsed.blocks[reference.block or 0].text[reference.start : reference.end] == reference.text
        assert reference.is_resolved != bool(reference.reason)
    for draft in extraction.recommendations:
        assert all(draft.text[a.start] == "[" and draft.text[a.end - 1] == "]" for a in draft.alternatives)
        assert all(0 <= index < len(extraction.references) for index in draft.references)
    assert as_json_value(parsed, extraction, VOCABULARY)["file"] == "made.txt"


REPEATED = [
    "first, second and ",
    "article 18, paragraph 4 (a), (b) and ",
    "Alpha Beta of the Gamma on ",
    "the Convention on the Rights of ",
    "held in Vienna Austria, ",
    "A/B/1/",
    "resolution 5/8, 5/8 and ",
    "are encouraged, States parties, ",
    "[",
]


@pytest.mark.parametrize("words", REPEATED)
def test_repeated_words_are_extracted_in_time(words: str) -> None:
    text = words * (20_000 // len(words))
    started = time.process_time()
    extract(document(paragraph(f"{text}:"), item("(a)", text)), VOCABULARY)
    assert time.process_time() - started < 5


@given(PROSE)
def test_sentences_cover_the_whole_text(text: str) -> None:
    assert "".join(text[start:end] for start, end in sentences(text)) == text


@given(st.integers(1, 999))
def test_written_ordinal_is_read_back(number: int) -> None:
    assert ordinal_value(ordinal_word(number)) == number
