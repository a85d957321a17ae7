"""Provisions whose descriptions resemble a passage, by made-up similarities."""

from __future__ import annotations

import json

import pytest
from django.conf import settings

from recommendations.extraction.descriptions import (
    HEADING_BONUS,
    PHRASE_BONUS,
    Description,
    Similarities,
    article_key,
    read_descriptions,
)
from recommendations.extraction.types import read_target
from tests.recommendations.extraction.reading import VOCABULARY

DESCRIPTIONS = (
    Description("Requests for assistance", "en", (read_target("untoc:18"), read_target("uncac:46"))),
    Description("Testimony by video", "en", (read_target("untoc:18(18)"), read_target("uncac:46(18)"))),
    Description("Extradition", "en", (read_target("untoc:16"),)),
    Description("Confidentiality of victims", "en", (read_target("tip-protocol:6"),)),
    Description("Thanks to the secretariat", "en", ()),
)
UNTOC = {"untoc", "tip-protocol"}


def judged(
    *cosines: float, instruments: set[str] = UNTOC, phrases: tuple[str, ...] = (), headings: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Return the provisions found for a passage with these cosines to the descriptions, by both encoders, and then the
    articles of phrases in it and in its heading that it is not on, after a minus sign."""
    in_phrases = {article_key(read_target(phrase)): PHRASE_BONUS for phrase in phrases}
    in_phrases |= {article_key(read_target(phrase)): HEADING_BONUS for phrase in headings}
    found, others = Similarities(DESCRIPTIONS, cosines, cosines).judge(instruments, "en", in_phrases)
    provisions = found.provisions if found else ()
    return (*map(str, provisions), *(f"-{':'.join(article)}" for article in sorted(others)))


@pytest.mark.parametrize(
    ("cosines", "expected"),
    [
        ((0.1, 0.1, 0.7, 0.1, 0.1), ("untoc:16",)),
        ((0.6, 0.8, 0.1, 0.1, 0.1), ("untoc:18(18)",)),
        ((0.8, 0.6, 0.1, 0.1, 0.1), ("untoc:18",)),
        ((0.1, 0.1, 0.7, 0.7, 0.1), ()),  # two articles are as near
        ((0.1, 0.1, 0.7, 0.1, 0.64), ()),  # other content is nearly as near
        ((0.1, 0.1, 0.5, 0.1, 0.9), ()),
    ],
)
def test_article_must_be_clearly_ahead(cosines: tuple[float, ...], expected: tuple[str, ...]) -> None:
    assert judged(*cosines) == expected


@pytest.mark.parametrize(
    ("cosines", "phrases", "expected"),
    [
        ((0.1, 0.1, 0.7, 0.1, 0.1), ("untoc:16",), ()),  # shown by a phrase anyway
        ((0.1, 0.1, 0.7, 0.1, 0.1), ("tip-protocol:6",), ("untoc:16", "-tip-protocol:6")),
        ((0.1, 0.1, 0.7, 0.67, 0.1), ("tip-protocol:6",), ()),  # the phrase decides between articles that are as near
        ((0.1, 0.1, 0.5, 0.45, 0.5), ("tip-protocol:6",), ()),  # the passage resembles no article clearly
        ((0.1, 0.1, 0.7, 0.1, 0.1), ("untoc:16", "tip-protocol:6"), ("-tip-protocol:6",)),
        ((0.1, 0.1, 0.7, 0.65, 0.1), ("untoc:16", "tip-protocol:6"), ()),
        ((0.1, 0.1, 0.7, 0.1, 0.1), ("untoc:36",), ("untoc:16", "-untoc:36")),  # an article without descriptions
        ((0.1, 0.1, 0.1, 0.1, 0.1), ("untoc:36",), ()),
    ],
)
def test_phrases_in_a_passage_on_another_article_do_not_count(
    cosines: tuple[float, ...], phrases: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    assert judged(*cosines, phrases=phrases) == expected


def test_article_in_the_heading_counts_more_than_one_in_the_passage() -> None:
    cosines = (0.1, 0.1, 0.7, 0.63, 0.1)
    assert judged(*cosines, headings=("tip-protocol:6",)) == ()
    assert judged(*cosines, phrases=("tip-protocol:6",)) == ("untoc:16", "-tip-protocol:6")


def test_paragraph_that_is_not_ahead_of_its_article_is_left_out() -> None:
    assert judged(0.7, 0.705, 0.1, 0.1, 0.1) == ("untoc:18",)


def test_only_instruments_considered_are_found_and_compete() -> None:
    cosines = (0.1, 0.69, 0.7, 0.1, 0.1)
    assert judged(*cosines, instruments={"uncac"}) == ("uncac:46(18)",)


def test_description_shown_is_in_the_language_of_the_passage_or_in_english() -> None:
    extradition = (read_target("untoc:16"),)
    descriptions = (
        *DESCRIPTIONS,
        Description("Extradición", "es", extradition),
        Description("Выдача", "ru", extradition),
    )
    similarities = Similarities(descriptions, (0.1, 0.1, 0.6, 0.1, 0.1, 0.6, 0.7), (0.1, 0.1, 0.6, 0.1, 0.1, 0.6, 0.7))
    shown = {}
    for language in ("es", "ru", "fr"):
        found, _others = similarities.judge(UNTOC, language, {})
        shown[language] = found.text if found else ""
    assert shown == {"es": "Extradición", "ru": "Выдача", "fr": "Extradition"}


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
