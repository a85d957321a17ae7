"""Runs of paragraph numbers in a document, in its annexes, and in the resolutions that it quotes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from documents.parsing.numbering import Label, LabelKind

_MIN_YEAR = 1000  # paragraph numbers are smaller: "2022." at the start of a line is a year
_MAX_GAP = 20  # numbers; after a larger gap, a number does not continue the run


@dataclass(slots=True)
class Run:
    """The last number of a run, and the name of the annex, decision or section that restarts numbering.

    ``heading_rank`` is the rank of the heading above the run; the next heading of that rank or a higher one ends it.
    """

    last: int = 0
    within: str = ""
    heading_rank: float | None = None
    is_resolution: bool = False


class Runs:
    """The current run, and the runs outside it, which continue after it."""

    def __init__(self) -> None:
        self._open = [Run()]
        self._in_annex = False
        self._main = self._open[0]

    @property
    def current(self) -> Run:
        """Return the innermost open run."""
        return self._open[-1]

    @property
    def next_number(self) -> int:
        """Return the number expected for the next paragraph."""
        return self.current.last + 1

    def enter_annex(self, label: str) -> None:
        """Start a run in an annex of the document, which ends the run before it."""
        self._open = [Run(within=label)]
        self._in_annex = True

    def enter_part(self, path: str) -> None:
        """Start a run in a part of a document that restarts numbering in each part."""
        self._open = [self._main, Run(within=path)]
        self._in_annex = False

    def leave_annex(self) -> None:
        """Return from an annex to the main run, which continues in the next part of the document."""
        if self._in_annex:
            self._open = [self._main]
            self._in_annex = False

    def enter_section(self, path: str, rank: float) -> None:
        """Start a run in a decision or its annex; if it does not restart numbering, the run outside it continues."""
        self._open.append(Run(within=path, heading_rank=rank))

    def enter_resolution(self, section: str, rank: float) -> None:
        """Start a run of operative paragraphs, which ends at the next heading of this rank or a higher one."""
        numbered_before = self._in_annex or any(run.last for run in self._open)
        self._open.append(Run(within=section if numbered_before else "", heading_rank=rank, is_resolution=True))

    def end_at_heading(self, rank: float) -> None:
        """End the runs below headings of this rank or a lower one."""
        while self.current.heading_rank is not None and rank <= self.current.heading_rank:
            self._open.pop()

    def add_number(self, number: int, section: str, *, resumes: bool = False) -> int | None:
        """Add a number to its run and return how many are missing before it, or None if it belongs to no run.

        The number is the next of this run, or of one outside it (after a quoted draft resolution), or the first of a
        new run. A document may begin with any number: an addendum continues the numbers of the original document.
        ``resumes`` means that the following numbers continue from this one, so that the gap may be of any length.
        """
        missing = self._enter_run(number, section, resumes)
        if missing is not None:
            self.current.last = number
        return missing

    def resumes_at(self, number: int, label_below: Label | None, numbers_below: Iterable[int]) -> bool:
        """Return whether the run resumes at a number after a gap, as in an abridged document.

        ``label_below`` is the next label in the document, ``numbers_below`` the paragraph numbers below.
        """
        if number <= self.next_number:
            return False
        if label_below and label_below.kind is LabelKind.DOTTED and label_below.printed.startswith(f"{number}."):
            return True
        later = list(numbers_below)
        return later[:1] == [number + 1] and not any(self.next_number <= below < number for below in later)

    def _enter_run(self, number: int, section: str, resumes: bool) -> int | None:
        for depth in range(len(self._open) - 1, -1, -1):
            if number == self._open[depth].last + 1:
                del self._open[depth + 1 :]
                return 0
        if number == 1:
            self._open.append(Run(within=section))
            return 0
        if not self._in_annex and not any(run.last for run in self._open):
            return 0 if number < _MIN_YEAR else None
        missing = number - self.current.last - 1
        is_in_run = missing <= _MAX_GAP or (resumes and number < _MIN_YEAR)
        return missing if missing > 0 and is_in_run else None
