"""A simple, slow search that reads every text and uses no index, to verify the real search."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Q

from documents.models import Document, LanguageVersion, Meeting
from recommendations.models import Article, Citation, Recommendation

FORMS = {
    "en": {
        "extradition": "extradition",
        "extraditions": "extradition",
        "witness": "witness",
        "witnesses": "witness",
        "evidence": "evidence",
    },
    "fr": {
        "extradition": "extradition",
        "extraditions": "extradition",
        "temoin": "temoin",
        "temoins": "temoin",
        "preuve": "preuve",
        "preuves": "preuve",
    },
}
"""Language -> word -> base form. A word that is not listed for its language is its own base form."""


@dataclass(frozen=True)
class Entry:
    """A recommendation or a paragraph of a published version."""

    row: int
    place: tuple[int, str]
    language: str
    heading: tuple[str, ...]
    words: tuple[str, ...]
    values: frozenset[tuple[str, str]]
    document: str


@dataclass(frozen=True)
class HandQuery:
    """A query: words as typed, selected values by facet, symbols of documents."""

    words: str
    choices: dict[str, set[str]]
    documents: set[str]


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case and without accents; each Chinese character is a word."""
    bare = "".join(char for char in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(char))
    return tuple(re.findall(r"[\u4e00-\u9fff]|[a-z0-9]+", bare))


def base_form(word: str, language: str) -> str:
    return FORMS.get(language, {}).get(word, word)


# --- entries -----------------------------------------------------------------------------------------


def entries_by_hand(scope: str) -> list[Entry]:
    """Return all entries. In each document, entries of the English version come first, then the others by language."""
    versions = LanguageVersion.objects.filter(published_at__isnull=False).select_related("document")
    ordered = sorted(versions, key=lambda version: (version.document_id, version.language != "en", version.language))
    of_version = _recommendations if scope == "recommendations" else _paragraphs
    entries = [entry for version in ordered for entry in of_version(version)]
    leading: dict[tuple[int, str], Entry] = {}
    for entry in entries:
        leading.setdefault(entry.place, entry)
    return [_with_values_of(leading[entry.place], entry) for entry in entries]


def _with_values_of(leading: Entry, entry: Entry) -> Entry:
    """Return the entry with the facet values of the leading text, except the language."""
    own = {("language", entry.language)}
    return replace(entry, values=frozenset(leading.values - {("language", leading.language)} | own))


def _recommendations(version: LanguageVersion) -> Iterable[Entry]:
    for row in Recommendation.objects.filter(version=version):
        values = {("kind", row.kind), ("status", row.status), ("strength", row.strength)}
        values |= _common_values(version, row.meeting)
        values |= {("addressee", addressee.key) for addressee in row.addressees.all()}
        for topic in row.topics.all():
            values |= {("topic", topic.key), ("topic", topic.parent.key if topic.parent else topic.key)}
        cited = _articles(row.citations.filter(footnote=None))
        values |= cited | {("cited", value) for _facet, value in cited}
        for subject in row.subjects.all():
            values |= (related := _provision(subject.article, subject.article_paragraph))
            values |= {("subject", value) for _facet, value in related}
        yield _entry(row, row.heading, version, values)


def _paragraphs(version: LanguageVersion) -> Iterable[Entry]:
    for row in version.paragraphs.exclude(Q(kind="masthead") | Q(kind="contents") | Q(text="")):
        values = _common_values(version, version.document.meeting) | _articles(row.citations.all())
        yield _entry(row, "", version, values)


def _entry(row: object, heading: str, version: LanguageVersion, values: set[tuple[str, str]]) -> Entry:
    return Entry(
        row=row.pk,  # type: ignore[attr-defined]
        place=(version.document_id, row.place),  # type: ignore[attr-defined]
        language=version.language,
        heading=words_of(heading),
        words=words_of(row.text),  # type: ignore[attr-defined]
        values=frozenset((facet, value) for facet, value in values if value),
        document=version.document.symbol,
    )


def _common_values(version: LanguageVersion, meeting: Meeting | None) -> set[tuple[str, str]]:
    document: Document = version.document
    day = meeting.start if meeting and meeting.start else document.date
    values = {("type", document.kind), ("language", version.language), ("year", str(day.year) if day else "")}
    return values | ({("meeting", meeting.slug), ("meeting", meeting.body.key)} if meeting else set())


