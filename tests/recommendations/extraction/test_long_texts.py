"""Extraction time grows no faster than the length of a text, even for the nonsense in damaged files."""

from __future__ import annotations

import pytest

from documents.parsing.parse import build_document
from documents.parsing.types import Fragment, Source, Span
from recommendations.extraction.extract import extract
from tests.lanes import quick_first
from tests.processor_time import limit_cpu
from tests.recommendations.extraction.reading import VOCABULARY

LENGTH = 150_000
MAX_SECONDS = 10
"""Each case takes about one second, but many more if every place is compared with all others."""


@pytest.mark.parametrize(
    "unit",
    quick_first(
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
    with limit_cpu(MAX_SECONDS):
        extract(build_document(source, "long.docx"), VOCABULARY)


@pytest.mark.parametrize("text", quick_first(["Annex I", "(a) It decides.", "x"]))
def test_many_identical_paragraphs_are_extracted_in_time(text: str) -> None:
    source = Source("docx", (Fragment((Span(text),)),) * (LENGTH // 12))
    with limit_cpu(MAX_SECONDS):
        document = build_document(source, "long.docx")
        extract(document, VOCABULARY)
    assert len({block.anchor for block in document.blocks}) == len(document.blocks)
