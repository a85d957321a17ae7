"""The answer of the API to a checked draft."""

from __future__ import annotations

from portal.drafting.checks import types
from portal.drafting.checks.types import CheckedDraft
from recommendations.api.addresses import Addresses
from recommendations.api.checks import (
    AgreedRecommendation,
    CheckSource,
    ClauseDifference,
    ClauseMatch,
    DraftCheck,
    DraftClause,
    DraftFinding,
    UntouchedRecommendation,
)
from recommendations.models import Recommendation as RecommendationRow


def build_check(checked: CheckedDraft, addresses: Addresses) -> DraftCheck:
    """Return the check of a draft as the API returns it."""
    result = checked.result
    return DraftCheck(
        findings=tuple(_finding(finding, addresses) for finding in result.findings),
        clauses=tuple(_clause(clause, addresses) for clause in result.clauses),
        untouched=tuple(
            UntouchedRecommendation(
                _recommendation(item.source, item.status, item.text, addresses), item.articles, item.topics
            )
            for item in result.untouched
        ),
    )


def _finding(finding: types.Finding, addresses: Addresses) -> DraftFinding:
    return DraftFinding(
        kind=finding.kind,
        where=finding.where,
        text=finding.text,
        message=finding.message,
        certain=finding.certain,
        sources=tuple(
            CheckSource(source.document, source.place, addresses.absolute(source.url) if source.url else "")
            for source in finding.sources
        ),
    )


def _clause(clause: types.CheckedClause, addresses: Addresses) -> DraftClause:
    match = None
    if clause.match:
        match = ClauseMatch(
            _recommendation(clause.match.source, clause.match.status, clause.match.text, addresses),
            tuple(
                ClauseDifference("deleted" if item.change == "deleted" else "added", item.text)
                for item in clause.match.differences
            ),
        )
    return DraftClause(clause.where, clause.text, clause.agreed, match)


def _recommendation(source: types.Source, status: str, text: str, addresses: Addresses) -> AgreedRecommendation:
    url = addresses.absolute(source.url)
    return AgreedRecommendation(source.document, source.place, url, RecommendationRow.Status(status), text)
