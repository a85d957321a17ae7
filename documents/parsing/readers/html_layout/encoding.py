"""Decode the bytes of a page: by byte order mark, as UTF-8, or in the encoding that the page declares."""

from __future__ import annotations

import codecs
import re

from documents.parsing.characters import decode
from documents.parsing.messages import Message
from documents.parsing.types import UnreadableDocumentError

_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE)
_MAX_SEARCHED = 4096  # bytes at the start of a page; browsers search 1,024
_DECLARATION = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*(?P<name>[\w.:-]{3,20})""", re.IGNORECASE)
_LEGACY = re.compile(r"windows-?\d{3,4}|cp\d{3,4}|iso-?8859-?\d{1,2}|koi8-[ru]|gb2312|gbk|gb18030|big5|macroman|mac")
"""Encodings of old pages. Python codecs that no page uses ("unicode_escape") are rejected."""
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "mac": "mac_roman", "macroman": "mac_roman"}
_WESTERN = re.compile(r"iso-?8859-?1")


def decode_page(content: bytes) -> tuple[str, bool]:
    """Return the text of a page, and whether its encoding is certain.

    UTF-8 takes precedence over the declared encoding: pages are converted without updating the declaration, and text
    in an old encoding is never valid UTF-8 by chance. A declared encoding is replaced by the larger one that includes
    it (ISO 8859-1 by Windows-1252), as in browsers (WHATWG, Encoding Standard, 4.2).
    Raise UnreadableDocumentError for a page that does not match its byte order mark.
    """
    try:
        if content.startswith(_BOMS):
            return decode(content), True
        if content[:2] in (b"<\0", b"\0<"):
            return content.decode("utf-16-le" if content[:1] == b"<" else "utf-16-be"), True
    except UnicodeDecodeError as error:
        raise UnreadableDocumentError(
            "damaged",
            Message(
                "The web page is incomplete or damaged. Save it again, or use a PDF or DOCX version of the document."
            ),
        ) from error
    try:
        return content.decode("utf-8"), True
    except UnicodeDecodeError:
        return _decode_old_encoding(content)


def _decode_old_encoding(content: bytes) -> tuple[str, bool]:
    encoding = _declared_encoding(content)
    try:
        return content.decode(encoding or "cp1252"), encoding is not None
    except UnicodeDecodeError:
        return content.decode(encoding or "cp1252", errors="replace"), False


def _declared_encoding(content: bytes) -> str | None:
    """Return Python's name for the old encoding that the page declares, or None."""
    match = _DECLARATION.search(content[:_MAX_SEARCHED])
    name = match["name"].decode("ascii").lower() if match else ""
    if not _LEGACY.fullmatch(name):
        return None
    if _WESTERN.fullmatch(name):
        return "cp1252"
    try:
        return codecs.lookup(_SUPERSETS.get(name, name)).name
    except LookupError:
        return None
