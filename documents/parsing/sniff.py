"""Detect the format of a file from its bytes; the file name is never trusted."""

from __future__ import annotations

import re
from enum import StrEnum

from documents.parsing.archives import open_word_archive
from documents.parsing.characters import decode
from documents.parsing.messages import Message
from documents.parsing.types import UnreadableDocumentError

MAX_BYTES = 100 * 1024 * 1024
"""Maximum size of a file, in bytes. The largest documents of the United Nations are about a tenth of this size."""


class Format(StrEnum):
    """The formats that can be read."""

    PDF = "pdf"
    DOCX = "docx"
    HTML = "html"
    TEXT = "text"


_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM", b"\x00\x00\x01\x00", b"8BPS")
_ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WEB_PAGE = re.compile(
    rb"""(?> \s | <\?xml [^>]{0,200} > | <!-- (?> .{0,2000}? --> ) )*+
         < (?: !doctype \s+ html | html | head | body | frameset | title | meta ) [\s>/]""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
"""Matches "<!DOCTYPE html>", "<html lang=en>", "<!-- saved --> <head>"; not "<header>" or "<metadata>"."""
_ELEMENT = re.compile(rb"<(?:h[1-6]|p|div|section|article|main|header|table|ol|ul|center)[\s>]", re.IGNORECASE)
_EMPTY_LINE = re.compile(rb"\n\s*\n\s*")
_WEB_ARCHIVE = re.compile(
    rb"(?:from|subject|date|mime-version|snapshot-\S+)\s*:.{0,2000}?multipart/related", re.I | re.DOTALL
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd]")
_SPACELESS_SCRIPT = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def sniff(content: bytes) -> Format:
    """Return the format of a readable file. Raise UnreadableDocumentError with the reason for any other."""
    if not content.strip(b"\x00 \t\r\n\x0c\xef\xbb\xbf"):
        raise UnreadableDocumentError("empty", Message("The file is empty. Choose a file that contains the document."))
    if len(content) > MAX_BYTES:
        size = MAX_BYTES // (1024 * 1024)
        raise UnreadableDocumentError(
            "too_large",
            Message("The file is larger than %(size)s MB. Split the document and try again with the parts.", size=size),
        )
    if b"%PDF-" in content[:1024]:
        return Format.PDF
    if content.startswith(b"PK\x03\x04"):
        open_word_archive(content).close()
        return Format.DOCX
    _reject_known_formats(content)
    if _is_web_page(content):
        return Format.HTML
    _reject_non_text(content)
    return Format.TEXT


def _reject_known_formats(content: bytes) -> None:
    if content.startswith(_IMAGES) or content[8:12] == b"WEBP" or content[4:12] in (b"ftypheic", b"ftypavif"):
        raise UnreadableDocumentError(
            "not_a_document",
            Message("This is an image, not a document. Use a PDF, DOCX, HTML or text version of the document."),
        )
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise UnreadableDocumentError(
                "encrypted", Message("This Word file is protected by a password. Remove the password and try again.")
            )
        raise UnreadableDocumentError(
            "unsupported", Message("This file is in an old Office format (.doc). Save it as DOCX or PDF and try again.")
        )
    if content.startswith(rb"{\rtf"):
        raise UnreadableDocumentError(
            "unsupported", Message("This is an RTF file. Save it as DOCX or PDF and try again.")
        )
    if content.startswith(_ARCHIVES):
        raise UnreadableDocumentError(
            "not_a_document",
            Message("This is an archive, not a document. Unpack it and try again with the files it contains."),
        )
    if _WEB_ARCHIVE.match(content[:4096]):
        raise UnreadableDocumentError(
            "unsupported",
            Message("This is a web archive (.mht). Save the page as HTML, or the document as PDF, and try again."),
        )


def _is_web_page(content: bytes) -> bool:
    """Return whether the content is a web page: it begins with the tag of one, or most paragraphs begin with a tag.

    In a text that only mentions tags, few paragraphs begin with one.
    """
    start = content[:8192].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe")
    start = start.removeprefix(b"\xfe\xff")
    if _WEB_PAGE.match(start):
        return True
    paragraphs = _EMPTY_LINE.split(start.strip())
    return bool(_ELEMENT.match(paragraphs[0])) and sum(p.startswith(b"<") for p in paragraphs) > len(paragraphs) / 2


def _reject_non_text(content: bytes) -> None:
    """Reject content that is not text: text consists of words and has hardly any control characters."""
    rejection = UnreadableDocumentError(
        "not_a_document",
        Message("The file contains no readable text. Use a PDF, DOCX, HTML or text version of the document."),
    )
    try:
        text = decode(content)
    except UnicodeDecodeError as error:
        raise rejection from error
    letters = sum(map(len, _WORD.findall(text))) + len(_SPACELESS_SCRIPT.findall(text))
    characters = len("".join(text.split())) or 1
    if len(_CONTROL.findall(text)) > characters * 0.005 or letters < characters * 0.4 or letters < 20:
        raise rejection
    longest = max(len(word) for word in text.split())
    if longest > 2000 and not _SPACELESS_SCRIPT.search(text):
        raise rejection
