"""The parameters of the API: checked as they come, and described from the same definitions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import django_filters
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.models import Body, Document
from documents.queries.documents import published_versions
from recommendations.api import cursors
from recommendations.api.cursors import CURSOR, LIMIT, Key
from recommendations.api.problems import WrongParameter, wrong_parameters
from recommendations.api.schemas import Schema
from recommendations.models import Instrument, SearchScope, Topic
from recommendations.search.parameters import (
    MAX_VALUES,
    ParameterFilters,
    ParameterForm,
    RecommendationFilters,
    Resolver,
    TokensFilter,
    read_filters,
)
from recommendations.search.query import SearchQuery

DEFAULT, MAX = 20, 100  # entries per page: default and maximum

_OF_A_SEARCH = {name: one.extra for name, one in RecommendationFilters.base_filters.items()}
_OF_PAGES = {
    "page": gettext_lazy("Go on to the next part by the address that “next” gives."),
    "in": gettext_lazy("Recommendations are searched at /api/v1/recommendations, paragraphs at /api/v1/paragraphs."),
}
"""What only pages know, and what programs do instead."""

Row = TypeVar("Row", bound=Model)


def _keys(model: type[Body] | type[Instrument] | type[Topic]) -> Resolver:
    """Resolves keys of a vocabulary: those that exist stand for themselves."""

    def resolve(values: list[str]) -> dict[str, str]:
        return {key: key for key in model._default_manager.filter(key__in=values).values_list("key", flat=True)}

    return resolve


class DocumentFilters(ParameterFilters):
    """The parameters of the list of documents."""

    meeting = TokensFilter(method="of_meetings", **_OF_A_SEARCH["meeting"])
    type = TokensFilter("kind", **_OF_A_SEARCH["type"])
    year = TokensFilter("date__year", **_OF_A_SEARCH["year"])
    language = TokensFilter(method="in_languages", **_OF_A_SEARCH["language"])

    def of_meetings(self, documents: QuerySet[Document], _name: str, values: tuple[str, ...]) -> QuerySet[Document]:
        """Keep those of a meeting, or of any meeting of a body."""
        return documents.filter(Q(meeting__slug__in=values) | Q(meeting__body__key__in=values))

    def in_languages(self, documents: QuerySet[Document], _name: str, values: tuple[str, ...]) -> QuerySet[Document]:
        """Keep those that are published in a language."""
        return documents.filter(Exists(published_versions().filter(document=OuterRef("pk"), language__in=values)))


class MeetingFilters(ParameterFilters):
    """The parameters of the list of meetings."""

    body = TokensFilter("body__key", resolver=_keys(Body), refusal=gettext_lazy("There is no body “%(value)s”."))
    year = TokensFilter("start__year", **_OF_A_SEARCH["year"])


class ArticleFilters(ParameterFilters):
    """The parameters of the list of articles."""

    instrument = TokensFilter(
        "instrument__key", resolver=_keys(Instrument), refusal=gettext_lazy("There is no instrument “%(value)s”.")
    )


class TopicFilters(ParameterFilters):
    """The parameters of the list of topics."""

    parent = TokensFilter("parent__key", resolver=_keys(Topic), refusal=gettext_lazy("There is no topic “%(value)s”."))


# --- as they come ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which part of a list is asked: at most ``limit`` entries, after the entry with a key (None: from the first)."""

    limit: int
    after: Key | None


def read_search(request: HttpRequest, scope: SearchScope) -> tuple[SearchQuery, PageRequest]:
    """What a search asks for. Raise a problem that names every parameter that is wrong."""
    asked = read_filters(RecommendationFilters(_without_part(request.GET)), SearchQuery)
    of_pages = {name: str(sentence) for name, sentence in _OF_PAGES.items() if name in request.GET}
    return asked.query.changed(scope=scope.value), _part(request, {**asked.errors, **of_pages})


