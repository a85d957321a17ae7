"""Runs of paragraph numbers: a document's own, those of its annexes, and of the resolutions that it quotes."""

from __future__ import annotations

from dataclasses import dataclass

_NO_YEAR = 1000  # paragraph numbers are smaller; "2022." at the start of a line is a year
_MAX_LEFT_OUT = 20  # missing numbers before a number is no longer believed


@dataclass(slots=True)
class Run:
    """The last number of a run, and the name of the annex, decision or section that restarts numbering.

    ``below`` is the rank of the heading under which it stands: the next heading as high ends it.
    """

    last: int = 0
    within: str = ""
    below: float | None = None
    is_resolution: bool = False


class Runs:
    """The run that is open, and those outside it, which go on after it."""

    def __init__(self) -> None:
        self._open = [Run()]
        self._in_annex = False

    @property
    def current(self) -> Run:
        return self._open[-1]

    @property
    def expected(self) -> int:
        return self.current.last + 1

    def enter_annex(self, label: str) -> None:
        """An annex of the document restarts numbering and ends the run before it."""
        self._open = [Run(within=label)]
        self._in_annex = True

    def enter_section(self, path: str, rank: float) -> None:
        """A decision, or an annex of it, may restart numbering; if it does not, the run outside it goes on."""
        self._open.append(Run(within=path, below=rank))

    def enter_resolution(self, section: str, rank: float) -> None:
        """Operative paragraphs restart numbering, up to the next heading as high as ``rank``, the one above them."""
        numbered_before = self._in_annex or any(run.last for run in self._open)
        self._open.append(Run(within=section if numbered_before else "", below=rank, is_resolution=True))

    def at_heading(self, rank: float) -> None:
        """A heading ends the runs that stand under one of its rank or below."""
        while self.current.below is not None and rank <= self.current.below:
            self._open.pop()

    def take(self, number: int, section: str) -> int | None:
        """Take a number into the run that it belongs to: how many were left out before it. None if it is in no run.

        It is the next of this run, or of one outside it (after a quoted draft resolution), or the first of a new one;
        the first of a document may be any: an addendum goes on with the numbers of what it adds to.
        """
        left_out = self._place(number, section)
        if left_out is not None:
            self.current.last = number
        return left_out

    def _place(self, number: int, section: str) -> int | None:
        for depth in range(len(self._open) - 1, -1, -1):
            if number == self._open[depth].last + 1:
                del self._open[depth + 1 :]
                return 0
        if number == 1:
            self._open.append(Run(within=section))
            return 0
        if not self._in_annex and not any(run.last for run in self._open):
            return 0 if number < _NO_YEAR else None
        left_out = number - self.current.last - 1
        return left_out if 0 < left_out <= _MAX_LEFT_OUT else None
