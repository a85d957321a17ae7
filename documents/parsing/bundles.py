"""ZIP archives of several documents: list the files by name, and unpack each only when it is read.

A DOCX is a ZIP archive too, but counts as a document, not as a bundle.
"""

from __future__ import annotations

import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from documents.parsing.archives import (
    DAMAGED_ARCHIVE_ERRORS,
    MAX_RATIO,
    MAX_UNPACKED,
    DirectoryTooLargeError,
    open_archive,
)
from documents.parsing.messages import Message
from documents.parsing.types import UnreadableDocumentError

MAX_MEMBERS = 1_000
_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
_MEGABYTE = 1024 * 1024
_PACKAGE_PARTS = frozenset(
    {"[content_types].xml", "word/document.xml", "mimetype", "meta-inf/container.xml", "content.xml", "index.apxl"}
)
"""Parts that occur in office files: an archive with one of them is a document, not a bundle."""
_SYSTEM_NAMES = frozenset({"__macosx", "thumbs.db", "desktop.ini"})
_UTF_8, _ENCRYPTED = 0x800, 0x1  # flag bits of an entry
_UNICODE_PATH = 0x7075  # identifier of an extra field


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive. ``name`` is for display and includes folders; it is never a path on this machine."""

    name: str
    size: int
    _archive: zipfile.ZipFile
    _entry: zipfile.ZipInfo

    def read(self, max_bytes: int) -> bytes:
        """Return the content, at most ``max_bytes`` bytes.

        Raise UnreadableDocumentError: ``encrypted``, ``too_large`` (before unpacking), ``damaged``, or
        ``not_a_document`` for an archive within the archive.
        """
        if self._entry.flag_bits & _ENCRYPTED:
            raise UnreadableDocumentError(
                "encrypted",
                Message("This file in the ZIP archive is protected by a password. Remove the password and try again."),
            )
        if self.size > max_bytes:
            raise UnreadableDocumentError(
                "too_large",
                Message(
                    "The file is larger than %(size)s MB. Split the document and try again with the parts.",
                    size=max_bytes // _MEGABYTE,
                ),
            )
        if self.size > _MEGABYTE and self.size > MAX_RATIO * self._entry.compress_size:
            raise UnreadableDocumentError(
                "too_large",
                Message("This file unpacks to far more data than a document contains. Try again with the file itself."),
            )
        content = self._unpack()
        if content.startswith(_SIGNATURES) and self.name.lower().endswith(".zip"):
            raise UnreadableDocumentError(
                "not_a_document",
                Message("This is a ZIP archive inside another. Try again with it alone, or unpack it."),
            )
        return content

    def _unpack(self) -> bytes:
        """Unpack the file. ZipFile never unpacks more of it than its directory declares."""
        try:
            return self._archive.read(self._entry)
        except (*DAMAGED_ARCHIVE_ERRORS, zlib.error, EOFError, RuntimeError) as error:
            raise UnreadableDocumentError(
                "damaged",
                Message(
                    "This file in the ZIP archive is damaged or compressed by an unsupported method. Try it alone."
                ),
            ) from error


def is_bundle(file: IO[bytes], name: str) -> bool:
    """Return whether a file is an archive of files, not a document that is itself an archive (DOCX, EPUB, Pages …).

    The content decides; the name is used only for a truncated archive, whose content cannot be listed.
    """
    file.seek(0)
    if not file.read(4).startswith(_SIGNATURES):
        return False
    try:
        paths = {path.lower().lstrip("/") for path in open_archive(file).namelist()}
    except DAMAGED_ARCHIVE_ERRORS:
        return name.lower().endswith(".zip")
    return not paths & _PACKAGE_PARTS and not any(path.endswith(".iwa") for path in paths)


def open_bundle(file: IO[bytes]) -> list[Member]:
    """Return the files of an archive in archive order, except hidden ones and system files (``__MACOSX``).

    Raise UnreadableDocumentError for the whole archive, before anything is unpacked: ``damaged``, ``empty``, or
    ``too_large`` if it has too many files or its directory declares too many bytes.
    """
    file.seek(0)
    try:
        archive = open_archive(file)
    except DirectoryTooLargeError as error:
        raise _too_large_error() from error
    except DAMAGED_ARCHIVE_ERRORS as error:
        raise UnreadableDocumentError(
            "damaged",
            Message(
                "The ZIP archive is incomplete or damaged and cannot be opened. Create a new archive and upload it."
            ),
        ) from error
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MAX_MEMBERS or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise _too_large_error()
    named_entries = ((tidy_name(_entry_name(entry)), entry) for entry in entries)
    members = [
        Member(name, entry.file_size, archive, entry) for name, entry in named_entries if not is_system_file(name)
    ]
    if not members:
        raise UnreadableDocumentError(
            "empty", Message("The ZIP archive is empty. Choose an archive that contains documents.")
        )
    return members


def _too_large_error() -> UnreadableDocumentError:
    return UnreadableDocumentError(
        "too_large",
        Message(
            "The ZIP archive contains more than %(count)s files, or unpacks to more than %(size)s MB. Split it and try "
            "again with the parts.",
            count=MAX_MEMBERS,
            size=MAX_UNPACKED // _MEGABYTE,
        ),
    )


def is_system_file(name: str) -> bool:
    """Return whether a file, given its name with folders, is hidden or left behind by an operating system."""
    return any(part.startswith(".") or part.lower() in _SYSTEM_NAMES for part in name.split("/"))


def tidy_name(name: str) -> str:
    """Return a name with folders for display: forward slashes, no leading slash, composed letters, one line.

    >>> tidy_name("..\\\\2022\\\\L.4.pdf")
    '2022/L.4.pdf'
    """
    composed = unicodedata.normalize("NFC", name).replace("\\", "/")
    clean = "".join(character if character.isprintable() else " " for character in composed)
    parts = (part.strip() for part in clean.split("/"))
    return "/".join(part for part in parts if part not in ("", ".", ".."))


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """Return the name of a file in an archive. Unless it is marked as UTF-8, its encoding has to be guessed."""
    if entry.flag_bits & _UTF_8:
        return entry.orig_filename
    raw = entry.orig_filename.encode("cp437")
    return _unicode_path(entry.extra, raw) or _decode_name(raw)


def _unicode_path(extra: bytes, raw: bytes) -> str:
    """Return the UTF-8 name that an archive may store in addition to the name in a code page, or ""."""
    while len(extra) >= 4:
        kind, length = struct.unpack("<HH", extra[:4])
        body, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == _UNICODE_PATH and len(body) > 5 and body[1:5] == struct.pack("<I", zlib.crc32(raw)):
            return body[5:].decode(errors="replace")
    return ""


def _decode_name(raw: bytes) -> str:
    """Decode a name of undeclared encoding: macOS writes UTF-8, Windows the code page of its language.

    Russian is recognized by words entirely in Cyrillic ("Доклад", not the "é" in "résumé"), Chinese by byte pairs that
    are all Chinese characters; anything else is in the code page of ZIP archives.
    """
    for encoding, is_plausible in _NAME_ENCODINGS:
        try:
            name = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if is_plausible(name):
            return name
    return raw.decode("cp437")


def _is_russian(name: str) -> bool:
    words = re.findall(r"[^\W\d_]+", name)
    foreign = [word for word in words if not word.isascii()]
    return any(len(word) > 2 for word in foreign) and all(map(re.compile(r"[А-Яа-яЁё]+").fullmatch, foreign))


def _is_chinese(name: str) -> bool:
    return all(unicodedata.name(character, "").startswith("CJK") for character in name if not character.isascii())


_NAME_ENCODINGS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("utf-8", lambda name: True),
    ("cp866", _is_russian),
    ("gb2312", _is_chinese),
)
