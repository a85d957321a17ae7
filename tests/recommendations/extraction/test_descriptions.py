"""Provisions whose descriptions resemble a passage, by made-up similarities."""

from __future__ import annotations

import json

import pytest
from django.conf import settings

from recommendations.extraction.descriptions import Description, Similarities, read_descriptions
from recommendations.extraction.types import read_target
from tests.recommendations.extraction.reading import VOCABULARY

DESCRIPTIONS = (
    Description("Requests for assistance", (read_target("untoc:18"), read_target("uncac:46"))),
    Description("Testimony by video", (read_target("untoc:18(18)"), read_target("uncac:46(18)"))),
    Description("Extradition", (read_target("untoc:16"),)),
    Description("Confidentiality of victims", (read_target("tip-protocol:6"),)),
    Description("Thanks to the secretariat", ()),
)
UNTOC = {"untoc", "tip-protocol"}


def resembling(*cosines: float, instruments: set[str] = UNTOC) -> tuple[str, ...] | None:
    """Return the provisions found for a passage with these cosines to the descriptions, by both encoders."""
    found = Similarities(DESCRIPTIONS, cosines, cosines).best(instruments)
    return tuple(map(str, found.provisions)) if found else None


@pytest.mark.parametrize(
    ("cosines", "expected"),
    [
        ((0.1, 0.1, 0.7, 0.1, 0.1), ("untoc:16",)),
        ((0.6, 0.8, 0.1, 0.1, 0.1), ("untoc:18(18)",)),
        ((0.8, 0.6, 0.1, 0.1, 0.1), ("untoc:18",)),
        ((0.1, 0.1, 0.41, 0.1, 0.1), None),  # not near
        ((0.1, 0.1, 0.7, 0.7, 0.1), None),  # two articles are as near
        ((0.1, 0.1, 0.7, 0.1, 0.68), None),  # other content is nearly as near
        ((0.1, 0.1, 0.5, 0.1, 0.9), None),
    ],
)
def test_article_must_be_near_and_clearly_ahead(cosines: tuple[float, ...], expected: tuple[str, ...] | None) -> None:
    assert resembling(*cosines) == expected


def test_paragraph_that_is_not_ahead_of_its_article_is_left_out() -> None:
    assert resembling(0.7, 0.705, 0.1, 0.1, 0.1) == ("untoc:18",)


def test_only_instruments_considered_are_found_and_compete() -> None:
    cosines = (0.1, 0.69, 0.7, 0.1, 0.1)
    assert resembling(*cosines, instruments={"uncac"}) == ("uncac:46(18)",)
    assert resembling(0.1, 0.1, 0.1, 0.7, 0.1, instruments={"uncac"}) is None
    assert resembling(*cosines, instruments=set()) is None


def test_descriptions_name_existing_provisions_once() -> None:
    descriptions = read_descriptions()
    counts = json.loads((settings.FIXTURES_DIR / "vocabulary" / "paragraphs.json").read_text(encoding="utf-8"))
    for target in (target for description in descriptions for target in description.provisions):
        assert VOCABULARY.instruments_by_key[target.instrument].has_article(target.article), target
        paragraphs = counts.get(target.instrument, {}).get(target.article)
        assert paragraphs is None or int(target.paragraph or 0) <= paragraphs, target
    texts = [description.text for description in descriptions]
    assert len(set(texts)) == len(texts)
    assert {target.instrument for description in descriptions for target in description.provisions} == {
        "untoc", "tip-protocol", "som-protocol", "firearms-protocol", "uncac", "drugs-1988"
    }  # fmt: skip
