"""Notes of a page and their markers, as different programs write them, and links that only look like markers."""

from __future__ import annotations

import pytest

from documents.parsing.readers.html import read_html
from documents.parsing.types import Source

FILLER = "<p>The Working Group held its thirteenth meeting in Vienna from 23 to 27 May 2022.</p>"
Notes = list[tuple[str, str]]


def read(body: str, style: str = "") -> Source:
    return read_html(f"<!DOCTYPE html><html><style>{style}</style><body>{FILLER}{body}</body></html>".encode())


def markers(source: Source) -> list[str]:
    """Return the markers in superscript spans of the text."""
    return [span.text for fragment in source.body for span in fragment.spans if span.superscript]


def notes(source: Source) -> Notes:
    return [(note.marker, note.text) for note in source.notes]


MARKER = "<p>Text<sup><a href='#n'>1</a></sup></p>"
SEE: Notes = [("1", "See A/55/383.")]
MADE_BY_WORD = (
    "<p>Text<a href='#_ftn1' name='_ftnref1'><span class=MsoFootnoteReference>[1]</span></a> goes on.</p>"
    "<div><br clear=all><hr><div id=ftn1><p class=MsoFootnoteText><a href='#_ftnref1' name='_ftn1'>"
    "<span class=MsoFootnoteReference>[1]</span></a> See A/55/383.</p><p>More of it.</p></div></div>"
)
MADE_BY_LIBRE_OFFICE = (
    "<p>Text<a class=sdfootnoteanc name=sdfootnote1anc href='#sdfootnote1sym'><sup>1</sup></a>.</p><div id=sdfootnote1>"
    "<p><a class=sdfootnotesym name=sdfootnote1sym href='#sdfootnote1anc'>1</a>See A/55/383.</p></div>"
)
LINKED = [
    (MADE_BY_WORD, [("1", "See A/55/383. More of it.")], "a word processor: one block per note"),
    (MADE_BY_LIBRE_OFFICE, SEE, "another word processor"),
    ("<p>Text<sup><a href='#ftnt1' id='ftnt_ref1'>[1]</a></sup></p><hr>"
     "<div><p><a href='#ftnt_ref1' id='ftnt1'>[1]</a><span>&nbsp;See A/55/383.</span></p></div>",
     SEE, "an online editor"),
    ("<p>Text<sup id='fnref:1'><a href='#fn:1'>1</a></sup></p><div class=footnotes><hr><ol>"
     "<li id='fn:1'><p>See A/55/383.&nbsp;<a href='#fnref:1'>&#8617;</a></p></li></ol></div>",
     SEE, "a Markdown converter: one list item per note"),
    ("<p>Text<a href='#n' role=doc-noteref>1</a></p><aside id=n role=doc-footnote>1. See A/55/383.</aside>",
     SEE, "roles"),
    ("<p>Text<sup><a href='https://site.org/page.html#fn1'>1</a></sup></p><p id=fn1><sup>1</sup> See A/55/383.</p>",
     SEE, "full addresses in a saved page"),
    ("<p>Text [<a href='#note1'>1</a>] and [<a href='#note2'>2</a>].</p><p><a name=note1></a>[1] See one.<br>"
     "<a name=note2></a>[2] See two.</p>", [("1", "See one."), ("2", "See two.")], "several notes in a paragraph"),
    (f"{MARKER}<a name=n></a><p>1. See A/55/383.</p><p>No note.</p>", SEE, "an anchor above its note"),
    (f"{MARKER}<table><tr><td id=n>1</td><td>See A/55/383.</td></tr></table>", SEE, "a table row"),
    (f"{MARKER}<p>One more<sup><a href='#n'>1</a></sup></p><p id=n>1. See A/55/383.</p>", SEE, "two markers"),
    ("<p>Text<sup><a href='#a'>*</a></sup></p><p id=a>* See COP/1.</p>", [("*", "See COP/1.")], "asterisks"),
    ("<p>Text<sup><a href='#fn5'>5</a></sup></p><ol><li id=fn5>5 November 2020.</li></ol>",
     [("5", "5 November 2020.")], "the number of a list item is not in its text"),
    ("<p>One<sup><a href='#fn2'>2</a></sup></p><p id=fn2><a href='#r'>2</a> See <a href='#fn1'>note 1</a>.</p>",
     [("2", "See note 1.")], "a reference to another note"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected", "reason"), LINKED, ids=[case[2] for case in LINKED])
def test_linked_notes_are_read(body: str, expected: Notes, reason: str) -> None:
    source = read(body)
    assert notes(source) == expected, reason
    assert set(markers(source)) == {marker for marker, _ in expected}
    assert not any("[" in fragment.text or "A/55/383" in fragment.text for fragment in source.body)


BY_FORMATTING = [
    ("<p>Text<sup>1</sup></p><p><sup>1</sup> See A/55/383.</p>", SEE, ["1"], "raised markers"),
    ("<p>Text¹</p><p>¹ See A/55/383.</p>", SEE, ["1"], "raised digits"),
    ("<p>Agenda*</p><p>* See COP/1.</p>", [("*", "See COP/1.")], ["*"], "asterisks on the line"),
    ("<p>Text<u class=r>1</u></p><p><u class=r>1</u> See A/55/383.</p>", SEE, ["1"], "raised by a style"),
    ("<table><tr><td>a<sup>x</sup></td><td>b</td></tr><tr><td colspan=2><sup>x</sup> Data of 2021.</td></tr></table>",
     [("x", "Data of 2021.")], ["x"], "below a table"),
    ("<p>Text</p><p>* One</p><p>* Two</p>", [], [], "asterisks as bullets"),
    ("<p>One<sup>1, 2</sup></p><p><sup>1</sup> A.</p><p><sup>2</sup> B.</p>",
     [("1", "A."), ("2", "B.")], ["1, 2"], "two markers"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "expected", "expected_markers", "reason"), BY_FORMATTING, ids=[case[3] for case in BY_FORMATTING]
)
def test_notes_are_recognized_by_their_formatting(
    body: str, expected: Notes, expected_markers: list[str], reason: str
) -> None:
    source = read(body, ".r { vertical-align: super }")
    assert (notes(source), markers(source)) == (expected, expected_markers), reason


OTHER_LINKS = [
    ("<p>See paragraph <a href='#p12'>12</a>.</p><p id=p12>12. Text</p>", "a paragraph's number"),
    ("<p>See item <a href='#item-a'>(a)</a>.</p><p id=item-a>(a) Text</p>", "an item's label"),
    ("<p id=p1>1. Text</p><p>See [<a href='#p1'>1</a>] above.</p>", "a target above the link"),
    ("<p>See <a href='#annex'>annex I</a>.</p><h2 id=annex>Annex I</h2>", "a link on words"),
    ("<p>See <sup><a href='#nowhere'>note</a></sup></p>", "a link without a target"),
]


@pytest.mark.parametrize(("body", "reason"), OTHER_LINKS, ids=[case[1] for case in OTHER_LINKS])
def test_other_links_are_not_note_markers(body: str, reason: str) -> None:
    source = read(body)
    assert source.notes == (), reason
    assert not any(marker.strip("0123456789") == "" for marker in markers(source))


def test_notes_outside_the_main_part_are_read() -> None:
    text = "<p>Text<sup><a href='#fn1'>1</a></sup> and much more of it, so that it holds most of the page.</p>"
    note = "<footer><ol><li id=fn1>See A/55/383.</li></ol></footer>"
    source = read_html(f"<html><body><main>{FILLER}{text}</main>{note}</body></html>".encode())
    assert notes(source) == SEE
