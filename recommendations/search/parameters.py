"""Validate the parameters of a search, and build a :class:`SearchQuery` from them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, Self, TypeVar

import django_filters
from django import forms
from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from documents.models import Document, DocumentSymbol
from documents.queries.documents import find_document, published_documents
from documents.web.pagination import PageField
from documents.web.phrases import comma_list, in_brackets, quoted
from recommendations.labels.facet_values import Names, names, reload_names
from recommendations.models import Recommendation, SearchScope
from recommendations.queries import vocabularies
from recommendations.search.query import BASES, DATE, OFF, RELEVANCE, SearchQuery

MAX_QUERY_LENGTH = 2_000  # characters; pages search only the beginning of a longer text
MAX_VALUES = 50
_PARAGRAPH = re.compile(r"\d{1,3}[a-z]?(?: [a-z]{2,12})?", re.ASCII)
"""A paragraph number of an article: "13", "2 bis"."""

Resolver = Callable[[list[str]], dict[str, str]]
"""A function that maps values from a URL to the form that the search uses, omitting values that do not exist."""


class TokensField(forms.Field):
    """A field for any number of values of one parameter, each of which must exist, cleaned for the search.

    Valid values are ``values``, or those that ``resolver`` finds. ``message`` is the error for others, or
    ``number_message``, if given, for a number alone. It lists the values, with the labels of ``labels``, if given, as
    pages show them: “under way” (under_way).
    """

    widget = forms.SelectMultiple
    default_error_messages = {"too_many": _("Choose at most %(maximum)s values for each filter.")}

    def __init__(
        self,
        *,
        message: str | Promise,
        number_message: str | Promise = "",
        values: Sequence[str] = (),
        labels: type[TextChoices] | None = None,
        resolver: Resolver | None = None,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.message = message
        self.number_message = number_message
        self.values = values
        self.labels = labels
        self.resolver = resolver or (lambda raw: {text: text for text in raw if text in values})

    def clean(self, value: Sequence[str]) -> tuple[str, ...]:
        if len(value) > MAX_VALUES:
            raise forms.ValidationError(self.error_messages["too_many"], params={"maximum": MAX_VALUES})
        raw = [text for text in dict.fromkeys(value) if text]
        valid = self.resolver([text for text in raw if "\0" not in text]) if raw else {}
        if invalid := [text for text in raw if text not in valid]:
            values = self._listed_values()
            raise forms.ValidationError(
                [self._message_for(text) % {"value": text, "values": values} for text in invalid]
            )
        return tuple(dict.fromkeys(valid[text] for text in raw))

    def _message_for(self, text: str) -> str | Promise:
        return self.number_message if self.number_message and re.fullmatch(r"\d+", text) else self.message

    def _listed_values(self) -> str:
        if self.labels is None:
            return comma_list(self.values)
        return comma_list(
            quoted(label) if label == value else f"{quoted(label)}{in_brackets(value)}"
            for value, label in self.labels.choices
        )


class TokensFilter(django_filters.Filter):  # type: ignore[misc]  # the library has no types
    """A filter that matches any of its values."""

    field_class = TokensField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, lookup_expr="in", **kwargs)


class PageFilter(django_filters.Filter):  # type: ignore[misc]  # the library has no types
    """A page number."""

    field_class = PageField


# --- resolvers ---------------------------------------------------------------------------------------


def _resolver_by_names(look_up: Callable[[Names, list[str]], dict[str, str]]) -> Resolver:
    """Return a resolver that uses the cached names, and reloads them if a value is not found."""

    def resolve(values: list[str]) -> dict[str, str]:
        resolved = look_up(names(), values)
        return resolved if len(resolved) == len(values) else look_up(reload_names(), values)

    return resolve


@_resolver_by_names
def _resolve_articles(cached: Names, values: list[str]) -> dict[str, str]:
    """Resolve "untoc", "untoc:18" or "untoc:18:13" (any paragraph number), ignoring case."""
    resolved = {}
    for value in values:
        *article, paragraph = value.lower().split(":") if value.count(":") > 1 else (value.lower(), "")
        if key := cached.keys_by_lowercase.get(":".join(article)):
            if not paragraph:
                resolved[value] = key
            elif _PARAGRAPH.fullmatch(paragraph):
                resolved[value] = f"{key}:{paragraph}"
    return resolved


@_resolver_by_names
def resolve_meetings(cached: Names, values: list[str]) -> dict[str, str]:
    """Resolve a body's key or a meeting's slug; former slugs of merged meetings also work."""
    current = {value: cached.former_slugs.get(value, value) for value in values}
    return {value: slug for value, slug in current.items() if slug in cached.by_facet["meeting"]}


def _one_of(facet: str, vocabulary: str = "") -> Resolver:
    """Return a resolver of the values of a facet. A merged entry of its vocabulary resolves to the kept one."""

    def look_up(cached: Names, values: list[str]) -> dict[str, str]:
        known, entries = cached.by_facet[facet], vocabularies.current()
        kept = {value: value if value in known else entries.current_key(vocabulary, value) for value in values}
        return {value: key for value, key in kept.items() if key in known}

    return _resolver_by_names(look_up)


def _resolve_languages(values: list[str]) -> dict[str, str]:
    """Resolve a language code ("fr"), ignoring case."""
    return {value: value.lower() for value in values if re.fullmatch(r"[A-Za-z]{2,8}", value)}


def _resolve_years(values: list[str]) -> dict[str, str]:
    """Resolve a year between 1945, when the United Nations was founded, and 2099."""
    return {value: value for value in values if re.fullmatch(r"(?:19(?:4[5-9]|[5-9]\d)|20\d\d)", value)}


def _resolve_documents(values: list[str]) -> dict[str, str]:
    """Resolve a published document by any of its addresses. All exact symbols together take one database query; each
    other value takes at least one more.
    """
    published = published_documents()
    matching = published.filter(symbols__symbol__in=values).order_by().values("pk")
    symbols: dict[int, list[str]] = defaultdict(list)
    for document, symbol in DocumentSymbol.objects.filter(document__in=matching).values_list("document", "symbol"):
        symbols[document].append(symbol)
    resolved = {symbol: group[0] for group in symbols.values() for symbol in group if symbol in values}
    for value in values:
        if value not in resolved and (match := find_document(published.prefetch_related("symbols"), value)):
            resolved[value] = match.document.address
    return resolved


# --- filters -----------------------------------------------------------------------------------------


class ParameterForm(forms.Form):
    """A form that reports each parameter without a field as an error."""

    unknown = _("There is no parameter called “%(name)s”.")

    def clean(self) -> None:
        for name in self.data:
            if name not in self.fields:
                self.errors[name] = self.error_class([self.unknown % {"name": name}])

    @property
    def messages_by_name(self) -> dict[str, str]:
        """A map from parameters to error messages."""
        return {name: " ".join(map(str, messages)) for name, messages in self.errors.items()}


class _Unchanged(dict[str, Any]):
    """A dictionary that is never changed, and therefore shared instead of copied."""

    def __deepcopy__(self, _memo: object) -> Self:
        return self


class ParameterFilters(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """Filters from the parameters of a URL; unknown ones are errors."""

    class Meta:
        form = ParameterForm

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        """Return the filters. They only describe the parameters, so instances can share them."""
        return _Unchanged(super().get_filters())

    def get_form_class(self) -> type[forms.Form]:
        """Return the form class, created once, whose forms share their fields: creating it takes as long as the rest of
        a request, and copying the fields takes a twentieth of one."""
        filterset = type(self)
        if "form_class" not in vars(filterset):
            filterset.form_class = super().get_form_class()
            filterset.form_class.base_fields = _Unchanged(filterset.form_class.base_fields)
        form_class: type[forms.Form] = filterset.form_class
        return form_class


class PageForm(ParameterForm):
    """The form of a search on a page. Parameters without a field are ignored: other sites add theirs to links."""

    def clean(self) -> None:
        """Accept any other parameters."""


_INVALID_WORDS = format_lazy(
    _("The search text is too long or contains an invalid character. Use at most {max_length} characters."),
    max_length=MAX_QUERY_LENGTH,
)
_SWITCH_OPTIONS = {
    "choices": [(OFF, OFF)],
    "error_messages": {"invalid_choice": _("The only accepted value is “off”.")},
}


class RecommendationFilters(ParameterFilters):
    """The parameters common to all searches.

    They do not filter a queryset: the search applies the cleaned data, as a query, to hits and counts alike.
    """

    q = django_filters.CharFilter(
        max_length=MAX_QUERY_LENGTH,
        error_messages={"max_length": _INVALID_WORDS, "null_characters_not_allowed": _INVALID_WORDS},
    )
    article = TokensFilter(
        resolver=_resolve_articles,
        message=_("There is no article “%(value)s”. Choose one from the list of articles."),
        number_message=_("“%(value)s” does not name an instrument. Choose an article from the list of articles."),
    )
    meeting = TokensFilter(
        resolver=resolve_meetings,
        message=_("There is no meeting or body called “%(value)s”. Choose one from the list of meetings."),
    )
    topic = TokensFilter(
        resolver=_one_of("topic", "topics"),
        message=_("There is no topic called “%(value)s”. Choose one from the list of topics."),
    )
    addressee = TokensFilter(
        resolver=_one_of("addressee", "addressees"),
        message=_("There is no addressee called “%(value)s”. Choose one from the list of addressees."),
    )
    kind = TokensFilter(
        values=Recommendation.Kind.values,
        message=_("There is no type of text called “%(value)s”. Choose one of: %(values)s."),
    )
    status = TokensFilter(
        values=Recommendation.Status.values,
        message=_("There is no status called “%(value)s”. Choose one of: %(values)s."),
    )
    strength = TokensFilter(
        values=Recommendation.Strength.values,
        message=_("There is no strength called “%(value)s”. Choose one of: %(values)s."),
    )
    type = TokensFilter(
        values=Document.Kind.values,
        message=_("There is no type of document called “%(value)s”. Choose one of: %(values)s."),
    )
    language = TokensFilter(
        resolver=_resolve_languages, message=_("“%(value)s” is not a language code. Use two letters, for example fr.")
    )
    year = TokensFilter(
        resolver=_resolve_years,
        message=_("“%(value)s” is not a year between 1945 and 2099. Enter a year with four digits, for example 2022."),
    )
    document = TokensFilter(
        resolver=_resolve_documents,
        message=_("There is no published document with the symbol “%(value)s”. Choose one from the list of documents."),
    )
    thesaurus = django_filters.ChoiceFilter(**_SWITCH_OPTIONS)
    meaning = django_filters.ChoiceFilter(**_SWITCH_OPTIONS)
    spelling = django_filters.ChoiceFilter(**_SWITCH_OPTIONS)
    articles = django_filters.ChoiceFilter(**_SWITCH_OPTIONS)
    basis = django_filters.ChoiceFilter(
        choices=[(basis, basis) for basis in BASES],
        error_messages={"invalid_choice": _("Choose “cited”, “subject” or “subject-only”.")},
    )
    fold = django_filters.ChoiceFilter(**_SWITCH_OPTIONS)
    sort = django_filters.ChoiceFilter(
        choices=[(RELEVANCE, RELEVANCE), (DATE, DATE)],
        error_messages={"invalid_choice": _("Sort by “relevance” or “date”.")},
    )

    class Meta:
        model = Recommendation
        fields: tuple[str, ...] = ()
        form = ParameterForm

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
            spelling=values.get("spelling") != OFF,
            as_typed=values.get("articles") == OFF,
            basis=values.get("basis", ""),
            fold=values.get("fold") != OFF,
            sort=values.get("sort", ""),
            page=values.get("page", 1),
            **choices,
        )


def _with_labels(name: str, labels: type[TextChoices]) -> TokensFilter:
    return TokensFilter(**{**RecommendationFilters.base_filters[name].extra, "labels": labels})


class LabelledFilters(RecommendationFilters):
    """The parameters of searches on pages, with errors that name values by their labels."""

    kind = _with_labels("kind", Recommendation.Kind)
    status = _with_labels("status", Recommendation.Status)
    strength = _with_labels("strength", Recommendation.Strength)
    type = _with_labels("type", Document.Kind)

    class Meta(RecommendationFilters.Meta):
        form = PageForm


class SearchFilters(LabelledFilters):
    """The parameters of the search pages: the common ones, the scope and the page number."""

    page = PageFilter()

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        """Return the filters, adding "in", which as a Python keyword cannot be an attribute."""
        scope = django_filters.ChoiceFilter(
            choices=SearchScope.choices,
            error_messages={"invalid_choice": _("Choose “recommendations” or “paragraphs”.")},
        )
        return _Unchanged({**super().get_filters(), "in": scope})


# --- reading addresses -------------------------------------------------------------------------------

Query = TypeVar("Query", bound=SearchQuery)


@dataclass(frozen=True, slots=True)
class ParsedQuery(Generic[Query]):
    """The query in an address, from its valid parameters, and a map from the other parameters to error messages.

    ``is_shortened`` is true if only the first :data:`MAX_QUERY_LENGTH` characters of the words are searched.
    """

    query: Query
    errors: Mapping[str, str]
    is_shortened: bool = False

    @property
    def messages(self) -> tuple[str, ...]:
        """The error messages."""
        return tuple(self.errors.values())


def read_parameters(parameters: QueryDict) -> ParsedQuery[SearchQuery]:
    """Return the query in the address of a page, or in a form. Invalid parameters are reported and omitted, unknown
    parameters are ignored, and a long text is shortened."""
    words = " ".join(parameters.get("q", "").split())
    if len(words) <= MAX_QUERY_LENGTH:
        return read_filters(SearchFilters(parameters), SearchQuery)
    shortened = parameters.copy()
    shortened["q"] = words[:MAX_QUERY_LENGTH]
    return replace(read_filters(SearchFilters(shortened), SearchQuery), is_shortened=True)


def read_filters(filters: RecommendationFilters, query_class: type[Query]) -> ParsedQuery[Query]:
    """Return the query and the errors from the parameters that the filters define."""
    return ParsedQuery(query_class(**filters.query_fields()), filters.form.messages_by_name)
