"""Load fonts whose character codes are mapped to glyphs by a table in the file.

pdfminer knows only the predefined tables, and reads no characters of a font with its own table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pdfminer.cmapdb import CMapBase
from pdfminer.pdffont import PDFCIDFont, PDFFont
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFStream, resolve1

_MAX_CODE_BYTES = 4
_MAX_RANGE = 65_536
_SECTION = re.compile(rb"begincid(?:char|range)\b(?P<entries>.*?)endcid", re.DOTALL)
_ENTRY = re.compile(rb"<(?P<first>[\da-f]{2,8})>\s*(?:<(?P<last>[\da-f]{2,8})>\s*)?(?P<glyph>\d{1,5})", re.IGNORECASE)


class Fonts(PDFResourceManager):
    """The fonts of a document, each loaded once."""

    def get_font(self, objid: Any, spec: Mapping[str, Any]) -> PDFFont:
        """Return a font. If it has its own table of codes, its widths are stored by code, like its map to Unicode."""
        font = super().get_font(objid, spec)
        encoding = resolve1(spec.get("Encoding"))
        if isinstance(font, PDFCIDFont) and isinstance(encoding, PDFStream) and not isinstance(font.cmap, _CodeTable):
            table = _CodeTable(encoding.get_data())
            if table.glyphs:
                font.cmap = table
                font.widths = {
                    int.from_bytes(code): font.widths.get(glyph, font.default_width)
                    for code, glyph in table.glyphs.items()
                }
        return font


class _CodeTable(CMapBase):
    """A table from character codes to the numbers of glyphs."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.glyphs: dict[bytes, int] = {}
        for section in _SECTION.finditer(content):
            for entry in _ENTRY.finditer(section["entries"]):
                first = bytes.fromhex(entry["first"].decode())
                last = bytes.fromhex((entry["last"] or entry["first"]).decode())
                count = int.from_bytes(last) - int.from_bytes(first) + 1
                for step in range(min(count, _MAX_RANGE)):
                    code = (int.from_bytes(first) + step).to_bytes(len(first))
                    self.glyphs[code] = int(entry["glyph"]) + step

    def decode(self, code: bytes) -> Iterator[int]:
        """Yield the codes in a shown string; bytes that are not in the table are skipped."""
        start = 0
        while start < len(code):
            end = next((start + n for n in range(1, _MAX_CODE_BYTES + 1) if code[start : start + n] in self.glyphs), 0)
            if end:
                yield int.from_bytes(code[start:end])
            start = end or start + 1
