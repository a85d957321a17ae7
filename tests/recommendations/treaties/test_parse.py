"""Small invented treaties are parsed into articles, paragraphs and subparagraphs."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.treaties.parse import parse_treaty
from recommendations.treaties.types import ArticleHeading, Treaty, TreatyBlock, TreatyFormatError

MARKED = """\
##Verdrag over bruggen

####Convention on Bridges

PreambleThe Parties, wishing to build,
Have agreed:
### CHAPTER  I
####GENERAL
### Article  1

####Use of terms

For the purposes of this Convention:

a) “Bridge” means what spans;

b) ``River" means what is spanned:

(i)By stone;

(ii) By *lignum vitae*, as are:
a. Planks;

b. Beams.
### Article  2

####Building
1.   Each Party shall build.
It may build twice.
2.
(a)Bridges; (b) Piers;

(c) Ramps.
Nothing else is built.

IN WITNESS WHEREOF, the undersigned have signed.
### ANNEX

|
|*Table I* |*Table II* |
"""


def numbers_in(treaty: Treaty, article: str) -> list[tuple[str, str, str, int]]:
    return [
        (block.label, block.paragraph, block.subparagraph, block.level)
        for block in treaty.blocks
        if block.article == article
    ]


def test_artefacts_of_a_converter_are_removed() -> None:
    treaty = parse_treaty(MARKED)
    assert treaty.titles == ("Verdrag over bruggen", "Convention on Bridges")
    assert treaty.articles == (ArticleHeading("1", "Use of terms"), ArticleHeading("2", "Building"))
    assert numbers_in(treaty, "1") == [
        ("", "", "", 0),
        ("a)", "", "a", 1),
        ("b)", "", "b", 1),
        ("(i)", "", "b(i)", 2),
        ("(ii)", "", "b(ii)", 2),
        ("a.", "", "b(ii)(a)", 3),
        ("b.", "", "b(ii)(b)", 3),
    ]
    assert numbers_in(treaty, "2") == [
        ("1.", "1", "", 0),
        ("2.", "2", "", 0),
        ("(a)", "2", "a", 1),
        ("(b)", "2", "b", 1),
        ("(c)", "2", "c", 1),
    ]
    texts = [block.text for block in treaty.blocks]
    assert "“River” means what is spanned:" in texts
    assert "By lignum vitae, as are:" in texts
    assert "Each Party shall build. It may build twice." in texts
    assert [(block.kind, block.text) for block in treaty.blocks if not block.article][2:] == [
        ("heading", "Preamble"),
        ("text", "The Parties, wishing to build, Have agreed:"),
        ("heading", "CHAPTER I"),
        ("heading", "GENERAL"),
        ("text", "IN WITNESS WHEREOF, the undersigned have signed."),
        ("heading", "ANNEX"),
        ("text", "Table I | Table II"),
    ]
    assert treaty.remarks == ()


def parse_items(*lines: str) -> list[TreatyBlock]:
    """Return the blocks of an article with these items."""
    return list(parse_treaty("\n\n".join(("# Article 1", "## Title", *lines))).blocks)


@pytest.mark.parametrize(
    ("lines", "expected", "reason"),
    [
        (["(g) x", "(h) x", "(i) x", "(j) x"], ["g", "h", "i", "j"], "the letter i"),
        (["(h) x", "(i) x", "(ii) x"], ["h", "h(i)", "h(ii)"], "the numeral i, since ii follows"),
        (["(a) x", "(i) x", "(ii) x", "(b) x"], ["a", "a(i)", "a(ii)", "b"], "numerals below letters"),
        (["(u) x", "(v) x", "(w) x", "(x) x"], ["u", "v", "w", "x"], "letters that are also numerals"),
        (["(a) x", "(iv) x", "(v) x"], ["a", "a(iv)", "a(v)"], "the numeral v"),
        (["(i) x", "(a) x", "(ii) x"], ["i", "i(a)", "ii"], "letters below numerals"),
        (["(i) x", "1) x", "2) x", "(ii) x"], ["i", "i(1)", "i(2)", "ii"], "figures below numerals"),
        (["a) x; b) Y"], ["a", "b"], "a label attached to the end of the previous item"),
        (["shall: (a) Do this;", "(b) do that"], ["", "a", "b"], "a first label attached to its introductory text"),
        (["(a) as in (b) Above."], ["a"], "a letter within a clause is not a label"),
        (["(a) one; (c) Three"], ["a"], "a letter out of order is not a label"),
        (["(a) see paragraph 1; (b) Both", "(b) x"], ["a", "b"], "the letter of the next item is not a label"),
    ],
)
def test_labels_are_nested(lines: list[str], expected: list[str], reason: str) -> None:
    assert [block.subparagraph for block in parse_items(*lines)] == expected, reason


def test_unnumbered_first_paragraph_is_paragraph_one() -> None:
    treaty = parse_treaty("# Article 1\n\n# T\n\nThe Parties shall:\n\n(a) act;\n\n2.They may.\n\n3. They do.")
    assert numbers_in(treaty, "1") == [("", "1", "", 0), ("(a)", "1", "a", 1), ("2.", "2", "", 0), ("3.", "3", "", 0)]
    assert treaty.remarks == ()


def test_text_after_a_list_belongs_to_the_same_paragraph() -> None:
    blocks = parse_items("1. If:", "(a) so;", "then so.", "2. And")
    assert [(block.paragraph, block.subparagraph) for block in blocks] == [
        ("1", ""),
        ("1", "a"),
        ("1", ""),
        ("2", ""),
    ]


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("1. x\n\n3. y", "In article 1, paragraph 3, “3.” is out of sequence."),
        ("(a) x\n\n(c) y", "In article 1, “(c)” is out of sequence."),
        ("(b) x", "In article 1, “(b)” is out of sequence."),
    ],
)
def test_gaps_in_numbering_are_reported_in_remarks(text: str, remark: str) -> None:
    assert parse_treaty(f"# Article 1\n\n# T\n\n{text}").remarks == (remark,)


PLAIN = """\
Convention on Bridges

