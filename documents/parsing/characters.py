"""Characters: bytes to text, and the scars that PDF extraction and word processors leave in it."""

from __future__ import annotations

import codecs
import re
import unicodedata

SUPERSCRIPT_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_TO_PLAIN = str.maketrans(SUPERSCRIPT_DIGITS, "0123456789")
_TO_SUPERSCRIPT = str.maketrans("0123456789", SUPERSCRIPT_DIGITS)
_TO_RAISED = str.maketrans("0123456789abcdefghijklmnoprstuvwxyz", f"{SUPERSCRIPT_DIGITS}ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BLANKS = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\v]")
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_PRESENTATION_FORMS = re.compile(r"[\ufb00-\ufb06\ufb50-\ufdfb\ufe70-\ufefc]+")
_LINE_END_HYPHEN = re.compile(r"(?P<head>\w+)\ufffe\s?(?P<tail>\w+)")


def decode(content: bytes) -> str:
    """Text of a file: by its byte order mark, as UTF-8, or as Windows-1252 where it is not UTF-8.

    Raise UnicodeDecodeError only for a file that carries a byte order mark and breaks its promise.
    """
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return content.decode(encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def tidy(text: str) -> str:
    """One kind of line end, blank and hyphen; no ligature, nothing invisible. Line structure is kept."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    text = _INVISIBLE.sub("", _BLANKS.sub(" ", text))
    text = _PRESENTATION_FORMS.sub(lambda m: unicodedata.normalize("NFKC", m.group()), text)
    text = text.replace("\u2010", "-").replace("\u2011", "-")
    return join_line_end_hyphens(text)


def join_line_end_hyphens(text: str) -> str:
    """U+FFFE, which stands for a hyphen at a line's end, becomes a hyphen or nothing by the document's own words.

    "self\\ufffesufficiency" is "self-sufficiency" unless the text elsewhere writes "selfsufficiency".
    """
    if "\ufffe" not in text:
        return text
    words = set(re.findall(r"\w+", text.casefold()))

    def joined(match: re.Match[str]) -> str:
        whole = match["head"] + match["tail"]
        return whole if whole.casefold() in words else f"{match['head']}-{match['tail']}"

    return _LINE_END_HYPHEN.sub(joined, text).replace("\ufffe", "-")


def plain_digits(text: str) -> str:
    """ "²" as "2"; other characters as they are."""
    return text.translate(_TO_PLAIN)


def superscript_digits(text: str) -> str:
    """ "2" as "²"; other characters as they are."""
    return text.translate(_TO_SUPERSCRIPT)


def raised(text: str) -> str:
    """ "2" as "²" and "a" as "ᵃ", so that a note's call in a cell is not read as part of the number before it."""
    return text.translate(_TO_RAISED)


def one_line(text: str) -> str:
    """Text on one line with single blanks."""
    return " ".join(text.split())
