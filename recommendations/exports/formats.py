"""File formats of a compilation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from recommendations.exports.compilation import CompilationContent, Progress
from recommendations.exports.csv_file import csv_lines
from recommendations.exports.excel import write_excel
from recommendations.exports.json_file import json_pieces
from recommendations.exports.pdf.document import write_pdf
from recommendations.exports.word.document import write_word

MAX_SUBJECT_LENGTH = 60  # characters of a file name
MAX_BYTES_IN_MEMORY = 8 * 1024 * 1024  # bytes held before writing to disk
MAX_IMMEDIATE_ENTRIES = 300
"""Maximum number of entries of a file created while the reader waits; CSV and JSON are streamed at any length."""


@dataclass(frozen=True, slots=True)
class Format:
    """A file format, either streamed or written to a file."""

    label: str | Promise
    extension: str
    media_type: str
    max_entries: int
    stream: Callable[[CompilationContent], Iterator[bytes]] | None = None
    write: Callable[[CompilationContent, IO[bytes], Progress | None], None] | None = None

    def takes_long(self, size: int) -> bool:
        """Return whether a file of this size is written by a worker."""
        return self.write is not None and size > MAX_IMMEDIATE_ENTRIES


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS = {
    "word": Format(_("Word"), "docx", f"{_OFFICE}.wordprocessingml.document", 10_000, write=write_word),
    "pdf": Format("PDF", "pdf", "application/pdf", 1_000, write=write_pdf),
    "excel": Format(_("Excel"), "xlsx", f"{_OFFICE}.spreadsheetml.sheet", 200_000, write=write_excel),
    "csv": Format("CSV", "csv", "text/csv; charset=utf-8", 10_000_000, stream=csv_lines),
    "json": Format("JSON", "json", "application/json", 10_000_000, stream=json_pieces),
}
"""Map from the value in addresses to the format."""


def find_format(name: str) -> str:
    """Return the value of the format with this value or file extension ("docx"), ignoring case, or "" if unknown."""
    folded = name.casefold()
    return next((value for value, entry in FORMATS.items() if folded in (value, entry.extension)), "")


def file_name(compilation: CompilationContent, file_format: Format) -> str:
    """Return a file name that describes the content, such as "recommendations-untoc-18-2026-11-28.docx"."""
    subject = slugify("-".join(compilation.subjects).replace(":", "-"), allow_unicode=True)
    subject = subject[:MAX_SUBJECT_LENGTH].rstrip("-") or "all"
    return f"recommendations-{subject}-{compilation.about.made_at:%Y-%m-%d}.{file_format.extension}"
