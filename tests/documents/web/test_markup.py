"""Marked-up text is always escaped, and its tags nest correctly whatever the offsets."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from documents.web.markup import Insertion, Overlay, mark_up


def bold(start: int, end: int) -> Overlay:
    return Overlay(start, end, mark_safe("<b>"), mark_safe("</b>"))


def link(start: int, end: int) -> Overlay:
    return Overlay(start, end, mark_safe('<a href="#">'), mark_safe("</a>"))


CALL = mark_safe("<sup>1</sup>")

CASES = [
    ("a <b> & c", [], [], "a &lt;b&gt; &amp; c", "markup in the text is escaped"),
    ("use article 18", [[link(4, 14)]], [], 'use <a href="#">article 18</a>', "words are wrapped"),
    ("a<b", [[bold(1, 2)]], [], "a<b>&lt;</b>b", "wrapped text is escaped too"),
    (
        "abcd",
        [[link(0, 3)], [bold(2, 4)]],
        [],
        '<a href="#">ab<b>c</b></a><b>d</b>',
        "inner tags are split at outer tags",
    ),
    ("abcd", [[bold(0, 3), bold(2, 4)]], [], "<b>abc</b>d", "the second of two overlapping overlays is omitted"),
    ("abcd", [[bold(0, 4)]], [Insertion(2, CALL)], "<b>ab</b><sup>1</sup><b>cd</b>", "a call is never inside a tag"),
    ("ab", [], [Insertion(2, CALL)], "ab<sup>1</sup>", "a call at the end is kept"),
    ("ab", [[bold(1, 9)]], [Insertion(7, CALL)], "a<b>b</b><sup>1</sup>", "offsets past the end are moved to the end"),
    ("ab", [[bold(1, 1)]], [], "ab", "an empty overlay is ignored"),
]


@pytest.mark.parametrize(
    ("text", "layers", "insertions", "expected", "_reason"), CASES, ids=[case[4] for case in CASES]
)
def test_text_is_marked_up(text: str, layers: list, insertions: list, expected: str, _reason: str) -> None:
    assert mark_up(text, layers, insertions) == expected


class NestingChecker(HTMLParser):
    """Parses a page and collects its text. Checks that every end tag closes the element opened last."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attributes: object) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


OFFSETS = st.integers(0, 14)


@given(
    text=st.text(alphabet="ab<>&\"' ", max_size=12),
    links=st.lists(st.builds(link, OFFSETS, OFFSETS), max_size=4),
    bolds=st.lists(st.builds(bold, OFFSETS, OFFSETS), max_size=4),
    calls=st.lists(OFFSETS, max_size=3),
)
def test_tags_nest_and_no_character_is_lost(text: str, links: list, bolds: list, calls: list[int]) -> None:
    page = mark_up(text, [links, bolds], [Insertion(offset, mark_safe("<sup></sup>")) for offset in calls])
    reader = NestingChecker()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    assert reader.text == text
    assert len(re.findall("<sup>", page)) == len(calls)
