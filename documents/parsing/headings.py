"""Find the headings among printed paragraphs, and rank them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from documents.parsing.agendas import AgendaItems
from documents.parsing.characters import one_line
from documents.parsing.enacting import is_enacting_line
from documents.parsing.items import OpenLists
from documents.parsing.numbering import Label, LabelKind, Style, cites_annex, read_label, roman_value
from documents.parsing.types import Alignment, Fragment

_MAX_COMPARED = 6  # annexes compared above a heading, and as many below it
MAX_LENGTH = 300  # characters; the longest headings seen in budget documents have about 260

_SENTENCE_END = re.compile(r"[.;,:!?。；：，،؛]$")
_CLOSING = re.compile(r"[\s\"”’'»)\]]+$")
_ORDINAL_HEADING = re.compile(
    r"""^(?P<label> (?:Draft\s+|Intersessional\s+)? (?:Resolution|Decision|Recommendation|Part|Section|Chapter|Article)
        \s+ (?P<number> [IVXLC]+ | \d{1,3} | [A-Z] | One | Two | Three | Four | Five | Six | Seven | Eight | Nine ) )
        (?: \s*[.:–—-]\s* | \s*$ )""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches "Draft resolution I", "Decision 1", "Recommendation 3", "Part Two"; not "Section 4 of the report"."""
PART = re.compile(r"^part\s+(?:[IVXLC]+|\d{1,2}|[A-Z]|One|Two|Three|Four|Five|Six|Seven|Eight|Nine)\s*$", re.IGNORECASE)
_ANNEX_OF = re.compile(
    r"^(?P<word>Annex|Enclosure|Annexe|Anexo|Приложение)(?:\s[IVX]+)?\s(?:to\sthe|à\sla|aux?|de\sla|del|к)\s",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"^[(\[].*[)\]]$")
"""Matches the units of a table: "(Thousands of United States dollars)"; a placeholder: "[To be completed]"."""
_NOTES_HEADING = re.compile(r"^(?:(?:end)?notes|notas(?: finales)?|примечания|注|الحواشي)$", re.IGNORECASE)
"""Matches the heading of endnotes, which are not part of the text: "Notes", "Endnotes"; not "Notes:", as printed below
tables, or "Notes on the agenda"."""

_RANKS = {
    LabelKind.ANNEX: 0.0,
    LabelKind.ROMAN: 1.0,
    LabelKind.LETTER: 2.0,
    LabelKind.NUMBER: 3.0,
    LabelKind.DOTTED: 3.5,
    LabelKind.ITEM: 4.0,
}
JUST_BELOW = 0.05  # rank of the title of an annex or chapter, relative to its label
_ORDINAL_RANK = 4.5
NESTED_ANNEX = _ORDINAL_RANK + 0.1  # rank of an annex to a decision that is itself in an annex
_ORDINAL_RANKS = {"part": 0.6, "chapter": 0.8, "section": 0.9}
_BARE_RANK = 5.0


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its label as printed ("II", "Annex I"; None if bare), the offset where its text starts, and its rank.

    Ranks ascend in this order: annex, chapter (I.), section (A.), 1., (a), bare.
    """

    label: str | None
    end: int
    rank: float
    kind: LabelKind | None = None
    ordinal: int = 0

    @property
    def is_annex(self) -> bool:
        return self.kind is LabelKind.ANNEX

    @property
    def is_part(self) -> bool:
        return self.rank == _ORDINAL_RANKS["part"]

    @property
    def restarts_numbering(self) -> bool:
        """Return whether the numbering of the paragraphs below may restart at 1, as in a decision or an annex."""
        return self.is_annex or self.rank == _ORDINAL_RANK


