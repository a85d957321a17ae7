"""Open the ZIP package of a DOCX file, and find its parts by their relationships.

python-docx is not used for this: it loads every image, and fails if the part of an image is missing or the target of a
link is malformed, which happens in files that Word itself opens.
"""

from __future__ import annotations

import lzma
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass
from urllib.parse import unquote

from docx.opc.constants import RELATIONSHIP_TYPE

from documents.parsing.archives import (
    DAMAGED_ARCHIVE_ERRORS,
    MAX_XML,
    damaged_error,
    open_word_archive,
    too_large_error,
)
from documents.parsing.messages import Message
from documents.parsing.readers.docx_layout import ooxml
from documents.parsing.readers.docx_layout.ooxml import Element
from documents.parsing.types import UnreadableDocumentError

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DOCUMENT = "/relationships/officeDocument"
_DOCTYPE = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)")
_DAMAGED_PART_ERRORS = (*DAMAGED_ARCHIVE_ERRORS, zlib.error, lzma.LZMAError, EOFError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Part:
    """An XML part: its name in the package, its root, and a map from relationship identifiers to kind and part name."""

    name: str
    root: Element
    targets: dict[str, tuple[str, str]]


class Package:
    """An open DOCX package. ``main`` is the part with the document's text."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {info.filename.lstrip("/").lower(): info for info in archive.infolist()}
        self.main = self._read(self._main_name())

    def related(self, kind: str) -> Part | None:
        """Return the part of a kind, such as "FOOTNOTES", to which the main part refers, or None."""
        relationship_kind = getattr(RELATIONSHIP_TYPE, kind).rpartition("/")[2]
        names = (
            target for reltype, target in self.main.targets.values() if reltype.rpartition("/")[2] == relationship_kind
        )
        return next((part for part in map(self.part, names) if part is not None), None)

    def target(self, relationship: str | None) -> Part | None:
        """Return the part that a relationship of the main part refers to, or None."""
        entry = self.main.targets.get(relationship or "")
        return self.part(entry[1]) if entry else None

    def part(self, part_name: str) -> Part | None:
        """Return a part by name, or None if the package does not have it."""
        return self._read(part_name) if part_name.lower() in self._names else None

    def _main_name(self) -> str:
        for reltype, target in self._targets("").values():
            if reltype.endswith(_DOCUMENT) and target.lower() in self._names:
                return target
        return "word/document.xml"

    def _read(self, part_name: str) -> Part:
        return Part(part_name, self._read_xml(part_name), self._targets(part_name))

    def _targets(self, part_name: str) -> dict[str, tuple[str, str]]:
        """Return a map from relationship identifiers to kind and part name, for targets inside the package."""
        folder, base = posixpath.split(part_name)
        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        if rels.lower() not in self._names:
            return {}
        targets: dict[str, tuple[str, str]] = {}
        for relationship in self._read_xml(rels).iter(_RELATIONSHIP):
            if relationship.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, unquote(relationship.get("Target") or "")))
                targets[relationship.get("Id") or ""] = (relationship.get("Type") or "", target.lstrip("/"))
        return targets

    def _read_xml(self, part_name: str) -> Element:
        info = self._names.get(part_name.lower())
        if info is None:
            raise damaged_error()
        if info.file_size > MAX_XML:
            raise too_large_error()
        try:
            content = self._archive.read(info)
        except _DAMAGED_PART_ERRORS as error:
            raise damaged_error() from error
        if _DOCTYPE.search(content):
            raise UnreadableDocumentError(
                "damaged",
                Message("The Word file contains XML definitions that are not allowed in Word files. Save it again."),
            )
        try:
            return ooxml.parse(content)
        except ooxml.MalformedXmlError as error:
            raise damaged_error() from error


def open_package(content: bytes) -> Package:
    """Open the package in a file's bytes.

    Raise UnreadableDocumentError as :func:`~documents.parsing.archives.open_word_archive` does, ``damaged`` for a part
    that cannot be read, and ``unsupported`` for Strict Open XML or a file other than a text document.
    """
    package = Package(open_word_archive(content))
    if package.main.root.tag != ooxml.name("w:document"):
        raise UnreadableDocumentError(
            "unsupported",
            Message(
                'This Word file is in "Strict Open XML" format or is not a text document. Save it as ordinary DOCX or '
                "PDF."
            ),
        )
    return package
