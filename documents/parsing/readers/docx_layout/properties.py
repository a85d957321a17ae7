"""What a file says of itself (docProps): job number, symbols, titles. Hints only; the printed text decides."""

from __future__ import annotations

import re

from documents.parsing.readers.docx_layout.ooxml import children, name
from documents.parsing.readers.docx_layout.package import Package, Part

_CORE = {
    name("dc:title"): "title", name("dc:subject"): "subject", name("dc:language"): "language",
    name("dcterms:created"): "created", name("dcterms:modified"): "modified",
}  # fmt: skip
"""Who wrote and saved the file is not taken along: names of staff are no part of a document."""
_MAX_LENGTH = 2_000
_TOLERANCE = 0.15
"""Word counts automatic numbers and symbols too; on real documents its count is 4 to 11 per cent higher."""
_ESCAPED_CONTROL = re.compile(r"_x00[01][0-9a-fA-F]_")


def read_properties(package: Package) -> dict[str, str]:
    """Custom properties by their own names ("JobNo", "Symbol1"), then the core ones; empty ones are left out."""
    found: dict[str, str] = {}
    custom, core = package.part("docProps/custom.xml"), package.part("docProps/core.xml")
    for element in children(custom.root if custom else None, "cprops:property"):
        _put(found, element.get("name") or "", "".join(element.itertext()))
    for element in children(core.root if core else None):
        _put(found, _CORE.get(element.tag, ""), element.text or "")
    return found


def page_count(package: Package) -> int | None:
    """The number of pages when the file was last laid out, as the word processor noted it.

    Files that programs make carry the numbers of their template. They are believed where the number of characters
    noted beside them is that of the text.
    """
    part: Part | None = package.part("docProps/app.xml")
    noted = {tag: _count(part, tag) for tag in ("eprops:Pages", "eprops:Characters")}
    pages, characters = noted["eprops:Pages"], noted["eprops:Characters"]
    if not pages or not characters:
        return None
    printed = sum(len("".join((text.text or "").split())) for text in package.main.root.iter(name("w:t")))
    return pages if abs(printed - characters) < _TOLERANCE * characters else None


def _count(part: Part | None, tag: str) -> int:
    text = next(((element.text or "").strip() for element in children(part.root if part else None, tag)), "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _put(found: dict[str, str], key: str, text: str) -> None:
    text = " ".join(_ESCAPED_CONTROL.sub(" ", text).split())
    if key and text:
        found.setdefault(key, text[:_MAX_LENGTH])
