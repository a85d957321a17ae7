"""Positions at which a text can be split."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.review.cuts import MARK, CutError, cuts, marked_cut

LONG_TEXT = "States should act: alone, e.g. at home. They should also, under article 19. In it:\n(a) help;\n(b) ask."


def test_cuts_are_offered_before_sentences_and_sub_items() -> None:
    assert [cut.after.split()[0] for cut in cuts(LONG_TEXT)] == ["They", "In", "(a)", "(b)"]
    assert cuts("States should act.") == []


@given(st.text(alphabet="ab \n-.", min_size=1), st.integers(0, 60))
def test_mark_is_found_where_it_was_put(text: str, offset: int) -> None:
    """The words on either side of the mark are the same as in the text, wherever the mark is."""
    offset = min(offset, len(text))
    try:
        cut = marked_cut(text, f"{text[:offset]}\n{MARK}\n{text[offset:]}")
    except CutError:
        return
    assert text[:cut].split() + text[cut:].split() == text[:offset].split() + text[offset:].split()
    assert not text[cut].isspace()


@pytest.mark.parametrize(
    "marked",
    [
        LONG_TEXT,
        f"{MARK}\n{LONG_TEXT}",
        f"{LONG_TEXT}\n{MARK}",
        f"one\n{MARK}\ntwo",
        f"{LONG_TEXT[:9]}\n{MARK}\n{MARK}\n{LONG_TEXT[9:]}",
    ],
)
def test_invalid_marks_are_rejected(marked: str) -> None:
    with pytest.raises(CutError):
        marked_cut(LONG_TEXT, marked)
