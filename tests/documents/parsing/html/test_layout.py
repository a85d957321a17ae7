"""The printed content of a page: paragraphs, headings, lists, tables, masthead."""

from __future__ import annotations

import re

import pytest

from documents.parsing.readers.html import read_html
from documents.parsing.types import Alignment, Source

FILLER = "<p>The Working Group held its thirteenth meeting in Vienna from 23 to 27 May 2022.</p>"


def read(body: str, head: str = "") -> Source:
    """Read a page with this body, lengthened enough to be a document."""
    return read_html(f"<!DOCTYPE html><html><head>{head}</head><body>{body}{FILLER}</body></html>".encode())


def texts(source: Source) -> list[str]:
    """Return the paragraphs without the filler; spaces are collapsed, as in later steps."""
    return [re.sub(" +", " ", fragment.text) for fragment in source.body[:-1]]


PARAGRAPHS = [
    ("<p>One</p><p>Two</p>", ["One", "Two"], "paragraphs"),
    ("<p>One\n   line \t here</p>", ["One line here"], "spaces collapse"),
    ("<p>article&nbsp;18 of organi&shy;zation</p>", ["article 18 of organization"], "no-break spaces and soft hyphens"),
    ("<p>“One”&#8211;two &#146;s</p>", ["“One”–two ’s"], "character references, including those of Windows"),
    ("<p>A line<br>its end</p>", ["A line\nits end"], "a line break inside a paragraph"),
    ("<p>One<br><br>Two<br>\n<br/>Three</p>", ["One", "Two", "Three"], "paragraphs separated by line breaks"),
    ("<p>As follows:<br>(a) One;<br>(b) Two.</p>", ["As follows:", "(a) One;", "(b) Two."], "a list on separate lines"),
    ("<p>see article 5,<br>paragraph 2</p>", ["see article 5,\nparagraph 2"], "a label that is part of a sentence"),
    ("<h2>Annex I<br>Recommendations</h2>", ["Annex I", "Recommendations"], "an annex's label and its title"),
    ("One<p>Two</p>Three<div>Four</div>", ["One", "Two", "Three", "Four"], "text between paragraphs"),
    ("<div>One <span>and</span> two<p>Three</div>", ["One and two", "Three"], "unclosed elements"),
    ("<p>Sentence <font size=2>of</font> <u>one</u><wbr>word</p>", ["Sentence of oneword"], "presentational elements"),
    ("<p>One two <picture><source srcset=x><img></picture>three", ["One two three"], "elements without text"),
    ("<p>He said <q>yes</q></p>", ["He said “yes”"], "quotation marks that a browser prints"),
    (
        "<p>Held in <st1:place w:st='on'>Vienna</st1:place><o:p></o:p></p>",
        ["Held in Vienna"],
        "elements of Microsoft Office",
    ),
    ("<dl><dt>Term</dt><dd>Its meaning</dd></dl>", ["Term", "Its meaning"], "definitions"),
    ("<p>One<!-- not --><?not?>two<![if !x]>three<![endif]></p>", ["Onetwothree"], "comments and conditional comments"),
    ("<p>old <del>text</del><ins>words</ins></p>", ["old words"], "changes accepted"),
    ("<pre>One line\nTwo lines</pre>", ["One line", "Two lines"], "preformatted lines"),
    ("<p>m<sup>2</sup> on the 5<sup>th</sup></p>", ["m2 on the 5th"], "superscripts, which are separate spans"),
]


@pytest.mark.parametrize(("body", "expected", "reason"), PARAGRAPHS, ids=[case[2] for case in PARAGRAPHS])
def test_paragraphs_are_read(body: str, expected: list[str], reason: str) -> None:
    assert texts(read(body)) == expected, reason


