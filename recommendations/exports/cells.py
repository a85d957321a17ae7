"""Text of documents as it may stand in files of other programs: nothing in it acts, nothing in it breaks them."""

from __future__ import annotations

import re

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection")."""

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write (section 2.2, "Char")."""


def formula_safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe goes before what would begin one."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell


def printable_text(text: str) -> str:
    """A text without the characters that Word and Excel cannot have; a sign says where one was."""
    return _NO_XML.sub("\ufffd", text)
