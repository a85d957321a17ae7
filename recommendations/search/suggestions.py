"""Suggest articles, documents, meetings, topics and terms while a person types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import islice

from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat, Upper
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from documents.labels.naming import meeting_name, place_and_dates
from documents.models import DocumentOrgan, DocumentSymbol, Meeting
from documents.queries.documents import published_documents
from recommendations.extraction.prose import ORDINAL, ordinal_value
from recommendations.labels.vocabulary import vocabulary_label
from recommendations.queries.recommendations import shown_recommendations
from recommendations.search.query import SearchQuery
from recommendations.search.resources import article_reader, concepts, topics, vocabulary
from recommendations.search.thesaurus import Concept
from recommendations.text.words import tokens

MAX_SUGGESTIONS = 8
_MAX_PER_KIND = 3
_MAX_OTHER_NAMES = 2  # per suggestion
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
    """A suggestion: documents link to their page, all others to a search."""

    kind: SuggestionKind
    label: str
    detail: str
    address: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """A vocabulary entry and the words that find it; ``distinctive`` are those that distinguish it from others."""

    value: str
    words: tuple[str, ...]
    distinctive: frozenset[str]


def suggest(text: str, limit: int = MAX_SUGGESTIONS) -> list[Suggestion]:
    """Return suggestions for typed text; its last word may be incomplete. Makes at most two database queries."""
    typed = [token.word for token in tokens(text)]
    if not typed:
        return []
    sources = [_documents(text), _articles(text, typed), _topics(typed), _terms(typed), _meetings(typed)]
    return [suggestion for suggestions in sources for suggestion in islice(suggestions, _MAX_PER_KIND)][:limit]


def _matching_entries(typed: Sequence[str], entries: Iterable[_Entry]) -> list[_Entry]:
    """Return entries with a word for each typed prefix, at least one of them distinctive; best matches first."""
    hits = [
        item
        for item in entries
        if all(any(word.startswith(prefix) for word in item.words) for prefix in typed)
        and any(word.startswith(prefix) for word in item.distinctive for prefix in typed)
    ]
    return sorted(
        hits, key=lambda item: (-sum(prefix in item.words for prefix in typed), not item.words[0].startswith(typed[0]))
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(token.word for token in tokens(text))


# --- articles ----------------------------------------------------------------------------------------


@cache
def _article_entries() -> tuple[_Entry, ...]:
    return tuple(
        _Entry(
            f"{instrument.key}:{number}",
            _words(
                f"{title} {number} {_ARTICLE_WORDS} {instrument.key}"
                f" {' '.join(instrument.names)} {instrument.short_title}"
            ),
            frozenset(_words(f"{title} {number}")),
        )
        for instrument in vocabulary().instruments
        for number, title in instrument.articles.items()
    )


def _articles(text: str, typed: Sequence[str]) -> Iterator[Suggestion]:
    named = [value for article in article_reader().read(text) for value in article.values]
    matching = [entry.value for entry in _matching_entries(typed, _article_entries())]
    for value in dict.fromkeys((*named, *matching)):
        key, number, *paragraph = value.split(":")
        instrument = vocabulary().instruments_by_key[key]
        title = instrument.articles.get(number, "")
        label = _("Article %(number)s") % {"number": number}
        if paragraph:
            label = _("%(article)s, paragraph %(place)s") % {"article": label, "place": paragraph[0]}
        detail = ", ".join(filter(None, (title, instrument.short_title)))
        yield Suggestion(SuggestionKind.ARTICLE, label, detail, SearchQuery(article=(value,)).address)


# --- topics ------------------------------------------------------------------------------------------


@cache
def _topic_entries() -> tuple[_Entry, ...]:
    return tuple(
        _Entry(topic.key, words, frozenset(words))
        for topic in topics()
        for words in dict.fromkeys(map(_words, topic.labels.values()))
    )


def _topics(typed: Sequence[str]) -> Iterator[Suggestion]:
    labels = {topic.key: topic.labels for topic in topics()}
    parents = {topic.key: topic.parent for topic in topics()}
    for key in dict.fromkeys(entry.value for entry in _matching_entries(typed, _topic_entries())):
        parent = parents[key]
        detail = vocabulary_label(labels[parent], parent) if parent else ""
        label = vocabulary_label(labels[key], key)
        yield Suggestion(SuggestionKind.TOPIC, label, detail, SearchQuery(topic=(key,)).address)


# --- terms -------------------------------------------------------------------------------------------


@cache
def _form_entries() -> tuple[_Entry, ...]:
    return tuple(
        _Entry(form, words, frozenset(words))
        for concept in concepts()
        for forms in concept.forms.values()
        for form in forms
        if (words := _words(form))
    )


def _terms(typed: Sequence[str]) -> Iterator[Suggestion]:
    """Yield, for each concept, the form that completes the typed text, with its equivalent terms."""
    seen: set[str] = set()
    for entry in _matching_entries(typed, _form_entries()):
        concept = next(item for item in concepts() if any(entry.value in forms for forms in item.forms.values()))
        if concept.key not in seen and entry.words[0].startswith(typed[0]) and entry.words != tuple(typed):
            seen.add(concept.key)
            detail = ", ".join(_other_names(concept, entry.value))
            yield Suggestion(SuggestionKind.WORDS, entry.value, detail, SearchQuery(words=entry.value).address)


def _other_names(concept: Concept, form: str) -> list[str]:
    """Return the other names of a concept, in the reader's language or in English."""
    language = (get_language() or "en").partition("-")[0]
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
        .order_by("-document__date", "symbol")[:_MAX_PER_KIND]
    )
    for row in rows:
        yield Suggestion(SuggestionKind.DOCUMENT, row.symbol, row.document.title, row.document.get_absolute_url())


def _meetings(typed: Sequence[str]) -> Iterator[Suggestion]:
    """Yield meetings by words of their body's name, kind, place, year and ordinal, latest first."""
    if max(map(len, typed)) < _MIN_LENGTH:
        return
    condition = Q()
    for word in typed:
        condition &= _meeting_filter(word)
    meeting_key = OuterRef("pk")
    has_content = Q(Exists(published_documents().filter(meeting=meeting_key)))
    has_content |= Q(Exists(DocumentOrgan.objects.filter(meeting=meeting_key, document__in=published_documents())))
    has_content |= Q(Exists(shown_recommendations().filter(meeting=meeting_key)))
    meetings = Meeting.objects.filter(condition, has_content).select_related("body")
    for meeting in meetings.order_by(F("start").desc(nulls_last=True), "pk")[:_MAX_PER_KIND]:
        address = SearchQuery(meeting=(meeting.slug,)).address
        yield Suggestion(SuggestionKind.MEETING, capfirst(meeting_name(meeting)), place_and_dates(meeting), address)


def _meeting_filter(word: str) -> Q:
    condition = Q(slug__contains=word)
    for name in ("body__name", "body__short_name", "body__kind_of_meeting", "place"):
        condition |= Q(**{f"{name}__icontains": word})
    if re.fullmatch(ORDINAL, word):
        condition |= Q(ordinal=ordinal_value(word))
    elif re.fullmatch(r"[0-9]{1,4}", word):
        condition |= Q(ordinal=int(word)) | Q(start__year=int(word))
    return condition
