"""Convert an extraction to one JSON value: the output of ``manage.py parse``.

The keys are the same as in the labels that people write by hand, so that the two can be compared.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from documents.parsing.serialize import split_bullets
from documents.parsing.session_kinds import FIRST_YEAR
from documents.parsing.types import Block, BlockKind, Box, Dates, Footnote, Masthead, Organ, ParsedDocument
from recommendations.extraction.prose import ordinal_word
from recommendations.extraction.types import (
    DraftRecommendation,
    Endorsement,
    Extraction,
    Kind,
    MeetingMention,
    Reference,
    ReferenceKind,
)
from recommendations.extraction.vocabulary import Vocabulary

NUMBERED_KINDS = (BlockKind.PARAGRAPH, BlockKind.OPERATIVE)
_WORDS_OF_START = 16
"""Words with which an operative paragraph is identified: the verb and the person asked, whose name may be long."""


def as_json_value(parsed: ParsedDocument, extraction: Extraction, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the parsed document and its extraction as values that the json module can serialize."""
    references = extraction.references
    main_notes, annex_notes = _notes_by_numbering(parsed)
    return {
        "file": parsed.file,
        "parser_version": parsed.parser_version,
        **_masthead(parsed.masthead),
        "pages": parsed.pages,
        "text_quality": parsed.text_quality,
        "last_paragraph_number": _last_number(parsed),
        "paragraph_numbers": [b.label for b in parsed.blocks if b.kind in NUMBERED_KINDS and b.label],
        "headings": [_heading(b) for b in parsed.blocks if b.kind is BlockKind.HEADING],
        "footnote_markers": [note.marker for note in parsed.footnotes],
        "footnotes": [_footnote(note, parsed) for note in main_notes],
        "footnotes_of_annexes": [_footnote(note, parsed) for note in annex_notes],
        "recommendations": [
            _recommendation(r, references, vocabulary)
            for r in extraction.recommendations
            if r.kind is Kind.RECOMMENDATION
        ],
        "operative_paragraphs": _operative_paragraphs(parsed, extraction, vocabulary),
        "endorsements": [_endorsement(e, parsed, vocabulary) for e in extraction.endorsements],
        "citations": [_citation(r, parsed) for r in references if r.kind is ReferenceKind.ARTICLE],
        "symbols_cited": _values(references, ReferenceKind.DOCUMENT),
        "resolutions_cited": _values(references, ReferenceKind.RESOLUTION),
        "meetings_named": [r.text for r in references if r.kind is ReferenceKind.MEETING],
        "unresolved": [
            {
                "kind": r.kind.value,
                "where": _where(r, parsed),
                "page": _page(r, parsed),
                "text": r.text,
                "reason": r.reason,
            }
            for r in references
            if not r.is_resolved
        ],
        "blocks": [_block(block, parsed) for block in parsed.blocks],
        "warnings": [{"code": d.code, "message": d.message, "page": d.page} for d in parsed.doubts]
        + [{"code": "extraction", "message": message, "page": None} for message in extraction.doubts],
    }


def _masthead(masthead: Masthead) -> dict[str, Any]:
    return {
        "symbols": list(masthead.symbols),
        "symbol_hints": [{"pattern": hint.pattern, "reason": hint.reason} for hint in masthead.symbol_hints],
        "title": masthead.title,
        "subtitle": masthead.subtitle,
        "distribution": masthead.distribution,
        "date": _iso_date(masthead.date),
        "original_languages": list(masthead.original_languages),
        "language": masthead.language,
        "body": masthead.body,
        "subsidiary_body": masthead.subsidiary_body,
        "session": masthead.session,
        "meeting": _meeting_dates(masthead.meeting),
        "organs": [_organ(masthead), *map(_organ, masthead.further_organs)],
        "agenda_item": masthead.agenda_item,
        "agenda_title": masthead.agenda_title,
        "job_number": masthead.job_number,
        "reissued": _iso_date(masthead.reissued),
    }


def _organ(organ: Masthead | Organ) -> dict[str, Any]:
    return {
        "body": organ.body,
        "subsidiary_body": organ.subsidiary_body,
        "session": organ.session,
        "meeting": _meeting_dates(organ.meeting),
        "agenda_item": organ.agenda_item,
    }


def _meeting_dates(meeting: Dates | None) -> dict[str, Any] | None:
    return (
        {"place": meeting.place, "start": _iso_date(meeting.start), "end": _iso_date(meeting.end)} if meeting else None
    )


