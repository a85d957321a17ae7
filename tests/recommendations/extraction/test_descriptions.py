"""The texts that people have labelled with provisions."""

from __future__ import annotations

import json

from django.conf import settings

from recommendations.extraction.descriptions import article_key, read_descriptions, read_examples
from tests.recommendations.extraction.reading import VOCABULARY

INSTRUMENTS = {"untoc", "tip-protocol", "som-protocol", "firearms-protocol", "uncac", "drugs-1988"}
LANGUAGES = {"en", "fr", "es", "ru", "ar", "zh"}


def test_descriptions_name_existing_provisions() -> None:
    descriptions = read_descriptions()
    counts = json.loads((settings.FIXTURES_DIR / "vocabulary" / "paragraphs.json").read_text(encoding="utf-8"))
    for target in (target for description in descriptions for target in description.provisions):
        assert VOCABULARY.instruments_by_key[target.instrument].has_article(target.article), target
        paragraphs = counts.get(target.instrument, {}).get(target.article)
        assert paragraphs is None or int(target.paragraph or 0) <= paragraphs, target
    assert {target.instrument for description in descriptions for target in description.provisions} == INSTRUMENTS


def test_every_article_of_an_example_has_a_description_to_show() -> None:
    described = {article_key(target) for description in read_descriptions() for target in description.provisions}
    examples = read_examples()
    assert {article_key(target) for example in examples for target in example.provisions} <= described
    assert {example.language for example in examples} == LANGUAGES


def test_no_text_occurs_twice() -> None:
    texts = [text.text for text in (*read_descriptions(), *read_examples())]
    assert len(set(texts)) == len(texts)
