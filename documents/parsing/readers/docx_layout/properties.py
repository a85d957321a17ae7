"""Read the file's own metadata (docProps): job number, symbols, titles. Hints only; the printed text decides."""

from __future__ import annotations

import re

from documents.parsing.readers.docx_layout.ooxml import children, name
from documents.parsing.readers.docx_layout.package import Package, Part

_CORE = {
    name("dc:title"): "title", name("dc:subject"): "subject", name("dc:language"): "language",
    name("dcterms:created"): "created", name("dcterms:modified"): "modified",
}  # fmt: skip
"""The names of the people who wrote and saved the file are omitted: they are not part of a document."""
_MAX_LENGTH = 2_000
_TOLERANCE = 0.15
"""As a fraction. Word also counts automatic numbers and symbols: its count is 4 to 11 per cent higher in practice."""
_MAX_CHARACTERS = 9_000
"""Characters that a page can hold, in the small type of tables."""
_ESCAPED_CONTROL = re.compile(r"_x00[01][0-9a-fA-F]_")


def read_properties(package: Package) -> dict[str, str]:
    """Return the custom properties by their names ("JobNo", "Symbol1"), then the core properties, except empty ones."""
    properties: dict[str, str] = {}
    custom, core = package.part("docProps/custom.xml"), package.part("docProps/core.xml")
    for element in children(custom.root if custom else None, "cprops:property"):
        _add_property(properties, element.get("name") or "", "".join(element.itertext()))
    for element in children(core.root if core else None):
        _add_property(properties, _CORE.get(element.tag, ""), element.text or "")
    return properties


def page_count(package: Package) -> int | None:
    """Return the number of pages when the file was last laid out, as the word processor recorded it, or None.

    Generated files carry the numbers of their template, so the count is used only if the number of characters
    recorded with it matches the text, and if that number of pages can hold the page breaks and characters of the text.
    """
    part: Part | None = package.part("docProps/app.xml")
    recorded = {tag: _read_count(part, tag) for tag in ("eprops:Pages", "eprops:Characters")}
    pages, characters = recorded["eprops:Pages"], recorded["eprops:Characters"]
    if not pages or not characters:
        return None
    printed = sum(len("".join((text.text or "").split())) for text in package.main.root.iter(name("w:t")))
    matches = abs(printed - characters) < _TOLERANCE * characters
    return pages if matches and printed <= pages * _MAX_CHARACTERS and _count_forced_breaks(package) < pages else None


def _count_forced_breaks(package: Package) -> int:
    """Return the number of forced page breaks: page break characters and new sections."""
    root = package.main.root
    breaks = sum(1 for element in root.iter(name("w:br")) if element.get(name("w:type")) == "page")
    for properties in root.iter(name("w:pPr")):
        for section in children(properties, "w:sectPr"):
            kinds = [element.get(name("w:val")) for element in children(section, "w:type")]
            breaks += 0 if "continuous" in kinds else 1
    return breaks


def _read_count(part: Part | None, tag: str) -> int:
    text = next(((element.text or "").strip() for element in children(part.root if part else None, tag)), "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _add_property(properties: dict[str, str], key: str, text: str) -> None:
    text = " ".join(_ESCAPED_CONTROL.sub(" ", text).split())
    if key and text:
        properties.setdefault(key, text[:_MAX_LENGTH])
