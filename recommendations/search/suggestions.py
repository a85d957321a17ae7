"""Suggestions while a person types: articles, documents, meetings, topics and terms."""

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

from documents.labels.naming import meeting_name, meeting_occasion
from documents.models import DocumentSymbol, Meeting
from documents.queries.documents import published_documents
from recommendations.extraction.prose import ORDINAL, ordinal_value
from recommendations.labels.vocabulary import vocabulary_label
from recommendations.queries.recommendations import shown_recommendations
from recommendations.search.query import SearchQuery
from recommendations.search.resources import article_reader, concepts, topics, vocabulary
from recommendations.search.thesaurus import Concept
from recommendations.text.words import tokens

LIMIT = 8
_MAX_PER_KIND = 3
_OTHERS = 2  # other names shown per suggestion
_MIN_LENGTH = 3  # letters; shorter parts occur in every name
_ARTICLE = "article art artículo articles статья المادة 第 条"
"""What is typed before an article's number, in six languages."""


class SuggestionKind(StrEnum):
    ARTICLE = "article"
    DOCUMENT = "document"
    MEETING = "meeting"
    TOPIC = "topic"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to go on with: a document leads to its page, all else to the search that it stands for."""

    kind: SuggestionKind
    label: str
    detail: str
    address: str


@dataclass(frozen=True, slots=True)
class _Known:
    """Something of the vocabularies with the words by which it is found; ``own`` are those that tell it from others."""

    value: str
    words: tuple[str, ...]
    own: frozenset[str]


def suggest(text: str, limit: int = LIMIT) -> list[Suggestion]:
    """What fits what was typed so far, the last word of it perhaps not yet whole. In two queries at most."""
    typed = [token.word for token in tokens(text)]
    if not typed:
        return []
    found = [_documents(text), _articles(text, typed), _topics(typed), _words_of_the_field(typed), _meetings(typed)]
    return [each for several in found for each in islice(several, _MAX_PER_KIND)][:limit]


def _fitting(typed: Sequence[str], known: Iterable[_Known]) -> list[_Known]:
    """Those of which every typed word is the beginning of a word, and one of a word of its own; the nearest first."""
    fits = [
        one
        for one in known
        if all(any(word.startswith(begun) for word in one.words) for begun in typed)
        and any(word.startswith(begun) for word in one.own for begun in typed)
    ]
    return sorted(
        fits, key=lambda one: (-sum(begun in one.words for begun in typed), not one.words[0].startswith(typed[0]))
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(token.word for token in tokens(text))


# --- articles ----------------------------------------------------------------------------------------


@cache
def _known_articles() -> tuple[_Known, ...]:
    return tuple(
        _Known(
            f"{instrument.key}:{number}",
            _words(
                f"{title} {number} {_ARTICLE} {instrument.key} {' '.join(instrument.names)} {instrument.short_title}"
            ),
            frozenset(_words(f"{title} {number}")),
        )
        for instrument in vocabulary().instruments
        for number, title in instrument.articles.items()
    )


def _articles(text: str, typed: Sequence[str]) -> Iterator[Suggestion]:
    named = [value for one in article_reader().read(text) for value in one.values]
    fitting = [one.value for one in _fitting(typed, _known_articles())]
    for value in dict.fromkeys((*named, *fitting)):
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
def _known_topics() -> tuple[_Known, ...]:
    return tuple(
        _Known(topic.key, words, frozenset(words))
        for topic in topics()
        for words in dict.fromkeys(map(_words, topic.labels.values()))
    )


def _topics(typed: Sequence[str]) -> Iterator[Suggestion]:
    labels = {topic.key: topic.labels for topic in topics()}
    parents = {topic.key: topic.parent for topic in topics()}
    for key in dict.fromkeys(one.value for one in _fitting(typed, _known_topics())):
        parent = parents[key]
        detail = vocabulary_label(labels[parent], parent) if parent else ""
        label = vocabulary_label(labels[key], key)
        yield Suggestion(SuggestionKind.TOPIC, label, detail, SearchQuery(topic=(key,)).address)


# --- the field's words --------------------------------------------------------------------------------


@cache
def _known_forms() -> tuple[_Known, ...]:
    return tuple(
        _Known(form, words, frozenset(words))
        for concept in concepts()
        for forms in concept.forms.values()
        for form in forms
        if (words := _words(form))
    )


def _words_of_the_field(typed: Sequence[str]) -> Iterator[Suggestion]:
    """Of each concept the form that goes on as was typed, with what else is searched for it."""
    seen: set[str] = set()
    for known in _fitting(typed, _known_forms()):
        concept = next(one for one in concepts() if any(known.value in own for own in one.forms.values()))
        if concept.key not in seen and known.words[0].startswith(typed[0]) and known.words != tuple(typed):
            seen.add(concept.key)
            detail = ", ".join(_others(concept, known.value))
            yield Suggestion(SuggestionKind.WORDS, known.value, detail, SearchQuery(words=known.value).address)


def _others(concept: Concept, form: str) -> list[str]:
    """What it is called otherwise: in the reader's language, else in English."""
    language = (get_language() or "en").partition("-")[0]
    own = concept.forms.get(language) or concept.forms.get("en") or ()
    return [other for other in own if other != form][:_OTHERS]


# --- documents and meetings --------------------------------------------------------------------------


def _documents(text: str) -> Iterator[Suggestion]:
    """Published documents whose symbol holds what was typed, from the beginning of one of its parts on."""
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
    """Meetings by words of their body's name, their kind, place, year and ordinal, the latest first."""
    if max(map(len, typed)) < _MIN_LENGTH:
        return
    wanted = Q()
    for word in typed:
        wanted &= _of_meeting(word)
    here = OuterRef("pk")
    has_something = Q(Exists(published_documents().filter(meeting=here)))
    has_something |= Q(Exists(shown_recommendations().filter(meeting=here)))
    meetings = Meeting.objects.filter(wanted, has_something).select_related("body")
    for meeting in meetings.order_by(F("start").desc(nulls_last=True), "pk")[:_MAX_PER_KIND]:
        address = SearchQuery(meeting=(meeting.slug,)).address
        yield Suggestion(SuggestionKind.MEETING, capfirst(meeting_name(meeting)), meeting_occasion(meeting), address)


def _of_meeting(word: str) -> Q:
    found = Q(slug__contains=word)
    for name in ("body__name", "body__short_name", "body__kind_of_meeting", "place"):
        found |= Q(**{f"{name}__icontains": word})
    if re.fullmatch(ORDINAL, word):
        found |= Q(ordinal=ordinal_value(word))
    elif re.fullmatch(r"[0-9]{1,4}", word):
        found |= Q(ordinal=int(word)) | Q(start__year=int(word))
    return found