@dataclass(frozen=True, slots=True)
class NumberingContext:
    """The number expected for the next paragraph, the open lists, and the items of the agenda.

    ``paragraph`` is the number of the open paragraph; ``dotted`` is the dotted label above ("12.3"), or "".
    """

    number: int
    lists: OpenLists
    agenda: AgendaItems
    paragraph: str = ""
    dotted: str = ""

    def continues(self, label: Label) -> bool:
        """Return whether a label continues an open list, or follows the dotted label above ("12.4" after "12.3")."""
        if label.kind is not LabelKind.DOTTED:
            return self.lists.continues(label)
        above, _, number = self.dotted.rpartition(".")
        chapter, _, following = label.printed.rpartition(".")
        return bool(above) and chapter == above and number.isdigit() and following == str(int(number) + 1)

    def is_below_number(self, label: Label) -> bool:
        """Return whether a label such as "12.1" belongs below the open paragraph, 12."""
        chapter = label.printed.rpartition(".")[0]
        return label.kind is LabelKind.DOTTED and bool(chapter) and chapter == self.paragraph


@dataclass(frozen=True, slots=True)
class Typography:
    """The size of a document's body text, and whether the document sets off its headings by style or type.

    If it does, plain lines are not headings.
    """

    body_size: float | None
    sets_off_headings: bool

    @classmethod
    def of(cls, body: Sequence[Fragment]) -> Typography:
        """Return the typography of a document, given its body."""
        sizes: Counter[float] = Counter()
        for fragment in body:
            if fragment.size is not None:
                sizes[fragment.size] += len(fragment.text)
        size = sizes.most_common(1)[0][0] if sizes else None
        typography = cls(size, sets_off_headings=True)
        set_off_count = sum(
            1 for fragment in body if typography.looks_like_heading(fragment) and not ends_sentence(fragment.text)
        )
        return cls(size, sets_off_headings=set_off_count >= (1 if size else 3))

    def looks_like_heading(self, fragment: Fragment, *, allow_centred: bool = True) -> bool:
        """Return whether a fragment looks like a heading: by style, all bold, all italic, larger, or centred."""
        if len(fragment.text) > MAX_LENGTH or fragment.cells or fragment.is_contents:
            return False
        if fragment.heading_level is not None:
            return True
        is_small = self.body_size and fragment.size and fragment.size < self.body_size - 0.8
        letters = [s for s in fragment.spans if not s.superscript and any(c.isalpha() for c in s.text)]
        if is_small or not letters:
            return False
        is_larger = self.body_size and fragment.size and fragment.size > self.body_size + 1.5
        is_centred = allow_centred and fragment.alignment is Alignment.CENTRE and len(fragment.text) < 150
        return bool(all(s.bold for s in letters) or all(s.italic for s in letters) or is_larger or is_centred)


def find_heading(
    body: Sequence[Fragment], index: int, text: str, typography: Typography, context: NumberingContext
) -> Heading | None:
    """Return a fragment as a heading, or None if it is not one. ``text`` is its text without note markers."""
    fragment = body[index]
    if not text or len(text) > MAX_LENGTH or fragment.cells or fragment.is_contents:
        return None
    label = read_label(text)
    if (label and label.kind is LabelKind.BULLET) or cites_annex(text) or _is_in_list_of_annexes(body, index, text):
        return None
    if label and label.kind is LabelKind.ANNEX:
        if label.end < len(text) and _paragraphs_continue(body, index, context.number):
            return None
        return Heading(label.printed, label.end, _RANKS[LabelKind.ANNEX], label.kind, label.ordinal)
    if label:
        return _find_labelled_heading(body, index, text, label, typography, context)
    return _find_bare_heading(body, index, text, typography)


def _is_in_list_of_annexes(body: Sequence[Fragment], index: int, text: str) -> bool:
    """Return whether a fragment only names an annex in a list, with other annexes above or below it, out of order.

    The annexes of the document itself are in order and have content, although an annex may begin with another annex.
    """
    label = read_label(text)
    if label is None or label.kind is not LabelKind.ANNEX:
        return False
    start, end = index, index + 1
    while index - start < _MAX_COMPARED and _annex_at(body, start - 1):
        start -= 1
    while end - index < _MAX_COMPARED and _annex_at(body, end):
        end += 1
    labels = [label for position in range(start, end) if (label := _annex_at(body, position))]
    is_list = len(labels) > 2 or all(label.end < len(body[start + n].text.strip()) for n, label in enumerate(labels))
    return is_list and any(below.ordinal != above.ordinal + 1 for above, below in pairwise(labels))


