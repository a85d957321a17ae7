"""Set a compilation with Typst, as a separate program: ``python typesetting.py < request.json > file.pdf``.

Typst keeps a hundred megabytes in memory for each file until later files replace it. A process that ends frees its
memory. Pure: no Django.

The request has the ``content`` for ``compilation.typ``, the time ``made_at``, the ``coded`` signs to be shown by their
codes, and whether ``system_fonts`` may be used. If no font has some sign, the program ends with :data:`MISSING_SIGNS`
and writes these signs as JSON instead.
"""

from __future__ import annotations

import datetime
import json
import re
import sys
from pathlib import Path
from typing import Any

import typst

TEMPLATE = Path(__file__).with_name("compilation.typ")
MISSING_SIGNS = 3  # exit status
MAX_MISSING_SIGNS = 20

FONTS = (
    "Libertinus Serif",  # Latin and Cyrillic; comes with Typst
    "Noto Naskh Arabic",
    "Amiri",
    "Noto Serif CJK SC",
    "Noto Sans CJK SC",
    "WenQuanYi Zen Hei",
    "DejaVu Sans",
    "Noto Sans Symbols2",
)
"""Fonts in order of preference; those that are not installed are left out. Typst then tries all other fonts."""

_MISSING = re.compile(r'the text `"(?P<text>.+)"` could not be displayed')
_CODE = re.compile(r"\\u\{(?P<code>[0-9a-f]+)\}")


def set_type(request: dict[str, Any]) -> bytes | list[str]:
    """Return the PDF, or the signs that no font has. Stop at a letter: a text is not readable without its letters.

    Raise :class:`typst.TypstError` for any other error.
    """
    fonts = typst.Fonts(include_system_fonts=request["system_fonts"])
    families = set(fonts.families())
    content = {**request["content"], "fonts": [family for family in FONTS if family in families]}
    made_at = datetime.datetime.fromisoformat(request["made_at"])
    data = json.dumps(content, ensure_ascii=False)
    for sign in request["coded"]:
        data = data.replace(sign, code_of(sign))
    missing: list[str] = []
    while True:
        compiler = typst.Compiler(TEMPLATE, font_paths=fonts, sys_inputs={"data": data})
        try:
            pdf = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=made_at)
        except typst.TypstError as error:
            sign = _missing_sign(error)
            if not sign or sign in missing or len(missing) == MAX_MISSING_SIGNS:
                raise
            missing.append(sign)
            if is_word(sign):
                return missing
            data = data.replace(sign, code_of(sign))
        else:
            return missing or bytes(pdf)  # type: ignore[arg-type]  # one file, as no other format is asked for


def code_of(sign: str) -> str:
    """Return the code of a sign, such as "[U+2610]"."""
    return "".join(f"[U+{ord(character):04X}]" for character in sign)


def is_word(sign: str) -> bool:
    """Return whether a sign is part of a word, and not a bullet or an ornament."""
    return any(character.isalpha() for character in sign)


def _missing_sign(error: typst.TypstError) -> str:
    """Return the sign that no font has, or "" if the error is another one."""
    match = _MISSING.search(error.message)
    return _CODE.sub(lambda code: chr(int(code["code"], 16)), match["text"]) if match else ""


def main() -> int:
    """Read a request and write the file or the missing signs. Return the exit status."""
    found = set_type(json.load(sys.stdin))
    if isinstance(found, bytes):
        sys.stdout.buffer.write(found)
        return 0
    json.dump(found, sys.stdout)
    return MISSING_SIGNS


if __name__ == "__main__":
    sys.exit(main())
