"""The public entry point of the parser: bytes in, a :class:`~documents.parsing.types.ParsedDocument` out."""

from __future__ import annotations

from collections.abc import Callable

from documents.parsing.masthead import read_masthead
from documents.parsing.readers.docx import read_docx
from documents.parsing.readers.html import read_html
from documents.parsing.readers.pdf import read_pdf
from documents.parsing.readers.text import read_text
from documents.parsing.sniff import Format, sniff
from documents.parsing.structure import build_structure
from documents.parsing.text_quality import add_doubts, text_quality
from documents.parsing.types import ParsedDocument, Source

READERS: dict[Format, Callable[[bytes], Source]] = {
    Format.PDF: read_pdf,
    Format.DOCX: read_docx,
    Format.HTML: read_html,
    Format.TEXT: read_text,
}


def parse(content: bytes, name: str) -> ParsedDocument:
    """Read a document. ``name`` is its file name, which is kept with the result and never used to detect the format.

    Raise UnreadableDocumentError, with a code and a plain sentence, if the bytes are not a readable document.
    """
    return build_document(READERS[sniff(content)](content), name)


def build_document(source: Source, name: str) -> ParsedDocument:
    """Build the parsed document from a source of any format: masthead, blocks, footnotes and doubts."""
    masthead, body = read_masthead(source)
    blocks, footnotes, doubts = build_structure(body, source.notes, masthead.title)
    document = ParsedDocument(
        file=name,
        format=source.format,
        parser_version="",
        masthead=masthead,
        blocks=blocks,
        footnotes=footnotes,
        pages=source.pages,
        text_quality=text_quality(source),
        doubts=(*source.doubts, *doubts),
    )
    return add_doubts(document)