def _paragraphs_continue(body: Sequence[Fragment], index: int, number: int) -> bool:
    """Return whether the next numbered paragraph below an annex continues the numbering above it.

    The annex is then only named, as in a list of sources: the paragraphs of an annex are numbered from 1.
    """
    below = (read_label(fragment.text) for fragment in body[index + 1 : index + _MAX_COMPARED])
    label = next((label for label in below if label and label.kind is not LabelKind.ANNEX), None)
    return label is not None and label.kind is LabelKind.NUMBER and label.ordinal == number > 1


def _annex_at(body: Sequence[Fragment], index: int) -> Label | None:
    """Return the annex label with which a fragment begins, or None. A title may follow the label."""
    return _annex_label(body[index].text) if 0 <= index < len(body) else None


@lru_cache(maxsize=64)
def _annex_label(text: str) -> Label | None:
    label = read_label(one_line(text)) if len(text) <= MAX_LENGTH else None
    return label if label and label.kind is LabelKind.ANNEX else None


def _find_labelled_heading(
    body: Sequence[Fragment], index: int, text: str, label: Label, typography: Typography, context: NumberingContext
) -> Heading | None:
    heading = Heading(label.printed, label.end, _RANKS[label.kind], label.kind)
    if context.agenda.contains(label.printed, text[label.end :]) and not _is_in_list(body, index, text, label):
        return heading
    if label.kind is LabelKind.NUMBER and body[index].heading_level is None:
        is_sentence = text.endswith((".", ";")) or (text.endswith(":") and label.ordinal == context.number)
    else:
        is_sentence = text.endswith(";") or (text.endswith(".") and len(text) > 120)
    if _BRACKETED.match(text[label.end :]):
        return None
    is_styled = body[index].heading_level is not None
    if label.kind in (LabelKind.ITEM, LabelKind.DOTTED) and not is_styled and context.continues(label):
        return None
    if context.is_below_number(label) and not is_styled and text.endswith((".", ";")):
        return None
    if typography.looks_like_heading(body[index], allow_centred=False) and not is_sentence:
        return heading
    if ends_sentence(text) or text[label.end : label.end + 1].islower():
        return None
    if label.kind in (LabelKind.ROMAN, LabelKind.LETTER):
        return heading
    may_be_heading = label.kind is LabelKind.NUMBER and not typography.body_size and not context.lists.continues(label)
    return heading if may_be_heading and _is_numbered_heading(body, index, label, context.number) else None


def _is_in_list(body: Sequence[Fragment], index: int, text: str, label: Label) -> bool:
    """Return whether a text is an item of a list, judging by its punctuation and the labels above and below it."""
    above = read_label(body[index - 1].text) if index else None
    follows = above is not None and above.kind is label.kind and above.ordinal == label.ordinal - 1
    return text.endswith((".", ";", "。", "；", "؛")) or follows or not _stands_alone(body, index, label)


def _is_numbered_heading(body: Sequence[Fragment], index: int, label: Label, number: int) -> bool:
    """Return whether a line with a number, not set off by type, is a heading: ``number`` is that of the next paragraph.

    If the fragment below is that paragraph, a sentence, headings and paragraphs are counted apart. Below a colon, both
    are items of a list.
    """
    above = one_line(body[index - 1].text) if index else ""
    below = one_line(body[index + 1].text) if index + 1 < len(body) else ""
    following = read_label(below)
    is_below = following is not None and following.kind is LabelKind.NUMBER and following.ordinal == number
    if is_below and below.endswith((".", "。", ":", "：")) and not above.endswith((":", "：")):
        return True
    return label.ordinal != number and _stands_alone(body, index, label)


def _stands_alone(body: Sequence[Fragment], index: int, label: Label) -> bool:
    """Return whether the fragment below does not begin with the next label, as it does in a list."""
    following = read_label(body[index + 1].text) if index + 1 < len(body) else None
    return not (following and following.kind is label.kind and following.ordinal == label.ordinal + 1)


