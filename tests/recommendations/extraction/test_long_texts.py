"""Long nonsense texts, as damaged files yield them: the time must not grow faster than the length."""

from __future__ import annotations

import pytest

from documents.parsing.parse import understand
from documents.parsing.types import Fragment, Source, Span
from recommendations.extraction.extract import extract
from tests.lanes import first_quick
from tests.processor_time import within
from tests.recommendations.extraction.reading import VOCABULARY

LENGTH = 150_000
MAX_SECONDS = 10
"""Each case takes about one second; it took many more when every place was compared with all others."""


@pytest.mark.parametrize(
    "unit",
    first_quick(
        [
            "article 1 and ",
            "that Protocol, article 1 ",
            "第十八条",
            "resolution 55/25 ",
            "the tenth session of the Conference ",
        ]
    ),
)
def test_one_long_paragraph_is_extracted_in_time(unit: str) -> None:
    text = unit * (LENGTH // len(unit))
    source = Source("docx", (Fragment((Span("1. The Conference decides:"),)), Fragment((Span(text),))))
    with within(MAX_SECONDS):
        extract(understand(source, "long.docx"), VOCABULARY)


@pytest.mark.parametrize("text", first_quick(["Annex I", "(a) It decides.", "x"]))
def test_many_identical_paragraphs_are_extracted_in_time(text: str) -> None:
    source = Source("docx", (Fragment((Span(text),)),) * (LENGTH // 12))
    with within(MAX_SECONDS):
        document = understand(source, "long.docx")
        extract(document, VOCABULARY)
    assert len({block.anchor for block in document.blocks}) == len(document.blocks)
