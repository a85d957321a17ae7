"""The parameters of a search as they stand in an address, checked and made into a :class:`SearchQuery`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

import django_filters
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from documents.models import Document, DocumentSymbol
from documents.queries.documents import find_document, published_documents
from recommendations.labels.facet_values import Names, names, renewed
from recommendations.models import Recommendation, SearchScope
from recommendations.search.query import DATE, OFF, RELEVANCE, SearchQuery

MOST_WORDS = 500  # characters
MOST_VALUES = 50
MOST_PAGES = 1_000_000
_PARAGRAPH = re.compile(r"\d{1,3}[a-z]?(?: [a-z]{2,12})?", re.ASCII)
"""The number of an article's paragraph: "13", "2 bis"."""

Resolver = Callable[[list[str]], dict[str, str]]
"""Takes values as they stand in an address; returns those that exist, each with the form that the search uses."""


class TokensField(forms.Field):
    """Any number of values of one parameter; each must exist. Gives them in the form that the search uses."""

    widget = forms.SelectMultiple

    def __init__(self, *, resolver: Resolver, refusal: Callable[[str], str], **options: object) -> None:
        options.pop("null_value", None)
        super().__init__(required=False, label=str(options.get("label") or ""))
        self.resolver = resolver
        self.refusal = refusal

    def clean(self, value: Iterable[str] | None) -> tuple[str, ...]:
        raw = [text for text in dict.fromkeys(value or ()) if text]
        if len(raw) > MOST_VALUES:
            raise forms.ValidationError(_("At most %(most)s values can be chosen at once.") % {"most": MOST_VALUES})
        known = self.resolver([text for text in raw if "\0" not in text]) if raw else {}
        wrong = [text for text in raw if text not in known]
        if wrong:
            raise forms.ValidationError([self.refusal(text) for text in wrong])
        return tuple(dict.fromkeys(known[text] for text in raw))


class TokensFilter(django_filters.Filter):  # type: ignore[misc]  # the library has no types
    """Carries the chosen values of a facet. The search itself applies them, for hits and counts alike."""

    field_class = TokensField


class PageFilter(django_filters.Filter):  # type: ignore[misc]  # the library has no types
    """Carries the number of a page."""

    field_class = forms.IntegerField


# --- which values exist ------------------------------------------------------------------------------


def _named(read: Callable[[Names, list[str]], dict[str, str]]) -> Resolver:
    """A resolver by the names that the process keeps; they are read again where one of the values is not among them."""

    def resolve(values: list[str]) -> dict[str, str]:
        known = read(names(), values)
        return known if len(known) == len(values) else read(renewed(), values)

    return resolve


@_named
def _articles(known: Names, values: list[str]) -> dict[str, str]:
    """ "untoc", "untoc:18" or "untoc:18:13" (a paragraph, whatever its number), in any case."""
    found = {}
    for value in values:
        *article, paragraph = value.lower().split(":") if value.count(":") > 1 else (value.lower(), "")
        if spelled := known.spelled.get(":".join(article)):
            if not paragraph:
                found[value] = spelled
            elif _PARAGRAPH.fullmatch(paragraph):
                found[value] = f"{spelled}:{paragraph}"
    return found


@_named
def known_meetings(known: Names, values: list[str]) -> dict[str, str]:
    """A body's key or a meeting's slug, also one that it had before it turned out to be the same as another."""
    current = {value: known.former.get(value, value) for value in values}
    return {value: slug for value, slug in current.items() if slug in known.known["meeting"]}


@_named
def _topics(known: Names, values: list[str]) -> dict[str, str]:
    return {value: value for value in values if value in known.known["topic"]}


@_named
def _addressees(known: Names, values: list[str]) -> dict[str, str]:
    return {value: value for value in values if value in known.known["addressee"]}


def _statuses(values: list[str]) -> dict[str, str]:
    return {value: value for value in values if value in Recommendation.Status.values}


def _strengths(values: list[str]) -> dict[str, str]:
    return {value: value for value in values if value in Recommendation.Strength.values}


def _types(values: list[str]) -> dict[str, str]:
    return {value: value for value in values if value in Document.Kind.values}


def _languages(values: list[str]) -> dict[str, str]:
    """The code of a language ("fr")."""
    return {value: value.lower() for value in values if re.fullmatch(r"[A-Za-z]{2,8}", value)}


def _years(values: list[str]) -> dict[str, str]:
    """A year of the United Nations."""
    return {value: value for value in values if re.fullmatch(r"(?:19(?:4[5-9]|[5-9]\d)|20\d\d)", value)}


def _documents(values: list[str]) -> dict[str, str]:
    """A published document, by any of its addresses. Symbols as printed take one query, the others more."""
    published = published_documents()
    of_these = published.filter(symbols__symbol__in=values).order_by().values("pk")
    symbols: dict[int, list[str]] = defaultdict(list)
    for document, symbol in DocumentSymbol.objects.filter(document__in=of_these).values_list("document", "symbol"):
        symbols[document].append(symbol)
    known = {symbol: own[0] for own in symbols.values() for symbol in own if symbol in values}
    for value in values:
        if value not in known and (match := find_document(published.prefetch_related("symbols"), value)):
            known[value] = match.document.address
    return known


def tokens(resolver: Resolver, refusal: Callable[[str], str]) -> TokensFilter:
    return TokensFilter(resolver=resolver, refusal=refusal)


