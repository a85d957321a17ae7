"""Make pdfminer reject damaged files.

pdfminer treats a damaged stream as empty, so that its page would silently be empty, and unpacks others byte by byte,
which takes minutes for a large one. Here, a document with an incomplete stream is rejected. A string without an end
would take as long, because it extends to the end of the file; it is rejected too.
"""

from __future__ import annotations

import zlib

from pdfminer import pdftypes
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfparser import PDFParser

MAX_STRING = 256 * 1024
"""Bytes of one string among the objects of a file. In intact files, strings are titles and dates."""

_HEADER = 2  # bytes before the compressed data


def unpack(data: bytes) -> bytes:
    """Decompress a stream that zlib rejects, ignoring its checksum: some programs write a wrong one or none.

    Raise PDFException if the data is damaged or incomplete.
    """
    decompressor = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        unpacked = decompressor.decompress(data[_HEADER:])
    except zlib.error as error:
        raise PDFException("a stream is damaged") from error
    if not decompressor.eof:
        raise PDFException("a stream is cut off")
    return unpacked


def reject_damaged_streams() -> None:
    """Make pdfminer use :func:`unpack`. It offers no hook for this except the name of its own function."""
    pdftypes.decompress_corrupted = unpack


class Parser(PDFParser):
    """pdfminer's object parser. Raise PDFException for a string that never ends."""

    def _parse_string(self, s: bytes, i: int) -> int:
        if len(self._curtoken) > MAX_STRING:
            raise PDFException("a string has no end")
        return int(super()._parse_string(s, i))
