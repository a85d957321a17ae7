"""Files that several tests read: each is read once in a process."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from documents.parsing.parse import parse
from documents.parsing.types import ParsedDocument


@lru_cache(maxsize=32)
def read(path: Path) -> ParsedDocument:
    """What is read in a file; nothing can change it, so that tests may share it."""
    return parse(path.read_bytes(), path.name)
