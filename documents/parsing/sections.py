"""The headings open at a point in a document: chapters, sections, annexes, and annexes within annexes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from documents.parsing import places
from documents.parsing.headings import JUST_BELOW, NESTED_ANNEX, Heading, resolve_label_kind
from documents.parsing.numbering import LabelKind, read_label


@dataclass(frozen=True, slots=True)
class OpenHeading:
    """A heading that the text belongs to, and the index of its block."""

    heading: Heading
    index: int


@dataclass(slots=True)
class Sections:
    """The open headings, outermost first, and the last ordinal of each kind of label."""

    open: list[OpenHeading] = field(default_factory=list)
    _last_ordinals: dict[LabelKind, int] = field(default_factory=dict)
    _last_annex: int = 0
    _last_nested_annex: int = 0
    _last_part: int = 0
    _parts_of_annex: int = 0

    @property
    def indexes(self) -> tuple[int, ...]:
        """Return the indexes of the blocks of the open headings, outermost first."""
        return tuple(heading.index for heading in self.open)

    @property
    def rank(self) -> float:
        """Return the rank of the innermost heading, or 0 if none is open."""
        return self.open[-1].heading.rank if self.open else 0.0

    @property
    def part(self) -> str:
        """Return the open annex ("Annex I"), with a nested one if any ("Annex III, Annex I"); "" in the main part."""
        return ", ".join(o.heading.label or "" for o in self.open if o.heading.is_annex)

    @property
    def path(self) -> str:
        """Return the path of the open headings: "II.A", "Annex II, Decision 1"."""
        return places.section([o.heading.label for o in self.open if o.heading.label])

    def place(self, heading: Heading, text: str, *, below_label: bool) -> Heading:
        """Close the open headings that do not include a heading, and return it with its kind and rank in this context.

        "I." after "H." is a letter; the bare title below "Annex I" ranks above everything else in the annex.
        ``below_label`` means that the block above is a heading that is only a label.
        """
        if heading.is_part:
            self._place_part(heading)
        if heading.is_annex:
            heading = self._place_annex(heading)
        elif heading.kind in (LabelKind.ROMAN, LabelKind.LETTER):
            heading = self._place_lettered(heading, text)
        elif heading.label is None and below_label:
            heading = Heading(None, 0, self.rank + JUST_BELOW)
        while self.open and self.open[-1].heading.rank >= heading.rank:
            self.open.pop()
        return heading

    def enter(self, heading: Heading, index: int) -> None:
        """Open a heading whose block has this index."""
        self.open.append(OpenHeading(heading, index))

    def _place_lettered(self, heading: Heading, text: str) -> Heading:
        label = read_label(text)
        if label is None:
            return heading
        kind = resolve_label_kind(label, self._last_ordinals)
        self._last_ordinals[kind] = next(value for style, value in label.readings if style.value == kind.value)
        if kind is LabelKind.ROMAN:
            self._last_ordinals.pop(LabelKind.LETTER, None)
        return replace(heading, kind=kind, rank=1.0 if kind is LabelKind.ROMAN else 2.0)

    def _place_part(self, heading: Heading) -> None:
        """Record a part. If it is the next part of the document, and not of an annex, close the annexes before it."""
        if self.part and not self._parts_of_annex and heading.ordinal == max(1, self._last_part) + 1:
            self.open.clear()
            self._last_annex = self._last_nested_annex = 0
        if self.part:
            self._parts_of_annex += 1
        else:
            self._last_part = heading.ordinal
            self._last_ordinals.clear()

    def _place_annex(self, heading: Heading) -> Heading:
        """Return an annex with its rank. An annex that restarts the count inside another one is nested in it."""
        self._last_ordinals.clear()
        self._parts_of_annex = 0
        ordinal = heading.ordinal
        is_nested = bool(self.part) and self._last_annex > 0 and ordinal not in (0, self._last_annex + 1)
        if is_nested and ordinal in (1, self._last_nested_annex + 1):
            self._last_nested_annex = ordinal
            return replace(heading, rank=NESTED_ANNEX)
        self._last_annex, self._last_nested_annex = ordinal or self._last_annex + 1, 0
        return heading