def _find_bare_heading(body: Sequence[Fragment], index: int, text: str, typography: Typography) -> Heading | None:
    if is_enacting_line(text) or _BRACKETED.match(text) or sum(map(str.isalpha, text)) < 2:
        return None
    ordinal = _ORDINAL_HEADING.match(text)
    if ordinal and not ends_sentence(text):
        word = ordinal["label"].split()[0].lower()
        rank = _ORDINAL_RANKS.get(word, _ORDINAL_RANK)
        return Heading(ordinal["label"], ordinal.end(), rank, ordinal=_ordinal_value(ordinal["number"]))
    if ends_sentence(text) or not _introduces_text(body, index):
        return None
    if typography.looks_like_heading(body[index]):
        return _read_annex_heading(text) or _rank_bare_heading(body, index, typography)
    is_body_text = typography.sets_off_headings or text[:1].islower()
    return None if is_body_text else _rank_bare_heading(body, index, typography)


def _ordinal_value(number: str) -> int:
    """Return "IV", "4" or "Four" as 4; 0 for a letter."""
    if number.isdecimal():
        return int(number)
    words = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return words.index(number.lower()) + 1 if number.lower() in words else roman_value(number) or 0


def _read_annex_heading(text: str) -> Heading | None:
    """Read "Annex to the letter dated 3 June 2025 from the Permanent Representative …": an annex with its title."""
    match = _ANNEX_OF.match(text)
    return Heading(match["word"], 0, _RANKS[LabelKind.ANNEX], LabelKind.ANNEX, 1) if match else None


def _rank_bare_heading(body: Sequence[Fragment], index: int, typography: Typography) -> Heading:
    """Return a bare heading with its rank.

    It ranks just above a series of labelled headings if the first of them follows, and as a chapter if it is the
    heading of endnotes, which belong to all chapters. Otherwise its formatting determines the rank.
    """
    if _NOTES_HEADING.match(one_line(body[index].text)):
        return Heading(None, 0, _RANKS[LabelKind.ROMAN])
    following = body[index + 1] if index + 1 < len(body) else None
    label = read_label(following.text) if following else None
    if following and label and label.kind in _RANKS and not ends_sentence(following.text) and label.ordinal == 1:
        is_set_off = typography.looks_like_heading(following) or not typography.sets_off_headings
        if is_set_off and label.kind is not LabelKind.ANNEX:
            return Heading(None, 0, _RANKS[label.kind] - 0.5)
    return Heading(None, 0, _BARE_RANK + _formatting_rank(body[index], typography))


def _formatting_rank(fragment: Fragment, typography: Typography) -> float:
    """Return the rank of a heading from 0 (most prominent) to 1: by its style if any, or else by size and bold type."""
    if fragment.heading_level is not None:
        return fragment.heading_level / 10
    larger = (fragment.size or 0) - (typography.body_size or 0) if typography.body_size else 0
    is_bold = any(span.bold for span in fragment.spans)
    return max(0.0, 0.8 - larger / 20 - (0.1 if is_bold else 0))


def is_table_title(body: Sequence[Fragment], index: int) -> bool:
    """Return whether a bare line is directly above a table or its units ("(Thousands of United States dollars)").

    A table below the heading of endnotes belongs to a note.
    """
    if _NOTES_HEADING.match(one_line(body[index].text)):
        return False
    following = index + 1
    if following < len(body) and _BRACKETED.match(one_line(body[following].text)):
        following += 1
    return following < len(body) and bool(body[following].cells) and not body[following].is_contents


def _introduces_text(body: Sequence[Fragment], index: int) -> bool:
    """Return whether a heading is followed by anything but a table of contents.

    Only the heading of endnotes may be the last fragment.
    """
    if index + 1 == len(body):
        return bool(_NOTES_HEADING.match(one_line(body[index].text)))
    return not body[index + 1].is_contents


def ends_sentence(text: str) -> bool:
    """Return whether a text ends with a punctuation mark."""
    return bool(_SENTENCE_END.search(_CLOSING.sub("", one_line(text))))


def resolve_label_kind(label: Label, last_ordinals: dict[LabelKind, int]) -> LabelKind:
    """Return the kind of a label: "I." is a letter if the last letter was "H", and otherwise a roman numeral."""
    letter = label.reads_as(Style.LETTER)
    if letter and letter > 1 and last_ordinals.get(LabelKind.LETTER) == letter - 1:
        return LabelKind.LETTER
    return label.kind
