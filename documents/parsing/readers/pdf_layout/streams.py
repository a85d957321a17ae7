"""What pdfminer makes of damaged files, made safe.

It takes a damaged stream for empty: the page that it holds would be blank, and nobody would know. And it unpacks
others byte by byte, which takes minutes for a large one. Here a stream is either whole, or the document is damaged.
A string without an end takes it as long, for it runs through the rest of the file.
"""

from __future__ import annotations

import zlib

from pdfminer import pdftypes
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfparser import PDFParser

MAX_STRING = 256 * 1024
"""Bytes of one string among the objects of a file. The strings of whole ones are titles and dates."""

_HEADER = 2  # bytes, before the packed data


def unpack(data: bytes) -> bytes:
    """A stream that zlib refuses. Its checksum is left aside, for some programs write a wrong one or none; but all
    of the data has to be there. Raise PDFException otherwise."""
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


class Parser(PDFParser):
    """pdfminer's parser of objects. Raise PDFException for a string that never ends."""

    def _parse_string(self, s: bytes, i: int) -> int:
        if len(self._curtoken) > MAX_STRING:
            raise PDFException("a string has no end")
        return int(super()._parse_string(s, i))
