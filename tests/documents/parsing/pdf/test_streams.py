"""A damaged stream makes the document damaged, never an empty page."""

from __future__ import annotations

import time
import zlib

import pytest

from documents.parsing.readers.pdf import read_pdf
from documents.parsing.types import UnreadableDocumentError

TEXT = b"BT /F 10 Tf 1 0 0 1 100 600 Tm (1. The Conference decided to meet again in Vienna.) Tj ET\n"
PACKED = zlib.compress(TEXT)


def page(stream: bytes) -> bytes:
    """Return a PDF of one page with a compressed content stream; its objects must be found by scanning."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R"
        b" /Resources << /Font << /F 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    numbered = b"".join(b"%d 0 obj\n%s\nendobj\n" % pair for pair in enumerate(objects, start=1))
    return b"%PDF-1.4\n" + numbered + b"trailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"


@pytest.mark.parametrize(
    ("stream", "reason"),
    [
        (PACKED, "a complete stream"),
        (PACKED[:-4] + b"\0\0\0\0", "a wrong checksum, as some programs write it"),
        (PACKED[:-4], "a missing checksum"),
        (PACKED + b"\r", "a line break after the stream"),
    ],
)
def test_intact_streams_are_read(stream: bytes, reason: str) -> None:
    assert [fragment.text for fragment in read_pdf(page(stream)).body] == [
        "1. The Conference decided to meet again in Vienna."
    ], reason


@pytest.mark.parametrize(
    ("stream", "reason"),
    [
        (PACKED[: len(PACKED) // 2], "a truncated stream"),
        (PACKED[:20] + bytes([PACKED[20] ^ 255]) + PACKED[21:], "a stream damaged in the middle"),
        (b"", "an empty stream"),
        (TEXT, "a stream that is not compressed"),
    ],
)
def test_damaged_streams_are_rejected(stream: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocumentError) as error:
        read_pdf(page(stream))
    assert error.value.code == "damaged", reason


def test_large_damaged_stream_is_rejected_quickly() -> None:
    packed = zlib.compress(b"".join(b"(%d) Tj\n" % number for number in range(1_000_000)))
    start = time.process_time()
    with pytest.raises(UnreadableDocumentError):
        read_pdf(page(packed[:-200]))
    assert time.process_time() - start < 5


@pytest.mark.long
def test_unterminated_strings_are_rejected_quickly() -> None:
    """Each string would extend to the end of the file and be copied at every bracket."""
    endless = b"".join(b"%d 0 obj\n(\n" % number + b"(x)" * 100_000 for number in range(10, 30))
    start = time.process_time()
    with pytest.raises(UnreadableDocumentError) as error:
        read_pdf(b"%PDF-1.4\n" + endless + b"trailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n")
    assert error.value.code == "damaged"
    assert time.process_time() - start < 10
