"""Find the level of an item in nested lists, from the items before and after it."""

from __future__ import annotations

from dataclasses import dataclass

from documents.parsing.numbering import Label, LabelKind, Style


@dataclass(slots=True)
class OpenList:
    """An open list: the style and kind of its labels, its last ordinal, and the blocks of its chapeau and last item.

    Blocks are given by index.
    """

    style: Style
    kind: LabelKind
    value: int
    chapeau: int | None
    item: int = -1


@dataclass(frozen=True, slots=True)
class Placement:
    """The depth of an item (0 = outermost), and whether labels are missing before it in its list."""

    depth: int
    has_gap: bool = False


class OpenLists:
    """The lists open at a point in the document, outermost first."""

    def __init__(self) -> None:
        self.levels: list[OpenList] = []

    def close(self) -> None:
        """Close all lists."""
        self.levels = []

    @property
    def innermost(self) -> OpenList | None:
        return self.levels[-1] if self.levels else None

    def place(
        self, label: Label, following: Label | None, chapeau: int | None, restart: bool, is_announced: bool = False
    ) -> Placement:
        """Add an item: the next of an open list, the first of a list inside it, or the first of a new list.

        ``following`` is the next label in the document: "(i)" after "(h)" is a letter unless "(ii)" follows.
        ``restart`` means that a numbered paragraph has opened since the last item, so every list is new.
        ``is_announced`` means that the item above ends in a colon: "(a)" opens a list inside "(c) Statistics:".
        """
        if restart:
            self.close()
        depth = self._continue_list(label, following)
        if depth is not None:
            return Placement(depth)
        first = self._first_reading(label)
        if first is not None:
            return Placement(self._open(first, label.kind, 1, chapeau, inside=is_announced))
        return self._place_after_gap(label, chapeau)

    def continues(self, label: Label | None) -> bool:
        """Return whether a label is the next of any open list."""
        return label is not None and any(
            label.kind is level.kind and label.reads_as(level.style) == level.value + 1 for level in self.levels
        )

    def _continue_list(self, label: Label, following: Label | None) -> int | None:
        for depth in range(len(self.levels) - 1, -1, -1):
            level = self.levels[depth]
            expected = level.value if label.is_inserted else level.value + 1
            if label.kind is not level.kind or label.reads_as(level.style) != expected:
                continue
            starts_inner = level.style is Style.LETTER and label.reads_as(Style.ROMAN) == 1
            if starts_inner and following and following.reads_as(Style.ROMAN) == 2:
                continue
            del self.levels[depth + 1 :]
            level.value = expected
            return depth
        return None

    def _first_reading(self, label: Label) -> Style | None:
        """Return the style in which a label is the first of a list, or None."""
        firsts = [style for style, value in label.readings if value == 1]
        return firsts[0] if firsts else None

    def _open(self, style: Style, kind: LabelKind, value: int, chapeau: int | None, *, inside: bool = False) -> int:
        """Open a list and return its depth.

        It replaces an open list of the same style, with the lists inside that one, or else goes inside the innermost
        list. ``inside`` puts it inside the innermost list in any case, unless that has the same style.
        """
        innermost = self.innermost
        inside = inside and innermost is not None and (innermost.style, innermost.kind) != (style, kind)
        for depth, level in enumerate(self.levels):
            if not inside and level.style is style and level.kind is kind:
                chapeau = level.chapeau if depth else chapeau
                del self.levels[depth:]
                break
        parent = self.levels[-1].item if self.levels else chapeau
        self.levels.append(OpenList(style, kind, value, parent))
        return len(self.levels) - 1

    def _place_after_gap(self, label: Label, chapeau: int | None) -> Placement:
        """Place a label that does not continue a list: after a gap in an open list, or first in a new one."""
        for depth in range(len(self.levels) - 1, -1, -1):
            level = self.levels[depth]
            value = label.reads_as(level.style)
            if label.kind is level.kind and value is not None and value > level.value:
                del self.levels[depth + 1 :]
                level.value = value
                return Placement(depth, has_gap=True)
        style, value = label.readings[0]
        self.close()
        return Placement(self._open(style, label.kind, value, chapeau), has_gap=True)
