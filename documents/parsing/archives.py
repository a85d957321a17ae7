"""Identify Word files among ZIP archives, and reject archives that unpack to more than a document can hold.

Nothing is unpacked here; only the directory of an archive is read.
"""

from __future__ import annotations

import io
import struct
import zipfile
from typing import IO

from documents.parsing.messages import Message
from documents.parsing.types import UnreadableDocumentError

MAX_PARTS = 5_000
MAX_UNPACKED = 400 * 1024 * 1024  # bytes of all parts together, including images
MAX_XML = 32 * 1024 * 1024
"""Bytes of one XML part. The longest reports take up about 5 MB; the parsed tree needs about ten times as much memory.
"""
MAX_RATIO = 200  # unpacked bytes per packed byte of an XML part over a megabyte; documents have ten to sixty

MAX_DIRECTORY = 8 * 1024 * 1024
"""Bytes of an archive's directory. A directory of 5,000 parts with long names takes up less than one megabyte."""

DAMAGED_ARCHIVE_ERRORS = (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, struct.error)
"""Exceptions that the zipfile module raises for a malformed directory or part."""

_END = struct.Struct("<4s8xI6x")
_END_64 = struct.Struct("<4s36xQ8x")
_MAX_COMMENT_BYTES = 1 << 16

_KINDS = {
    "xl/": Message("an Excel workbook"),
    "ppt/": Message("a PowerPoint presentation"),
    "META-INF/container.xml": Message("an EPUB book"),
    "content.xml": Message("an OpenDocument file"),
    "Index/": Message("a Pages, Numbers or Keynote file"),
    "index.apxl": Message("a Keynote file"),
}


class DirectoryTooLargeError(ValueError):
    """The directory of an archive is larger than :data:`MAX_DIRECTORY`.

    It is a ValueError, so that :data:`DAMAGED_ARCHIVE_ERRORS` includes it.
    """


def open_archive(file: IO[bytes]) -> zipfile.ZipFile:
    """Open an archive. ZipFile reads its whole directory into memory, so an oversized directory is rejected first.

    Raise DirectoryTooLargeError, or any exception in :data:`DAMAGED_ARCHIVE_ERRORS`.
    """
    if _directory_size(file) > MAX_DIRECTORY:
        raise DirectoryTooLargeError
    return zipfile.ZipFile(file)


def _directory_size(file: IO[bytes]) -> int:
    """Return the size of the directory in bytes, as declared in the classic or ZIP64 record at the end of the archive.

    ZIP64 takes precedence, as in ZipFile. Return 0 if neither is found: ZipFile then rejects the file.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _MAX_COMMENT_BYTES - _END.size - 20 - _END_64.size))
    tail = file.read()
    end = len(tail) - _END.size
    if not (tail[max(0, end) :].startswith(b"PK\x05\x06") and tail.endswith(b"\0\0")):  # a comment follows
        end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + _END.size:
        return 0
    (_, declared) = _END.unpack_from(tail, end)
    zip64 = end - 20 - _END_64.size
    if zip64 >= 0 and tail[end - 20 :].startswith(b"PK\x06\x07"):
        (_, declared) = _END_64.unpack_from(tail, zip64)
    return int(declared)


def damaged_error() -> UnreadableDocumentError:
    """Return the error to raise for a Word file that cannot be opened."""
    return UnreadableDocumentError(
        "damaged", Message("This Word file is incomplete or damaged and cannot be opened. Save it again and try again.")
    )


def too_large_error() -> UnreadableDocumentError:
    """Return the error to raise for a Word file that unpacks to more than a document can hold."""
    return UnreadableDocumentError(
        "too_large",
        Message("This Word file unpacks to far more data than a document contains. Save it again as DOCX or PDF."),
    )


def open_word_archive(content: bytes) -> zipfile.ZipFile:
    """Open the archive of a Word file.

    Raise UnreadableDocumentError: ``unsupported`` for another kind of office file, ``not_a_document`` for any other
    archive, ``encrypted`` for a protected file, ``too_large`` for a ZIP bomb, ``damaged`` for a truncated file.
    """
    try:
        archive = open_archive(io.BytesIO(content))
    except DirectoryTooLargeError as error:
        raise too_large_error() from error
    except DAMAGED_ARCHIVE_ERRORS as error:
        raise damaged_error() from error
    _reject_other_kinds(archive.namelist())
    _reject_bombs(archive.infolist())
    return archive


def _reject_other_kinds(names: list[str]) -> None:
    if any(name.lower().lstrip("/") == "word/document.xml" for name in names):
        return
    for start, kind in _KINDS.items():
        if any(name.startswith(start) for name in names):
            raise UnreadableDocumentError(
                "unsupported", Message("This is %(kind)s, not a Word document. Save it as DOCX or PDF.", kind=kind)
            )
    if not any(name.startswith(("word/", "_rels/", "[Content_Types]")) for name in names):
        raise UnreadableDocumentError(
            "not_a_document",
            Message("This is a ZIP archive, not a document. Unpack it and try again with the files it contains."),
        )


def _reject_bombs(parts: list[zipfile.ZipInfo]) -> None:
    """Reject ZIP bombs by their declared sizes: ZipFile never unpacks more of a part than the directory declares."""
    if any(part.flag_bits & 0x1 for part in parts):
        raise UnreadableDocumentError(
            "encrypted", Message("This Word file is protected by a password. Remove the password and try again.")
        )
    xml = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
    is_dense = any(part.file_size > 1024 * 1024 and part.file_size > MAX_RATIO * part.compress_size for part in xml)
    largest = max((part.file_size for part in xml), default=0)
    if is_dense or largest > MAX_XML or len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise too_large_error()
