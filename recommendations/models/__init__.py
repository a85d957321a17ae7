"""Recommendations, citations, follow-up, compilations, vocabularies, treaties and the search index.

Only :mod:`recommendations.services` writes rows.
"""

from recommendations.models.compilations import Compilation
from recommendations.models.endorsements import Endorsement, endorsement_with_place
from recommendations.models.follow_up import Evidence, FollowUp
from recommendations.models.harvesting import HarvestRecord
from recommendations.models.lineage import Lineage, LineageDecision, LineageEnd
from recommendations.models.recommendations import (
    Basis,
    Citation,
    FormerPlace,
    Recommendation,
    RecommendationCitation,
    RecommendationSubject,
    RecommendationTopic,
    comparison_address,
)
from recommendations.models.retired import RetiredRecommendation
from recommendations.models.search import (
    SearchChange,
    SearchChunk,
    SearchEntry,
    SearchPassage,
    SearchScope,
    SearchState,
    SearchTerm,
    SearchWord,
)
from recommendations.models.treaties import Provision, TreatyText
from recommendations.models.vocabularies import (
    Addressee,
    Article,
    EditedEntry,
    Instrument,
    Topic,
)

__all__ = [
    "Addressee",
    "Article",
    "Basis",
    "Citation",
    "Compilation",
    "EditedEntry",
    "Endorsement",
    "Evidence",
    "FollowUp",
    "FormerPlace",
    "HarvestRecord",
    "Instrument",
    "Lineage",
    "LineageDecision",
    "LineageEnd",
    "Provision",
    "Recommendation",
    "RecommendationCitation",
    "RecommendationSubject",
    "RecommendationTopic",
    "RetiredRecommendation",
    "SearchChange",
    "SearchChunk",
    "SearchEntry",
    "SearchPassage",
    "SearchScope",
    "SearchState",
    "SearchTerm",
    "SearchWord",
    "Topic",
    "TreatyText",
    "comparison_address",
    "endorsement_with_place",
]
