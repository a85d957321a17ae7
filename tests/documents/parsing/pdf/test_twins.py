"""PDF files compared with the DOCX files they were made from: words in order, and paragraphs outside tables.

The DOCX is read with plain python-docx, so that the readers of this project are not compared with each other.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from documents.parsing.readers.pdf import read_pdf
from documents.parsing.types import Source
from tests.lanes import smallest_first
from tests.sources import SHARED

CORPUS = SHARED / "corpus"
PAIRS = sorted(path for path in CORPUS.glob("*/*.pdf") if path.with_suffix(".docx").exists())
LABEL = re.compile(r"^(\(?[0-9a-zA-Z]{1,4}[.)]|[0-9]+(\.[0-9A-Z]+)+\.?)\s*")
"""Matches an automatic number, which Word computes, so that it is not in the text of the DOCX file."""

pytestmark = pytest.mark.skipif(not PAIRS, reason="needs the PDF and DOCX twins in ../shared, outside the repository")


def normalize(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "").replace("\u2010", "-").replace("\u2011", "-")
    return re.sub(r"\s+", " ", text).strip()


def pdf_paragraphs(source: Source) -> list[str]:
    """Return paragraphs outside tables and contents, without note markers."""
    return [
        normalize("".join(span.text for span in fragment.spans if not span.superscript))
        for fragment in source.body
        if not fragment.cells and not fragment.is_contents
    ]


def docx_paragraphs(path: Path, source: Source) -> list[str]:
    """Return paragraphs outside tables, except those that the PDF reader separates: masthead, notes and contents."""
    head, notes, contents = (
        squeeze("".join(part.text for part in parts))
        for parts in (
            (*source.masthead, *source.margin),
            source.notes,
            [fragment for fragment in source.body if fragment.is_contents],
        )
    )
    paragraphs = docx.Document(str(path)).element.body.iterchildren(qn("w:p"))
    return [
        text
        for text in (normalize("".join(_texts(paragraph))) for paragraph in paragraphs)
        if not (len(squeeze(text)) > 6 and squeeze(text).rstrip("*") in head)
        and squeeze(re.sub(r"^(\*+|[a-z] )", "", text)) not in notes
        and not (squeeze(text) in contents and text[-1:].isdigit())
        and not re.fullmatch("_*", text)
    ]


def squeeze(text: str) -> str:
    """Return text without white space or dots."""
    return re.sub(r"[\s.]", "", normalize(text))


def _texts(paragraph: object) -> list[str]:
    replacements = {qn("w:tab"): " ", qn("w:br"): " ", qn("w:noBreakHyphen"): "-"}
    return [
        replacements.get(node.tag) or node.text or ""
        for node in paragraph.iter(qn("w:t"), *replacements)  # type: ignore[attr-defined]
    ]


@pytest.mark.parametrize("path", smallest_first(PAIRS), ids=lambda path: path.stem)
def test_words_and_paragraphs_match_the_docx(path: Path) -> None:
    source = read_pdf(path.read_bytes())
    pdf_texts, docx_texts = pdf_paragraphs(source), docx_paragraphs(path.with_suffix(".docx"), source)
    counts = [Counter(re.sub(r"\s", "", LABEL.sub("", text)) for text in texts) for texts in (docx_texts, pdf_texts)]
    assert (counts[0] & counts[1]).total() >= 0.97 * len(docx_texts)
    words = [" ".join(texts).split() for texts in (docx_texts, pdf_texts)]
    matcher = SequenceMatcher(None, *words, autojunk=False)
    assert sum(block.size for block in matcher.get_matching_blocks()) >= 0.995 * len(words[0])
