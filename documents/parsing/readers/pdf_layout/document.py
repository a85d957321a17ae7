"""Open a PDF and read its pages.

Only this module, ``characters``, ``streams`` and ``typeface`` depend on pdfminer.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1
from pdfminer.utils import apply_matrix_pt, decode_text

from documents.parsing.messages import Message
from documents.parsing.readers.pdf_layout.characters import Area, Collector
from documents.parsing.readers.pdf_layout.fonts import Fonts
from documents.parsing.readers.pdf_layout.page import Page
from documents.parsing.readers.pdf_layout.streams import Parser, reject_damaged_streams
from documents.parsing.types import UnreadableDocumentError

MAX_PAGES = 2_000

reject_damaged_streams()


def open_document(content: bytes) -> PDFDocument:
    """Open a PDF.

    Raise UnreadableDocumentError: ``encrypted`` if it needs a password, ``damaged`` if it is cut off or its objects
    cannot be found, ``empty`` or ``not_a_document`` if the bytes are not a PDF.
    """
    if not content:
        raise UnreadableDocumentError("empty", Message("This file is empty. Choose a file that contains the document."))
    if b"%PDF-" not in content[:1024]:
        raise UnreadableDocumentError(
            "not_a_document", Message("This file is not a PDF. Choose a file that contains the document.")
        )
    if b"%%EOF" not in content[-2048:]:
        raise UnreadableDocumentError(
            "damaged", Message("This PDF is incomplete: the end of the file is missing. Download it again.")
        )
    try:
        document = PDFDocument(Parser(io.BytesIO(content)), caching=True)
        resolve1(document.catalog.get("Pages"))
    except PDFEncryptionError as error:
        raise UnreadableDocumentError(
            "encrypted",
            Message("This PDF is protected by a password. Save a copy without one and try again with the copy."),
        ) from error
    except Exception as error:
        raise _damaged_error() from error
    return document


def properties(document: PDFDocument) -> dict[str, str]:
    """Return the file's own metadata (Title, Author, Producer ...), as far as it is text."""
    metadata: dict[str, str] = {}
    for info in document.info:
        for key, value in info.items():
            value = resolve1(value)
            if isinstance(value, bytes) and decode_text(value).strip():
                metadata[str(key)] = decode_text(value).strip()
    return metadata


def declared_pages(document: PDFDocument) -> int | None:
    """Return the number of pages that the file declares, or None."""
    tree = resolve1(document.catalog.get("Pages"))
    count = resolve1(tree.get("Count")) if isinstance(tree, dict) else None
    return count if isinstance(count, int) else None


def read_pages(document: PDFDocument) -> Iterator[Page]:
    """Yield the pages in order. Raise UnreadableDocumentError if the document is damaged or too large."""
    resources = Fonts(caching=True)
    device = Collector(resources)
    interpreter = _Interpreter(resources, device)
    try:
        for number, page in enumerate(PDFPage.create_pages(document), start=1):
            if number > MAX_PAGES:
                raise UnreadableDocumentError(
                    "too_large",
                    Message(
                        "This PDF has more than %(count)s pages. Split it and try again with the parts.",
                        count=MAX_PAGES,
                    ),
                )
            device.number = number
            interpreter.process_page(page)
            yield device.page
        if not device.number:
            raise _damaged_error()
    except UnreadableDocumentError:
        raise
    except (Exception, RecursionError) as error:
        # pdfminer raises whatever a broken file triggers in its code (KeyError, struct.error, AssertionError ...).
        raise _damaged_error() from error


def _damaged_error() -> UnreadableDocumentError:
    return UnreadableDocumentError(
        "damaged", Message("This PDF is damaged and cannot be read. Download or save it again.")
    )


class _Interpreter(PDFPageInterpreter):
    """pdfminer's interpreter with clipping, which pdfminer omits; a path clips to its bounding box."""

    device: Collector

    def __init__(self, resources: Fonts, device: Collector) -> None:
        super().__init__(resources, device)
        self._saved: list[Area] = []
        self._clips_next = False

    def init_resources(self, resources: dict[object, object]) -> None:
        """Register the fonts, pictures and forms of a page or form."""
        super().init_resources(resources)
        self.device.use_fonts(self.fontmap.values())

    def do_q(self) -> None:
        """Save the graphics state."""
        super().do_q()
        self._saved.append(self.device.clip)

    def do_Q(self) -> None:  # noqa: N802  named after the operator
        """Restore the graphics state."""
        super().do_Q()
        if self._saved:
            self.device.clip = self._saved.pop()

    def do_W(self) -> None:  # noqa: N802
        """Clip to the current path once it ends (nonzero winding rule)."""
        self._clips_next = True

    def do_W_a(self) -> None:  # noqa: N802
        """Clip to the current path once it ends (even-odd rule)."""
        self._clips_next = True

    def do_n(self) -> None:
        """End the path without painting it, and apply pending clipping."""
        if self._clips_next:
            self._clips_next = False
            self._narrow_clip(self.curpath)
        super().do_n()

    def _narrow_clip(self, path: Any) -> None:
        points = [apply_matrix_pt(self.ctm, segment[-2:]) for segment in path if len(segment) > 2]
        if points:
            left, bottom, right, top = self.device.clip
            xs, ys = [x for x, _ in points], [y for _, y in points]
            self.device.clip = (max(left, min(xs)), max(bottom, min(ys)), min(right, max(xs)), min(top, max(ys)))
