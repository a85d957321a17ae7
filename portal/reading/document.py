"""Parse a document and run the extraction on it in a child process. No Django, so that the process starts quickly."""

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
from recommendations.extraction.report import as_json_value
from recommendations.extraction.types import Extraction
from recommendations.extraction.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class FileReading:
    """The content of a document, and its extraction."""

    parsed: ParsedDocument
    extraction: Extraction


@functools.cache
def load_vocabulary() -> Vocabulary:
    """Return the vocabularies that extraction uses, loaded once per process."""
    return Vocabulary.load(VOCABULARY)


def read(content: bytes, name: str, limits: Limits) -> bytes:
    """Return the :class:`FileReading` of a document as bytes for :func:`from_bytes`. Raise UnreadableDocumentError."""
    return json.dumps(to_plain(_parse_and_extract(content, name, limits))).encode()


def from_bytes(result: bytes) -> FileReading:
    """Return the reading that :func:`read` returned as bytes in another process."""
    reading: FileReading = from_plain(json.loads(result), FileReading)
    return reading


def read_as_label(content: bytes, name: str, limits: Limits) -> bytes:
    """Return the reading in UTF-8, as the JSON that ``manage.py parse`` prints."""
    reading = _parse_and_extract(content, name, limits)
    label = as_json_value(reading.parsed, reading.extraction, load_vocabulary())
    # A lone surrogate from a damaged file has no UTF-8 form: write it as a JSON escape.
    return json.dumps(label, ensure_ascii=False, indent=1).encode(errors="backslashreplace")


def _parse_and_extract(content: bytes, name: str, limits: Limits) -> FileReading:
    parsed = parse(content, name)
    if parsed.text_quality == "none" and parsed.format == "pdf" and limits.recognition_seconds:
        parsed = read_scan(content, parsed, limits.recognition_seconds)
    parsed = replace(parsed, parser_version=parser_version())
    return FileReading(parsed, extract(parsed, load_vocabulary()))
