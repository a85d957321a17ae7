"""Read plain text, most of it extracted from PDF files, and restore its paragraphs.

:mod:`~documents.parsing.readers.text_lines` classifies the lines and joins the lines of a paragraph; this module joins
paragraphs that a page foot or a block of notes has split (:func:`_continues`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from documents.parsing.characters import decode, one_line, tidy
from documents.parsing.enacting import is_enacting_line
from documents.parsing.masthead_words import ITEM_WITHIN
from documents.parsing.numbering import LabelKind, read_label
from documents.parsing.readers.markup import inline_spans
from documents.parsing.readers.spans import merge_spans
from documents.parsing.readers.text_layout.dump import mark_up
from documents.parsing.readers.text_layout.pages import PAGE_END
from documents.parsing.readers.text_lines import LOOSE_BRACKET, Chunk, Lines
from documents.parsing.readers.text_wrapping import LABEL_ALONE, SENTENCE_END
from documents.parsing.types import Fragment, RawNote, Source, Span

_TRAILING_MARKERS = re.compile(r"(?:\s*(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\^\{[^}]*\}|<sup>[^<]*</sup>))+$")
_ABBREVIATION_END = re.compile(r"(?:\b(?:arts?|paras?|Nos?|vols?|pp?|chaps?|sects?|see|Mr|Ms|Mrs|Dr)\.)\s*$")
_MAX_HEAD_LINE = 200  # characters within which a line of a masthead prints the agenda item
_STOPS = (".", ";", "。", "；", "؛")
_COMMAS = (",", "，", "،")
_SENTENCE_INSIDE = re.compile(r"[a-z)”][.;]\s+[A-Z“]")


def read_text(content: bytes) -> Source:
    """Return the printed paragraphs, notes, and running heads and feet of a text file."""
    dump = mark_up(tidy(decode(content)))
    lines = Lines(dump.text, (*dump.masthead, *dump.margin))
    return Source(
        format="text",
        body=tuple(_build_fragment(chunk) for chunk in _rejoin(lines)),
        masthead=tuple(Fragment((Span(line),)) for line in dump.masthead),
        margin=tuple(Fragment((Span(line),)) for line in dump.margin),
        notes=tuple(RawNote(note.marker, inline_spans(lines.join(note.lines)), note.page) for note in lines.notes),
        running=(*dump.running, *lines.running),
        pages=lines.pages,
        doubts=dump.doubts,
    )


def _rejoin(lines: Lines) -> list[Chunk]:
    """Join paragraphs split at the end of a page, with a form feed at each split.

    A text that is printed with a full stop elsewhere is complete and is not joined to the next, such as the item of an
    agenda above its annotation. Nor are the line that names the enacting organ and the paragraphs of the preamble below
    it, which end in commas and may begin in lower case.
    """
    complete = {text[:-1] for text in map(_stripped, lines.chunks) if text.endswith(_STOPS)}
    chunks: list[Chunk] = []
    in_preamble = False
    for chunk in lines.chunks:
        above_text = _stripped(chunks[-1]) if chunks else ""
        in_preamble = is_enacting_line(above_text) or (in_preamble and above_text.endswith(_COMMAS))
        is_separate = above_text in complete or (in_preamble and not chunk.after_cut)
        if chunks and not is_separate and _continues(chunks[-1], chunk):
            above = chunks[-1]
            text = lines.join([above.text, f"{PAGE_END}{chunk.text}"])
            chunks[-1] = replace(above, text=text, later_pages=(*above.later_pages, chunk.page))
        else:
            chunks.append(chunk)
    return chunks


def _stripped(chunk: Chunk) -> str:
    return one_line(chunk.text).strip()


def _continues(above: Chunk, below: Chunk) -> bool:
    """Return whether a chunk continues the one above, which the end of a page has split.

    A label alone continues with its text. A paragraph continues if its sentence has not ended and the chunk below does
    not begin with a label. If the chunk below begins in lower case, or a bracket is open, the part above must be longer
    than a short line, unless it ends in a comma or semicolon. Otherwise it must be a labelled paragraph that was split
    by the end of a page, or prose above a chunk that is prose too.
    """
    is_plain = (above.heading_level, above.cells, above.is_contents) == (None, (), False)
    if not is_plain or (below.heading_level, below.cells, below.is_contents) != (None, (), False):
        return False
    if LABEL_ALONE.match(above.text):
        return not read_label(below.text)
    above_text, below_text = _TRAILING_MARKERS.sub("", above.text.strip()), below.text.strip()
    if not above_text or not below_text or read_label(below_text):
        return False
    starts_lower = below_text[0].islower() and not below_text.startswith(("http", "www."))
    if starts_lower and above_text.endswith((";", ",")):
        return True
    if SENTENCE_END.search(above_text) and not _ABBREVIATION_END.search(above_text):
        return False
    if starts_lower or _has_open_bracket(above_text):
        return len(above_text) > 60
    label = read_label(above_text)
    if label and label.kind in (LabelKind.ITEM, LabelKind.NUMBER) and below.after_cut and len(above_text) > 60:
        return True
    if ITEM_WITHIN.search(above_text[:_MAX_HEAD_LINE]) and below.after_gap:
        return False  # a masthead on one line, above the title
    is_prose = _SENTENCE_INSIDE.search(above_text) or len(above_text) > 250 or (label and len(above_text) > 120)
    return (
        bool(is_prose)
        and not above_text.endswith(_COMMAS)
        and (bool(SENTENCE_END.search(below_text)) or len(below_text) > 200)
    )


def _has_open_bracket(text: str) -> bool:
    return text.count("“") > text.count("”") or text.count("(") > text.count(")") + len(
        re.findall(r"^\W*\w{1,4}\)", text)
    )


def _build_fragment(chunk: Chunk) -> Fragment:
    if chunk.cells:
        rows = tuple(tuple(one_line(_plain_text(LOOSE_BRACKET.sub("", cell))) for cell in row) for row in chunk.cells)
        return Fragment((Span("\n".join("\t".join(row) for row in rows)),), page=chunk.page, cells=rows)
    spans = _split_at_pages(inline_spans(chunk.text), (chunk.page, *chunk.later_pages))
    return Fragment(
        spans,
        page=chunk.page,
        after_gap=chunk.after_gap,
        heading_level=chunk.heading_level,
        is_contents=chunk.is_contents,
    )


def _split_at_pages(spans: Iterable[Span], pages: Sequence[int | None]) -> tuple[Span, ...]:
    """Split spans at form feeds, and set the page of each; ``pages`` are the pages between the form feeds."""
    page = 0
    parts: list[Span] = []
    for span in spans:
        for index, text in enumerate(span.text.split(PAGE_END)):
            page += index > 0
            parts.append(replace(span, text=text, page=pages[page]))
    return merge_spans(parts)


def _plain_text(text: str) -> str:
    return "".join(span.text for span in inline_spans(text))
