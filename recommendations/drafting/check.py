"""Run all checks of a draft."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.utils.translation import gettext as _

from recommendations.drafting.agreed import check_clauses
from recommendations.drafting.documents import DocumentChecker
from recommendations.drafting.draft import Draft, DraftReference
from recommendations.drafting.meetings import MeetingChecker
from recommendations.drafting.provisions import ProvisionChecker
from recommendations.drafting.resolutions import ResolutionChecker
from recommendations.drafting.structure import structure_findings
from recommendations.drafting.types import (
    CheckedReference,
    CheckResult,
    Finding,
    FindingKind,
    ReferenceStatus,
    Source,
)
from recommendations.drafting.untouched import untouched_recommendations
from recommendations.extraction.types import ReferenceKind

Report = Callable[[str], None]
"""A function that shows a sentence about the progress of a check."""

_REPLACED_BY = {FindingKind.NUMBERING: (), FindingKind.NEAR_DUPLICATE: (FindingKind.REPEATED,)}


def check_draft(draft: Draft, today: datetime.date, report: Report) -> CheckResult:
    """Check a draft. Nothing is written."""
    report(_("Checking references…"))
    checkers = _Checkers(draft, today)
    report(_("Comparing clauses with agreed language…"))

    def clauses_done(done: int, total: int) -> None:
        report(_("Comparing clauses with agreed language: %(done)s of %(total)s…") % {"done": done, "total": total})

    clauses = check_clauses(draft, clauses_done)
    report(_("Looking for recommendations that the draft leaves untouched…"))
    touched = [clause.row for clause in clauses if clause.row]
    findings = [
        *checkers.findings(),
        *structure_findings(draft),
        *(finding for clause in clauses for finding in clause.findings),
    ]
    return CheckResult(
        findings=tuple(sorted(findings, key=_order)),
        clauses=tuple(clause.clause for clause in clauses),
        untouched=tuple(untouched_recommendations(draft, touched)),
        references=tuple(checkers.references(findings)),
    )


def _order(finding: Finding) -> tuple[object, ...]:
    place = finding.place
    return *finding.rank, place.footnote is not None, place.block or place.footnote or 0, place.start


class _Checkers:
    """The checks of all references of a draft."""

    def __init__(self, draft: Draft, today: datetime.date) -> None:
        self.draft = draft
        self.articles = ProvisionChecker(draft)
        self.documents = DocumentChecker(draft, today)
        self.resolutions = ResolutionChecker(draft, today)
        self.meetings = MeetingChecker(draft)

    def findings(self) -> list[Finding]:
        checkers = (self.articles, self.documents, self.resolutions, self.meetings)
        return [finding for checker in checkers for finding in checker.findings()]

    def references(self, findings: list[Finding]) -> list[CheckedReference]:
        """Return all references with the result of their check."""
        faulty = [f.place for f in findings]
        return [self._reference(item, self._is_in(item, faulty)) for item in self.draft.references]

    def _is_in(self, item: DraftReference, places: list[object]) -> bool:
        r = item.reference
        return any(
            (p.block, p.footnote) == (r.block, r.footnote) and p.start <= r.start and r.end <= p.end  # type: ignore[attr-defined]
            for p in places
        )

    def _reference(self, item: DraftReference, is_faulty: bool) -> CheckedReference:
        text, source = item.reference.text, self._source(item)
        if is_faulty:
            return CheckedReference(item.where, text, ReferenceStatus.FAULTY, source=source)
        if source:
            return CheckedReference(item.where, text, ReferenceStatus.RIGHT, source=source)
        if item.reference.kind is ReferenceKind.DOCUMENT and item.reference.value:
            note = self.documents.absent_note(item)
            return CheckedReference(item.where, text, ReferenceStatus.ABSENT, note)
        if item.reference.is_resolved:
            return CheckedReference(item.where, text, ReferenceStatus.ABSENT, _("not in this collection"))
        return CheckedReference(item.where, text, ReferenceStatus.UNCHECKED, _("not identified"))

    def _source(self, item: DraftReference) -> Source | None:
        kind = item.reference.kind
        if kind is ReferenceKind.ARTICLE:
            return self.articles.source_of(item)
        if kind is ReferenceKind.DOCUMENT:
            return self.documents.source_of(item)
        if kind is ReferenceKind.RESOLUTION:
            return self.resolutions.source_of(item)
        return self.meetings.source_of(item)