def _articles(citations: Iterable[Citation]) -> set[tuple[str, str]]:
    values = set()
    for citation in citations:
        if citation.article:
            values |= _provision(citation.article, citation.article_paragraph)
    return values


def _provision(article: Article, paragraph: str) -> set[tuple[str, str]]:
    values = {article.instrument.key, str(article), *([f"{article}:{paragraph}"] if paragraph else [])}
    return {("article", value) for value in values}


def on_basis(entries: Iterable[Entry], basis: str) -> list[Entry]:
    """Return entries with only the articles that they relate to on a basis ("" for all)."""
    return [replace(entry, values=frozenset(_values_on_basis(entry, basis))) for entry in entries]


def _values_on_basis(entry: Entry, basis: str) -> set[tuple[str, str]]:
    articles = {value for facet, value in entry.values if facet == "article"}
    cited = {value for facet, value in entry.values if facet == "cited"}
    related = {value for facet, value in entry.values if facet == "subject"}
    shown = {"": articles, "cited": cited, "subject": related, "subject-only": articles - cited}[basis]
    others = {(facet, value) for facet, value in entry.values if facet not in ("article", "cited", "subject")}
    return others | {("article", value) for value in shown}


# --- searching ---------------------------------------------------------------------------------------


def matches_words(entry: Entry, typed: str) -> bool:
    """Return whether an entry matches every typed term; of two terms joined by "OR", one is enough."""
    term_results = []
    joined = False
    for minus, phrase, word in re.findall(r'(-?)(?:"([^"]*)"|(\S+))', typed):
        if word == "OR":
            joined = True
            continue
        is_match = (_holds_phrase(entry, phrase) if phrase else _holds_word(entry, word)) != bool(minus)
        term_results[-1:] = [term_results[-1] or is_match] if joined else [*term_results[-1:], is_match]
        joined = False
    return all(term_results)


def _holds_word(entry: Entry, word: str) -> bool:
    typed_words = words_of(word)
    if word.endswith("*"):
        return any(each.startswith(typed_words[0]) for each in (*entry.heading, *entry.words))
    if len(typed_words) > 1:
        return _holds_phrase(entry, word)
    expected_form = base_form(typed_words[0], entry.language)
    return expected_form in {base_form(each, entry.language) for each in (*entry.heading, *entry.words)}


def _holds_phrase(entry: Entry, phrase: str) -> bool:
    """Return whether the heading or the text contains a phrase in any form, or a single word exactly as written."""
    typed_words = words_of(phrase)
    if len(typed_words) == 1:
        return typed_words[0] in (*entry.heading, *entry.words)
    phrase_forms = [base_form(word, entry.language) for word in typed_words]
    for words in (entry.heading, entry.words):
        forms = [base_form(word, entry.language) for word in words]
        if any(forms[start : start + len(phrase_forms)] == phrase_forms for start in range(len(forms))):
            return True
    return False


def search_by_hand(entries: Iterable[Entry], query: HandQuery, excluded_facet: str = "") -> list[Entry]:
    """Return the entries that match the words and every filter, except the filter of ``excluded_facet``. Unless a
    single language is selected, return only the first language version of each recommendation or paragraph."""
    choices = {facet: values for facet, values in query.choices.items() if facet != excluded_facet}
    matches = [
        entry
        for entry in entries
        if matches_words(entry, query.words)
        and (not query.documents or entry.document in query.documents)
        and all(entry.values & {(facet, value) for value in values} for facet, values in choices.items())
    ]
    if len(query.choices.get("language", ())) == 1 or excluded_facet == "language":
        return matches
    first: dict[tuple[int, str], Entry] = {}
    for entry in matches:
        first.setdefault(entry.place, entry)
    return list(first.values())


def count(entries: list[Entry], query: HandQuery, facets: Iterable[str]) -> dict[str, dict[str, int]]:
    """Return a map from each facet to a map from each of its values to the number of entries."""
    counts: dict[str, dict[str, int]] = {}
    for facet in facets:
        counts[facet] = {}
        for entry in search_by_hand(entries, query, excluded_facet=facet):
            for entry_facet, value in entry.values:
                if entry_facet == facet:
                    counts[facet][value] = counts[facet].get(value, 0) + 1
    return counts
