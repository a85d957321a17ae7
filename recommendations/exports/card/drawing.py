"""Draw a card with Typst, as a separate program: ``python drawing.py < content.json > card.png``.

It is set as an accessible PDF first, because Typst then reports signs that no font has, for which a picture would show
boxes. The program ends with :data:`MISSING_SIGNS` if there are any. Pure: no Django.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import typst

TEMPLATE = Path(__file__).with_name("card.typ")
MISSING_SIGNS = 3  # exit status
PIXELS_PER_INCH = 72.0  # a pixel for each point


def draw(content: dict[str, Any], families: tuple[str, ...], *, system_fonts: bool) -> bytes | None:
    """Return the card as a PNG file, or None if no font has some sign. ``families`` are fonts in order of preference.

    Raise :class:`typst.TypstError` for any other error.
    """
    fonts = typst.Fonts(include_system_fonts=system_fonts)
    installed = set(fonts.families())
    content = {**content, "fonts": [family for family in families if family in installed]}
    compiler = typst.Compiler(TEMPLATE, font_paths=fonts, sys_inputs={"data": json.dumps(content)})
    try:
        compiler.compile(format="pdf", pdf_standards="ua-1")
    except typst.TypstError as error:
        if "could not be displayed" in error.message:
            return None
        raise
    return bytes(compiler.compile(format="png", ppi=PIXELS_PER_INCH))  # type: ignore[arg-type]  # one page


def main() -> int:
    """Read the content and write the card. Return the exit status."""
    request = json.load(sys.stdin)
    card = draw(request["content"], tuple(request["families"]), system_fonts=request["system_fonts"])
    if card is None:
        return MISSING_SIGNS
    sys.stdout.buffer.write(card)
    return 0


if __name__ == "__main__":
    sys.exit(main())
