"""The headings that are open at a place of a document: chapters, sections, annexes, and annexes of annexes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from documents.parsing import places
from documents.parsing.headings import JUST_BELOW, NESTED_ANNEX, Heading, reading_after
from documents.parsing.numbering import LabelKind, read_label


@dataclass(frozen=True, slots=True)
class OpenHeading:
    """A heading under which the text stands, and the index of its block."""

    heading: Heading
    index: int


@dataclass(slots=True)
class Sections:
    """The open headings, outermost first, and the last ordinal of each kind of label."""

    open: list[OpenHeading] = field(default_factory=list)
    _last: dict[LabelKind, int] = field(default_factory=dict)
    _annexes: int = 0
    _nested_annexes: int = 0

    @property
    def indexes(self) -> tuple[int, ...]:
        return tuple(opened.index for opened in self.open)

    @property
    def rank(self) -> float:
        """The rank of the innermost heading; 0 where none is open."""
        return self.open[-1].heading.rank if self.open else 0.0

    @property
    def part(self) -> str:
        """The annex that is open ("Annex I"), with the one inside it ("Annex III, Annex I"); "" in the main part."""
        return ", ".join(o.heading.label or "" for o in self.open if o.heading.annex)

    @property
    def path(self) -> str:
        """ "II.A", "Annex II, Decision 1"."""
        return places.section([o.heading.label for o in self.open if o.heading.label])

    def place(self, heading: Heading, text: str, *, below_label: bool) -> Heading:
        """A heading as it is to be read here, with the headings closed that it does not stand under.

        "I." after "H." is a letter; the bare title below "Annex I" stands above everything else in the annex.
        ``below_label`` says that the block above is a heading that is nothing but a label.
        """
        if heading.annex:
            heading = self._annex(heading)
        elif heading.kind in (LabelKind.ROMAN, LabelKind.LETTER):
            heading = self._lettered(heading, text)
        elif heading.label is None and below_label:
            heading = Heading(None, 0, self.rank + JUST_BELOW)
        while self.open and self.open[-1].heading.rank >= heading.rank:
            self.open.pop()
        return heading

    def enter(self, heading: Heading, index: int) -> None:
        self.open.append(OpenHeading(heading, index))

    def _lettered(self, heading: Heading, text: str) -> Heading:
        label = read_label(text)
        if label is None:
            return heading
        kind = reading_after(label, self._last)
        self._last[kind] = next(value for style, value in label.readings if style.value == kind.value)
        if kind is LabelKind.ROMAN:
            self._last.pop(LabelKind.LETTER, None)
        return replace(heading, kind=kind, rank=1.0 if kind is LabelKind.ROMAN else 2.0)

    def _annex(self, heading: Heading) -> Heading:
        """An annex that starts to count again inside another is an annex of what stands there (a decision)."""
        self._last.clear()
        ordinal = heading.ordinal
        inside = bool(self.part) and self._annexes > 0 and ordinal not in (0, self._annexes + 1)
        if inside and ordinal in (1, self._nested_annexes + 1):
            self._nested_annexes = ordinal
            return replace(heading, rank=NESTED_ANNEX)
        self._annexes, self._nested_annexes = ordinal or self._annexes + 1, 0
        return heading
