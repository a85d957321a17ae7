"""The output of ``manage.py parse`` for a handmade document."""

from __future__ import annotations

from documents.parsing.types import Box, Footnote, PageBreak
from recommendations.extraction.extract import extract
from recommendations.extraction.report import as_json_value
from tests.recommendations.extraction.reading import VOCABULARY, document, paragraph

CITING_TEXT = "See article 16 of the Organized Crime Convention and article 44 of the Convention against Corruption."
PAGE_BREAK = PageBreak(CITING_TEXT.index("article 44"), 8, Box(120, 80, 480, 92))


def test_citation_has_the_page_of_its_beginning() -> None:
    block = paragraph(CITING_TEXT, "1") | {"page": 7, "breaks": (PAGE_BREAK,)}
    note = Footnote("1", CITING_TEXT, page=2, block=0, breaks=(PageBreak(PAGE_BREAK.offset, 3),))
    parsed = document(block, footnotes=(note,))
    label = as_json_value(parsed, extract(parsed, VOCABULARY), VOCABULARY)
    assert [(c["where"], c["targets"], c["page"]) for c in label["citations"]] == [
        ("1", ["untoc:16"], 7),
        ("1", ["uncac:44"], 8),
        ("note 1", ["untoc:16"], 2),
        ("note 1", ["uncac:44"], 3),
    ]
    assert label["blocks"][0]["breaks"] == [{"offset": PAGE_BREAK.offset, "page": 8, "box": [120, 80, 480, 92]}]
