"""The rules for single lines of a page: labels, running heads and feet, line breaks."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.parsing.hyphens import Lexicon
from documents.parsing.readers.pdf_layout.joining import join_lines
from documents.parsing.readers.pdf_layout.lines import LABEL, has_leader, page_lines
from documents.parsing.readers.pdf_layout.margins import FOOT, HEAD, JOB_NUMBER
from documents.parsing.readers.pdf_layout.page import Line, Page, Word, make_line


def line(text: str, page: int = 1) -> Line:
    """Return a line of plain words, ten points per letter."""
    words, left = [], 0.0
    for token in text.split():
        words.append(Word(token, left, left + 10.0 * len(token), 100.0, 10.0))
        left += 10.0 * len(token) + 5
    return make_line(page, words)


def joined(lines: list[str], elsewhere: str = "") -> str:
    """Join the lines in a document that also contains the words ``elsewhere``."""
    printed_lines = [line(text) for text in lines]
    lexicon = Lexicon([*lines, *elsewhere.splitlines()])
    return "".join(span.text for span in join_lines(printed_lines, lexicon))


@pytest.mark.parametrize(
    ("lines", "elsewhere", "expected", "reason"),
    [
        (["interna-", "tional law"], "international", "international law", "written whole elsewhere"),
        (["decision-", "making is"], "decision-making", "decision-making is", "written with its hyphen elsewhere"),
        (["capacity-", "building is"], "", "capacity-building is", "a second part of compounds"),
        (["up-to-", "date and"], "to date", "up-to-date and", "a hyphenated word with known parts"),
        (["inter-", "institutional"], "interna-\ntional international", "inter-institutional", "inter- before a vowel"),
        (["inter-", "action of"], "interna-\ntional international", "interaction of", "a word with the same beginning"),
        (["non-", "reciprocal"], "", "non-reciprocal", "a prefix that keeps its hyphen"),
        (["self-", "less"], "selfless", "selfless", "the document's spelling takes precedence over the rule"),
        (["COVID-", "19 pandemic"], "", "COVID-19 pandemic", "a figure follows"),
        (["Asia-", "Pacific"], "", "Asia-Pacific", "a capital follows"),
        (["CTOC/COP/", "WG.3/2016/1"], "", "CTOC/COP/WG.3/2016/1", "a symbol continues after a slash"),
        (["https://www.unodc.org/", "cld"], "", "https://www.unodc.org/cld", "an address continues after a slash"),
        (["https://un.org/organized-", "crime"], "", "https://un.org/organized-crime", "an address keeps its hyphens"),
        (["2021–", "2026"], "", "2021–2026", "a range continues after its dash"),
        (["Conference –", "and"], "", "Conference – and", "a dash between spaces keeps them"),
        (["pre- and", "post-trial"], "", "pre- and post-trial", "a hyphen within a line is kept"),
        (["犯罪公约", "缔约方"], "", "犯罪公约缔约方", "Chinese has no spaces"),
        (["plain", "words"], "", "plain words", "one space"),
    ],
)
def test_line_breaks_are_resolved(lines: list[str], elsewhere: str, expected: str, reason: str) -> None:
    assert joined(lines, elsewhere) == expected, reason


def test_line_break_before_single_letters_is_resolved() -> None:
    letters = [Word(letter, 10.0 * n, 10.0 * n + 10, 112.0, 10.0, spaced=False) for n, letter in enumerate("up")]
    spans = join_lines([line("the follow-"), make_line(1, letters)], Lexicon([]))
    assert "".join(span.text for span in spans) == "the follow-up"


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=8), min_size=1, max_size=8))
def test_joining_keeps_every_letter(words: list[str]) -> None:
    assert joined(words).replace(" ", "") == "".join(words)


LABELS = "1. (a) a) (iv) iv. 12 bis. (aa) A. (B) IV. 16.47 31.I.1 140.10. 1/ * *** • – 一、"
NO_LABELS = "2025 Annex (State) the 1994 etc. UNODC a.m. 10(2) (2016) ..."


@pytest.mark.parametrize("text", [*LABELS.replace("12 bis.", "12\u00a0bis.").split(" ")])
def test_labels_are_recognized(text: str) -> None:
    assert LABEL.fullmatch(text)


@pytest.mark.parametrize("text", NO_LABELS.split(" "))
def test_other_words_are_not_labels(text: str) -> None:
    assert not LABEL.fullmatch(text)


RUNNING = [
    (FOOT, "2/13", True, "a page number with the total"),
    (FOOT, "Page 20", True, "a page number with a word"),
    (FOOT, "- 2 -", True, "a page number between dashes"),
    (FOOT, "xii", True, "front matter"),
    (FOOT, "/...", True, "continued, 1990s"),
    (FOOT, "280115 290115", True, "the dates of a separate job number"),
    (FOOT, "5 to 10 per cent", False, "the end of a sentence"),
    (FOOT, "A/80/604", False, "a symbol, which is not a foot by its form"),
    (JOB_NUMBER, "V.22-21549 (E) 120922 130922", True, "Vienna"),
    (JOB_NUMBER, "26-05751 (E) 270426", True, "New York"),
    (JOB_NUMBER, "GE.09-", True, "missing digits"),
    (JOB_NUMBER, "GE:09-17825", True, "a colon for the full stop"),
    (JOB_NUMBER, "26-01035* (E)", True, "reissued"),
    (JOB_NUMBER, "*2221549*", True, "the bar code's text"),
    (JOB_NUMBER, "2016-2017", False, "years"),
    (JOB_NUMBER, "12-19 April 2015", False, "dates"),
    (HEAD, "CTOC/COP/2022/L.4", True, "a symbol"),
    (HEAD, "A/81/6 (Sect. 31)/Part A*", True, "a symbol with spaces"),
    (HEAD, "page 3", True, "a page number with a word"),
    (HEAD, "and/or the States", False, "words with a slash"),
    (HEAD, "Introduction", False, "a heading"),
]


@pytest.mark.parametrize(("form", "text", "is_running", "reason"), RUNNING, ids=[case[1] for case in RUNNING])
def test_running_heads_and_feet_are_recognized(form: re.Pattern[str], text: str, is_running: bool, reason: str) -> None:
    assert bool(form.fullmatch(text)) is is_running, reason


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Introduction ........... 3", True),
        ("Introduction . . . . . . . 3", True),
        ("a title that leaves little room ... 5", True),
        ("WORKING GROUPS... 61–69 14", True),
        ("and so on ...", False),
        ("paras. 3, 4 and 5.", False),
    ],
)
def test_dotted_leaders_are_recognized(text: str, expected: bool) -> None:
    assert has_leader(text) is expected


def test_letters_of_a_date_beside_larger_type_are_not_raised() -> None:
    """Some programs place each letter; the organ's large name beside the date is a little lower."""
    date = [
        Word(letter, 300.0 + 5 * n, 305.0 + 5 * n, 100.0, 9.5, spaced=letter == "m") for n, letter in enumerate("9mai")
    ]
    organ = Word("Parties", 210.0, 296.0, 109.0, 17.0)
    page = Page(1, 600.0, 800.0, words=[*date, organ])
    assert [printed.text for printed in page_lines(page)] == ["9 mai", "Parties"]


def test_raised_marker_beside_a_word_of_the_line_below_is_superscript() -> None:
    words = [Word("agenda", 100.0, 140.0, 109.0, 10.0), Word("a", 141.0, 144.0, 105.0, 6.5, spaced=False)]
    lines = page_lines(Page(1, 600.0, 800.0, words=words))
    assert [printed.text for printed in lines] == ["agendaa"]
