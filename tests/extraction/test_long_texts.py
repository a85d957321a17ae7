"""Texts of no sense and great length, as damaged files give them: what is read grows with them, not faster."""

from __future__ import annotations

import pytest

from documents.parsing.parse import understand
from documents.parsing.types import Fragment, Source, Span
from recommendations.extraction.extract import extract
from tests.extraction.reading import VOCABULARY
from tests.processor_time import within

LENGTH = 300_000
GENEROUS = 12
"""Seconds; each of these takes about one, and took twenty or more where places were compared with one another."""


@pytest.mark.parametrize(
    "unit",
    [
        "article 1, ",
        "article 1 and ",
        "article 1 of the Criminal Code ",
        "the Convention ",
        "that Protocol, article 1 ",
        "статья 1 и ",
        "第十八条",
        "(",
        "1",
        "i",
        "A/",
        "the twelfth meeting of the Working Group on ",
    ],
)
def test_one_paragraph(unit: str) -> None:
    text = unit * (LENGTH // len(unit))
    source = Source("docx", (Fragment((Span("1. The Conference decides:"),)), Fragment((Span(text),))))
    with within(GENEROUS):
        extract(understand(source, "long.docx"), VOCABULARY)


@pytest.mark.parametrize(
    "text", ["Annex I", "Chapter II", "Recommendation 1", "(a) It decides.", "1. It decides.", "x"]
)
def test_one_paragraph_again_and_again(text: str) -> None:
    source = Source("docx", (Fragment((Span(text),)),) * (LENGTH // 12))
    with within(GENEROUS):
        document = understand(source, "long.docx")
        extract(document, VOCABULARY)
    assert len({block.anchor for block in document.blocks}) == len(document.blocks)