Article 1
Use of terms

In this Convention a bridge, in the sense of
article 2, spans.

ARTICLE 2. Building

1. Each Party shall build.
2. Article 1 applies.

Article 3

The Parties shall rest.
"""


def test_plain_text_is_parsed() -> None:
    treaty = parse_treaty(PLAIN)
    assert [(row.number, row.title) for row in treaty.articles] == [("1", "Use of terms"), ("2", "Building"), ("3", "")]
    texts = [block.text for block in treaty.blocks if block.article]
    assert texts == [
        "In this Convention a bridge, in the sense of article 2, spans.",
        "Each Party shall build.",
        "Article 1 applies.",
        "The Parties shall rest.",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "cannot be divided into articles"),
        ("A report on article 18.\n\nIt ends.", "cannot be divided into articles"),
        ("# Article 1\n\n# T\n\nx\n\n# Article 1\n\n# U\n\ny", "Article 1 appears twice."),
    ],
)
def test_texts_without_distinct_articles_are_rejected(text: str, message: str) -> None:
    with pytest.raises(TreatyFormatError, match=message):
        parse_treaty(text)


def letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def letters_of(treaty: Treaty) -> str:
    """Return the letters and digits of all titles, labels and texts, in order."""
    titles = {article.number: article.title for article in treaty.articles}
    pieces: list[str] = []
    article = ""
    for block in treaty.blocks:
        if block.article and block.article != article:
            pieces += ["Article", block.article, titles[block.article]]
        article = block.article
        pieces += [block.label, block.text]
    return letters("".join(pieces))


ITEMS = st.sampled_from(
    [
        "1. One",
        "2. Two",
        "(a) alpha; (b) Beta",
        "(i)first",
        "(ii) Second",
        "a) x",
        "flows on",
        "“quoted”",
        "| a | b |",
        "*so*",
    ]
)


@given(st.lists(st.lists(st.tuples(ITEMS, st.sampled_from(["\n", "\n\n"])), min_size=1), min_size=1, max_size=5))
def test_no_letter_is_lost(articles: list[list[tuple[str, str]]]) -> None:
    text = "## A Treaty\n\nPreamble text\n"
    for number, items in enumerate(articles, 1):
        text += f"\n### Article {number}\n\n#### Title {number}\n\n" + "".join(item + end for item, end in items)
    assert letters_of(parse_treaty(text)) == letters(text)
