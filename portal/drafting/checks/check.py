"""Run all checks of a draft."""

from __future__ import annotations

import datetime
from collections.abc import Generator, Iterator

from django.utils.translation import gettext as _

from documents.labels.citing import OFFICIAL_LANGUAGES
from documents.queries.documents import published_versions
from documents.web.languages import language_name
from portal.drafting.checks.agreed import ClauseCheck, check_clauses
from portal.drafting.checks.documents import DocumentChecker
from portal.drafting.checks.draft import MAX_CLAUSES, Draft, DraftReference
from portal.drafting.checks.meetings import MeetingChecker
from portal.drafting.checks.provisions import ProvisionChecker
from portal.drafting.checks.resolutions import ResolutionChecker
from portal.drafting.checks.structure import structure_findings
from portal.drafting.checks.types import (
    CheckedDraft,
    CheckedReference,
    CheckResult,
    DraftParagraph,
    Finding,
    FindingKind,
    Place,
    ReferenceStatus,
    Source,
)
from portal.drafting.checks.untouched import untouched_recommendations
from recommendations.extraction.types import ReferenceKind

Steps = Generator[str, None, CheckedDraft]
"""Yields sentences about the progress of a check, and returns its result."""

_OF_REFERENCES = frozenset(
    kind for kind in FindingKind if list(FindingKind).index(kind) <= list(FindingKind).index(FindingKind.MEETING)
)


def check_draft(draft: Draft, name: str, today: datetime.date) -> Steps:
    """Check a draft, called ``name``, step by step. Nothing is written."""
    result = yield from _check(draft, today)
    return CheckedDraft(name, draft.language, tuple(_paragraphs(draft)), result, tuple(_notes(draft)))


def _paragraphs(draft: Draft) -> Iterator[DraftParagraph]:
    for block in draft.parsed.blocks:
        place = Place(block.index, end=len(block.text))
        label = "" if block.text.startswith(block.label or "") else block.label or ""
        where, language = draft.where(block.index, None), draft.language_at(block.index)
        yield DraftParagraph(place, where, label, block.text, block.kind.value, language)
    for index, note in enumerate(draft.parsed.footnotes):
        place = Place(footnote=index, end=len(note.text))
        where, language = draft.where(None, index), draft.language_at(None, index)
        yield DraftParagraph(place, where, note.marker, note.text, "footnote", language)


def _notes(draft: Draft) -> Iterator[str]:
    """Yield sentences about what could not be checked."""
    if draft.language not in OFFICIAL_LANGUAGES:
        yield _(
            "This draft is not in an official language of the United Nations. Its references were not read; its "
            "clauses were compared by meaning only."
        )
        return
    languages = set(published_versions().values_list("language", flat=True).distinct())
    if draft.language not in languages:
        yield _(
            "There are no texts in %(language)s in this collection. The clauses were compared by meaning with texts in "
            "other languages."
        ) % {"language": language_name(draft.language)}
    if len(draft.clauses) == MAX_CLAUSES:
        yield _("Only the first %(count)s clauses were compared with agreed language.") % {"count": MAX_CLAUSES}


def _check(draft: Draft, today: datetime.date) -> Generator[str, None, CheckResult]:
    yield _("Checking references…")
    checkers = _Checkers(draft, today)
    findings = [*checkers.findings(), *structure_findings(draft)]
    clauses = yield from _compare(draft)
    yield _("Looking for recommendations that the draft does not take up…")
    findings += (finding for clause in clauses for finding in clause.findings)
    return CheckResult(
        findings=tuple(sorted(findings, key=_order)),
        clauses=tuple(clause.clause for clause in clauses),
        untouched=tuple(untouched_recommendations(draft, [clause.row for clause in clauses if clause.row])),
        references=tuple(checkers.references(findings)),
    )


def _compare(draft: Draft) -> Generator[str, None, list[ClauseCheck]]:
    comparison = check_clauses(draft)
    try:
        while True:
            done, total = next(comparison)
            yield _("Comparing clauses with agreed language: %(done)s of %(total)s…") % {"done": done, "total": total}
    except StopIteration as stop:
        checks: list[ClauseCheck] = stop.value
        return checks


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
        faulty = [finding.place for finding in findings if finding.kind in _OF_REFERENCES and not finding.is_absence]
        return [self._reference(item, self._is_in(item, faulty)) for item in self.draft.references]

    def _is_in(self, item: DraftReference, places: list[Place]) -> bool:
        own = item.place
        return any(
            (place.block, place.footnote) == (own.block, own.footnote)
            and place.start <= own.start
            and own.end <= place.end
            for place in places
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
            cited_in = self.resolutions.cited_in(item) if item.reference.kind is ReferenceKind.RESOLUTION else None
            note = _("not in this collection")
            return CheckedReference(item.where, text, ReferenceStatus.ABSENT, note, cited_in=cited_in)
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
