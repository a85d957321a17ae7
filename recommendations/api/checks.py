"""The check of a draft as the API, the download and ``manage.py check_draft`` return it, in JSON."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from recommendations.models import Recommendation as RecommendationRow


class FindingKind(StrEnum):
    """The kind of a finding, most serious first; the values are published in the API."""

    ARTICLE_MISSING = "article-missing"
    TREATY_PARAGRAPH = "treaty-paragraph"
    CONVENTION = "convention"
    ARTICLE_TITLE = "article-title"
    RESOLUTION = "resolution"
    SYMBOL = "symbol"
    PARAGRAPH = "paragraph"
    MEETING = "meeting"
    ADDRESSEE = "addressee"
    VERB = "verb"
    QUALIFIER = "qualifier"
    REPEATED = "repeated"
    NUMBERING = "numbering"
    ANTECEDENT = "antecedent"
    NEAR_DUPLICATE = "near-duplicate"


class Agreement(StrEnum):
    """The relation of a clause to agreed language. Agreed is what a body adopted or endorsed."""

    SAME = "same"
    NEARLY = "nearly"
    REWORDED = "reworded"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class CheckSource:
    """A place in the collection, or an article, that shows a finding."""

    document: Annotated[str, "Symbol or title of the document; name of the instrument or meeting."]
    place: Annotated[str, "Paragraph, annex or article; empty for the whole document."]
    url: Annotated[str, "Absolute address of its page; empty if it has none."]


@dataclass(frozen=True, slots=True)
class DraftFinding:
    """A point of the draft to look at."""

    kind: Annotated[FindingKind, "What is wrong."]
    where: Annotated[str, "Paragraph of the draft."]
    text: Annotated[str, "Words of the draft."]
    message: Annotated[str, "What is wrong, in a sentence."]
    certain: Annotated[bool, "False if it is only likely: please check."]
    sources: Annotated[tuple[CheckSource, ...], "Places that show it."]


@dataclass(frozen=True, slots=True)
class AgreedRecommendation:
    """A recommendation of the collection."""

    document: Annotated[str, "Symbol or title of its document."]
    place: Annotated[str, "Its place in the document."]
    url: Annotated[str, "Absolute address of its page."]
    status: Annotated[RecommendationRow.Status, "Its status; a draft or a proposal is not agreed language."]
    text: Annotated[str, "Its text."]


@dataclass(frozen=True, slots=True)
class ClauseDifference:
    """Words that differ."""

    change: Annotated[Literal["deleted", "added"], "In the agreed text only, or in the draft only."]
    text: Annotated[str, "The words."]


@dataclass(frozen=True, slots=True)
class ClauseMatch:
    """The recommendation nearest to a clause."""

    recommendation: Annotated[AgreedRecommendation, "The recommendation."]
    differences: Annotated[tuple[ClauseDifference, ...], 'Words that differ, if the clause is "nearly" the same.']


@dataclass(frozen=True, slots=True)
class DraftClause:
    """A clause of the draft, compared with agreed language."""

    where: Annotated[str, "Paragraph of the draft."]
    text: Annotated[str, "Its text."]
    agreed: Annotated[Agreement, "Its relation to language that a body adopted or endorsed."]
    match: Annotated[ClauseMatch | None, "The nearest recommendation; for a new clause, a draft or proposal if any."]


@dataclass(frozen=True, slots=True)
class UntouchedRecommendation:
    """An adopted recommendation on the same articles or topics that no clause takes up."""

    recommendation: Annotated[AgreedRecommendation, "The recommendation."]
    articles: Annotated[tuple[str, ...], "Articles in common."]
    topics: Annotated[tuple[str, ...], "Topics in common."]


@dataclass(frozen=True, slots=True)
class DraftCheck:
    """The check of a draft."""

    findings: Annotated[tuple[DraftFinding, ...], "Faults and differences, worst first."]
    clauses: Annotated[tuple[DraftClause, ...], "The clauses in the order of the draft."]
    untouched: Annotated[tuple[UntouchedRecommendation, ...], "Most articles and topics in common first."]
