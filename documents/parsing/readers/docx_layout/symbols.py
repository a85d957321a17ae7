"""Characters of symbol fonts (w:sym), whose codes mean nothing without the font."""

from __future__ import annotations

UNKNOWN = "\ufffd"

_SYMBOL = {
    0x2A: "*", 0x2B: "+", 0x2D: "−", 0xA3: "≤", 0xA5: "∞", 0xA7: "♣", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→",
    0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈",
    0xBC: "…", 0xD2: "®", 0xD3: "©", 0xD4: "™", 0xD6: "√", 0xE2: "®", 0xE3: "©", 0xE4: "™", 0xE5: "∑",
}  # fmt: skip
_GREEK = dict(
    zip(
        b"ABCDEFGHIKLMNOPQRSTUWXYZabcdefghiklmnopqrstuwxyz",
        "ΑΒΧΔΕΦΓΗΙΚΛΜΝΟΠΘΡΣΤΥΩΞΨΖαβχδεφγηικλμνοπθρστυωξψζ",
        strict=True,
    )
)
_DINGBATS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x76: "❖", 0x77: "◆", 0x9F: "•", 0xA1: "○", 0xA7: "▪",
    0xA8: "◻", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE8: "➔", 0xEF: "⇐", 0xF0: "⇒", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒",
    0xFE: "☑",
}  # fmt: skip
_OTHER_FONTS = {0xB0: "°", 0xB7: "·"}


def symbol(font: str | None, code: str | None) -> str:
    """Return the character that a code in a symbol font produces: "*" for ("Symbol", "F02A"), U+FFFD if it is unknown.

    Symbol fonts use U+F000 to U+F0FF for their 256 codes. Other fonts are read as Unicode.
    """
    try:
        number = int(code or "", 16)
    except ValueError:
        return UNKNOWN
    index = number - 0xF000 if 0xF000 <= number <= 0xF0FF else number
    name = (font or "").lower()
    if name == "symbol":
        return _SYMBOL.get(index) or _GREEK.get(index) or (chr(index) if 0x20 <= index < 0x40 else UNKNOWN)
    if name.startswith(("wingdings", "webdings")):
        return _DINGBATS.get(index, UNKNOWN) if name == "wingdings" else UNKNOWN
    if index != number:
        return _OTHER_FONTS.get(index) or (chr(index) if 0x20 <= index < 0x7F else UNKNOWN)
    return chr(number) if 0x20 <= number < 0xD800 or 0xE000 <= number < 0xF000 else UNKNOWN
