"""Make the text of documents safe for spreadsheets and Word."""

from __future__ import annotations

import re

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Characters that start a formula in a spreadsheet (OWASP, "CSV Injection")."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters not allowed in XML 1.0 (section 2.2, "Char")."""


def formula_safe(cell: str) -> str:
    """Return the cell, with an apostrophe in front if a spreadsheet would read it as a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA_STARTS) else cell


def printable_text(text: str) -> str:
    """Return the text with U+FFFD in place of each character that Word and Excel do not allow."""
    return _NOT_XML.sub("\ufffd", text)
