"""Unreadable files, each of which is rejected with a code and an instruction."""

from __future__ import annotations

import io
import random
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.parsing import sniff as sniff_module
from documents.parsing.parse import parse
from documents.parsing.sniff import Format, sniff
from documents.parsing.types import UnreadableDocumentError


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "text")
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NOISE = random.Random(1).randbytes(5000)
REJECTED = [
    (b"", "empty", "an empty file"),
    (b" \n\r\n\t", "empty", "only white space"),
    (b"\xef\xbb\xbf", "empty", "only a byte order mark"),
    (b"\x89PNG\r\n\x1a\n" + NOISE, "not_a_document", "PNG"),
    (b"\xff\xd8\xff\xe0\x00\x10JFIF" + NOISE, "not_a_document", "JPEG"),
    (b"RIFF\x00\x00\x00\x00WEBPVP8 " + NOISE, "not_a_document", "WebP"),
    (zipped("a.txt", "b.txt"), "not_a_document", "a renamed ZIP archive"),
    (zipped("[Content_Types].xml", "xl/workbook.xml"), "unsupported", "a spreadsheet"),
    (zipped("[Content_Types].xml", "word/document.xml")[:60], "damaged", "a truncated Word file"),
    (OLE + NOISE, "unsupported", "an old Word file"),
    (OLE + NOISE + "EncryptedPackage".encode("utf-16-le"), "encrypted", "a Word file with a password"),
    (rb"{\rtf1\ansi Text}", "unsupported", "RTF"),
    (b"<!DOCTYPE html><html><body>Text</body></html>", "not_a_document", "a web page without text"),
    (b"MIME-Version: 1.0\nContent-Type: multipart/related;\n\n<html>", "unsupported", "a web archive"),
    (b"\x1f\x8b\x08" + NOISE, "not_a_document", "gzip"),
    (NOISE, "not_a_document", "random bytes"),
    (bytes(2000), "empty", "only zero bytes"),
    (b"%PDF-1.7\n" + NOISE[:400], "damaged", "a truncated PDF"),
    (b"1,2,3\n4,5,6\n" * 40, "not_a_document", "only numbers"),
    (("QUJD" * 2000).encode(), "not_a_document", "base64"),
    (b"\xff\xfe\x00", "not_a_document", "truncated UTF-16"),
]


@pytest.mark.parametrize(("content", "code", "reason"), REJECTED, ids=[case[2] for case in REJECTED])
def test_unreadable_file_is_rejected(content: bytes, code: str, reason: str) -> None:
    with pytest.raises(UnreadableDocumentError) as error:
        parse(content, "report.pdf")
    assert error.value.code == code, reason
    assert error.value.message.endswith(".")


def test_oversized_file_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sniff_module, "MAX_BYTES", 100)
    with pytest.raises(UnreadableDocumentError) as error:
        parse(b"Report of the Secretariat. " * 10, "report.txt")
    assert error.value.code == "too_large"


def test_format_is_detected_from_the_content_not_the_name() -> None:
    assert sniff(b"The Conference of the Parties adopted its report.") is Format.TEXT
    assert parse(b"The Conference of the Parties adopted its report.", "photo.png").format == "text"
    assert sniff("第十一届会议通过了报告，并决定将其提交大会。会议还审议了其他事项。".encode()) is Format.TEXT


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_rejected(content: bytes) -> None:
    try:
        parse(content, "any")
    except UnreadableDocumentError as error:
        assert error.code in {"empty", "not_a_document", "unsupported", "damaged", "encrypted", "too_large"}  # noqa: PT017
