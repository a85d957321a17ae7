"""Packed streams of a PDF that are damaged.

pdfminer takes one for empty: the page that it holds would be blank, and nobody would know. And it unpacks others byte
by byte, which takes minutes for a large one. Here a stream is either whole, or the document is damaged.
"""

from __future__ import annotations

import zlib

from pdfminer import pdftypes
from pdfminer.pdfexceptions import PDFException

_HEADER = 2  # bytes, before the packed data


def unpack(data: bytes) -> bytes:
    """A stream that zlib refuses. Its checksum is left aside, for some programs write a wrong one or none; but all
    of the data has to be there. Raises PDFException otherwise."""
    packed = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        unpacked = packed.decompress(data[_HEADER:])
    except zlib.error as error:
        raise PDFException("a stream is damaged") from error
    if not packed.eof:
        raise PDFException("a stream is cut off")
    return unpacked


def refuse_damaged_streams() -> None:
    """Have pdfminer unpack so. It offers no other place to say it than the name of its own function."""
    pdftypes.decompress_corrupted = unpack
