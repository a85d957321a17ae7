"""Check the structure of a draft: its numbering, paragraphs that occur twice, and "ibid." without a source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from documents.parsing.numbering import letter_value, roman_value
from documents.parsing.types import Block, BlockKind
from portal.drafting.checks.draft import Draft, DraftClause
from portal.drafting.checks.types import Finding, FindingKind, Place
from portal.drafting.checks.wording import likeness
from recommendations.text.connectives import words_without_connectives

_LABEL = re.compile(r"\(?(?P<value>\d{1,3}|[^\W\d_]{1,5})[.)]?\Z")
_PRINTED = re.compile(r"\s*(?:(?P<number>\d{1,3})\.|\((?P<item>\d{1,2}|[a-z]{1,4})\))\s+\S")
_NUMBERED_KINDS = (BlockKind.PARAGRAPH, BlockKind.OPERATIVE, BlockKind.ITEM)
MIN_REPEATED_WORDS = 6
MIN_NEARLY_REPEATED = 0.9  # of the words
_IBID = re.compile(
    r"(?<!\w)(?:[Ii]b[ií]d(?:em)?\b\.?|[Tt]am\s+[žz]e|[Тт]ам же|المرجع نفسه|نفس المرجع|同上)",
)
_CITES = re.compile(r"\d|[A-Z]{2}|(?i:publica[ct]i|публикац|منشور|出版)")
"""Matches a sign that a note cites a source; in running text, it may mean anything."""
_NAMES_SOURCE = re.compile(
    r"[“«„《][^“”«»„《》]{8,}[”»“》]|\b(?:19|20)\d\d\s*[)）]|https?://|\b(?:pp?|vol|núm|No)\.\s*\d"
    r"|(?i:publica[ct]i|публикац|منشور|出版)"
)
"""Matches a title, a year in brackets, an address or a page: running text may name a source like this."""
_NOTE_IN_TEXT = re.compile(r"\s*(?P<number>\d{1,3})\s+")
"""Matches the number of a note that is printed as a paragraph."""


def structure_findings(draft: Draft) -> Iterator[Finding]:
    """Yield the findings on the structure of a draft."""
    yield from _numbering(draft)
    yield from _repeated(draft)
    yield from _nearly_repeated(draft)
    yield from _antecedents(draft)


# --- numbering ---------------------------------------------------------------------------------------


@dataclass
class _Sequence:
    """The numbers of one list: its last value, and the label of that value. If ``is_repeat``, the value occurred twice,
    so the second one was probably meant to be the next."""

    value: int = 0
    label: str = ""
    is_repeat: bool = False

    @property
    def following(self) -> tuple[int, ...]:
        return (self.value + 1, self.value + 2) if self.is_repeat else (self.value + 1,)


@dataclass
class _Sequences:
    """The lists that are open, by their style. A list of a higher level closes those below it.

    ``suspended`` are lists that may go on after another one, as a report does after the text of a resolution.
    """

    open: dict[str, _Sequence] = field(default_factory=dict)
    suspended: dict[str, list[_Sequence]] = field(default_factory=dict)

    def enter(self, style: str, sequence: _Sequence) -> None:
        """Continue or begin a list."""
        if sequence.value == 1 and style in self.open:
            self.suspended.setdefault(style, []).append(self.open[style])
        self.open[style] = sequence

    def resumes(self, style: str, value: int) -> bool:
        """Return whether a number continues a list that was interrupted by others."""
        lists = self.suspended.get(style, [])
        index = next((i for i in reversed(range(len(lists))) if value in lists[i].following), None)
        if index is None:
            return False
        del lists[index:]
        return True

    def reset(self, styles: tuple[str, ...]) -> None:
        for style in styles:
            self.open.pop(style, None)


def _numbering(draft: Draft) -> Iterator[Finding]:
    """Yield a finding for each number that does not follow the one before it. A list may begin with any number."""
    sequences, part = _Sequences(), None
    for block in draft.parsed.blocks:
        if block.kind is BlockKind.HEADING or block.part != part:
            sequences.reset(
                ("letter", "roman", "item") if block.part == part else ("number", "letter", "roman", "item")
            )
            part = block.part
        read = _read(block, sequences) if block.kind in _NUMBERED_KINDS else None
        if read is None:
            continue
        style, value, label = read
        if style == "number":
            sequences.reset(("letter", "roman", "item"))
        elif style == "letter":
            sequences.reset(("roman",))
        last = sequences.open.get(style)
        is_out_of_order = last is not None and value not in last.following and value != 1
        if last and is_out_of_order and not sequences.resumes(style, value):
            yield _numbering_finding(draft, block, last, value, label)
        sequences.enter(style, _Sequence(value, label, is_repeat=last is not None and value == last.value))


def _read(block: Block, sequences: _Sequences) -> tuple[str, int, str] | None:
    """Return the style, value and label of a numbered block, or None."""
    if block.label:
        label = block.label
    else:
        printed = _PRINTED.match(block.text)
        if printed is None:
            return None
        label = f"{printed['number']}." if printed["number"] else f"({printed['item']})"
    match = _LABEL.fullmatch(label.strip())
    if match is None:
        return None
    value = match["value"]
    if value.isdecimal():
        return ("number" if "(" not in label and ")" not in label else "item", int(value), label)
    letter, roman = letter_value(value), roman_value(value)
    open_letter, open_roman = sequences.open.get("letter"), sequences.open.get("roman")
    follows_roman = bool(roman and open_roman and roman == open_roman.value + 1)
    follows_letter = bool(letter and open_letter and letter == open_letter.value + 1)
    if roman and (follows_roman or (not follows_letter and (letter is None or roman == 1))):
        return ("roman", roman, label)
    return ("letter", letter, label) if letter and len(value) <= 2 else None


def _numbering_finding(draft: Draft, block: Block, last: _Sequence, value: int, label: str) -> Finding:
    values = {"number": label.strip(), "previous": last.label.strip()}
    if value > last.value:
        message = _("“%(number)s” follows “%(previous)s”: a number is missing between them.") % values
    else:
        message = _("“%(number)s” follows “%(previous)s”: the numbers are not in order.") % values
    place = Place(block.index, end=len(block.text))
    return Finding(FindingKind.NUMBERING, place, draft.where(block.index, None), block.text, message)


# --- paragraphs that occur twice ----------------------------------------------------------------------


def _repeated(draft: Draft) -> Iterator[Finding]:
    """Yield a finding for each paragraph that occurs twice. The same words may introduce several lists."""
    first: dict[tuple[str, ...], Block] = {}
    for block in draft.parsed.blocks:
        if block.kind not in (*_NUMBERED_KINDS, BlockKind.PREAMBULAR):
            continue
        words = words_without_connectives(block.text, draft.language_at(block.index))
        if len(words) < MIN_REPEATED_WORDS or block.text.rstrip().endswith((":", "：")):
            continue
        earlier = first.setdefault(words, block)
        if earlier is not block:
            message = _("The same text is already in %(place)s.") % {"place": draft.where(earlier.index, None)}
            place = Place(block.index, end=len(block.text))
            yield Finding(FindingKind.REPEATED, place, draft.where(block.index, None), block.text, message)


def _nearly_repeated(draft: Draft) -> Iterator[Finding]:
    """Yield a finding for each clause that nearly repeats an earlier one."""
    earlier: list[tuple[tuple[str, ...], frozenset[str], DraftClause]] = []
    for clause in draft.clauses:
        words = words_without_connectives(clause.text, clause.language)
        if len(words) < MIN_REPEATED_WORDS:
            continue
        own = frozenset(words)
        for other_words, other_set, other in earlier:
            is_near = 2 * len(own & other_set) >= MIN_NEARLY_REPEATED * (len(own) + len(other_set))
            if is_near and words != other_words and likeness(words, other_words) >= MIN_NEARLY_REPEATED:
                message = _("Nearly the same as %(place)s of this draft: please check.") % {"place": other.where}
                kind = FindingKind.NEAR_DUPLICATE
                yield Finding(kind, clause.place, clause.where, clause.text, message, certain=False)
                break
        earlier.append((words, own, clause))


# --- "ibid." ------------------------------------------------------------------------------------------


def _antecedents(draft: Draft) -> Iterator[Finding]:
    """Yield a finding for each "ibid." before which nothing is cited."""
    cited = {(item.place.block, item.place.footnote) for item in draft.references}
    notes = draft.parsed.footnotes
    for index, note in enumerate(notes):
        match = _IBID.search(note.text)
        if match is None or _CITES.search(note.text[: match.start()]):
            continue
        previous = notes[index - 1].text if index else ""
        if not ((None, index - 1) in cited or _CITES.search(previous)):
            message = _("“%(word)s” has no source: no note before it cites one.") % {"word": match.group()}
            place = Place(footnote=index, start=0, end=len(note.text))
            where = draft.where(None, index)
            yield Finding(FindingKind.ANTECEDENT, place, where, note.text, message, certain=not previous)
    yield from _antecedents_in_text(draft)


def _antecedents_in_text(draft: Draft) -> Iterator[Finding]:
    """Yield a finding for each "ibid." in the text, or in a note printed as a paragraph, before which nothing is cited.

    Figures and capital letters before it may be a source, so that the finding is not certain.
    """
    starts = {(item.place.block, item.place.start) for item in draft.references if item.place.footnote is None}
    before, named = "", False
    for block in draft.parsed.blocks:
        match = _IBID.search(block.text)
        head = block.text[: match.start()] if match else block.text
        number = _NOTE_IN_TEXT.fullmatch(head) if match else None
        is_first_note = number is not None and number["number"] == "1"
        own = any(index == block.index and start < len(head) for index, start in starts)
        has_source = named or own or bool(_NAMES_SOURCE.search(head))
        if match and (is_first_note or not (has_source or number)):
            message = _("“%(word)s” has no source: nothing is cited before it.") % {"word": match.group()}
            where, place = draft.where(block.index, None), Place(block.index, None, *match.span())
            certain = is_first_note or not _CITES.search(before + head)
            yield Finding(FindingKind.ANTECEDENT, place, where, block.text, message, certain)
        named = has_source or any(index == block.index for index, _start in starts)
        named = named or bool(_NAMES_SOURCE.search(block.text))
        before = f"{before[-2000:]}\n{block.text}"
