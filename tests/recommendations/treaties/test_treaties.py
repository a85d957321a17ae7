"""Parsing of the treaties in the vocabulary. Their texts are not in the repository; without them, tests are skipped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from recommendations.treaties.parse import parse_treaty
from tests.recommendations.treaties.test_parse import letters, letters_of
from tests.sources import ROOT

TEXTS = ROOT.parent / "shared" / "corpus" / "vocabulary" / "treaty"
FILES = {
    "untoc": "UNTOC_2000.en.md",
    "tip-protocol": "UNTOC_Protocol_Trafficking_in_Persons.en.md",
    "som-protocol": "UNTOC_Protocol_Smuggling_of_Migrants.en.md",
    "firearms-protocol": "UNTOC_Protocol_Firearms.en.md",
    "uncac": "UNCAC_2003.en.md",
    "drugs-1988": "Drug_Trafficking_Convention_1988.en.md",
}
COUNTS = {
    "untoc": (41, 181, 130),
    "tip-protocol": (20, 59, 23),
    "som-protocol": (25, 74, 41),
    "firearms-protocol": (21, 52, 33),
    "uncac": (71, 239, 176),
    "drugs-1988": (34, 142, 178),
}
"""Numbers of articles, paragraphs (an article without numbered paragraphs counts as one) and subparagraphs."""


def path_of(key: str) -> Path:
    """Return the path of a treaty's text. Skip the test if it is not available."""
    path = TEXTS / FILES[key]
    if not path.exists():
        pytest.skip("the texts of the treaties are not available")
    return path


@pytest.mark.parametrize("key", FILES)
def test_every_word_is_read(key: str) -> None:
    text = path_of(key).read_text(encoding="utf-8")
    treaty = parse_treaty(text)
    assert letters_of(treaty) == letters(text)
    assert treaty.remarks == ()


@pytest.mark.parametrize("key", FILES)
def test_articles_match_the_vocabulary(key: str) -> None:
    treaty = parse_treaty(path_of(key).read_text(encoding="utf-8"))
    entries = json.loads((ROOT / "fixtures" / "vocabulary" / "instruments.json").read_text(encoding="utf-8"))
    articles = next(entry["articles"] for entry in entries if entry["key"] == key)
    parsed = [(article.number, letters(article.title).lower()) for article in treaty.articles]
    assert parsed == [(str(article["number"]), letters(article["title"]).lower()) for article in articles]
    assert (len(treaty.articles), treaty.paragraph_count, treaty.subparagraph_count) == COUNTS[key]


@pytest.mark.parametrize(
    ("key", "article", "paragraphs", "last_subparagraph"),
    [
        ("untoc", "16", 17, ""),
        ("untoc", "18", 30, ""),
        ("uncac", "46", 30, ""),
        ("drugs-1988", "10", 3, ""),
        ("untoc", "2", 1, "j"),
        ("drugs-1988", "1", 1, "u"),
        ("tip-protocol", "3", 1, "d"),
    ],
)
def test_paragraphs_of_articles_are_complete(key: str, article: str, paragraphs: int, last_subparagraph: str) -> None:
    """The expected values were counted by hand in the treaties."""
    treaty = parse_treaty(path_of(key).read_text(encoding="utf-8"))
    article_blocks = [block for block in treaty.blocks if block.article == article]
    assert len({block.paragraph for block in article_blocks}) == paragraphs
    assert article_blocks[-1].subparagraph == last_subparagraph
