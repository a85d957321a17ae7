"""Split runs of text into lines and paragraphs, and normalize note markers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from documents.parsing.characters import SUPERSCRIPT_DIGITS, plain_digits
from documents.parsing.numbering import LabelKind, read_label
from documents.parsing.readers.spans import Line, merge_spans, trim
from documents.parsing.readers.text_wrapping import SENTENCE_END
from documents.parsing.types import Span

_RAISED_DIGITS = re.compile(f"([{SUPERSCRIPT_DIGITS}]+)")
_STAR_MARKER = re.compile(r"(?<=[\w)\]”\"])(\*{1,4})(?![\w*])")
_BRACKETED_MARKER = re.compile(r"\s*\[\s*([\w*]{1,4})\s*\]\s*")
_OPEN_END = re.compile(r"\b(?:and|or|et|ou|y|o|и|или)$")


def normalize_note_markers(spans: Sequence[Span], *, starred: bool) -> Line:
    """Return spans with note markers as separate superscripts: "²", "[1]" and, if notes are ``starred``, "agenda*"."""
    plain: list[Span] = []
    for span in merge_spans(spans):
        if span.superscript:
            marker = _BRACKETED_MARKER.sub(r"\1", plain_digits(span.text))
            plain.append(Span(marker, superscript=True))
            continue
        for piece in _RAISED_DIGITS.split(span.text):
            if piece and piece[0] in SUPERSCRIPT_DIGITS:
                plain.append(Span(plain_digits(piece), superscript=True))
                continue
            parts = _STAR_MARKER.split(piece) if starred else [piece]
            plain += [
                Span(part, superscript=True) if index % 2 else replace(span, text=part)
                for index, part in enumerate(parts)
            ]
    return merge_spans(_without_brackets(plain))


def _without_brackets(spans: list[Span]) -> list[Span]:
    """Return spans without the brackets around a marker that are outside its span: "[", "1", "]"."""
    for index in range(1, len(spans) - 1):
        before, marker, after = spans[index - 1 : index + 2]
        if marker.superscript and before.text.endswith("[") and after.text.startswith("]"):
            spans[index - 1] = replace(before, text=before.text[:-1])
            spans[index + 1] = replace(after, text=after.text[1:])
    return spans


def lines_of(spans: Iterable[Span]) -> list[Line]:
    """Return the lines that the page itself breaks."""
    lines: list[list[Span]] = [[]]
    for span in spans:
        for index, text in enumerate(span.text.split("\n")):
            if index:
                lines.append([])
            lines[-1].append(replace(span, text=text))
    return [trim(line) for line in lines]


def paragraphs_of(spans: Iterable[Span]) -> list[Line]:
    """Return the paragraphs that an element produces: separated by an empty line, above a label, below "Annex I"."""
    paragraphs: list[list[Line]] = [[]]
    for line in lines_of(spans):
        if not line or (
            paragraphs[-1] and _is_paragraph_break(_text(paragraphs[-1][-1]), _text(line), len(paragraphs[-1]))
        ):
            paragraphs.append([])
        if line:
            paragraphs[-1].append(line)
    return [_join(lines) for lines in paragraphs if lines]


def _is_paragraph_break(above: str, below: str, line_count: int) -> bool:
    """Return whether a paragraph ends between two lines."""
    label = read_label(above)
    if line_count == 1 and label and label.kind is LabelKind.ANNEX and label.end >= len(above):
        return True
    may_end = bool(SENTENCE_END.search(above) or above.endswith((",", "،")) or _OPEN_END.search(above))
    return read_label(below) is not None and may_end


def _text(line: Line) -> str:
    return "".join(span.text for span in line if not span.superscript)


def _join(lines: Sequence[Line]) -> Line:
    spans: list[Span] = []
    for index, line in enumerate(lines):
        spans += [Span("\n")] * (index > 0) + list(line)
    return tuple(spans)
