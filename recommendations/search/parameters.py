"""Validate the parameters of a search, and build a :class:`SearchQuery` from them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import django_filters
from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from documents.models import Document, DocumentSymbol
from documents.queries.documents import find_document, published_documents
from documents.web.pagination import PageField
from recommendations.labels.facet_values import Names, names, reload_names
from recommendations.models import Recommendation, SearchScope
from recommendations.search.query import DATE, OFF, RELEVANCE, SearchQuery

MAX_QUERY_LENGTH = 500  # characters
MAX_VALUES = 50
_PARAGRAPH = re.compile(r"\d{1,3}[a-z]?(?: [a-z]{2,12})?", re.ASCII)
"""A paragraph number of an article: "13", "2 bis"."""

Resolver = Callable[[list[str]], dict[str, str]]
"""Map values as given in a URL to the form the search uses, leaving out those that do not exist."""


class TokensField(forms.Field):
    """Any number of values of one parameter, each of which must exist. Cleans to the form the search uses.

    Valid values are ``values``, or those ``resolver`` finds. ``refusal`` is the error message for others.
    """

    widget = forms.SelectMultiple
    default_error_messages = {"too_many": _("Choose at most %(most)s values.")}

    def __init__(
        self, *, refusal: str | Promise, values: Sequence[str] = (), resolver: Resolver | None = None, **options: Any
    ) -> None:
        super().__init__(**options)
        self.refusal = refusal
        self.values = values
        self.resolver = resolver or (lambda raw: {text: text for text in raw if text in values})

    def clean(self, value: Sequence[str]) -> tuple[str, ...]:
        raw = [text for text in dict.fromkeys(value) if text]
        if len(raw) > MAX_VALUES:
            raise forms.ValidationError(self.error_messages["too_many"], params={"most": MAX_VALUES})
        known = self.resolver([text for text in raw if "\0" not in text]) if raw else {}
        errors = [self.refusal % {"value": text, "values": ", ".join(self.values)} for text in raw if text not in known]
        if errors:
            raise forms.ValidationError(errors)
        return tuple(dict.fromkeys(known[text] for text in raw))


class TokensFilter(django_filters.Filter):  # type: ignore[misc]  # the library has no types
    """Match any of the values."""

    field_class = TokensField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, lookup_expr="in", **kwargs)


class PageFilter(django_filters.Filter):  # type: ignore[misc]  # the library has no types
    """A page number."""

    field_class = PageField


# --- resolvers ---------------------------------------------------------------------------------------


def _named(look_up: Callable[[Names, list[str]], dict[str, str]]) -> Resolver:
    """Return a resolver that uses the cached names, and reloads them if one of the values is not found."""

    def resolve(values: list[str]) -> dict[str, str]:
        known = look_up(names(), values)
        return known if len(known) == len(values) else look_up(reload_names(), values)

    return resolve


@_named
def _articles(known: Names, values: list[str]) -> dict[str, str]:
    """Resolve "untoc", "untoc:18" or "untoc:18:13" (any paragraph number), in any case."""
    resolved = {}
    for value in values:
        *article, paragraph = value.lower().split(":") if value.count(":") > 1 else (value.lower(), "")
        if spelled := known.keys_by_lowercase.get(":".join(article)):
            if not paragraph:
                resolved[value] = spelled
            elif _PARAGRAPH.fullmatch(paragraph):
                resolved[value] = f"{spelled}:{paragraph}"
    return resolved


@_named
def known_meetings(known: Names, values: list[str]) -> dict[str, str]:
    """Resolve a body's key or a meeting's slug; former slugs of merged meetings also work."""
    current = {value: known.former.get(value, value) for value in values}
    return {value: slug for value, slug in current.items() if slug in known.known["meeting"]}


def _one_of(facet: str) -> Resolver:
    return _named(lambda known, values: {value: value for value in values if value in known.known[facet]})


def _languages(values: list[str]) -> dict[str, str]:
    """Resolve a language code ("fr"), in any case."""
    return {value: value.lower() for value in values if re.fullmatch(r"[A-Za-z]{2,8}", value)}


def _years(values: list[str]) -> dict[str, str]:
    """Resolve a year between 1945, when the United Nations was founded, and 2099."""
    return {value: value for value in values if re.fullmatch(r"(?:19(?:4[5-9]|[5-9]\d)|20\d\d)", value)}


def _documents(values: list[str]) -> dict[str, str]:
    """Resolve a published document by any of its addresses. Exact symbols take one query, others more."""
    published = published_documents()
    matching = published.filter(symbols__symbol__in=values).order_by().values("pk")
    symbols: dict[int, list[str]] = defaultdict(list)
    for document, symbol in DocumentSymbol.objects.filter(document__in=matching).values_list("document", "symbol"):
        symbols[document].append(symbol)
    known = {symbol: group[0] for group in symbols.values() for symbol in group if symbol in values}
    for value in values:
        if value not in known and (match := find_document(published.prefetch_related("symbols"), value)):
            known[value] = match.document.address
    return known


# --- filters -----------------------------------------------------------------------------------------


class ParameterForm(forms.Form):
    """A form that reports each parameter without a field as an error."""

    unknown = _("There is no parameter “%(name)s”.")

    def clean(self) -> None:
        for name in self.data:
            if name not in self.fields:
                self.errors[name] = self.error_class([self.unknown % {"name": name}])

    @property
    def sentences(self) -> dict[str, str]:
        """Parameter -> error message."""
        return {name: " ".join(map(str, messages)) for name, messages in self.errors.items()}


class ParameterFilters(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """Filters from the parameters of a URL; unknown ones are errors."""

    class Meta:
        form = ParameterForm

    def get_form_class(self) -> type[forms.Form]:
        """Return the form class, created once: creating it takes as long as the rest of a request."""
        kind = type(self)
        if "form_class" not in vars(kind):
            kind.form_class = super().get_form_class()
        form_class: type[forms.Form] = kind.form_class
        return form_class


class SearchForm(ParameterForm):
    """The form of a search."""

    unknown = _("There is no search parameter “%(name)s”.")


_WRONG_WORDS = format_lazy(
    _("The words are too long or contain an invalid character. Use at most {most} characters."),
    most=MAX_QUERY_LENGTH,
)
_SWITCH = {
    "choices": [(OFF, OFF)],
    "error_messages": {"invalid_choice": _("The only accepted value is “off”.")},
}


class RecommendationFilters(ParameterFilters):
    """The parameters common to all searches.

    They filter no queryset: the search applies the cleaned data, as a query, to hits and counts alike.
    """

    q = django_filters.CharFilter(
        max_length=MAX_QUERY_LENGTH,
        error_messages={"max_length": _WRONG_WORDS, "null_characters_not_allowed": _WRONG_WORDS},
    )
    article = TokensFilter(
        resolver=_articles, refusal=_("There is no article “%(value)s”. Choose one from the list of articles.")
    )
    meeting = TokensFilter(
        resolver=known_meetings,
        refusal=_("There is no meeting or body “%(value)s”. Choose one from the list of meetings."),
    )
    topic = TokensFilter(
        resolver=_one_of("topic"), refusal=_("There is no topic “%(value)s”. Choose one from the list of topics.")
    )
    addressee = TokensFilter(resolver=_one_of("addressee"), refusal=_("There is no addressee “%(value)s”."))
    status = TokensFilter(
        values=Recommendation.Status.values, refusal=_("There is no status “%(value)s”. Choose one of: %(values)s.")
    )
    strength = TokensFilter(
        values=Recommendation.Strength.values, refusal=_("There is no strength “%(value)s”. Choose one of: %(values)s.")
    )
    type = TokensFilter(
        values=Document.Kind.values, refusal=_("There is no type of document “%(value)s”. Choose one of: %(values)s.")
    )
    language = TokensFilter(
        resolver=_languages, refusal=_("“%(value)s” is not a language code. Use two letters, for example fr.")
    )
    year = TokensFilter(resolver=_years, refusal=_("“%(value)s” is not a year between 1945 and 2099."))
    document = TokensFilter(
        resolver=_documents, refusal=_("There is no published document with the symbol “%(value)s”.")
    )
    thesaurus = django_filters.ChoiceFilter(**_SWITCH)
    meaning = django_filters.ChoiceFilter(**_SWITCH)
    articles = django_filters.ChoiceFilter(**_SWITCH)
    sort = django_filters.ChoiceFilter(
        choices=[(RELEVANCE, RELEVANCE), (DATE, DATE)],
        error_messages={"invalid_choice": _("Sort by “relevance” or “date”.")},
    )

    class Meta:
        model = Recommendation
        fields: tuple[str, ...] = ()
        form = SearchForm

    def query_fields(self) -> dict[str, Any]:
        """Return the fields of a :class:`SearchQuery`, without invalid values."""
        self.is_valid()  # sets cleaned_data
        values = self.form.cleaned_data
        choices = {name: values.get(name, ()) for name, item in self.filters.items() if isinstance(item, TokensFilter)}
        return dict(
            words=" ".join(values.get("q", "").split()),
            scope=values.get("in") or SearchScope.RECOMMENDATIONS.value,
            thesaurus=values.get("thesaurus") != OFF,
            meaning=values.get("meaning") != OFF,
            as_typed=values.get("articles") == OFF,
            sort=values.get("sort", ""),
            page=values.get("page", 1),
            **choices,
        )


class SearchFilters(RecommendationFilters):
    """The parameters of the search pages: the common ones, the scope and the page number."""

    page = PageFilter()

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        """Return the filters, adding "in", which as a Python keyword cannot be an attribute."""
        scope = django_filters.ChoiceFilter(
            choices=SearchScope.choices,
            error_messages={"invalid_choice": _("Choose “recommendations” or “paragraphs”.")},
        )
        return {**super().get_filters(), "in": scope}


# --- reading addresses -------------------------------------------------------------------------------

Query = TypeVar("Query", bound=SearchQuery)


@dataclass(frozen=True, slots=True)
class ParsedQuery(Generic[Query]):
    """The query in an address, made from its valid parameters, and parameter -> error message for the others."""

    query: Query
    errors: Mapping[str, str]

    @property
    def messages(self) -> tuple[str, ...]:
        """The error messages."""
        return tuple(self.errors.values())


def read_parameters(parameters: QueryDict) -> ParsedQuery[SearchQuery]:
    """Return the query in an address. Unknown and invalid parameters are reported and left out."""
    return read_filters(SearchFilters(parameters), SearchQuery)


def read_filters(filters: RecommendationFilters, make: type[Query]) -> ParsedQuery[Query]:
    """Return the query and errors from the parameters that the filters define."""
    return ParsedQuery(make(**filters.query_fields()), filters.form.sentences)