def read_list(
    request: HttpRequest, filters: type[ParameterFilters], rows: QuerySet[Row]
) -> tuple[QuerySet[Row], PageRequest]:
    """Those of the rows that are asked for, and which part of them. Raise a problem that names every parameter that
    is wrong."""
    asked = filters(_without_part(request.GET), rows)
    part = _part(request, asked.form.sentences)
    return asked.qs, part


def refuse_all(request: HttpRequest) -> None:
    """Raise a problem where an address that takes no parameters has one."""
    _refuse(ParameterForm(request.GET).sentences)


def _refuse(wrong: Mapping[str, str]) -> None:
    """Raise a problem where a parameter is wrong (parameter -> sentence)."""
    if wrong:
        raise wrong_parameters([WrongParameter(name, sentence) for name, sentence in wrong.items()])


def _without_part(parameters: QueryDict) -> QueryDict:
    own = parameters.copy()
    for name in (CURSOR, LIMIT):
        own.pop(name, None)
    return own


def _part(request: HttpRequest, wrong: Mapping[str, str]) -> PageRequest:
    """The part that is asked, if nothing is wrong (parameter -> sentence)."""
    limit = request.GET.get(LIMIT, str(DEFAULT))
    if not (limit.isascii() and limit.isdigit() and len(limit) < 10 and 1 <= int(limit) <= MAX):
        wrong = {**wrong, LIMIT: _("A limit is a whole number from 1 to %(most)s.") % {"most": MAX}}
    _refuse(wrong)
    cursor = request.GET.get(CURSOR)
    return PageRequest(int(limit), None if cursor is None else cursors.read_cursor(request, cursor))


# --- as they are described ---------------------------------------------------------------------------

_DESCRIPTIONS = {
    "q": "Words, all of them required. “exact phrase”, OR, -without, prefix*; a symbol or an article is understood.",
    "article": 'An article or a paragraph of it ("untoc:18", "untoc:18:13"), or a whole instrument ("untoc").',
    "meeting": "A meeting's slug, or the key of a body for all its meetings.",
    "topic": "A topic's key; what belongs to it is included.",
    "addressee": "The key of an addressee.",
    "strength": "How strongly it asks.",
    "status": "What it is, by the document in which it stands.",
    "type": "A kind of document.",
    "year": "A year; of recommendations and paragraphs that of their meeting, else of their document; of documents "
    "that of their date; of meetings that of their first day.",
    "language": 'The language of a text, "fr". A search without it has each text once, though it is here in several.',
    "document": "A document's symbol or address.",
    "thesaurus": "Search the words alone, not what the field also calls it.",
    "meaning": "Find what holds the words alone, not what is near to them in meaning.",
    "articles": "Take articles and symbols among the words for words.",
    "sort": "By relevance (where there are words), or the newest first.",
    "body": "The key of a body.",
    "instrument": "The key of an instrument.",
    "parent": "The key of the topic to which they belong.",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an address, as it is described."""

    name: str
    description: str
    schema: Schema
    place: str = "query"


_PART = (
    Parameter(
        LIMIT,
        "Maximum number of entries per page.",
        {"type": "integer", "minimum": 1, "maximum": MAX, "default": DEFAULT},
    ),
    Parameter(CURSOR, "Where to go on. Take the address that “next” gives as it is.", {"type": "string"}),
)


def describe_parameters(filters: type[ParameterFilters]) -> tuple[Parameter, ...]:
    """The parameters of a list that is narrowed by these filters."""
    own = (Parameter(name, _DESCRIPTIONS[name], _schema(one)) for name, one in filters.base_filters.items())
    return (*own, *_PART)


def _schema(one: Any) -> Schema:
    if isinstance(one, TokensFilter):
        values = {"enum": one.extra["values"]} if "values" in one.extra else {}
        return {"type": "array", "items": {"type": "string", **values}, "maxItems": MAX_VALUES}
    if isinstance(one, django_filters.ChoiceFilter):
        return {"type": "string", "enum": [value for value, _label in one.extra["choices"]]}
    return {"type": "string", "maxLength": one.extra["max_length"]}
