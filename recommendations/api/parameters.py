"""Parameters of the API. The same definitions are used to validate and to describe them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import django_filters
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.models import FIRST_YEAR, Body, Document, Meeting
from documents.queries.documents import issued_for, published_versions
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

DEFAULT_LIMIT, MAX_LIMIT = 20, 100  # entries on a page
LANGUAGE = "language"

_SEARCH_OPTIONS = {name: field.extra for name, field in RecommendationFilters.base_filters.items()}
_PAGE_ONLY = {
    "page": gettext_lazy("Use the “next” address to get the next page."),
    "in": gettext_lazy("Recommendations are searched at /api/v1/recommendations, paragraphs at /api/v1/paragraphs."),
}
"""A map from parameters that pages have but the API does not, to messages that name the replacement."""

Row = TypeVar("Row", bound=Model)


def _key_resolver(model: type[Body] | type[Instrument] | type[Topic]) -> Resolver:
    """Return a resolver that accepts existing keys of a vocabulary."""

    def resolve(values: list[str]) -> dict[str, str]:
        return {key: key for key in model._default_manager.filter(key__in=values).values_list("key", flat=True)}

    return resolve


class DocumentFilters(ParameterFilters):
    """Parameters of the list of documents."""

    meeting = TokensFilter(method="of_meetings", **_SEARCH_OPTIONS["meeting"])
    type = TokensFilter("kind", **_SEARCH_OPTIONS["type"])
    year = TokensFilter("date__year", **_SEARCH_OPTIONS["year"])
    language = TokensFilter(method="in_languages", **_SEARCH_OPTIONS["language"])

    def of_meetings(self, documents: QuerySet[Document], _name: str, values: tuple[str, ...]) -> QuerySet[Document]:
        """Keep documents of any of the meetings, or of any meeting of the bodies."""
        return documents.filter(issued_for(Meeting.objects.filter(Q(slug__in=values) | Q(body__key__in=values))))

    def in_languages(self, documents: QuerySet[Document], _name: str, values: tuple[str, ...]) -> QuerySet[Document]:
        """Keep documents published in any of the languages."""
        return documents.filter(Exists(published_versions().filter(document=OuterRef("pk"), language__in=values)))


class MeetingFilters(ParameterFilters):
    """Parameters of the list of meetings."""

    body = TokensFilter(
        "body__key", resolver=_key_resolver(Body), message=gettext_lazy("There is no body called “%(value)s”.")
    )
    year = TokensFilter(method="of_years", **_SEARCH_OPTIONS["year"])

    def of_years(self, meetings: QuerySet[Meeting], _name: str, values: tuple[str, ...]) -> QuerySet[Meeting]:
        """Keep meetings of any of the years: those by which they are named, or else those of their first days."""
        is_named = Q(ordinal__gte=FIRST_YEAR)
        return meetings.filter(Q(ordinal__in=values) & is_named | Q(start__year__in=values) & ~is_named)


class ArticleFilters(ParameterFilters):
    """Parameters of the list of articles."""

    instrument = TokensFilter(
        "instrument__key",
        resolver=_key_resolver(Instrument),
        message=gettext_lazy("There is no instrument called “%(value)s”."),
    )


class TopicFilters(ParameterFilters):
    """Parameters of the list of topics."""

    parent = TokensFilter(
        "parent__key", resolver=_key_resolver(Topic), message=gettext_lazy("There is no topic called “%(value)s”.")
    )


# --- validation --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A requested page: at most ``limit`` entries after the entry with the key ``after``, or the first entries if it is
    None."""

    limit: int
    after: Key | None


def read_search(request: HttpRequest, scope: SearchScope) -> tuple[SearchQuery, PageRequest]:
    """Return the query and the requested page. Raise ``ProblemError``, naming every invalid parameter."""
    parsed = read_filters(RecommendationFilters(_without_paging(request.GET)), SearchQuery)
    page_only = {name: str(message) for name, message in _PAGE_ONLY.items() if name in request.GET}
    return parsed.query.changed(scope=scope.value), _page_request(request, {**parsed.errors, **page_only})


def read_list(
    request: HttpRequest, filters: type[ParameterFilters], rows: QuerySet[Row]
) -> tuple[QuerySet[Row], PageRequest]:
    """Return the matching rows and the requested page. Raise ``ProblemError``, naming every invalid parameter."""
    filterset = filters(_without_paging(request.GET), rows)
    page_request = _page_request(request, filterset.form.messages_by_name)
    return filterset.qs, page_request


