"""PDF files that look like session documents, made by hand."""

from __future__ import annotations

from tests.portal.review.pdfs import pdf

_NEXT_LINE = ") Tj 0 -18 Td ("


def page(*lines: str) -> str:
    """Return a page for :func:`tests.portal.review.pdfs.pdf`, one line below the other."""
    return _NEXT_LINE.join(line.replace("(", "\\(").replace(")", "\\)") for line in lines)


def first_page(symbol: str, title: str, *text: str) -> str:
    """Return the first page of a session document."""
    return page(
        symbol,
        "Distr.: General",
        "3 May 2031",
        "Original: English",
        title,
        *text,
    )


def later_page(symbol: str, *text: str) -> str:
    """Return a later page, with the symbol in its running head."""
    return page(symbol, "", "", *text)


def session_pdf(symbol: str, title: str, page_count: int = 2) -> list[str]:
    """Return the pages of a session document."""
    pages = [first_page(symbol, title, f"1. This is the first paragraph of {title}.")]
    return pages + [
        later_page(symbol, f"{number}. This is paragraph {number} of {title}.") for number in range(2, page_count + 1)
    ]


def merged_pdf(*documents: tuple[str, str, int]) -> bytes:
    """Return one PDF with several documents: symbol, title and number of pages of each."""
    return pdf(*(text for document in documents for text in session_pdf(*document)))
