"""Read the character codes of a font: their text and width, and whether the font is bold or italic."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined

from documents.parsing.characters import RADICALS
from documents.parsing.readers.pdf_layout.page import BOLD, ITALIC

UNMAPPED = "\N{REPLACEMENT CHARACTER}"  # for a character code without text in the font
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_FIXED_PITCH, _ITALIC_FLAG, _FORCE_BOLD = 1, 1 << 6, 1 << 18
_SIGNS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\N{SOFT HYPHEN}": "-"}
"""Bullets in symbol fonts, and the visible hyphen that Microsoft Word encodes as a soft hyphen."""
_COMPATIBILITY = (("\ufb00", "\ufb06"), ("\ufb50", "\ufdff"), ("\ufe70", "\ufefc"), ("\u2f00", "\u2fd5"))
"""Ligatures, positional forms of Arabic letters, and Chinese radicals that share a glyph with a character."""
_DROPPED = frozenset("\u200b\u200c\u200d\u2060\ufeff\x00\x03")


class Typeface:
    """A font and its glyphs, each looked up once."""

    def __init__(self, font: PDFFont) -> None:
        self.font = font
        name = str(font.fontname).lower()
        is_bold = any(part in name for part in ("bold", "black", "heavy", "demi")) or font.flags & _FORCE_BOLD
        is_slanted = font.flags & _ITALIC_FLAG and font.italic_angle  # upright fonts may have the flag too
        is_italic = any(part in name for part in ("italic", "oblique")) or is_slanted
        self.style = (BOLD if is_bold else 0) | (ITALIC if is_italic else 0)
        self.fixed_pitch = "courier" in name or bool(font.flags & _FIXED_PITCH)
        self._texts = _texts(font)
        self.has_arabic = bool(_RIGHT_TO_LEFT.search("".join(self._texts.values())))
        self._glyphs: dict[int, tuple[str, float]] = {}

    def glyph(self, code: int) -> tuple[str, float]:
        """Return the text of a character code and its width in ems."""
        entry = self._glyphs.get(code)
        if entry is None:
            width = self.font.char_width(code)
            try:
                text = _clean(self.font.to_unichr(code))
                if self.has_arabic and code not in self._texts:
                    text = UNMAPPED  # pdfminer treats the code of a glyph without text as an ASCII character
            except PDFUnicodeNotDefined:
                text = UNMAPPED
            entry = self._glyphs[code] = (text, width)
        return entry


def _texts(font: PDFFont) -> Mapping[int, str]:
    """Return a font's Unicode map, or an empty map."""
    texts: Mapping[int, str] = getattr(getattr(font, "unicode_map", None), "cid2unichr", {})
    return texts


def _clean(text: str) -> str:
    """Return ligatures and symbol-font codes as plain characters, without joiners, and with ordinary spaces."""
    if text.isascii() and text not in _DROPPED:
        return " " if text in "\t\r\n" else text
    chars = []
    for char in text:
        if char in _DROPPED:
            continue
        if char in _SIGNS:
            char = _SIGNS[char]
        elif "\uf020" <= char <= "\uf07e":  # codes of symbol and bar code fonts
            char = chr(ord(char) - 0xF000)
        elif any(first <= char <= last for first, last in _COMPATIBILITY):
            # NFKC turns an isolated vowel mark into a space and the mark.
            char = unicodedata.normalize("NFKC", char).lstrip()
        chars.append(" " if char.isspace() else char.translate(RADICALS))
    return "".join(chars)
