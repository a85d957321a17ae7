"""The result of a check beside the draft, paragraph by paragraph, ready to render."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from documents.web.markup import Overlay, mark_up
from portal.drafting.checks.types import (
    Agreement,
    CheckedClause,
    CheckedDraft,
    CheckedReference,
    DraftParagraph,
    Finding,
    FindingKind,
    Place,
    ReferenceStatus,
)
from recommendations.text.differences import TextChange, differences

KIND_LABELS: Mapping[FindingKind, str | Promise] = {
    FindingKind.ARTICLE_MISSING: _("No such article"),
    FindingKind.TREATY_PARAGRAPH: _("No such paragraph in the article"),
    FindingKind.CONVENTION: _("Different convention"),
    FindingKind.ARTICLE_TITLE: _("Number and subject differ"),
    FindingKind.RESOLUTION: _("Resolution or decision cited incorrectly"),
    FindingKind.SYMBOL: _("Document cited incorrectly"),
    FindingKind.PARAGRAPH: _("No such paragraph in the document"),
    FindingKind.MEETING: _("Meeting cited incorrectly"),
    FindingKind.ADDRESSEE: _("Different addressee"),
    FindingKind.VERB: _("Weaker or stronger verb"),
    FindingKind.QUALIFIER: _("Qualifier"),
    FindingKind.REPEATED: _("Repeated"),
    FindingKind.NUMBERING: _("Numbering"),
    FindingKind.ANTECEDENT: _("“Ibid.” without a source"),
    FindingKind.NEAR_DUPLICATE: _("Already recommended"),
}
AGREEMENT_LABELS: Mapping[Agreement, str | Promise] = {
    Agreement.SAME: _("the same as agreed language"),
    Agreement.NEARLY: _("nearly the same as agreed language"),
    Agreement.REWORDED: _("already recommended in different words"),
    Agreement.NEW: _("new: no similar agreed language found"),
}
_MARK, _END_MARK = mark_safe('<mark class="draft-mark">'), mark_safe("</mark>")


def finding_label(finding: Finding) -> str:
    """Return the label of a finding. A document that is not here is not necessarily cited incorrectly."""
    return str(_("Document not in this collection") if finding.is_absence else KIND_LABELS[finding.kind])


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding with the label of its kind."""

    finding: Finding
    label: str | Promise


@dataclass(frozen=True, slots=True)
class ShownClause:
    """A clause with its relation to agreed language in words, and the differences as HTML, or ""."""

    clause: CheckedClause
    label: str | Promise
    differences: SafeString


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of the draft with its findings, worst first, and its comparison with agreed language."""

    anchor: str
    paragraph: DraftParagraph
    text: SafeString
    findings: Sequence[ShownFinding]
    clause: ShownClause | None


@dataclass(frozen=True, slots=True)
class ResultPage:
    """Everything that the page shows of a check. ``certain`` and ``likely`` count findings."""

    checked: CheckedDraft
    rows: Sequence[Row]
    worst: Sequence[tuple[str, ShownFinding]]
    certain: int
    likely: int
    agreements: Sequence[tuple[str | Promise, int]]
    absent: Sequence[CheckedReference]
    right: Sequence[CheckedReference]


def result_page(checked: CheckedDraft) -> ResultPage:
    """Return the page of a checked draft."""
    result = checked.result
    shown = [ShownFinding(finding, finding_label(finding)) for finding in result.findings]
    clauses = {_key(clause.place): clause for clause in result.clauses}
    rows = [_row(paragraph, shown, clauses.get(_key(paragraph.place))) for paragraph in checked.paragraphs]
    counts = [(AGREEMENT_LABELS[kind], sum(c.agreed is kind for c in result.clauses)) for kind in Agreement]
    certain = sum(finding.certain for finding in result.findings)
    open_statuses = (ReferenceStatus.ABSENT, ReferenceStatus.UNCHECKED)
    return ResultPage(
        checked=checked,
        rows=rows,
        worst=[(_anchor(item.finding.place), item) for item in shown],
        certain=certain,
        likely=len(shown) - certain,
        agreements=[(label, count) for label, count in counts if count],
        absent=[reference for reference in result.references if reference.status in open_statuses],
        right=[reference for reference in result.references if reference.status is ReferenceStatus.RIGHT],
    )


def _row(paragraph: DraftParagraph, shown: Iterable[ShownFinding], clause: CheckedClause | None) -> Row:
    own = [item for item in shown if _key(item.finding.place) == _key(paragraph.place)]
    return Row(
        anchor=_anchor(paragraph.place),
        paragraph=paragraph,
        text=marked_text(paragraph, own),
        findings=own,
        clause=_shown_clause(clause) if clause else None,
    )


def marked_text(paragraph: DraftParagraph, shown: Iterable[ShownFinding]) -> SafeString:
    """Return the text of a paragraph with the words of its findings marked, unless a finding is about all of it."""
    places = (item.finding.place for item in shown)
    overlays = [
        Overlay(place.start, place.end, _MARK, _END_MARK)
        for place in places
        if (place.start, place.end) != (0, len(paragraph.text))
    ]
    return mark_up(paragraph.text, [overlays])


def _shown_clause(clause: CheckedClause) -> ShownClause:
    text = mark_safe("")
    if clause.match and clause.match.differences:
        text = _differences(clause.match.text, clause.text)
    return ShownClause(clause, AGREEMENT_LABELS[clause.agreed], text)


def _differences(agreed: str, draft: str) -> SafeString:
    """Return both texts in one, with the words that only one of them has marked."""
    tags = {TextChange.SAME: "{}", TextChange.DELETED: "<del>{}</del>", TextChange.ADDED: "<ins>{}</ins>"}
    pieces = differences(" ".join(agreed.split()).rstrip(" ;.,"), " ".join(draft.split()).rstrip(" ;.,"))
    return format_html_join("", "{}", ((format_html(tags[piece.change], piece.text),) for piece in pieces))


def _key(place: Place) -> tuple[int | None, int | None]:
    return place.block, place.footnote


def _anchor(place: Place) -> str:
    return f"draft-note-{place.footnote}" if place.footnote is not None else f"draft-{place.block}"
