"""Suggest articles, documents, meetings, topics and terms while a person types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TypeVar

from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Upper
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from documents.labels.naming import meeting_name, place_and_dates
from documents.models import DocumentSymbol, Meeting
from documents.queries.documents import published_documents, title_for_reader
from documents.web.generation_cache import GenerationCache
from documents.web.languages import interface_language, label_in
from documents.web.phrases import apposition, comma_list
from recommendations.extraction.prose import ORDINAL, ordinal_value
from recommendations.index.snapshot import read_index
from recommendations.labels.vocabulary import article_number
from recommendations.models import SearchScope
from recommendations.queries.vocabularies import current, until_edited
from recommendations.search.alternatives import totals_of
from recommendations.search.articles import DEFAULT_INSTRUMENT
from recommendations.search.query import SearchQuery
from recommendations.search.resources import article_reader, concepts, known_words, topics, typed_words, vocabulary
from recommendations.search.results import count_facets
from recommendations.search.spelling import correct, edit_distance
from recommendations.search.thesaurus import Concept
from recommendations.text.words import tokens

MAX_SUGGESTIONS = 8
_MAX_PER_KIND = 3
_MAX_OTHER_NAMES = 2  # per suggestion
_MAX_TERMS = 8  # counted, to find those with results
_MAX_SPELLINGS = 3  # tried for a misspelled beginning
_MIN_LENGTH = 3  # letters; shorter parts occur in every name
_ARTICLE_WORDS = "article art artículo articles статья المادة 第 条"
"""Words typed before an article number, in six languages."""


class SuggestionKind(StrEnum):
    ARTICLE = "article"
    DOCUMENT = "document"
    MEETING = "meeting"
    TOPIC = "topic"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggestion: documents and articles link to their page, all others to a search.

    ``count`` is the number of its recommendations, or of paragraphs if it leads to these; None for a document.
    """

    kind: SuggestionKind
    label: str
    detail: str
    address: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    """A vocabulary entry and the ``words`` that find it. ``text`` has the same words, each after a space;
    ``distinctive`` has only the words that distinguish the entry from others, in the same form.
    """

    value: str
    words: tuple[str, ...]
    text: str
    distinctive: str


def suggest(text: str, limit: int = MAX_SUGGESTIONS) -> list[Suggestion]:
    """Return suggestions for typed text, whose last word may be incomplete. No suggestion leads to an empty page.

    If nothing is found, the text is treated as misspelled.
    """
    suggestions = _suggest(text)
    for other in () if suggestions else _other_spellings(text):
        suggestions = suggestions or _suggest(other)
    return suggestions[:limit]


def _suggest(text: str) -> list[Suggestion]:
    typed = [token.word for token in tokens(text)]
    if not typed:
        return []
    counts = count_facets(SearchQuery())
    articles = islice(_articles(text, typed, counts["article"]), _MAX_PER_KIND)
    return [
        *islice(_documents(text), _MAX_PER_KIND),
        *_instruments(typed, counts["article"]),
        *articles,
        *islice(_topics(typed, counts["topic"]), _MAX_PER_KIND),
        *islice(_terms(typed), _MAX_PER_KIND),
        *_meetings(typed, counts["meeting"]),
    ]


def _other_spellings(text: str) -> Iterator[str]:
    """Yield the text corrected, then with its last word as the beginning of a known word one edit away."""
    if correction := correct(text):
        yield correction.words
    last = next(iter(list(tokens(text))[-1:]), None)
    if last is None or len(last.word) < _MIN_LENGTH + 1:
        return
    beginnings = (word[: len(last.word)] for word in known_words() if word[0] == last.word[0])
    near = sorted(beginning for beginning in set(beginnings) if edit_distance(beginning, last.word) == 1)
    yield from (text[: last.start] + beginning for beginning in near[:_MAX_SPELLINGS])


EntryType = TypeVar("EntryType", bound=_Entry)