class RecommendationFilters(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """The parameters that a search knows."""

    q = django_filters.CharFilter(max_length=MOST_WORDS)
    article = tokens(
        _articles,
        lambda value: _("There is no article “%(value)s”. Write it as “untoc:18”.") % {"value": value},
    )
    meeting = tokens(
        known_meetings,
        lambda value: (
            _("There is no meeting and no body “%(value)s”. Choose one from the list of meetings.") % {"value": value}
        ),
    )
    topic = tokens(
        _topics,
        lambda value: _("There is no topic “%(value)s”. Choose one from the list of topics.") % {"value": value},
    )
    addressee = tokens(_addressees, lambda value: _("There is no addressee “%(value)s”.") % {"value": value})
    status = tokens(
        _statuses,
        lambda value: (
            _("There is no status “%(value)s”. It may be: %(values)s.")
            % {"value": value, "values": ", ".join(Recommendation.Status.values)}
        ),
    )
    strength = tokens(
        _strengths,
        lambda value: (
            _("There is no strength “%(value)s”. It may be: %(values)s.")
            % {"value": value, "values": ", ".join(Recommendation.Strength.values)}
        ),
    )
    type = tokens(
        _types,
        lambda value: (
            _("There is no type of document “%(value)s”. It may be: %(values)s.")
            % {"value": value, "values": ", ".join(Document.Kind.values)}
        ),
    )
    language = tokens(
        _languages,
        lambda value: _("“%(value)s” is no code of a language, such as fr.") % {"value": value},
    )
    year = tokens(_years, lambda value: _("“%(value)s” is no year from 1945 to 2099, such as 2022.") % {"value": value})
    document = tokens(
        _documents,
        lambda value: _("No document with the symbol “%(value)s” is published here.") % {"value": value},
    )
    thesaurus = django_filters.ChoiceFilter(choices=((OFF, OFF),))
    meaning = django_filters.ChoiceFilter(choices=((OFF, OFF),))
    articles = django_filters.ChoiceFilter(choices=((OFF, OFF),))
    sort = django_filters.ChoiceFilter(choices=((RELEVANCE, RELEVANCE), (DATE, DATE)))
    page = PageFilter(min_value=1, max_value=MOST_PAGES)
    locals()["in"] = django_filters.ChoiceFilter(choices=SearchScope.choices)  # a word of Python

    class Meta:
        model = Recommendation
        fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WrongParameter:
    """A parameter that cannot be used, and a sentence that says why and what it may be."""

    name: str
    message: str


Query = TypeVar("Query", bound=SearchQuery)


@dataclass(frozen=True, slots=True)
class Asked(Generic[Query]):
    """What an address asks for: a query of all that is right in it, and what is wrong in it."""

    query: Query
    wrong: tuple[WrongParameter, ...]


def read_parameters(parameters: QueryDict) -> Asked[SearchQuery]:
    """The query that an address asks for. Parameters that are unknown or wrong are named and left out."""
    return read_by(RecommendationFilters, parameters, SearchQuery)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What the fields of some filters make of parameters: field -> value of those that are right, and what is said
    against the others. ``names`` are all that the filters know."""

    names: Collection[str]
    values: Mapping[str, Any]
    wrong: Mapping[str, list[str]]


def cleaned(filters: type[django_filters.FilterSet], parameters: QueryDict) -> Cleaned:
    """Parameters as the form of some filters would clean them. A form copies all its fields before it begins."""
    fields = _fields_of(filters)  # type: ignore[arg-type]  # a class is hashable
    values: dict[str, Any] = {}
    wrong: dict[str, list[str]] = {}
    for name, field in fields.items():
        try:
            values[name] = field.clean(field.widget.value_from_datadict(parameters, {}, name))
        except forms.ValidationError as error:
            wrong[name] = error.messages
    return Cleaned(fields.keys(), values, wrong)


@cache
def _fields_of(filters: type[django_filters.FilterSet]) -> Mapping[str, forms.Field]:
    """The fields of some filters. They would put them together for every page; they are the same each time."""
    form = filters(queryset=Recommendation.objects.none()).get_form_class()
    fields: Mapping[str, forms.Field] = form.base_fields
    return fields


def read_by(filters: type[RecommendationFilters], parameters: QueryDict, make: Callable[..., Query]) -> Asked[Query]:
    """The same by the parameters that some filters know: ``make`` makes a query of them."""
    read = cleaned(filters, parameters)
    wrong = [WrongParameter(name, _sentence(name, messages)) for name, messages in read.wrong.items()]
    for name in parameters:
        if name not in read.names:
            message = _("This search has no parameter “%(name)s”.") % {"name": name}
            wrong.append(WrongParameter(name, message))
    return Asked(make(**_fields(filters, read.values)), tuple(wrong))


def _fields(filters: type[RecommendationFilters], values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a query."""
    tokens_of = (name for name, kind in filters.base_filters.items() if isinstance(kind, TokensFilter))
    chosen = {name: values.get(name) or () for name in tokens_of}
    return dict(
        words=" ".join((values.get("q") or "").split()),
        scope=values.get("in") or SearchScope.RECOMMENDATIONS.value,
        thesaurus=values.get("thesaurus") != OFF,
        meaning=values.get("meaning") != OFF,
        as_typed=values.get("articles") == OFF,
        sort=values.get("sort") or "",
        page=values.get("page") or 1,
        **chosen,
    )


def _sentence(name: str, messages: Iterable[str]) -> str:
    plain = {
        "q": _("The words are too long, or hold a character that no text has. Write at most %(most)s characters.")
        % {"most": MOST_WORDS},
        "in": _("What is searched is “recommendations” or “paragraphs”."),
        **{switch: _("This can only be switched “off”.") for switch in ("thesaurus", "meaning", "articles")},
        "sort": _("Results can be sorted by “relevance” or by “date”."),
        "page": _("A page is a whole number from 1."),
    }
    return plain.get(name) or " ".join(messages)
