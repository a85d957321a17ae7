"""Parsed files that several tests share: each is parsed once per process."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from documents.parsing.parse import parse
from documents.parsing.types import ParsedDocument


@lru_cache(maxsize=32)
def read(path: Path) -> ParsedDocument:
    """Return the parsed document, which is immutable and therefore safe to share."""
    return parse(path.read_bytes(), path.name)