def _iso_date(date: datetime.date | None) -> str | None:
    return date.isoformat() if date else None


def _last_number(parsed: ParsedDocument) -> str | None:
    """Return the last number in the longest run of paragraph numbers outside annexes, or None.

    A run goes on after missing and repeated numbers. Texts quoted between the paragraphs have their own numbering,
    which begins at 1.
    """
    numbered = [b for b in parsed.blocks if b.kind in NUMBERED_KINDS and b.label and not b.part]
    labels = [b.label for b in numbered if b.kind is BlockKind.PARAGRAPH] or [b.label for b in numbered]
    runs: list[list[str]] = []
    for label, _ in groupby(filter(None, labels)):
        run = next((run for run in reversed(runs) if _follows(run[-1], label)), None)
        run = run or max((r for r in runs if _follows_gap(r[-1], label)), key=lambda r: int(r[-1]), default=None)
        if run is None:
            runs.append(run := [])
        run.append(label)
    return max(runs, key=len)[-1] if runs else None


def _follows(label: str, following: str) -> bool:
    """Return whether a number follows another: "8" after "7", "13.6" after "13.5", "31.II.1" after "31.I.22"."""
    chapter, _, number = label.rpartition(".")
    next_chapter, _, next_number = following.rpartition(".")
    if chapter == next_chapter:
        return number.isdigit() and next_number == str(int(number) + 1)
    return next_number == "1" and "." in chapter and chapter.partition(".")[0] == next_chapter.partition(".")[0]


def _follows_gap(label: str, following: str) -> bool:
    """Return whether a number follows another after missing ones: "5" after "3"."""
    return label.isdigit() and following.isdigit() and 1 < int(label) + 1 < int(following)


def _heading(block: Block) -> dict[str, Any]:
    number = block.label if block.label != block.text else None
    return {"number": number, "text": block.text, "level": block.level, "page": block.page}


def _notes_by_numbering(parsed: ParsedDocument) -> tuple[list[Footnote], list[Footnote]]:
    """Return the notes in the document's main numbering, and the notes of annexes that restart from 1."""
    main: list[Footnote] = []
    annexes: list[Footnote] = []
    for note in parsed.footnotes:
        in_annex = note.block is not None and bool(parsed.blocks[note.block].part)
        restarts = in_annex and (bool(annexes) or note.marker == "1")
        (annexes if restarts else main).append(note)
    return main, annexes


def _footnote(note: Footnote, parsed: ParsedDocument) -> dict[str, Any]:
    block = parsed.blocks[note.block] if note.block is not None else None
    return {
        "marker": note.marker,
        "text": note.text,
        "page": note.page,
        "where": block.anchor if block else None,
        "part": block.part if block else "",
    }


def _recommendation(
    draft: DraftRecommendation, references: tuple[Reference, ...], vocabulary: Vocabulary
) -> dict[str, Any]:
    return {
        **_path(draft.path),
        "label": draft.label,
        "page": draft.page,
        "text": draft.text,
        "topic": draft.heading,
        "addressees": list(draft.addressees),
        "verb": draft.verb,
        "action": draft.action,
        "strength": draft.strength.value if draft.strength else None,
        "status": draft.status.value,
        "form": draft.form,
        "meeting": meeting_text(draft.meeting, vocabulary),
        "adopted_by": meeting_text(draft.adopted_by, vocabulary),
        "put_to": meeting_text(draft.put_to, vocabulary),
        "citations": _targets(references[i] for i in draft.references),
        "heading_citations": _targets(references[i] for i in draft.heading_references),
        "note_citations": _targets(references[i] for i in draft.note_references),
        "topics": [{"key": t.topic, "evidence": t.evidence, "in_heading": t.in_heading} for t in draft.topics],
        "subjects": [
            {"article": str(s.target), "evidence": s.evidence, "in_heading": s.in_heading} for s in draft.subjects
        ],
        "alternatives": [draft.text[a.start : a.end] for a in draft.alternatives],
    }


