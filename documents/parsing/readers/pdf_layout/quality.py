"""Raise doubts about a text layer that is missing, has wrong letters or is badly recognized."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from documents.parsing.messages import Message
from documents.parsing.readers.pdf_layout.page import Page, Word
from documents.parsing.types import Doubt

_STRETCHED = re.compile("([\u0621-\u063f\u0641-\u064a\u06a9])\\1{3,}")
"""Matches an Arabic letter repeated many times: the stretched joins of justified text, encoded as a wrong character."""
_ARABIC_WORD = re.compile(r"[\u0621-\u063a\u0641-\u064a]{3,}")
_FINAL_WITHIN = re.compile(r"[ةى](?=[\u0621-\u063a\u0641-\u064a])")
_MIN_ARABIC_WORDS = 20
_ODD_WORD = re.compile(r"[a-z]+[A-Z]{1,3}[a-z]*|[A-Za-z]+\d[A-Za-z]+|[A-Za-z]*[~^|\\{}<>¢£¥§¤¬][A-Za-z]+")
"""Matches words that poor recognition produces: "oRIGTNAL", "EIiGLTSH", "A/39/36I"; not "COVID-19" or "McDonald"."""


def find_doubts(pages: Sequence[Page], declared_count: int | None) -> list[Doubt]:
    """Return the doubts about a text layer. ``declared_count`` is the number of pages declared by the file, if any."""
    characters = [sum(len(word.text) for word in _all_words(page)) for page in pages]
    doubts: list[Doubt] = []
    if not any(characters):
        return [
            Doubt(
                "no_text_layer",
                Message("This PDF is a scan without text. Run text recognition (OCR) on it and try again."),
            )
        ]
    if declared_count is not None and declared_count > len(pages):
        doubts.append(
            Doubt(
                "pages_missing",
                Message("Only %(count)s of %(total)s pages could be read.", count=len(pages), total=declared_count),
            )
        )
    doubts += _scanned_pages(pages, characters)
    text = " ".join(word.text for page in pages for word in page.words)
    doubts += _letter_doubts(pages, text, sum(characters))
    doubts += _recognition_doubts(pages, text, characters)
    sideways = [page.number for page in pages if page.sideways_count]
    for number in sideways:
        doubts.append(
            Doubt("sideways_text", Message("Sideways text on page %(page)s was omitted.", page=number), number)
        )
    for number in (page.number for page in pages if page.figures):
        message = Message("Only the words of the chart on page %(page)s were kept. Compare with the page.", page=number)
        doubts.append(Doubt("text_in_figure", message, number))
    return doubts


def find_doubts_about_order(lines: Iterable[str]) -> list[Doubt]:
    """Return a doubt if letters of Arabic words seem to be out of order, or spaces between words to be missing.

    The article begins a word, and the letters "ة" and "ى" end one.
    """
    words = [word for line in lines for word in _ARABIC_WORD.findall(line)]
    are_reversed = sum(word.endswith("لا") for word in words) > sum(word.startswith("ال") for word in words)
    are_joined = sum(bool(_FINAL_WITHIN.search(word)) for word in words) > 0.02 * len(words)
    if len(words) < _MIN_ARABIC_WORDS or not (are_reversed or are_joined):
        return []
    message = Message("Letters or words of this PDF's Arabic text may be out of order. Compare with the printed page.")
    return [Doubt("text_order", message)]


def _all_words(page: Page) -> list[Word]:
    """Return the words of a page, including the words in its charts."""
    return page.words + [word for figure in page.figures for row in figure.rows for cell in row for word in cell]


def _scanned_pages(pages: Sequence[Page], characters: Sequence[int]) -> list[Doubt]:
    return [
        Doubt(
            "page_without_text",
            Message("Page %(page)s is an image. Its text was not read.", page=page.number),
            page.number,
        )
        for page, count in zip(pages, characters, strict=True)
        if count < 120 and page.image_fraction > 0.5
    ]


def _letter_doubts(pages: Sequence[Page], text: str, total: int) -> list[Doubt]:
    unmapped = sum(page.unmapped_count for page in pages)
    if unmapped > 0.005 * total or len(_STRETCHED.findall(text)) >= 5:
        return [
            Doubt(
                "damaged_text",
                Message("Parts of this PDF's text layer contain wrong letters. Compare with the printed page."),
            )
        ]
    return []


def _recognition_doubts(pages: Sequence[Page], text: str, characters: Sequence[int]) -> list[Doubt]:
    """Return a doubt if most text is on images of pages, and a more serious one if many words look misread."""
    on_images = sum(count for page, count in zip(pages, characters, strict=True) if page.image_fraction > 0.5)
    if on_images < 0.5 * sum(characters):
        return []
    words = re.findall(r"[^\W_]\S*", text)
    odd = sum(bool(_ODD_WORD.search(word)) for word in words)
    if odd > 0.01 * len(words):
        return [
            Doubt(
                "bad_ocr",
                Message("This text was recognized from scanned pages and contains many errors. Compare with the page."),
            )
        ]
    return [Doubt("ocr", Message("This text was recognized from scanned pages. Some letters may be wrong."))]
