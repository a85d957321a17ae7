"""Raise doubts about a text layer: missing, with wrong letters, or badly recognised."""

from __future__ import annotations

import re
from collections.abc import Sequence

from documents.parsing.readers.pdf_layout.page import Page, Word
from documents.parsing.types import Doubt

_STRETCHED = re.compile("([\u0621-\u064a\u06a9])\\1{3,}")
"""One Arabic letter many times: the stretched joins of justified text, encoded as a wrong character."""
_ODD_WORD = re.compile(r"[a-z]+[A-Z]{1,3}[a-z]*|[A-Za-z]+\d[A-Za-z]+|[A-Za-z]*[~^|\\{}<>¢£¥§¤¬][A-Za-z]+")
"""Words that bad recognition produces: "oRIGTNAL", "EIiGLTSH", "A/39/36I"; not "COVID-19" or "McDonald"."""


def doubts_of(pages: Sequence[Page], declared: int | None) -> list[Doubt]:
    """Return what a person should check, the whole text layer first. ``declared`` is the expected number of pages."""
    characters = [sum(len(word.text) for word in _words(page)) for page in pages]
    doubts: list[Doubt] = []
    if not any(characters):
        return [Doubt("no_text_layer", "This PDF is scanned and has no text. Run OCR on it first.")]
    if declared is not None and declared > len(pages):
        doubts.append(Doubt("pages_missing", f"Only {len(pages)} of {declared} pages could be read."))
    doubts += _scanned_pages(pages, characters)
    text = " ".join(word.text for page in pages for word in page.words)
    doubts += _damaged(pages, text, sum(characters))
    doubts += _bad_recognition(pages, text, characters)
    sideways = [page.number for page in pages if page.sideways]
    for number in sideways:
        doubts.append(Doubt("sideways_text", f"Sideways text on page {number} was omitted.", number))
    for number in (page.number for page in pages if page.figures):
        message = f"Only the words of the chart on page {number} were kept. See the page."
        doubts.append(Doubt("text_in_figure", message, number))
    return doubts


def _words(page: Page) -> list[Word]:
    """Return the words of a page, including those of its charts."""
    return page.words + [word for figure in page.figures for row in figure.rows for cell in row for word in cell]


def _scanned_pages(pages: Sequence[Page], characters: Sequence[int]) -> list[Doubt]:
    return [
        Doubt("page_without_text", f"Page {page.number} is an image; its text was not read.", page.number)
        for page, count in zip(pages, characters, strict=True)
        if count < 120 and page.picture_share > 0.5
    ]


def _damaged(pages: Sequence[Page], text: str, total: int) -> list[Doubt]:
    unmapped = sum(page.unmapped for page in pages)
    if unmapped > 0.005 * total or len(_STRETCHED.findall(text)) >= 5:
        return [
            Doubt(
                "damaged_text", "Parts of this PDF's text layer contain wrong letters. Compare with the printed page."
            )
        ]
    return []


def _bad_recognition(pages: Sequence[Page], text: str, characters: Sequence[int]) -> list[Doubt]:
    """Return a doubt if most text is on pictures of pages, a graver one if many words look misread."""
    pictured = sum(count for page, count in zip(pages, characters, strict=True) if page.picture_share > 0.5)
    if pictured < 0.5 * sum(characters):
        return []
    words = re.findall(r"[^\W_]\S*", text)
    odd = sum(bool(_ODD_WORD.search(word)) for word in words)
    if odd > 0.01 * len(words):
        return [
            Doubt("bad_ocr", "This text was recognised from scanned pages, with many errors. Compare with the page.")
        ]
    return [Doubt("ocr", "This text was recognised from scanned pages. Some letters may be wrong.")]
