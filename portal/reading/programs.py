"""The programs that recognize the text of scans (``make ocr``). No parser is imported, so that pages can ask too."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

SEARCH_PATH = os.pathsep.join((str(Path(sys.executable).parent), *os.get_exec_path()))
"""Programs of the virtual environment count as installed, whether or not it is activated."""

_PROGRAMS = (("OCRmyPDF", "ocrmypdf"), ("Tesseract", "tesseract"))


def find_program(name: str) -> str | None:
    """Return the path of a program, or None if it is not installed."""
    return shutil.which(name, path=SEARCH_PATH)


def missing_programs() -> list[str]:
    """Return the names of the programs that text recognition needs and this machine does not have."""
    return [name for name, program in _PROGRAMS if not find_program(program)]
