"""Endpoints of the API with their parameters and responses, used for both routing and the OpenAPI document."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from recommendations.api import recommendation_views as single
from recommendations.api import resources, versions, views, vocabularies
from recommendations.api.parameters import (
    LANGUAGE_OF_TEXT,
    ArticleFilters,
    DocumentFilters,
    MeetingFilters,
    Parameter,
    TopicFilters,
    describe_parameters,
)
from recommendations.search.parameters import RecommendationFilters

BASE = "/api/v1/"

_IDENTIFIER = re.compile(r"<\w+:(?P<name>\w+)>")
"""Matches an identifier in a route: "<path:address>"."""

_IDENTIFIERS = {
    "address": 'Symbol of a document, including slashes ("CTOC/COP/WG.3/2022/4"), or its address.',
    "place": 'Place of a recommendation in the document, for example "annex-i-a".',
    "citation": 'Symbol and place, in any order, for example "CTOC/COP/2022/L.4, annex I, para. (r)".',
    "slug": "Slug of a meeting.",
    "article": 'Instrument and number of an article, for example "untoc:18".',
    "key": "Key of a topic.",
}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint of the API. ``route`` is a Django route below :data:`BASE`; ``view`` returns a ``resource``."""

    name: str
    route: str
    view: Callable[..., Any]
    resource: type
    parameters: tuple[Parameter, ...] = ()

    @property
    def summary(self) -> str:
        """Return the first line of the view's docstring, which is published in the OpenAPI document."""
        return (self.view.__doc__ or "").partition("\n")[0]

    @property
    def path(self) -> str:
        """Return the path as in OpenAPI: "/api/v1/documents/{address}"."""
        return BASE + _IDENTIFIER.sub(r"{\g<name>}", self.route)

    @property
    def identifiers(self) -> tuple[Parameter, ...]:
        """Return the parameters in the path."""
        return tuple(
            Parameter(match["name"], _IDENTIFIERS[match["name"]], {"type": "string"}, location="path")
            for match in _IDENTIFIER.finditer(self.route)
        )


_SEARCH = describe_parameters(RecommendationFilters)
_ONE = "recommendations/<path:address>/<str:place>"
_IN_LANGUAGE = (LANGUAGE_OF_TEXT,)

SUMMARIES = (
    gettext_noop("Search recommendations, with the counts of all facets."),
    gettext_noop("Return recommendations similar in meaning to a recommendation."),
    gettext_noop(
        "Return the earlier and later versions of a recommendation, and the texts linked as draft and adopted text."
    ),
    gettext_noop("Return a recommendation."),
    gettext_noop(
        'Return what a citation names, such as "CTOC/COP/2022/L.4, annex I, para. (r)", in any official language.'
    ),
    gettext_noop("Search paragraphs of documents, with the counts of all facets."),
    gettext_noop("List documents, newest first."),
    gettext_noop("Return a document, by any of its symbols."),
    gettext_noop("List meetings with published content, by body, newest first."),
    gettext_noop("Return a meeting."),
    gettext_noop("List the articles of the instruments."),
    gettext_noop(
        'Return an article by its key, such as "untoc:18", with the bases on which recommendations relate to it.'
    ),
    gettext_noop("List the topics, each followed by its subtopics."),
    gettext_noop("Return a topic."),
)
"""The summaries of the endpoints, for the catalogues: docstrings are not translated."""

ENDPOINTS = (
    Endpoint("recommendations", "recommendations", views.recommendations, resources.RecommendationSearch, _SEARCH),
    Endpoint("similar", f"{_ONE}/similar", single.similar, versions.SimilarRecommendations, _IN_LANGUAGE),
    Endpoint("lineage", f"{_ONE}/lineage", single.lineage, versions.Lineage, _IN_LANGUAGE),
    Endpoint("recommendation", _ONE, single.recommendation, resources.Recommendation, _IN_LANGUAGE),
    Endpoint("citation", "citations/<path:citation>", single.citation, versions.FoundCitation),
    Endpoint("paragraphs", "paragraphs", views.paragraphs, resources.ParagraphSearch, _SEARCH),
    Endpoint("documents", "documents", views.documents, resources.DocumentList, describe_parameters(DocumentFilters)),
    Endpoint("document", "documents/<path:address>", views.document, resources.Document),
    Endpoint("meetings", "meetings", views.meetings, vocabularies.MeetingList, describe_parameters(MeetingFilters)),
    Endpoint("meeting", "meetings/<slug:slug>", views.meeting, vocabularies.Meeting),
    Endpoint("articles", "articles", views.articles, vocabularies.ArticleList, describe_parameters(ArticleFilters)),
    Endpoint("article", "articles/<str:article>", views.article, vocabularies.ArticleWithBases),
    Endpoint("topics", "topics", views.topics, vocabularies.TopicList, describe_parameters(TopicFilters)),
    Endpoint("topic", "topics/<slug:key>", views.topic, vocabularies.Topic),
)
