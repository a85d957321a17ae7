"""Read a draft in a child process. No Django, so that the process starts quickly.

A draft has no more pages than people can negotiate, and usually no masthead: its first lines are then text. The process
gives way to others, because searches go first.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, replace

import pypdfium2

from documents.parsing.languages import languages_of_paragraphs
from documents.parsing.messages import Message
from documents.parsing.parse import READERS, build_document
from documents.parsing.serialize import from_plain, to_plain
from documents.parsing.sniff import Format, sniff
from documents.parsing.structure import build_structure
from documents.parsing.types import ParsedDocument, UnreadableDocumentError
from portal.reading.document import load_vocabulary
from portal.reading.limits import Limits
from recommendations.extraction.context import read_context
from recommendations.extraction.extract import extract
from recommendations.extraction.types import DraftRecommendation, Extraction, Reference
from recommendations.extraction.vocabulary import ENGLISH, Vocabulary


@dataclass(frozen=True, slots=True)
class DraftReading:
    """A draft as a child process reads it.

    ``extraction`` uses only what the draft says. ``assumed`` treats a draft that names no body as a draft of the
    Conference of the Parties, so that "the Convention" is the Organized Crime Convention; what it finds in addition is
    only likely. ``languages`` and ``note_languages`` are the languages of the blocks and of the footnotes: a draft in
    French may have an annex in English. Each is read in its own language.
    """

    parsed: ParsedDocument
    languages: tuple[str, ...]
    note_languages: tuple[str, ...]
    extraction: Extraction
    assumed: Extraction


TOO_LONG = "too_long"  # code of the error for a draft with too many pages
MAX_PAGES = 60
MAX_CHARACTERS = 300_000  # of text, about as much as MAX_PAGES
_CONFERENCE = "cop"


def read(content: bytes, name: str, limits: Limits) -> bytes:
    """Return the :class:`DraftReading` of a file as bytes for :func:`from_bytes`. Raise UnreadableDocumentError."""
    _check_page_count(content)
    parsed = _parse(content, name)
    if sum(len(block.text) for block in parsed.blocks) > MAX_CHARACTERS:
        raise _too_long()
    vocabulary = load_vocabulary()
    assumed = parsed
    if not (parsed.masthead.body or parsed.masthead.symbols):
        names = vocabulary.bodies_by_key[_CONFERENCE].names_in(parsed.masthead.language or "en")
        assumed = replace(parsed, masthead=replace(parsed.masthead, body=names[0]))
    languages, note_languages = _languages(parsed)
    plain = _extract(parsed, (languages, note_languages), vocabulary)
    likely = _extract(assumed, (languages, note_languages), vocabulary) if assumed is not parsed else plain
    reading = DraftReading(parsed, languages, note_languages, plain, likely)
    return json.dumps(to_plain(reading)).encode()


def from_bytes(result: bytes) -> DraftReading:
    """Return the reading that :func:`read` returned as bytes in another process."""
    reading: DraftReading = from_plain(json.loads(result), DraftReading)
    return reading


def _languages(parsed: ParsedDocument) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the languages of the blocks and of the footnotes. A short footnote has that of its block."""
    main = parsed.masthead.language or ENGLISH
    blocks = [language or main for language in languages_of_paragraphs((b.text for b in parsed.blocks), main)]
    notes = []
    for note in parsed.footnotes:
        of_block = blocks[note.block] if note.block is not None else main
        notes.append(languages_of_paragraphs([note.text], of_block)[0] or main)
    return tuple(blocks), tuple(notes)


def _extract(
    parsed: ParsedDocument, languages: tuple[tuple[str, ...], tuple[str, ...]], vocabulary: Vocabulary
) -> Extraction:
    """Extract what each block and footnote says in its own language."""
    blocks, notes = languages
    main = parsed.masthead.language or ENGLISH
    whole = extract(parsed, vocabulary)
    others = sorted({*blocks, *notes} - {main})
    if not others:
        return whole
    found = {main: whole} | {code: extract(_translated(parsed, code, vocabulary), vocabulary) for code in others}
    references: list[Reference] = []
    recommendations: list[DraftRecommendation] = []
    for code, extraction in found.items():
        positions: dict[int, int] = {}
        for index, reference in enumerate(extraction.references):
            own = notes[reference.footnote] if reference.footnote is not None else blocks[reference.block or 0]
            if own == code:
                positions[index] = len(references)
                references.append(reference)
        for entry in extraction.recommendations:
            if blocks[entry.blocks[0]] == code:
                own_references = tuple(positions[i] for i in entry.references if i in positions)
                recommendations.append(
                    replace(entry, references=own_references, heading_references=(), note_references=())
                )
    recommendations.sort(key=lambda entry: entry.blocks[0])
    return replace(whole, references=tuple(references), recommendations=tuple(recommendations))


def _translated(parsed: ParsedDocument, language: str, vocabulary: Vocabulary) -> ParsedDocument:
    """Return a draft with the names of its bodies in another language, so that its text is read in that language."""
    bodies = read_context(parsed, vocabulary).bodies
    names = [body.names_in(language)[0] for body in bodies[:1]]
    masthead = replace(parsed.masthead, language=language, body=names[0] if names else None, subsidiary_body=None)
    return replace(parsed, masthead=masthead)


def _check_page_count(content: bytes) -> None:
    """Raise UnreadableDocumentError for a PDF with too many pages, before reading them."""
    if sniff(content) is not Format.PDF:
        return
    try:
        with pypdfium2.PdfDocument(io.BytesIO(content)) as pdf:
            pages = len(pdf)
    except pypdfium2.PdfiumError:
        return  # the reader explains what is wrong with the file
    if pages > MAX_PAGES:
        raise _too_long()


def _too_long() -> UnreadableDocumentError:
    return UnreadableDocumentError(
        TOO_LONG, Message("This draft has more than %(count)s pages. Check it in parts.", count=MAX_PAGES)
    )


def _parse(content: bytes, name: str) -> ParsedDocument:
    """Parse a draft. Without a masthead, nothing at its beginning is taken for one."""
    source = READERS[sniff(content)](content)
    document = build_document(source, name)
    masthead = document.masthead
    if masthead.symbols or masthead.distribution:
        return document
    body = (*source.masthead, *source.margin, *source.body)
    blocks, footnotes, _doubts = build_structure(body, source.notes, None)
    return replace(
        document,
        blocks=blocks,
        footnotes=footnotes,
        masthead=replace(masthead, title=None, subtitle=None, body=None, subsidiary_body=None),
    )