LISTS = [
    ("<ol><li>One<li>Two</ol>", ["1. One", "2. Two"], "decimal"),
    ('<ol start="12"><li>One<li value="14">Two<li>Three</ol>', ["12. One", "14. Two", "15. Three"], "start and value"),
    ("<ol reversed><li>One<li>Two</ol>", ["2. One", "1. Two"], "reversed"),
    ("<ol type=a><li>One<li>Two</ol>", ["(a) One", "(b) Two"], "subparagraphs"),
    ("<ol type=i start=3><li>One<li>Two</ol>", ["(iii) One", "(iv) Two"], "roman numerals"),
    ("<ol type=A><li>One</ol><ol type=I><li>Two</ol>", ["A. One", "I. Two"], "capitals are labels of headings"),
    ("<ol type=a start=26><li>One<li>Two<li>Three</ol>", ["(z) One", "(aa) Two", "(bb) Three"], "letters after z"),
    ('<ol style="list-style-type: lower-alpha"><li>One</ol>', ["(a) One"], "by style"),
    ("<ul><li>One</ul>", ["• One"], "bullets"),
    ('<ul style="list-style:none"><li>One</ul>', ["One"], "a list without marks"),
    ("<ul><li>(a) One</ul>", ["(a) One"], "a printed label replaces the bullet"),
    ("<ol type=a><li>(a) One<li>(b) Two</ol>", ["(a) One", "(b) Two"], "a printed label is not repeated"),
    ("<ol><li>States:<ol type=a><li>One<li>Two</ol></li><li>Last</ol>",
     ["1. States:", "(a) One", "(b) Two", "2. Last"], "a list in an item"),
    ("<ol><li><p>One</p><p>more</p></li><li><p>Two</p></li></ol>", ["1. One", "more", "2. Two"], "paragraphs in items"),
    ("<ol><li><ol type=a><li>One</ol></ol>", ["1. (a) One"], "labels on one line"),
    ("<p><span style='font-family:Symbol'>·<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span>One",
     ["• One"], "a word processor's bullet"),
    ("<p><span style='font-family:\"Courier New\"'>o<span>&nbsp;&nbsp; </span></span>One", ["• One"], "a circle"),
    ("<table><tr><td>(a)</td><td>One;</td></tr><tr><td>(b)</td><td>Two.</td></tr></table>",
     ["(a) One;", "(b) Two."], "a list set as a table"),
    ('<ol start="-1"><li>One<li>Two</ol>', ["-1. One", "0. Two"], "a negative start is printed as it is"),
    ('<ol start="1e9999"><li value="99999999999">One</ol>', ["1. One"], "invalid numbers"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected", "reason"), LISTS, ids=[case[2] for case in LISTS])
def test_list_labels_are_printed(body: str, expected: list[str], reason: str) -> None:
    assert texts(read(body)) == expected, reason


HEADINGS = [
    ("<h1>I. Introduction</h1>", 1, "a tag"),
    ("<h6>Note</h6>", 6, "the lowest level"),
    ('<div role="heading" aria-level="3">Note</div>', 3, "a role"),
    ("<p class=MsoHeading7>Note</p>", None, "a level that HTML does not have"),
    ("<p class=Heading2>Note</p>", 2, "a word processor's heading style"),
    ("<p class=MsoTitle>Note</p>", 1, "a title style"),
    ("<p class=HCh>Note</p>", 1, "a style of the United Nations"),
    ("<p class=H23G>Note</p>", None, "an unknown style"),
    ("<p><b>Note</b></p>", None, "bold text is not yet a heading"),
    ("<h2><span>Note</span></h2>", 2, "an element inside a heading"),
]


@pytest.mark.parametrize(("body", "level", "reason"), HEADINGS, ids=[case[2] for case in HEADINGS])
def test_heading_levels_are_read(body: str, level: int | None, reason: str) -> None:
    assert read(body).body[0].heading_level == level, reason


STYLES = [
    ("<p>a <b>b</b> <i>c</i></p>", [("a ", ""), ("b", "b"), (" ", ""), ("c", "i")], "", "tags"),
    ("<p><strong><em>b</em></strong></p>", [("b", "bi")], "", "nested tags"),
    ("<p>a<span style='font-weight:700'>b</span></p>", [("a", ""), ("b", "b")], "", "a style attribute"),
    ("<p class=x>a</p>", [("a", "b")], ".x { font-weight: bold }", "a class"),
    ("<p class=x>a</p>", [("a", "i")], "p.x, li.x { font-style: italic }", "a class of a tag"),
    ("<p id=x>a</p>", [("a", "b")], "#x{font-weight:bold}", "an identifier"),
    ("<p class=x>a</p>", [("a", "")], "div.x { font-weight: bold }", "a class of another tag"),
    ("<p class=x>a</p>", [("a", "")], ".y .x { font-weight: bold }", "a rule for nested elements is ignored"),
    ("<p class=x>a</p>", [("a", "")], "@media screen { .x { font-weight: bold } }", "a rule for screens is ignored"),
    ("<p class=x>a</p>", [("a", "b")], "@page{margin:0} .x{font-weight:bold}", "after a rule for pages"),
    (
        "<p class=x>a</p>",
        [("a", "b")],
        "<!-- /* x */ .x{font-weight:bold} -->",
        "rules in comments, as word processors write them",
    ),
    ("<p class=x>a</p>", [("a", "")], ".x{font-weight:bold", "an incomplete rule"),
    ("<p class=x>ab</p>", [("ab", "s")], ".x{vertical-align:super}", "a superscript"),
    ("<b><p>a</p></b>", [("a", "")], "", "a block inside an inline element: the tree is repaired"),
]


@pytest.mark.parametrize(("body", "expected", "style", "reason"), STYLES, ids=[case[3] for case in STYLES])
def test_text_styles_are_read(body: str, expected: list[tuple[str, str]], style: str, reason: str) -> None:
    spans = read(body, f"<style>{style}</style>").body[0].spans
    styles = [(s.text, "b" * s.bold + "i" * s.italic + "s" * s.superscript) for s in spans]
    assert styles == expected, reason


def test_alignment_and_size_are_read() -> None:
    style = "<style>p.n{font-size:10.0pt} p.t{font-size:20px;text-align:center}</style>"
    body = f"<p class=t>Title</p><p class=n>{'Text of the report. ' * 9}</p><center>Middle</center>"
    title, text, middle, _ = read(body, style).body
    assert (title.size, title.alignment) == (15.0, Alignment.CENTRE)
    assert (text.size, text.alignment) == (10.0, None)
    assert (middle.size, middle.alignment) == (None, Alignment.CENTRE)
    assert {fragment.size for fragment in read("<p class=t>Title</p>", style).body} == {None}, (
        "the size of headings alone is ignored"
    )


TABLES = [
    ("<tr><th>Party</th><th>Date</th></tr><tr><td>Austria</td><td>2004</td></tr>",
     (("Party", "Date"), ("Austria", "2004")), "rows and cells"),
    ("<tr><td colspan=2>Both</td></tr><tr><td>a</td><td>b</td></tr>", (("Both", ""), ("a", "b")), "merged columns"),
    ("<tr><td rowspan=2>Two</td><td>a</td></tr><tr><td>b</td></tr>", (("Two", "a"), ("", "b")), "merged rows"),
    ("<tr><td>a<td>b<tr><td>c<td>d", (("a", "b"), ("c", "d")), "unclosed elements"),
    ("<tr><td><p>a</p><p>b</p></td><td>c<br>d</td></tr>", (("a b", "c d"),), "paragraphs in a cell"),
    ("<tr><td></td><td></td></tr><tr><td>a</td><td>b</td></tr>", (("a", "b"),), "an empty row"),
    ("<tr><td>189<sup>a</sup></td><td>5<sup>2</sup></td></tr>", (("189ᵃ", "5²"),), "note markers are not digits"),
    ("<tr><td><ul><li>One<li>Two</ul></td><td>b</td></tr>", (("• One • Two", "b"),), "a list in a cell"),
    ("<tr><td colspan=99999 rowspan=99999>a</td><td>b</td></tr>", None, "absurd spans"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "cells", "reason"), TABLES, ids=[case[2] for case in TABLES])
def test_tables_are_read_as_cells(rows: str, cells: tuple[tuple[str, ...], ...] | None, reason: str) -> None:
    table = read(f"<p>{FILLER}</p><table>{rows}</table>").body[-2]
    assert table.cells == cells if cells else len(table.cells[0]) < 100, reason
    assert (
        table.text.split()
        == "".join(f"{cell} " for row in table.cells for cell in row).translate(str.maketrans("ᵃ²", "a2")).split()
    )


LAYOUT_TABLES = [
    ("<tr><td>One</td></tr><tr><td>Two</td></tr>", ["One", "Two"], "one column"),
    ("<tr><td>Menu<td><table><tr><td>One</td></tr></table></tr>", ["Menu", "One"], "a table in a table"),
    ("<tr><td>Side<td><h2>One</h2><p>Two</p></tr>", ["Side", "One", "Two"], "a table that contains headings"),
]


@pytest.mark.parametrize(("rows", "expected", "reason"), LAYOUT_TABLES, ids=[case[2] for case in LAYOUT_TABLES])
def test_layout_tables_are_read_as_paragraphs(rows: str, expected: list[str], reason: str) -> None:
    assert texts(read(f"<table>{rows}</table>")) == expected, reason


def test_table_of_contents_is_marked() -> None:
    lines = "<p class=MsoToc1><a href='#_Toc1'>I. Introduction\t3</a></p>"
    nav = '<nav role="doc-toc"><ol><li><a href="#i">Introduction</a></li></ol></nav>'
    assert [fragment.is_contents for fragment in read(f"{lines}{nav}").body] == [True, True, False]


def test_masthead_in_a_table_is_read_line_by_line() -> None:
    source = read(
        "<table><tr><td>United Nations</td><td>CTOC/COP/2022/L.4</td></tr><tr><td>Conference of the Parties</td>"
        "<td>Distr.: Limited<br>8 September 2022<br>Original: English</td></tr></table>"
        "<p>Eleventh session<br>Vienna</p>"
    )
    assert [line.text for line in source.masthead] == [
        "United Nations", "CTOC/COP/2022/L.4", "Conference of the Parties", "Distr.: Limited", "8 September 2022",
        "Original: English",
    ]  # fmt: skip
    assert texts(source) == ["Eleventh session", "Vienna"]


def test_lines_of_preformatted_text_are_joined() -> None:
    """Lines are joined as in a plain text; pages whose note markers have become digits are rejected."""
    lines = [
        "The Conference of the Parties to the Convention took note of the",
        "report of its working group on the matter.",
    ]
    source = read("<pre>" + "\n".join([*lines, ""] * 8) + "</pre>")
    assert texts(source) == [" ".join(lines)] * 8
    assert [doubt.code for doubt in source.doubts] == ["text_by_line"]
