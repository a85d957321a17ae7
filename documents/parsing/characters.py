"""Decode bytes to text, and clean up the artefacts of PDF extraction and word processors."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable

SUPERSCRIPT_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_TO_PLAIN = str.maketrans(SUPERSCRIPT_DIGITS, "0123456789")
_TO_SUPERSCRIPT_DIGITS = str.maketrans("0123456789", SUPERSCRIPT_DIGITS)
_TO_SUPERSCRIPT_CHARACTERS = str.maketrans(
    "0123456789abcdefghijklmnoprstuvwxyz", f"{SUPERSCRIPT_DIGITS}ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
)

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\v]")
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_PRESENTATION_FORMS = re.compile(r"[\u2e80-\u2fd5\ufb00-\ufb06\ufb50-\ufdfb\ufe70-\ufefc]+")
RADICALS = str.maketrans(
    "⺁⺄⺈⺊⺌⺎⺏⺒⺓⺗⺜⺝⺟⺠⺧⺩⺬⺶⺻⺼⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "厂乙刀卜小兀尣巳幺心日月母民牛王示羊聿肉虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
)
"""The CJK Radicals Supplement as ordinary characters (Unicode's Equivalent_Unified_Ideograph), without those that are
only parts of characters. Fonts share a glyph between the two, so PDF files give one for the other."""
_BETWEEN_CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]{2}")
_DASHES = str.maketrans("\u2010\u2011\u2012\u2015\ufe58\ufe63\uff0d", "--–——--")
_ASTERISKS = str.maketrans("∗⁎＊﹡", "****")  # note markers of some fonts and of Chinese documents
_MINUS_AS_DASH = re.compile(r"(?<=\w)\u2212|\u2212(?!\d)")
"""Matches a minus sign that is not the sign of a number: "13\u221217 May"."""
_LINE_BREAK_HYPHEN = re.compile(r"(?P<head>\w+)\ufffe\s?(?P<tail>\w+)")
_NOTE_MARKERS = re.compile(r"(?<=[\w)\]:])\s?\*{1,4}(?:,\s?\*{1,4})*(?![A-Za-z\d])")


def decode(content: bytes) -> str:
    """Decode a file by its byte order mark, as UTF-8, or as Windows-1252 if it is not valid UTF-8.

    Raise UnicodeDecodeError only for a file that does not match its byte order mark.
    """
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return content.decode(encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def tidy(text: str) -> str:
    """Return text with line breaks, spaces, hyphens, dashes and asterisks normalized, without ligatures, radicals or
    invisible characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    text = _INVISIBLE.sub("", _SPACES.sub(" ", text))
    text = _PRESENTATION_FORMS.sub(lambda m: unicodedata.normalize("NFKC", m.group().translate(RADICALS)), text)
    return resolve_line_break_hyphens(plain_dashes(text.translate(_ASTERISKS)))


def plain_dashes(text: str) -> str:
    """Return text with every hyphen and dash as one of "-", "–" and "—". Fonts share a glyph between several of them,
    so PDF files give one for the other."""
    return text if text.isascii() else _MINUS_AS_DASH.sub("–", text.translate(_DASHES))


def resolve_line_break_hyphens(text: str) -> str:
    """Return text without U+FFFE, which represents a hyphen at a line break.

    It is replaced with a hyphen unless the word is written without one elsewhere: "self\\ufffesufficiency" becomes
    "self-sufficiency" unless the text also contains "selfsufficiency".
    """
    if "\ufffe" not in text:
        return text
    words = set(re.findall(r"\w+", text.casefold()))

    def join(match: re.Match[str]) -> str:
        word = match["head"] + match["tail"]
        return word if word.casefold() in words else f"{match['head']}-{match['tail']}"

    return _LINE_BREAK_HYPHEN.sub(join, text).replace("\ufffe", "-")


def plain_digits(text: str) -> str:
    """Return text with superscript digits made plain ("²" becomes "2")."""
    return text.translate(_TO_PLAIN)


def superscript_digits(text: str) -> str:
    """Return text with digits made superscript ("2" becomes "²")."""
    return text.translate(_TO_SUPERSCRIPT_DIGITS)


def superscript_characters(text: str) -> str:
    """Return text with digits and Latin letters made superscript ("2a" becomes "²ᵃ").

    A note marker in a cell is then not read as part of a number.
    """
    return text.translate(_TO_SUPERSCRIPT_CHARACTERS)


def join_texts(texts: Iterable[str]) -> str:
    """Return texts joined with spaces, but without a space between two Chinese characters.

    >>> join_texts(["缔约", "方会议", "CTOC/COP"])
    '缔约方会议 CTOC/COP'
    """
    joined = ""
    for text in texts:
        space = "" if not joined or _BETWEEN_CHINESE.fullmatch(joined[-1:] + text[:1]) else " "
        joined += f"{space}{text}"
    return joined


def without_note_markers(text: str) -> str:
    """Return text on one line, without asterisks after its words."""
    return _NOTE_MARKERS.sub("", one_line(text))


def is_wide(character: str) -> bool:
    """Return whether a character takes two columns on a screen, as Chinese characters do."""
    return unicodedata.east_asian_width(character) in "WF"


def one_line(text: str) -> str:
    """Return text on one line with single spaces."""
    return " ".join(text.split())
