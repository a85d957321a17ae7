"""The ZIP package of a DOCX file: opened with care, its parts found by their relationships.

python-docx would open it too, but not where a picture's part is missing or a link's target is odd, which happens
in files that Word itself opens; and it would load every picture.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass
from urllib.parse import unquote

from docx.opc.constants import RELATIONSHIP_TYPE

from documents.parsing.readers.docx_layout import ooxml
from documents.parsing.readers.docx_layout.ooxml import Element
from documents.parsing.types import UnreadableDocument

MAX_PARTS = 5_000
MAX_UNPACKED = 400 * 1024 * 1024
"""Bytes of all parts together, pictures too."""
MAX_XML = 32 * 1024 * 1024
"""Bytes of one XML part. The longest reports have about 5 MB; the tree takes some ten times as much memory."""
MAX_RATIO = 200
"""Unpacked to packed bytes of an XML part larger than a megabyte. Documents pack ten- to sixtyfold."""

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DOCUMENT = "/relationships/officeDocument"
_DOCTYPE = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, KeyError)

_KINDS = {
    "xl/": "an Excel workbook",
    "ppt/": "a PowerPoint presentation",
    "META-INF/container.xml": "an EPUB book",
    "content.xml": "an OpenDocument file",
    "Index/": "a Pages, Numbers or Keynote file",
    "index.apxl": "a Keynote file",
}


def _damaged() -> UnreadableDocument:
    return UnreadableDocument(
        "damaged", "The Word file is cut off or damaged and cannot be opened. Please save it again and send it again."
    )


def _bomb() -> UnreadableDocument:
    return UnreadableDocument(
        "too_large", "The Word file unpacks to far more than a document holds. Please save it again as DOCX or PDF."
    )


@dataclass(frozen=True, slots=True)
class Part:
    """An XML part: its name in the package, its root, and the parts it points to by relationship identifier."""

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
        """The part of one kind ("FOOTNOTES") that the main part points to, or None."""
        wanted = getattr(RELATIONSHIP_TYPE, kind).rpartition("/")[2]
        names = (target for reltype, target in self.main.targets.values() if reltype.rpartition("/")[2] == wanted)
        return next((part for part in map(self.part, names) if part is not None), None)

    def target(self, relationship: str | None) -> Part | None:
        """The part that a relationship of the main part points to."""
        found = self.main.targets.get(relationship or "")
        return self.part(found[1]) if found else None

    def part(self, part_name: str) -> Part | None:
        """A part by its name; None where the package does not hold it."""
        return self._read(part_name) if part_name.lower() in self._names else None

    def _main_name(self) -> str:
        for reltype, target in self._targets("").values():
            if reltype.endswith(_DOCUMENT) and target.lower() in self._names:
                return target
        return "word/document.xml"

    def _read(self, part_name: str) -> Part:
        return Part(part_name, self._xml(part_name), self._targets(part_name))

    def _targets(self, part_name: str) -> dict[str, tuple[str, str]]:
        """Relationship identifier to kind and part name, for what lies inside the package."""
        folder, base = posixpath.split(part_name)
        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        if rels.lower() not in self._names:
            return {}
        found: dict[str, tuple[str, str]] = {}
        for relationship in self._xml(rels).iter(_RELATIONSHIP):
            if relationship.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, unquote(relationship.get("Target") or "")))
                found[relationship.get("Id") or ""] = (relationship.get("Type") or "", target.lstrip("/"))
        return found

    def _xml(self, part_name: str) -> Element:
        info = self._names.get(part_name.lower())
        if info is None:
            raise _damaged()
        if info.file_size > MAX_XML:
            raise _bomb()
        try:
            content = self._archive.read(info)
        except _DAMAGE as error:
            raise _damaged() from error
        if _DOCTYPE.search(content):
            raise UnreadableDocument(
                "damaged", "The Word file holds XML definitions that no Word file may hold. Please save it again."
            )
        try:
            return ooxml.parse(content)
        except ooxml.MalformedXml as error:
            raise _damaged() from error


def open_package(content: bytes) -> Package:
    """The package in a file's bytes.

    Raises UnreadableDocument: ``encrypted`` for a protected file, ``unsupported`` for another kind of office file,
    ``not_a_document`` for another archive, ``too_large`` for what unpacks beyond reason, else ``damaged``.
    """
    if content.startswith(_OLE):
        raise _refused_container(content)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except _DAMAGE as error:
        raise _damaged() from error
    _refuse_other_kinds(archive)
    _refuse_bombs(archive)
    package = Package(archive)
    if package.main.root.tag != ooxml.name("w:document"):
        raise UnreadableDocument(
            "unsupported",
            'This Word file is "Strict Open XML" or no text document. Please save it as plain DOCX or PDF.',
        )
    return package


def _refused_container(content: bytes) -> UnreadableDocument:
    """The old compound format holds either a protected DOCX or an old .doc."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return UnreadableDocument(
            "encrypted", "The Word file is protected by a password. Please remove the password and send it again."
        )
    return UnreadableDocument("unsupported", "This is an old Word file (.doc). Please save it as DOCX or PDF.")


def _refuse_other_kinds(archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    if any(name.lower().lstrip("/") == "word/document.xml" for name in names):
        return
    for start, kind in _KINDS.items():
        if any(name.startswith(start) for name in names):
            raise UnreadableDocument(
                "unsupported", f"This is {kind}, not a Word document. Please save it as DOCX or PDF."
            )
    if not any(name.startswith(("word/", "_rels/", "[Content_Types]")) for name in names):
        raise UnreadableDocument(
            "not_a_document",
            "This is a ZIP archive, not a Word document. Please unpack it and send the documents in it.",
        )


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    """ZipFile never unpacks more of a part than its directory declares, so the declared sizes are the limit."""
    parts = archive.infolist()
    if any(part.flag_bits & 0x1 for part in parts):
        raise UnreadableDocument(
            "encrypted", "The Word file is protected by a password. Please remove the password and send it again."
        )
    dense = [p for p in parts if p.file_size > 1024 * 1024 and p.file_size > MAX_RATIO * p.compress_size]
    too_dense = any(part.filename.lower().endswith((".xml", ".rels")) for part in dense)
    if len(parts) > MAX_PARTS or too_dense or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise _bomb()