def reject_parameters(request: HttpRequest, allowed: Collection[str] = ()) -> None:
    """Raise ``ProblemError`` if the request has a parameter that is not ``allowed``."""
    parameters = request.GET.copy()
    for name in allowed:
        parameters.pop(name, None)
    _raise_if_any(ParameterForm(parameters).messages_by_name)


def _raise_if_any(errors: Mapping[str, str]) -> None:
    """Raise ``ProblemError`` if there are errors (a map from parameter to message)."""
    if errors:
        raise wrong_parameters([WrongParameter(name, message) for name, message in errors.items()])


def _without_paging(parameters: QueryDict) -> QueryDict:
    remaining = parameters.copy()
    for name in (CURSOR, LIMIT):
        remaining.pop(name, None)
    return remaining


def _page_request(request: HttpRequest, errors: Mapping[str, str]) -> PageRequest:
    """Return the requested page. Raise ``ProblemError`` if it is invalid or there are other errors (a map from
    parameter to message)."""
    limit = request.GET.get(LIMIT, str(DEFAULT_LIMIT))
    if not (limit.isascii() and limit.isdigit() and len(limit) < 10 and 1 <= int(limit) <= MAX_LIMIT):
        errors = {**errors, LIMIT: _("“limit” must be a whole number from 1 to %(maximum)s.") % {"maximum": MAX_LIMIT}}
    _raise_if_any(errors)
    cursor = request.GET.get(CURSOR)
    return PageRequest(int(limit), None if cursor is None else cursors.read_cursor(request, cursor))


# --- description -------------------------------------------------------------------------------------

_DESCRIPTIONS = {
    "q": "Words, all of which must appear. “exact phrase”, OR, -without, prefix*; symbols and articles are recognized.",
    "article": 'Article ("untoc:18"), paragraph of an article ("untoc:18:13") or instrument ("untoc").',
    "meeting": "Slug of a meeting, or key of a body for all its meetings.",
    "topic": "Key of a topic, including its subtopics.",
    "addressee": "Key of an addressee.",
    "kind": "Recommendations, or operative paragraphs of resolutions and decisions.",
    "strength": "Strength of the wording.",
    "status": "Status; an endorsement by a later document counts.",
    "type": "Type of document.",
    "year": "Year of the meeting, or else of the document, for recommendations and paragraphs; of the date, for "
    "documents; of the first day, for meetings.",
    "language": 'Language of the text, for example "fr". Without it, a text in several languages is returned once.',
    "document": "Symbol or address of a document.",
    "thesaurus": "Do not search equivalent terms.",
    "meaning": "Return exact matches only, without results found by meaning.",
    "basis": "Find only recommendations that cite an article, are related to it by subject (cited or not), or are "
    "related to it by subject without citing it.",
    "spelling": "Do not correct misspelled words.",
    "articles": "Treat articles and symbols as plain words.",
    "fold": "List every occurrence of a recommendation, instead of one for all its drafts and adopted texts.",
    "sort": "Sort by relevance (if there are words) or by date, newest first.",
    "body": "Key of a body.",
    "instrument": "Key of an instrument.",
    "parent": "Key of the parent topic.",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter in the OpenAPI document; its ``location`` is "query" or "path"."""

    name: str
    description: str
    schema: Schema
    location: str = "query"


_PAGING = (
    Parameter(
        LIMIT,
        "Maximum number of entries per page.",
        {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
    ),
    Parameter(
        CURSOR,
        "Start of the page. Use the “next” address unchanged.",
        {"type": "string", "pattern": cursors.PATTERN},
    ),
)


LANGUAGE_OF_TEXT = Parameter(
    LANGUAGE, 'Language of the text, for example "fr". Without it, English or the first language.', {"type": "string"}
)


def describe_parameters(filters: type[ParameterFilters]) -> tuple[Parameter, ...]:
    """Return the parameters of a list with these filters."""
    described = (Parameter(name, _DESCRIPTIONS[name], _schema(field)) for name, field in filters.base_filters.items())
    return (*described, *_PAGING)


def _schema(field: Any) -> Schema:
    """Return the schema of a parameter. An empty value is accepted and ignored, as forms send it for a field without a
    choice."""
    if isinstance(field, TokensFilter):
        values = {"enum": [*field.extra["values"], ""]} if "values" in field.extra else {}
        return {"type": "array", "items": {"type": "string", **values}, "maxItems": MAX_VALUES}
    if isinstance(field, django_filters.ChoiceFilter):
        return {"type": "string", "enum": [*(value for value, _label in field.extra["choices"]), ""]}
    return {"type": "string", "maxLength": field.extra["max_length"]}
