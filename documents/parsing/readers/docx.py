"""The DOCX reader: the one door through which an Office Open XML text document comes in.

Secretariats hold their documents as DOCX: the masthead in a table of the first page's header, notes as real
notes, numbers from styles. The modules of :mod:`~documents.parsing.readers.docx_layout` read one of these each.
"""

from __future__ import annotations

from documents.parsing.types import Source, UnreadableDocument


def read_docx(content: bytes) -> Source:
    """What a DOCX file prints, in reading order.

    Raises :class:`UnreadableDocument` for a file that is no DOCX, or is damaged, encrypted or too large.
    """
    raise UnreadableDocument("unsupported", "DOCX files cannot be read yet. Please save the document as PDF.")
