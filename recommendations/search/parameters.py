"""Check the parameters of a search, and build a :class:`SearchQuery` from them."""

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
"""The number of an article's paragraph: "13", "2 bis"."""

Resolver = Callable[[list[str]], dict[str, str]]
"""Takes values as they stand in an address; returns those that exist, each with the form that the search uses."""


class TokensField(forms.Field):
    """Any number of values of one parameter; each must exist. Gives them in the form that the search uses.

    Those that exist are ``values``, or what ``resolver`` finds. ``refusal`` is the sentence on one that does not.
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
        wrong = [self.refusal % {"value": text, "values": ", ".join(self.values)} for text in raw if text not in known]
        if wrong:
            raise forms.ValidationError(wrong)
        return tuple(dict.fromkeys(known[text] for text in raw))


class TokensFilter(django_filters.Filter):  # type: ignore[misc]  # the library has no types
    """Keep what has one of the values."""

    field_class = TokensField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, lookup_expr="in", **kwargs)


class PageFilter(django_filters.Filter):  # type: ignore[misc]  # the library has no types
    """The number of a page."""

    field_class = PageField


# --- which values exist ------------------------------------------------------------------------------


def _named(read: Callable[[Names, list[str]], dict[str, str]]) -> Resolver:
    """A resolver by the names that the process keeps; they are read again where one of the values is not among them."""

    def resolve(values: list[str]) -> dict[str, str]:
        known = read(names(), values)
        return known if len(known) == len(values) else read(reload_names(), values)

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


def _one_of(facet: str) -> Resolver:
    return _named(lambda known, values: {value: value for value in values if value in known.known[facet]})


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


# --- the filters -------------------------------------------------------------------------------------


class ParameterForm(forms.Form):
    """A form that also has an error for each parameter without a field."""

    unknown = _("There is no parameter “%(name)s”.")

    def clean(self) -> None:
        for name in self.data:
            if name not in self.fields:
                self.errors[name] = self.error_class([self.unknown % {"name": name}])

    @property
    def sentences(self) -> dict[str, str]:
        """Parameter -> what is wrong with it."""
        return {name: " ".join(map(str, messages)) for name, messages in self.errors.items()}


class ParameterFilters(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """Filters by the parameters of an address; unknown ones are errors."""

    class Meta:
        form = ParameterForm

    def get_form_class(self) -> type[forms.Form]:
        """Return the class of the form, made once: making it takes as long as all the rest of a call."""
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
    """The parameters that every search knows.

    The search applies them itself, to hits and counts alike: it takes a query, made of the form's cleaned data, and no
    queryset.
    """

    q = django_filters.CharFilter(
        max_length=MAX_QUERY_LENGTH,
        error_messages={"max_length": _WRONG_WORDS, "null_characters_not_allowed": _WRONG_WORDS},
    )
    article = TokensFilter(resolver=_articles, refusal=_("There is no article “%(value)s”. Write it as “untoc:18”."))
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
        """Return the fields of a :class:`SearchQuery`, without what is wrong."""
        self.is_valid()  # cleaned_data is there from then on
        values = self.form.cleaned_data
        chosen = {name: values.get(name, ()) for name, one in self.filters.items() if isinstance(one, TokensFilter)}
        return dict(
            words=" ".join(values.get("q", "").split()),
            scope=values.get("in") or SearchScope.RECOMMENDATIONS.value,
            thesaurus=values.get("thesaurus") != OFF,
            meaning=values.get("meaning") != OFF,
            as_typed=values.get("articles") == OFF,
            sort=values.get("sort", ""),
            page=values.get("page", 1),
            **chosen,
        )


class SearchFilters(RecommendationFilters):
    """The parameters of the search's pages: those of every search, what is searched, and the page of the result."""

    page = PageFilter()

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        """Return the filters with "in", a keyword of Python, which cannot name an attribute."""
        scope = django_filters.ChoiceFilter(
            choices=SearchScope.choices,
            error_messages={"invalid_choice": _("Choose “recommendations” or “paragraphs”.")},
        )
        return {**super().get_filters(), "in": scope}


# --- what an address asks for ------------------------------------------------------------------------

Query = TypeVar("Query", bound=SearchQuery)


@dataclass(frozen=True, slots=True)
class Asked(Generic[Query]):
    """What an address asks for: a query of all that is right in it, and by parameter what is wrong in it."""

    query: Query
    errors: Mapping[str, str]

    @property
    def wrong(self) -> tuple[str, ...]:
        """Sentences on what is wrong."""
        return tuple(self.errors.values())


def read_parameters(parameters: QueryDict) -> Asked[SearchQuery]:
    """Return the query that an address asks for. Parameters that are unknown or wrong are named and left out."""
    return read_filters(SearchFilters(parameters), SearchQuery)


def read_filters(filters: RecommendationFilters, make: type[Query]) -> Asked[Query]:
    """Return what an address asks for, by the parameters that some filters know."""
    return Asked(make(**filters.query_fields()), filters.form.sentences)
