"""The values that a check returns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from recommendations.api.checks import Agreement as Agreement
from recommendations.api.checks import FindingKind as FindingKind


@dataclass(frozen=True, slots=True)
class Place:
    """A passage of the draft: offsets in the text of a block or of a footnote, whichever index is given."""

    block: int | None = None
    footnote: int | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """The place in the collection that shows a finding. ``url`` is a path on this site, or "" if there is no page."""

    document: str
    place: str
    url: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A point to look at. ``text`` are words of the draft; ``certain`` is False for "please check". ``is_absence`` is
    True if only the cited document is missing here, so that nothing is known to be wrong."""

    kind: FindingKind
    place: Place
    where: str
    text: str
    message: str
    certain: bool = True
    sources: tuple[Source, ...] = ()
    is_absence: bool = False

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """Return a sort key, lowest for the worst finding."""
        return not self.certain, self.is_absence, list(FindingKind).index(self.kind)


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that only one text has: ``change`` is "deleted" for the agreed text, "added" for the draft."""

    change: str
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """The recommendation nearest to a clause. ``status`` is a value of ``Recommendation.Status``, ``caution`` a note
    for a text that nobody has adopted, or ""."""

    source: Source
    text: str
    language: str
    status: str
    status_label: str
    caution: str = ""
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedClause:
    """A clause of the draft. ``match`` may be a draft or a proposal: its ``agreed`` is then ``NEW``."""

    place: Place
    where: str
    text: str
    agreed: Agreement
    match: Match | None = None


@dataclass(frozen=True, slots=True)
class Untouched:
    """An adopted recommendation on the articles or topics of the draft that no clause of it takes up."""

    source: Source
    text: str
    language: str
    status: str
    status_label: str
    articles: tuple[str, ...]
    topics: tuple[str, ...]


class ReferenceStatus(StrEnum):
    """The result of the check of a reference."""

    RIGHT = "right"
    FAULTY = "faulty"
    ABSENT = "absent"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class CheckedReference:
    """A reference of the draft. ``note`` is a sentence for one that cannot be checked; ``source`` is its target.

    ``cited_in`` is a place in the collection that cites a target which is not in it.
    """

    where: str
    text: str
    status: ReferenceStatus
    note: str = ""
    source: Source | None = None
    cited_in: Source | None = None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """All findings, worst first, the clauses in order, the untouched recommendations, and the references in order."""

    findings: tuple[Finding, ...]
    clauses: tuple[CheckedClause, ...]
    untouched: tuple[Untouched, ...]
    references: tuple[CheckedReference, ...]


@dataclass(frozen=True, slots=True)
class DraftParagraph:
    """A paragraph or footnote of the draft. ``place`` has its index; ``kind`` is its block's, or "footnote".

    ``language`` is its own, which may not be that of the draft.
    """

    place: Place
    where: str
    label: str
    text: str
    kind: str
    language: str


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """A draft with the result of its check. ``notes`` are sentences about what could not be checked."""

    name: str
    language: str
    paragraphs: tuple[DraftParagraph, ...]
    result: CheckResult
    notes: tuple[str, ...] = ()
