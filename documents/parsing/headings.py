"""Which printed paragraphs are headings, and which stands above which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from documents.parsing.characters import one_line
from documents.parsing.numbering import Label, LabelKind, Style, read_label
from documents.parsing.types import Fragment

LONGEST = 300
"""Characters; the longest headings of the seeds and of the budget documents have about 260."""

_SENTENCE_END = re.compile(r"[.;,:!?。；：，،؛]$")
_CLOSING = re.compile(r"[\s\"”’'»)\]]+$")
_ORDINAL_HEADING = re.compile(
    r"^(?P<label>(?:Draft\s+)?(?:Resolution|Decision|Recommendation|Part|Section|Chapter|Article|Intersessional decision)\s+"
    r"(?:[IVXLC]+|\d{1,3}|[A-Z]))\b(?:\s*[.:–—-]\s*|\s*$)",
    re.IGNORECASE,
)
"""Takes "Draft resolution I", "Decision 1", "Recommendation 3", "Part two"; refuses "Section 4 of the report"."""
_ENACTING = re.compile(r"^(?:The|La|El|Los|Les|Генеральн|Экономическ|Конференци|Совет)\b.{3,250},$")

_RANKS = {LabelKind.ANNEX: 0.0, LabelKind.ROMAN: 1.0, LabelKind.LETTER: 2.0, LabelKind.NUMBER: 3.0, LabelKind.ITEM: 4.0}
_BARE = 5.0


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its label as printed ("II", "Annex I"; None if bare), where its text starts, and its rank.

    Ranks order headings: annex before chapter (I.) before section (A.) before 1. before (a) before bare ones.
    """

    label: str | None
    end: int
    rank: float
    kind: LabelKind | None = None
    annex: bool = False


@dataclass(frozen=True, slots=True)
class Typography:
    """Whether a document shows its headings by style, so that bare plain lines are none."""

    shows_headings: bool

    @classmethod
    def of(cls, body: Sequence[Fragment]) -> Typography:
        shown = sum(1 for f in body if _looks_like_heading(f) and not _ends_sentence(f.text))
        return cls(shown >= 3)


def find_heading(body: Sequence[Fragment], index: int, typography: Typography, expected: int) -> Heading | None:
    """The heading that a fragment is, or None. ``expected`` is the number that the next paragraph would have."""
    fragment = body[index]
    text = one_line(fragment.text)
    if not text or len(text) > LONGEST or fragment.cells or fragment.contents:
        return None
    label = read_label(text)
    if label and label.kind is LabelKind.ANNEX:
        return Heading(label.printed, label.end, _RANKS[LabelKind.ANNEX], label.kind, annex=True)
    if label and label.kind in (LabelKind.BULLET, LabelKind.DOTTED):
        return None
    shown = _looks_like_heading(fragment)
    if label:
        return _labelled(text, label, shown, expected, body, index)
    return _bare(body, index, text, shown, typography)


def _labelled(
    text: str, label: Label, shown: bool, expected: int, body: Sequence[Fragment], index: int
) -> Heading | None:
    heading = Heading(label.printed, label.end, _RANKS[label.kind], label.kind)
    if shown and not text.endswith(";"):
        return heading
    if _ends_sentence(text) or _starts_small(text[label.end :]):
        return None
    if label.kind in (LabelKind.ROMAN, LabelKind.LETTER):
        return heading
    if label.kind is LabelKind.NUMBER and label.ordinal != expected and _next_is_paragraph(body, index, label):
        return heading
    return None


def _next_is_paragraph(body: Sequence[Fragment], index: int, label: Label) -> bool:
    """Below a numbered heading comes text, not the next number of a list."""
    following = read_label(body[index + 1].text) if index + 1 < len(body) else None
    return not (following and following.kind is label.kind and following.ordinal == label.ordinal + 1)


def _bare(body: Sequence[Fragment], index: int, text: str, shown: bool, typography: Typography) -> Heading | None:
    if ordinal := _ORDINAL_HEADING.match(text):
        return Heading(ordinal["label"], ordinal.end(), _BARE - 0.5)
    if _ENACTING.match(text):
        return None
    if shown:
        return None if _ends_sentence(text) and len(text) > 60 else _ranked(body, index, typography)
    if typography.shows_headings or _ends_sentence(text) or _starts_small(text) or not _introduces_text(body, index):
        return None
    return _ranked(body, index, typography)


def _ranked(body: Sequence[Fragment], index: int, typography: Typography) -> Heading:
    """A bare heading above the first of a series of labelled ones stands above that series."""
    following = body[index + 1] if index + 1 < len(body) else None
    label = read_label(following.text) if following else None
    first = label and label.kind in _RANKS and label.kind is not LabelKind.ANNEX and label.ordinal == 1
    if first and following and label and (_looks_like_heading(following) or not typography.shows_headings):
        if not _ends_sentence(following.text):
            return Heading(None, 0, _RANKS[label.kind] - 0.5)
    hint = body[index].heading_level or 0
    return Heading(None, 0, _BARE + hint / 10)


def _introduces_text(body: Sequence[Fragment], index: int) -> bool:
    """A heading has something under it."""
    if index + 1 >= len(body):
        return False
    following = body[index + 1]
    return bool(following.text.strip()) and not following.contents


def _looks_like_heading(fragment: Fragment) -> bool:
    """By its style, or bold from end to end."""
    if fragment.heading_level is not None:
        return True
    letters = [span for span in fragment.spans if span.text.strip() and not span.superscript]
    return bool(letters) and all(span.bold for span in letters) and len(fragment.text) <= LONGEST


def _ends_sentence(text: str) -> bool:
    return bool(_SENTENCE_END.search(_CLOSING.sub("", one_line(text))))


def _starts_small(text: str) -> bool:
    return text[:1].islower()


def reading_after(label: Label, last: dict[LabelKind, int]) -> LabelKind:
    """Whether "I." is the letter after "H." or the roman numeral: by the headings that came before."""
    letter = label.reads_as(Style.LETTER)
    if letter and letter > 1 and last.get(LabelKind.LETTER) == letter - 1:
        roman = label.reads_as(Style.ROMAN)
        if not roman or last.get(LabelKind.ROMAN, 0) != roman - 1 or last.get(LabelKind.LETTER, 0) > 1:
            return LabelKind.LETTER
    return label.kind
