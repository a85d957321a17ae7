"""Instruments named in earlier paragraphs, to which articles without an instrument belong."""

from __future__ import annotations

import pytest

from recommendations.extraction.places import TextPlace
from recommendations.extraction.references.articles import find_article_references
from tests.recommendations.extraction.reading import VOCABULARY
from tests.recommendations.extraction.test_articles import NO_OWN_INSTRUMENT, UNTOC, read, targets

CASES_ACROSS_PARAGRAPHS = [
    (
        ["Article 16 of the Organized Crime Convention applies.", "Furthermore, under article 18, States help."],
        NO_OWN_INSTRUMENT,
        ["untoc:16", "untoc:18"],
        "the instrument named last in the section",
    ),
    (
        ["The Trafficking in Persons Protocol was adopted in 2000.", "Article 9 of the Protocol is on prevention."],
        UNTOC,
        ["tip-protocol:9"],
        "the protocol named in an earlier paragraph",
    ),
    (
        ["The Convention against Corruption is new.", "Article 18 of the Convention is on mutual legal assistance."],
        UNTOC,
        ["untoc:18"],
        "the document's own again, in a new paragraph",
    ),
    (
        ["The Organized Crime Convention has 190 parties.", "Article 18 of the Convention is often used."],
        NO_OWN_INSTRUMENT,
        ["untoc:18"],
        "the only one named, if the document has none of its own",
    ),
    (
        [
            "The Organized Crime Convention and the Convention against Corruption have many parties.",
            "Article 18 of the Convention is often used.",
        ],
        NO_OWN_INSTRUMENT,
        [],
        "several named, and the document has none of its own",
    ),
    (
        [
            "The Organized Crime Convention and the Convention against Corruption have many parties.",
            "The Convention against Corruption is new: see article 46 of that Convention, and article 44 thereof.",
        ],
        NO_OWN_INSTRUMENT,
        ["uncac:46", "uncac:44"],
        "that Convention is the one named last",
    ),
    (
        [
            "The Organized Crime Convention, the Convention against Corruption and the 1988 Convention apply.",
            "The Convention against Corruption deals with it in article 46 of the Convention.",
        ],
        NO_OWN_INSTRUMENT,
        ["uncac:46"],
        "the only one that the paragraph has named",
    ),
    (
        [
            "The United Nations Convention against Corruption (hereinafter “the Convention”) and the Organized Crime "
            "Convention apply.",
            "The Organized Crime Convention is older than article 46 of the Convention.",
        ],
        UNTOC,
        ["uncac:46"],
        "the one defined in the text",
    ),
    (
        ["The Convention against Corruption (article 46 of the Convention) applies.", "Article 18 of the Convention."],
        UNTOC,
        ["uncac:46", "untoc:18"],
        "an article in brackets defines nothing",
    ),
    (
        ["The European Convention on Extradition was first.", "Article 6 of that Convention is short."],
        UNTOC,
        [],
        "that Convention is the one named last, though it is outside the vocabulary",
    ),
    (
        [
            "The Organized Crime Convention and the Convention against Corruption have many parties.",
            "The 1988 Convention is older. Under the said Convention and its article 7, States help.",
        ],
        NO_OWN_INSTRUMENT,
        ["drugs-1988:7"],
        "“the said Convention”",
    ),
    (
        [
            "The Organized Crime Convention and the Convention against Corruption have many parties.",
            "The Convention has many articles. States help under article 18.",
        ],
        NO_OWN_INSTRUMENT,
        [],
        "an article after an ambiguous mention stays unresolved",
    ),
]


@pytest.mark.parametrize(
    ("texts", "own", "expected", "reason"),
    CASES_ACROSS_PARAGRAPHS,
    ids=[reason for *_, reason in CASES_ACROSS_PARAGRAPHS],
)
def test_instruments_named_in_earlier_paragraphs_are_remembered(
    texts: list[str], own: str | None, expected: list[str], reason: str
) -> None:
    assert targets(read(*texts, own=own)) == expected, reason


def test_instrument_in_note_does_not_affect_later_text() -> None:
    places = [
        TextPlace("The Organized Crime Convention applies; see article 16.", (0,), block=0),
        TextPlace("See also the Convention against Corruption, article 44.", (0,), footnote=0),
        TextPlace("Under article 18, States help.", (0,), block=1),
    ]
    assert targets(find_article_references(places, VOCABULARY, NO_OWN_INSTRUMENT, "en")) == [
        "untoc:16",
        "uncac:44",
        "untoc:18",
    ]