def _operative_paragraphs(
    parsed: ParsedDocument, extraction: Extraction, vocabulary: Vocabulary
) -> list[dict[str, Any]]:
    """Return all operative paragraphs. Paragraphs that ask somebody to act also have the keys of a recommendation.

    ``verb`` is the verb with which the paragraph begins; ``asks`` is the verb that makes the request, which may come
    later.
    """
    entries = {entry.anchor: entry for entry in extraction.recommendations if entry.kind is Kind.OPERATIVE}
    paragraphs = []
    for paragraph in extraction.operative_paragraphs:
        entry = entries.get(paragraph.anchor)
        entry_values = _recommendation(entry, extraction.references, vocabulary) if entry else {}
        block = parsed.blocks[paragraph.block]
        values = {
            "number": paragraph.number,
            "verb": paragraph.verb,
            "starts": " ".join(block.text.split()[:_WORDS_OF_START]),
            "page": block.page,
            **_path(block.path),
            "status": paragraph.status.value,
            "asks": entry.verb if entry else None,
        }
        paragraphs.append(entry_values | values)
    return paragraphs


def _endorsement(endorsement: Endorsement, parsed: ParsedDocument, vocabulary: Vocabulary) -> dict[str, Any]:
    block = parsed.blocks[endorsement.block]
    return {
        "where": block.path or block.anchor,
        "meeting": meeting_text(endorsement.meeting, vocabulary),
        "symbol": endorsement.symbol or None,
    }


def _targets(references: Iterable[Reference]) -> list[str]:
    """Return each article cited, once, in the order of the text."""
    return list(dict.fromkeys(str(target) for reference in references for target in reference.articles))


def meeting_text(mention: MeetingMention | None, vocabulary: Vocabulary) -> str | None:
    """Return a description such as "twelfth meeting of the Working Group on Firearms, 2021-03-25/2021-03-26". Unknown
    parts are omitted."""
    if mention is None:
        return None
    body = vocabulary.bodies_by_key[mention.body]
    ordinal = f"{_number_in_words(mention)} " if mention.ordinal else ""
    dates = "/".join(filter(None, (_iso_date(mention.start), _iso_date(mention.end))))
    if body.kind_of_meeting == "congress":
        words = f"{ordinal.capitalize()}{body.name}"
    else:
        words = f"{ordinal}{body.kind_of_meeting} of the {body.name}"
    return f"{words}, {dates}" if dates else words


def _number_in_words(mention: MeetingMention) -> str:
    number = mention.ordinal or 0
    words = str(number) if number >= FIRST_YEAR else ordinal_word(number)
    return " ".join(filter(None, (words, mention.series.replace("-", " "))))


def _citation(reference: Reference, parsed: ParsedDocument) -> dict[str, Any]:
    citation: dict[str, Any] = {
        "where": _where(reference, parsed),
        "page": _page(reference, parsed),
        "targets": [str(target) for target in reference.articles],
        "text": reference.text,
        "start": reference.start,
        "end": reference.end,
    }
    return citation if reference.is_resolved else {**citation, "reason": reference.reason}


def _where(reference: Reference, parsed: ParsedDocument) -> str:
    if reference.footnote is not None:
        return f"note {parsed.footnotes[reference.footnote].marker}"
    block = parsed.blocks[reference.block or 0]
    return block.path or block.anchor


def _page(reference: Reference, parsed: ParsedDocument) -> int | None:
    """Return the page on which a reference begins, which may not be the first page of its paragraph or note."""
    if reference.footnote is not None:
        return parsed.footnotes[reference.footnote].page_at(reference.start)
    return parsed.blocks[reference.block or 0].page_at(reference.start)


def _values(references: tuple[Reference, ...], kind: ReferenceKind) -> list[str]:
    return sorted({r.value for r in references if r.kind is kind and r.value})


def _path(path: str) -> dict[str, Any]:
    """Return a path as printed ("para. 14"), and the numbers of the bullets in it, which no document prints: both
    together identify an item."""
    printed, bullets = split_bullets(path)
    return {"path": printed, "bullets": bullets}


def _block(block: Block, parsed: ParsedDocument) -> dict[str, Any]:
    return {
        "index": block.index,
        "kind": block.kind.value,
        "number": block.label,
        "level": block.level,
        "text": block.text,
        "part": block.part,
        **_path(block.path),
        "anchor": block.anchor,
        "parent": block.parent,
        "page": block.page,
        "box": _box(block.box),
        "breaks": [{"offset": b.offset, "page": b.page, "box": _box(b.box)} for b in block.breaks],
        "headings": list(parsed.heading_texts(block)),
        "footnote_references": [{"marker": n.marker, "offset": n.offset, "note": n.note} for n in block.notes],
        "cells": [list(row) for row in block.cells],
    }


def _box(box: Box | None) -> list[float] | None:
    return [box.left, box.top, box.right, box.bottom] if box else None