def _matching_entries(typed: Sequence[str], entries: Iterable[EntryType]) -> list[EntryType]:
    """Return entries with a word for each typed prefix, at least one of them distinctive; best matches first."""
    beginnings = [f" {prefix}" for prefix in typed]
    hits = [
        item
        for item in entries
        if all(beginning in item.text for beginning in beginnings)
        and any(beginning in item.distinctive for beginning in beginnings)
    ]
    return sorted(
        hits, key=lambda item: (-sum(prefix in item.words for prefix in typed), not item.words[0].startswith(typed[0]))
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(token.word for token in tokens(text))


def _spaced(words: Iterable[str]) -> str:
    """Return the words as a text, with a space before each."""
    return "".join(f" {word}" for word in words)


# --- articles ----------------------------------------------------------------------------------------


@until_edited
def _article_entries() -> tuple[_Entry, ...]:
    entries = []
    for instrument in vocabulary().instruments:
        names = f"{_ARTICLE_WORDS} {instrument.key} {' '.join(instrument.names)} {instrument.short_title}"
        for number, title in instrument.articles.items():
            words = _words(f"{title} {number} {names}")
            distinctive = _spaced(_words(f"{title} {number}"))
            entries.append(_Entry(f"{instrument.key}:{number}", words, _spaced(words), distinctive))
    return tuple(entries)


def _short_title(key: str) -> str:
    """Return the short title of an instrument in the reader's language."""
    entry = current().in_use["instruments"][key]
    short = {**entry["labels"], **entry.get("short_labels", {}), "en": entry["short_title"]}
    return label_in(short, entry["short_title"])


def _instruments(typed: Sequence[str], counts: Mapping[str, int]) -> Iterator[Suggestion]:
    """Yield the instruments that have the typed text as a name or usual abbreviation."""
    for instrument in vocabulary().instruments:
        names = (*instrument.names, *typed_words()["instruments"].get(instrument.key, ()))
        if instrument.articles and any(_words(name) == tuple(typed) for name in names):
            address = reverse("instrument", args=[instrument.key])
            count = counts.get(instrument.key, 0)
            label = _short_title(instrument.key)
            title = label_in(current().in_use["instruments"][instrument.key]["labels"], instrument.title)
            yield Suggestion(SuggestionKind.ARTICLE, label, title, address, count)


def _articles(text: str, typed: Sequence[str], counts: Mapping[str, int]) -> Iterator[Suggestion]:
    """Yield the articles that the text names, then matching articles of the default instrument, then matching articles
    of other instruments that recommendations cite.
    """
    named = [value for article in article_reader().read(text) for value in article.values]
    default = f"{DEFAULT_INSTRUMENT}:"
    matching = [entry.value for entry in _matching_entries(typed, _article_entries())]
    matching = [value for value in matching if value.startswith(default) or counts.get(value)]
    matching.sort(key=lambda value: (not value.startswith(default), not counts.get(value)))
    for value in dict.fromkeys((*named, *matching)):
        key, number, *paragraph = value.split(":")
        article = current().in_use["articles"].get(f"{key}:{number}", {})
        title = label_in({**article.get("labels", {}), "en": article.get("title", "")}, "")
        label = _("Article %(number)s") % {"number": article_number(number)}
        if paragraph:
            label = _("%(article)s, paragraph %(place)s") % {"article": label, "place": paragraph[0]}
        detail = apposition(filter(None, (title, _short_title(key))))
        address = reverse("article", args=[key, number])
        yield Suggestion(SuggestionKind.ARTICLE, label, detail, address, counts.get(value, 0))


# --- topics ------------------------------------------------------------------------------------------


@until_edited
def _topic_entries() -> tuple[_Entry, ...]:
    return tuple(
        _Entry(topic.key, words, _spaced(words), _spaced(words))
        for topic in topics()
        for words in dict.fromkeys(map(_words, topic.labels.values()))
    )


def _topics(typed: Sequence[str], counts: Mapping[str, int]) -> Iterator[Suggestion]:
    labels = {topic.key: topic.labels for topic in topics()}
    parents = {topic.key: topic.parent for topic in topics()}
    for key in dict.fromkeys(entry.value for entry in _matching_entries(typed, _topic_entries())):
        parent = parents[key]
        detail = label_in(labels[parent], parent) if parent else ""
        label = label_in(labels[key], key)
        if count := counts.get(key, 0):
            yield Suggestion(SuggestionKind.TOPIC, label, detail, SearchQuery(topic=(key,)).address, count)


# --- terms -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _FormEntry(_Entry):
    """A form of the concept ``value``, in a language."""

    form: str = ""
    language: str = ""


@until_edited
def _form_entries() -> tuple[_FormEntry, ...]:
    return tuple(
        _FormEntry(concept.key, words, _spaced(words), _spaced(words), form, language)
        for concept in concepts()
        for language, forms in concept.forms.items()
        for form in forms
        if (words := _words(form))
    )


def preload() -> None:
    """Load the entries, which need no database, so that the first suggestion is not delayed."""
    _article_entries()
    _topic_entries()
    _form_entries()


@until_edited
def concepts_by_key() -> Mapping[str, Concept]:
    return {concept.key: concept for concept in concepts()}


def _terms(typed: Sequence[str]) -> Iterator[Suggestion]:
    """Yield for each concept the form that completes the typed text, with its equivalent terms, the reader's language
    first. A form typed in full is replaced by the name of its concept."""
    language = interface_language()
    by_concept: dict[str, tuple[Concept, str]] = {}
    for entry in sorted(
        _matching_entries(typed, _form_entries()), key=lambda entry: entry.language not in (language, "en")
    ):
        concept = concepts_by_key()[entry.value]
        if entry.words[0].startswith(typed[0]) and concept.key not in by_concept:
            names = [entry.form, *_other_names(concept, entry.form)]
            form = next((name for name in names if _words(name) != tuple(typed)), "")
            by_concept |= {concept.key: (concept, form)} if form else {}
    found = list(by_concept.values())[:_MAX_TERMS]
    for first in range(0, len(found), _MAX_PER_KIND):  # the first ones are usually enough
        yield from _with_results(found[first : first + _MAX_PER_KIND])


def _with_results(found: Sequence[tuple[Concept, str]]) -> Iterator[Suggestion]:
    """Yield the concepts whose form finds recommendations, or else paragraphs."""
    queries = [SearchQuery(words=form) for _concept, form in found]
    totals = _totals(queries)
    in_paragraphs = [query.in_scope(SearchScope.PARAGRAPHS) for query in queries]
    paragraph_totals = _totals(in_paragraphs) if 0 in totals else [0] * len(queries)
    for (concept, form), query, total, paragraphs, paragraph_total in zip(
        found, queries, totals, in_paragraphs, paragraph_totals, strict=True
    ):
        if total or paragraph_total:
            address = (query if total else paragraphs).address
            detail = comma_list(_other_names(concept, form))
            yield Suggestion(SuggestionKind.WORDS, form, detail, address, total or paragraph_total)


_known_totals: GenerationCache[SearchQuery, int] = GenerationCache(2_000)
"""Totals of forms of the thesaurus. While a person types, the same forms are counted after each letter."""


def _totals(queries: Sequence[SearchQuery]) -> list[int]:
    """Return the number of results of each query; all have the same scope."""
    generation = read_index(queries[0].scope)[0].generation
    if missing := [query for query in queries if _known_totals.get(query, generation) is None]:
        _known_totals.put(dict(zip(missing, totals_of(missing), strict=True)), generation)
    return [_known_totals.get(query) or 0 for query in queries]


def _other_names(concept: Concept, form: str) -> list[str]:
    """Return the other names of a concept, in the reader's language or in English."""
    language = interface_language()
    forms = concept.forms.get(language) or concept.forms.get("en") or ()
    return [name for name in forms if name != form][:_MAX_OTHER_NAMES]


# --- documents and meetings --------------------------------------------------------------------------


def _documents(text: str) -> Iterator[Suggestion]:
    """Yield published documents with a symbol in which the typed text occurs at the start or after a slash."""
    typed = text.strip().upper()
    if " " in typed or len(typed) < _MIN_LENGTH or not ("/" in typed or any(char.isdigit() for char in typed)):
        return
    rows = (
        DocumentSymbol.objects.annotate(path=Concat(Value("/"), Upper("symbol")))
        .filter(path__contains=f"/{typed.strip('/')}", document__in=published_documents())
        .select_related("document")
        .annotate(title=title_for_reader("document"))
        .order_by("-document__date", "symbol")[:_MAX_PER_KIND]
    )
    for row in rows:
        yield Suggestion(SuggestionKind.DOCUMENT, row.symbol, row.title, row.document.get_absolute_url())


def _meetings(typed: Sequence[str], counts: Mapping[str, int]) -> Iterator[Suggestion]:
    """Yield meetings that have recommendations, by words of their body's name, kind, place, year and ordinal, latest
    first."""
    if max(map(len, typed)) < _MIN_LENGTH:
        return
    condition = Q(slug__in=list(counts))
    for word in typed:
        condition &= _meeting_filter(word)
    meetings = Meeting.objects.filter(condition).select_related("body")
    for meeting in meetings.order_by(F("start").desc(nulls_last=True), "pk")[:_MAX_PER_KIND]:
        address = SearchQuery(meeting=(meeting.slug,)).address
        label = capfirst(meeting_name(meeting))
        yield Suggestion(SuggestionKind.MEETING, label, place_and_dates(meeting), address, counts[meeting.slug])


def _meeting_filter(word: str) -> Q:
    condition = Q(slug__contains=word)
    for name in ("body__name", "body__short_name", "body__kind_of_meeting", "place"):
        condition |= Q(**{f"{name}__icontains": word})
    if re.fullmatch(ORDINAL, word):
        condition |= Q(ordinal=ordinal_value(word))
    elif re.fullmatch(r"[1-9][0-9]{0,3}", word):  # there is no year 0
        condition |= Q(ordinal=int(word)) | Q(start__year=int(word))
    return condition
