"""Differences between two texts: a table of cases, and properties."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.text.differences import TextChange, differences

SIGNS = {TextChange.SAME: "{}", TextChange.DELETED: "[-{}-]", TextChange.ADDED: "{{+{}+}}"}


def mark_differences(earlier: str, later: str) -> str:
    return "".join(SIGNS[piece.change].format(piece.text) for piece in differences(earlier, later))


CASES = [
    ("the same", "the same", "the same", "nothing changed"),
    ("", "", "", "two empty texts"),
    ("", "a word", "{+a word+}", "an added text"),
    ("a word", "", "[-a word-]", "a deleted text"),
    ("States are encouraged", "States parties are encouraged", "States {+parties +}are encouraged", "an added word"),
    ("on consistent basis", "on a consistent basis", "on {+a +}consistent basis", "an added article"),
    (
        "such techniques for",
        "such techniques, in particular for",
        "such techniques{+, in particular+} for",
        "words added before a space",
    ),
    ("one\ntwo", "one two", "one[-\n-]{+ +}two", "a line break that became a space"),
    (" one", "one", "[- -]one", "spaces before the first word"),
    ("should act;", "should act.", "should act[-;-]{+.+}", "a changed punctuation mark"),
    ("the states", "the States", "the [-states-]{+States+}", "changed capitals"),
    (
        "videoconferences",
        "videoconferencing",
        "[-videoconferences-]{+videoconferencing+}",
        "words are compared as wholes",
    ),
    (
        "a one-year overview",
        "a one-day overview",
        "a [-one-year-]{+one-day+} overview",
        "hyphenated words are compared as wholes",
    ),
    ("article 18(3)", "article 18(4)", "article 18([-3-]{+4+})", "a paragraph of an article"),
    ("使用特殊侦查手段", "使用侦查手段", "使用[-特殊-]侦查手段", "Chinese has no spaces; a character is a word"),
    (
        "devote attention to the need for care",
        "give thought to a want of care",
        "[-devote attention to the need for-]{+give thought to a want of+} care",
        "a single word between two changes is marked with them",
    ),
]


@pytest.mark.parametrize(("earlier", "later", "expected", "reason"), CASES, ids=[case[3] for case in CASES])
def test_differences_are_marked(earlier: str, later: str, expected: str, reason: str) -> None:
    assert mark_differences(earlier, later) == expected, reason


WORDS = st.lists(st.sampled_from(["States", "states", "the", " ", "  ", "\n", ",", ";", "(a)", "18", "证", "é", "’"]))
TEXTS = st.one_of(st.text(max_size=60), WORDS.map("".join))


@given(TEXTS, TEXTS)
def test_pieces_add_up_to_both_texts(earlier: str, later: str) -> None:
    pieces = differences(earlier, later)
    assert "".join(piece.text for piece in pieces if piece.change != TextChange.ADDED) == earlier
    assert "".join(piece.text for piece in pieces if piece.change != TextChange.DELETED) == later


@given(TEXTS, TEXTS)
def test_offsets_of_pieces_are_correct(earlier: str, later: str) -> None:
    for piece in differences(earlier, later):
        if piece.change != TextChange.ADDED:
            assert earlier.startswith(piece.text, piece.earlier_offset)
        if piece.change != TextChange.DELETED:
            assert later.startswith(piece.text, piece.later_offset)


@given(TEXTS)
def test_text_does_not_differ_from_itself(text: str) -> None:
    assert all(piece.change is TextChange.SAME for piece in differences(text, text))


@given(TEXTS, TEXTS)
def test_same_and_changed_pieces_alternate(earlier: str, later: str) -> None:
    pieces = differences(earlier, later)
    assert all(piece.text for piece in pieces)
    assert all(
        (first.change, second.change)
        not in {
            (TextChange.SAME, TextChange.SAME),
            (TextChange.ADDED, TextChange.DELETED),
            (TextChange.ADDED, TextChange.ADDED),
        }
        for first, second in pairwise(pieces)
    )
