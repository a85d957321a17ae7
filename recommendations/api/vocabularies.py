"""Responses of the API about articles, topics and meetings.

Parts shared with other responses come from :mod:`recommendations.api.resources`.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from recommendations.api.resources import Address, BodyReference, Labels, Page, RecommendationCount, SearchAddress


@dataclass(frozen=True, slots=True)
class InstrumentReference:
    """A treaty."""

    key: Annotated[str, 'Identifier, for example "untoc".']
    title: Annotated[str, "Title."]
    short_title: Annotated[str, "Short title."]


@dataclass(frozen=True, slots=True)
class Article:
    """An article of a treaty."""

    article: Annotated[str, 'Identifier: instrument and number, for example "untoc:18".']
    self: Annotated[str, "Absolute address of the article in the API."]
    url: Address
    instrument: Annotated[InstrumentReference, "Treaty."]
    number: Annotated[str, "Number."]
    title: Annotated[str, "Title."]
    labels: Labels
    chapter: Annotated[str | None, "Group of articles on the same subject."]
    recommendations: RecommendationCount
    paragraphs: Annotated[
        Mapping[str, int], 'Paragraph ("untoc:18:13") -> number of recommendations that a search for it finds.'
    ]
    recommendations_url: SearchAddress


@dataclass(frozen=True, slots=True)
class ArticleWithBases(Article):
    """An article of a treaty, with the reasons why recommendations relate to it."""

    bases: Annotated[
        Mapping[str, int],
        "Value of the search parameter `basis` -> number of recommendations that relate to it for this reason. The "
        "reasons of each recommendation are in its `articles`.",
    ]


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of cooperation in criminal matters."""

    key: Annotated[str, "Identifier."]
    self: Annotated[str, "Absolute address of the topic in the API."]
    url: Address
    labels: Labels
    parent: Annotated[str | None, "Key of the parent topic."]
    unbis: Annotated[str | None, "Concept in the UNBIS Thesaurus."]
    recommendations: RecommendationCount
    recommendations_url: SearchAddress


@dataclass(frozen=True, slots=True)
class ArticleList(Page):
    """The articles of the instruments, in order."""

    items: Annotated[tuple[Article, ...], "The entries of this page."]


@dataclass(frozen=True, slots=True)
class TopicList(Page):
    """The topics, each followed by its subtopics."""

    items: Annotated[tuple[Topic, ...], "The entries of this page."]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session of a body, or a meeting of a working group."""

    slug: Annotated[str, "Identifier."]
    self: Annotated[str, "Absolute address of the meeting in the API."]
    url: Address
    name: Annotated[str, "Name in English."]
    body: Annotated[BodyReference, "Body that met."]
    ordinal: Annotated[int | None, "Number, if known."]
    start: Annotated[datetime.date | None, "First day."]
    end: Annotated[datetime.date | None, "Last day."]
    place: Annotated[str | None, "Place of the meeting."]
    documents: Annotated[int, "Number of published documents issued for it."]
    recommendations: RecommendationCount
    recommendations_url: SearchAddress


@dataclass(frozen=True, slots=True)
class MeetingList(Page):
    """Meetings with published documents or recommendations, by body, newest first."""

    items: Annotated[tuple[Meeting, ...], "The entries of this page."]
