"""The bytes of a page to its text: by byte order mark, as UTF-8, or in the encoding that the page names."""

from __future__ import annotations

import codecs
import re

from documents.parsing.characters import decode
from documents.parsing.types import UnreadableDocumentError

_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE)
_LOOKED_AT = 4096  # bytes at the start of a page in which it names its encoding; browsers look at 1,024
_NAMED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*(?P<name>[\w.:-]{3,20})""", re.IGNORECASE)
_LEGACY = re.compile(r"windows-?\d{3,4}|cp\d{3,4}|iso-?8859-?\d{1,2}|koi8-[ru]|gb2312|gbk|gb18030|big5|macroman|mac")
"""The encodings of old pages. Names that Python knows and that are none of a page ("unicode_escape") are refused."""
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "mac": "mac_roman", "macroman": "mac_roman"}
_WESTERN = re.compile(r"iso-?8859-?1")


def decode_page(content: bytes) -> tuple[str, bool]:
    """The text of a page, and whether its encoding is certain.

    UTF-8 goes before the encoding that the page names, for pages are converted without changing what they say of
    themselves, and no text of an old encoding is UTF-8 by chance. An encoding named by one of its parts is read as
    the whole (ISO 8859-1 as Windows-1252), as browsers do (WHATWG, Encoding Standard, 4.2).
    Raise UnreadableDocumentError for a page that breaks the promise of its byte order mark.
    """
    try:
        if content.startswith(_BOMS):
            return decode(content), True
        if content[:2] in (b"<\0", b"\0<"):
            return content.decode("utf-16-le" if content[:1] == b"<" else "utf-16-be"), True
    except UnicodeDecodeError as error:
        raise UnreadableDocumentError(
            "damaged", "The web page is cut off or damaged. Please save it again, or send the document as PDF or DOCX."
        ) from error
    try:
        return content.decode("utf-8"), True
    except UnicodeDecodeError:
        return _in_old_encoding(content)


def _in_old_encoding(content: bytes) -> tuple[str, bool]:
    encoding = _named(content)
    try:
        return content.decode(encoding or "cp1252"), encoding is not None
    except UnicodeDecodeError:
        return content.decode(encoding or "cp1252", errors="replace"), False


def _named(content: bytes) -> str | None:
    """The old encoding that the page names, as Python knows it."""
    match = _NAMED.search(content[:_LOOKED_AT])
    name = match["name"].decode("ascii").lower() if match else ""
    if not _LEGACY.fullmatch(name):
        return None
    if _WESTERN.fullmatch(name):
        return "cp1252"
    try:
        return codecs.lookup(_WIDER.get(name, name)).name
    except LookupError:
        return None
