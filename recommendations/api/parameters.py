"""The parameters of the API: checked as they come, and described from the same definitions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import django_filters
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from documents.models import Body, Document
from recommendations.api import cursors
from recommendations.api.cursors import CURSOR, LIMIT, Key
from recommendations.api.problems import WrongParameter, wrong_parameters
from recommendations.api.schemas import Schema
from recommendations.models import Instrument, Recommendation, SearchScope, Topic
from recommendations.search.parameters import (
    MOST_VALUES,
    RecommendationFilters,
    Resolver,
    TokensFilter,
    cleaned,
    read_parameters,
)
from recommendations.search.query import SearchQuery

USUAL, MOST = 20, 100
"""Entries in a part of a list, where nothing is asked, and at most."""

_OF_A_SEARCH = RecommendationFilters.base_filters
_OF_PAGES = frozenset({"page", "in"})
"""What only pages know: the API goes on by cursor, and each thing that is searched has an address of its own."""


def _keys(model: type[Body] | type[Instrument] | type[Topic]) -> Resolver:
    """Resolves keys of a vocabulary: those that exist stand for themselves."""

    def resolve(values: list[str]) -> dict[str, str]:
        return {key: key for key in model._default_manager.filter(key__in=values).values_list("key", flat=True)}

    return resolve


class DocumentFilters(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """The parameters of the list of documents."""

    meeting = _OF_A_SEARCH["meeting"]
    type = _OF_A_SEARCH["type"]
    year = _OF_A_SEARCH["year"]
    language = _OF_A_SEARCH["language"]


class MeetingFilters(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """The parameters of the list of meetings."""

    body = TokensFilter(
        resolver=_keys(Body), refusal=lambda value: _("There is no body “%(value)s”.") % {"value": value}
    )
    year = _OF_A_SEARCH["year"]


class ArticleFilters(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """The parameters of the list of articles."""

    instrument = TokensFilter(
        resolver=_keys(Instrument), refusal=lambda value: _("There is no instrument “%(value)s”.") % {"value": value}
    )


class TopicFilters(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """The parameters of the list of topics."""

    parent = TokensFilter(
        resolver=_keys(Topic), refusal=lambda value: _("There is no topic “%(value)s”.") % {"value": value}
    )


# --- as they come ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a list is asked: at most ``limit`` entries, after the entry with a key (None: from the first)."""

    limit: int
    after: Key | None


def read_search(request: HttpRequest, scope: SearchScope) -> tuple[SearchQuery, Part]:
    """What a search asks for. Raises a problem that names every parameter that is wrong."""
    asked = read_parameters(_without_part(request.GET))
    wrong = [WrongParameter(each.name, each.message) for each in asked.wrong if each.name not in _OF_PAGES]
    if "page" in request.GET:
        wrong.append(WrongParameter("page", _("Go on to the next part by the address that “next” gives.")))
    if "in" in request.GET:
        message = _("Recommendations are searched at /api/v1/recommendations, paragraphs at /api/v1/paragraphs.")
        wrong.append(WrongParameter("in", message))
    return asked.query.changed(scope=scope.value), _part(request, wrong)


def read_list(request: HttpRequest, filters: type[django_filters.FilterSet]) -> tuple[dict[str, tuple[str, ...]], Part]:
    """The values by which a list is narrowed, by parameter. Raises a problem that names every wrong one."""
    read = cleaned(filters, _without_part(request.GET))
    wrong = [WrongParameter(name, " ".join(messages)) for name, messages in read.wrong.items()]
    wrong += [_unknown(name) for name in request.GET if name not in (*read.names, CURSOR, LIMIT)]
    return {name: read.values.get(name) or () for name in read.names}, _part(request, wrong)


def refuse_all(request: HttpRequest) -> None:
    """Raises a problem where an address that takes no parameters has one."""
    if request.GET:
        raise wrong_parameters([_unknown(name) for name in request.GET])


def _without_part(parameters: QueryDict) -> QueryDict:
    own = parameters.copy()
    for name in (CURSOR, LIMIT):
        own.pop(name, None)
    return own


def _part(request: HttpRequest, wrong: Iterable[WrongParameter]) -> Part:
    """The part that is asked, if nothing is wrong."""
    errors = list(wrong)
    limit = request.GET.get(LIMIT, str(USUAL))
    if not (limit.isascii() and limit.isdigit() and len(limit) < 10 and 1 <= int(limit) <= MOST):
        errors.append(WrongParameter(LIMIT, _("A limit is a whole number from 1 to %(most)s.") % {"most": MOST}))
    if errors:
        raise wrong_parameters(errors)
    cursor = request.GET.get(CURSOR)
    return Part(int(limit), None if cursor is None else cursors.key_of(request, cursor))


def _unknown(name: str) -> WrongParameter:
    return WrongParameter(name, _("There is no parameter “%(name)s” here.") % {"name": name})


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
_VALUES: Mapping[str, Iterable[str]] = {
    "status": Recommendation.Status.values,
    "strength": Recommendation.Strength.values,
    "type": Document.Kind.values,
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
        "At most so many entries are in an answer.",
        {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    ),
    Parameter(CURSOR, "Where to go on. Take the address that “next” gives as it is.", {"type": "string"}),
)


def described(filters: type[django_filters.FilterSet]) -> tuple[Parameter, ...]:
    """The parameters of a list that is narrowed by these filters."""
    own = (_parameter(name, one) for name, one in filters.base_filters.items() if name not in _OF_PAGES)
    return (*own, *_PART)


def _parameter(name: str, one: Any) -> Parameter:
    return Parameter(name, _DESCRIPTIONS.get(name, ""), _schema(name, one))


def _schema(name: str, one: Any) -> Schema:
    if isinstance(one, TokensFilter):
        values = {"enum": list(_VALUES[name])} if name in _VALUES else {}
        return {"type": "array", "items": {"type": "string", **values}, "maxItems": MOST_VALUES}
    if isinstance(one, django_filters.ChoiceFilter):
        return {"type": "string", "enum": [value for value, _label in one.extra["choices"]]}
    return {"type": "string", "maxLength": one.extra["max_length"]}
