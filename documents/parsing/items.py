"""Lists inside lists: on which level an item stands, by what came before and what comes after."""

from __future__ import annotations

from dataclasses import dataclass

from documents.parsing.numbering import Label, LabelKind, Style


@dataclass(slots=True)
class Level:
    """An open list: how its labels are written, the last ordinal, and the blocks of its chapeau and last item."""

    style: Style
    kind: LabelKind
    value: int
    chapeau: int | None
    item: int = -1


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an item goes: its depth (0 = outermost) and whether its list had left out labels before it."""

    depth: int
    gap: bool = False


class OpenLists:
    """The lists that are open at a place of the document, outermost first."""

    def __init__(self) -> None:
        self.levels: list[Level] = []

    def close(self) -> None:
        self.levels = []

    @property
    def innermost(self) -> Level | None:
        return self.levels[-1] if self.levels else None

    def place(
        self, label: Label, following: Label | None, chapeau: int | None, restart: bool, announced: bool = False
    ) -> Placed:
        """Take an item in: as the next of an open list, as the first of a list inside it, or of a new one.

        ``following`` is the next label of the document: "(i)" after "(h)" is a letter unless "(ii)" follows.
        ``restart`` says that a numbered paragraph has opened since the last item, so that every list is new.
        ``announced`` says that the item above ends in a colon: "(a)" below "3. Statistics:" of a list "(c)" is inside.
        """
        if restart:
            self.close()
        depth = self._continued(label, following)
        if depth is not None:
            return Placed(depth)
        first = self._first_reading(label, following)
        if first is not None:
            return Placed(self._open(first, label.kind, 1, chapeau, inside=announced))
        return self._after_gap(label, chapeau)

    def continues(self, label: Label | None) -> bool:
        """Whether a label is the next of the innermost list, or a list of the same kind further out."""
        return label is not None and any(
            label.kind is level.kind and label.reads_as(level.style) == level.value + 1 for level in self.levels
        )

    def _continued(self, label: Label, following: Label | None) -> int | None:
        for depth in range(len(self.levels) - 1, -1, -1):
            level = self.levels[depth]
            if label.kind is not level.kind or label.reads_as(level.style) != level.value + 1:
                continue
            starts_inner = level.style is Style.LETTER and label.reads_as(Style.ROMAN) == 1
            if starts_inner and following and following.reads_as(Style.ROMAN) == 2:
                continue
            del self.levels[depth + 1 :]
            level.value += 1
            return depth
        return None

    def _first_reading(self, label: Label, following: Label | None) -> Style | None:
        """The style in which a label is the first of its kind."""
        firsts = [style for style, value in label.readings if value == 1]
        return firsts[0] if firsts else None

    def _open(self, style: Style, kind: LabelKind, value: int, chapeau: int | None, *, inside: bool = False) -> int:
        """A list of a new style goes inside the open ones; one of a style that is open takes its place, unless the
        innermost is of another style and announces it.
        """
        innermost = self.innermost
        inside = inside and innermost is not None and (innermost.style, innermost.kind) != (style, kind)
        for depth, level in enumerate(self.levels):
            if not inside and level.style is style and level.kind is kind:
                chapeau = level.chapeau if depth else chapeau
                del self.levels[depth:]
                break
        hangs_on = self.levels[-1].item if self.levels else chapeau
        self.levels.append(Level(style, kind, value, hangs_on))
        return len(self.levels) - 1

    def _after_gap(self, label: Label, chapeau: int | None) -> Placed:
        """A label that follows nothing: further on in an open list, or the first that is left of its own."""
        for depth in range(len(self.levels) - 1, -1, -1):
            level = self.levels[depth]
            value = label.reads_as(level.style)
            if label.kind is level.kind and value is not None and value > level.value:
                del self.levels[depth + 1 :]
                level.value = value
                return Placed(depth, gap=True)
        style, value = label.readings[0]
        self.close()
        return Placed(self._open(style, label.kind, value, chapeau), gap=True)
