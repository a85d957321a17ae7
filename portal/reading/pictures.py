"""Draw a page as a picture, in a child process. No Django, because it opens untrusted files.

The picture is a PNG with sixteen shades of grey, small enough (about forty kilobytes) for slow connections. It contains
its resolution, from which :func:`size_in_points` computes the size of the page.
"""

from __future__ import annotations

import struct
import zlib
from typing import Any

import pypdfium2
from pypdfium2.raw import FPDFBitmap_Gray

from documents.parsing.messages import Message
from documents.parsing.types import UnreadableDocumentError
from portal.reading.limits import Limits

WIDTH = 900  # pixels, unless the page is very long
MEDIA_TYPE = "image/png"

_MAX_HEIGHT = 4000  # pixels
_GREYS = 16
_TO_HIGH_BITS = bytes(round(value * (_GREYS - 1) / 255) << 4 for value in range(256))
_TO_LOW_BITS = bytes(round(value * (_GREYS - 1) / 255) for value in range(256))
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_INCHES_PER_METRE = 1 / 0.0254
_HEADER = struct.Struct(">8s 4x 4s II 5x 4x 4x 4s II")
"""The start of a PNG by :func:`_encode_png`: signature, IHDR (width, height in pixels) and pHYs (pixels per metre)."""


def draw_page(content: bytes, name: str, limits: Limits) -> bytes:
    """Return a picture of a page of a PDF. ``name`` is the page number (from 1) as text, because all readers get a
    name.

    Raise UnreadableDocumentError: ``damaged`` if the page cannot be drawn, ``no_page`` if it does not exist.
    """
    number = int(name)
    try:
        with pypdfium2.PdfDocument(content) as pdf:
            if not 1 <= number <= len(pdf):
                raise UnreadableDocumentError(
                    "no_page",
                    Message(
                        "The file has no page %(number)s. The last page is %(total)s.", number=number, total=len(pdf)
                    ),
                )
            return _draw(pdf[number - 1])
    except pypdfium2.PdfiumError as error:
        message = Message(
            "This page cannot be shown because the file is damaged. Open the file itself, or upload an undamaged copy."
        )
        raise UnreadableDocumentError("damaged", message) from error


def _draw(page: Any) -> bytes:
    page.set_cropbox(*page.get_mediabox())  # draw cropped margins too, because the parser measures the whole page
    width, height = (max(side, 1.0) for side in page.get_size())
    scale = min(WIDTH / width, _MAX_HEIGHT / height)
    bitmap = page.render(scale=scale, force_bitmap_format=FPDFBitmap_Gray)
    pixels = bytes(bitmap.buffer)
    rows = [pixels[row * bitmap.stride : row * bitmap.stride + bitmap.width] for row in range(bitmap.height)]
    return _encode_png(rows, bitmap.width, scale)


def _encode_png(rows: list[bytes], width: int, scale: float) -> bytes:
    """Return rows of pixels (a byte each) as a four-bit PNG. ``scale`` is in pixels per point."""
    header = struct.pack(">IIBBBBB", width, len(rows), 4, 0, 0, 0, 0)
    resolution = round(scale * 72 * _INCHES_PER_METRE)
    body = b"".join(b"\0" + _pack_row(row) for row in rows)
    chunks = (
        (b"IHDR", header),
        (b"pHYs", struct.pack(">IIB", resolution, resolution, 1)),
        (b"IDAT", zlib.compress(body, 9)),
        (b"IEND", b""),
    )
    return _SIGNATURE + b"".join(_encode_chunk(kind, data) for kind, data in chunks)


def _encode_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _pack_row(row: bytes) -> bytes:
    """Pack two pixels into each byte, the left pixel in the high four bits."""
    if len(row) % 2:
        row += b"\xff"
    left, right = row[::2].translate(_TO_HIGH_BITS), row[1::2].translate(_TO_LOW_BITS)
    return (int.from_bytes(left, "big") | int.from_bytes(right, "big")).to_bytes(len(left), "big")


def size_in_points(picture: bytes) -> tuple[float, float]:
    """Return the width and height in points of a page drawn by :func:`draw_page`.

    Raise ValueError for any other picture.
    """
    if len(picture) < _HEADER.size:
        raise ValueError("not a picture of a page")
    signature, first_chunk, width, height, second_chunk, resolution, _vertical = _HEADER.unpack_from(picture)
    if (signature, first_chunk, second_chunk) != (_SIGNATURE, b"IHDR", b"pHYs") or not resolution:
        raise ValueError("not a picture of a page")
    points = 72 * _INCHES_PER_METRE / resolution
    return width * points, height * points
