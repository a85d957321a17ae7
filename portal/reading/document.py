"""Parse a document and extract from it, in a child process. No Django, so that it starts quickly."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass, replace

from documents.parsing.parse import parse
from documents.parsing.serialize import from_plain, to_plain
from documents.parsing.types import ParsedDocument
from portal.reading.limits import Limits
from portal.reading.recognition import read_scan
from portal.reading.version import VOCABULARY, parser_version
from recommendations.extraction.extract import extract
from recommendations.extraction.report import as_label
from recommendations.extraction.types import Extraction
from recommendations.extraction.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class FileReading:
    """What a document says, and what was extracted from it."""

    parsed: ParsedDocument
    extraction: Extraction


@functools.cache
def load_vocabulary() -> Vocabulary:
    """The vocabularies that extraction works with, read once a process."""
    return Vocabulary.load(VOCABULARY)


def read(content: bytes, name: str, limits: Limits) -> bytes:
    """The :class:`FileReading` of a document, for :func:`from_bytes`. Raise UnreadableDocumentError."""
    return json.dumps(to_plain(_read(content, name, limits))).encode()


def from_bytes(answer: bytes) -> FileReading:
    """The reading that :func:`read` wrote in another process."""
    reading: FileReading = from_plain(json.loads(answer), FileReading)
    return reading


def read_as_label(content: bytes, name: str, limits: Limits) -> bytes:
    """The same as the JSON that ``manage.py parse`` prints, in UTF-8."""
    reading = _read(content, name, limits)
    label = as_label(reading.parsed, reading.extraction, load_vocabulary())
    # What UTF-8 cannot hold, half a character in a damaged file, is written as JSON writes it.
    return json.dumps(label, ensure_ascii=False, indent=1).encode(errors="backslashreplace")


def _read(content: bytes, name: str, limits: Limits) -> FileReading:
    parsed = parse(content, name)
    if parsed.text_quality == "none" and parsed.format == "pdf" and limits.recognition_seconds:
        parsed = read_scan(content, parsed, limits.recognition_seconds)
    parsed = replace(parsed, parser_version=parser_version())
    return FileReading(parsed, extract(parsed, load_vocabulary()))
