"""Responses of the API about one recommendation: its versions, similar recommendations, and what a citation names."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Annotated, Literal

from recommendations.api.resources import Address, DocumentReference, SelfAddress
from recommendations.models import Recommendation as RecommendationRow


@dataclass(frozen=True, slots=True)
class RecommendationText:
    """A recommendation as worded in a document. Do not quote a draft as agreed: see `status`."""

    document: Annotated[DocumentReference, "Document that contains it."]
    place: Annotated[str, "Identifier within the document, the same in every language."]
    path: Annotated[str, 'Place in the document, for example "para. 12 (a)".']
    language: Annotated[str, "Language of the text."]
    text: Annotated[str, "Full text."]
    status: Annotated[RecommendationRow.Status, "Status; `draft` and `proposed` are not adopted."]
    status_text: Annotated[str, "Status as a sentence that names the meetings, in the language of the response."]
    url: Address
    self: Annotated[str, "Absolute address of the recommendation in the API."]


@dataclass(frozen=True, slots=True)
class SimilarRecommendation:
    """A recommendation similar in meaning."""

    recommendation: Annotated[RecommendationText, "The recommendation."]
    similarity: Annotated[int, "Similarity in meaning, in per cent."]
    near_duplicate: Annotated[bool, "Whether the texts differ in only a few words."]
    same_document: Annotated[bool, "Whether it is in the same document."]
    comparison: Annotated[
        str | None, "Absolute address of a page that compares the wording; null if no language is common to both."
    ]


@dataclass(frozen=True, slots=True)
class SimilarRecommendations:
    """Recommendations similar in meaning to one, those in other documents first, the most similar first."""

    self: SelfAddress
    recommendation: Annotated[RecommendationText, "The recommendation to which they are similar."]
    items: Annotated[tuple[SimilarRecommendation, ...], "At most twenty."]


@dataclass(frozen=True, slots=True)
class RecommendationVersion:
    """A recommendation as one document words it, linked as a version by staff."""

    relation: Annotated[
        Literal["this", "earlier", "later", "beside"],
        'Relation to the recommendation: "beside" is another one in the same document, if two were joined or split.',
    ]
    date: Annotated[
        datetime.date | None,
        "First day of the meeting that adopted it, else date of the document, else first day of its meeting.",
    ]
    recommendation: Annotated[RecommendationText, "The version."]


@dataclass(frozen=True, slots=True)
class LinkedText:
    """A draft or an adopted text to which a recommendation is linked."""

    recommendation: Annotated[RecommendationText, "The other text."]
    confirmed: Annotated[bool, "Whether staff confirmed the link; otherwise it was found automatically."]
    comparison: Annotated[str, "Absolute address of a page that compares the wording."]


@dataclass(frozen=True, slots=True)
class Lineage:
    """Earlier and later versions of a recommendation."""

    self: SelfAddress
    recommendation: Annotated[RecommendationText, "The recommendation."]
    versions: Annotated[
        tuple[RecommendationVersion, ...],
        "All confirmed versions by date, including the recommendation itself; empty if no other is known.",
    ]
    outcomes: Annotated[tuple[LinkedText, ...], "Adopted texts of a draft or proposal."]
    adopted_before: Annotated[
        tuple[LinkedText, ...], "Texts adopted before a draft or proposal of which it is, or may be, a later version."
    ]
    origins: Annotated[tuple[LinkedText, ...], "Drafts and proposals of an adopted text, the latest first."]
    proposed_after: Annotated[
        tuple[LinkedText, ...], "Drafts and proposals after an adopted text that are, or may be, later versions of it."
    ]
    dropped_from: Annotated[tuple[DocumentReference, ...], "Later documents that did not carry it over."]


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """A place that a citation names."""

    place: Annotated[str, "Identifier within the document, the same in every language."]
    path: Annotated[str, 'Place in the document, for example "Annex I (r)".']
    page: Annotated[int | None, "Page of the source file on which it begins."]
    language: Annotated[str, "Language of the text."]
    text: Annotated[str, "Text of the paragraph."]
    url: Address
    recommendation: Annotated[RecommendationText | None, "The recommendation at this place; null if it has none."]


@dataclass(frozen=True, slots=True)
class FoundCitation:
    """What a citation names."""

    self: SelfAddress
    citation: Annotated[str, "The citation."]
    document: Annotated[DocumentReference, "The document that it names."]
    places: Annotated[
        tuple[CitedPlace, ...],
        "The place that it names; several if the citation fits several, and none if it names the document only.",
    ]
