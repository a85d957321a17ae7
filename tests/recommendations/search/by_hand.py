"""A simple, slow search that reads every text and uses no index, to compare the real search with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from documents.models import Document, LanguageVersion, Meeting
from recommendations.models import Citation, Recommendation

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
class Wanted:
    """A query: words as typed, chosen values by facet, symbols of documents."""

    words: str
    choices: dict[str, set[str]]
    documents: set[str]


def read(text: str) -> tuple[str, ...]:
    """Return the words of a text, without case and accents; each Chinese character is a word."""
    bare = "".join(char for char in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(char))
    return tuple(re.findall(r"[\u4e00-\u9fff]|[a-z0-9]+", bare))


def form(word: str, language: str) -> str:
    return FORMS.get(language, {}).get(word, word)


# --- entries -----------------------------------------------------------------------------------------


def entries_by_hand(scope: str) -> list[Entry]:
    """Return all entries; within a document the English version's first, then the others by language."""
    versions = LanguageVersion.objects.filter(published_at__isnull=False).select_related("document")
    ordered = sorted(versions, key=lambda version: (version.document_id, version.language != "en", version.language))
    of_version = _recommendations if scope == "recommendations" else _paragraphs
    return [entry for version in ordered for entry in of_version(version)]


def _recommendations(version: LanguageVersion) -> Iterable[Entry]:
    for row in Recommendation.objects.filter(version=version):
        values = {("status", row.status), ("strength", row.strength)}
        values |= _common(version, row.meeting)
        values |= {("addressee", addressee.key) for addressee in row.addressees.all()}
        for topic in row.topics.all():
            values |= {("topic", topic.key), ("topic", topic.parent.key if topic.parent else topic.key)}
        values |= _articles(row.citations.filter(footnote=None))
        yield _entry(row, row.heading, version, values)


def _paragraphs(version: LanguageVersion) -> Iterable[Entry]:
    for row in version.paragraphs.exclude(Q(kind="masthead") | Q(kind="contents") | Q(text="")):
        values = _common(version, version.document.meeting) | _articles(row.citations.all())
        yield _entry(row, "", version, values)


def _entry(row: object, heading: str, version: LanguageVersion, values: set[tuple[str, str]]) -> Entry:
    return Entry(
        row=row.pk,  # type: ignore[attr-defined]
        place=(version.document_id, row.anchor),  # type: ignore[attr-defined]
        language=version.language,
        heading=read(heading),
        words=read(row.text),  # type: ignore[attr-defined]
        values=frozenset((facet, value) for facet, value in values if value),
        document=version.document.symbol,
    )


def _common(version: LanguageVersion, meeting: Meeting | None) -> set[tuple[str, str]]:
    document: Document = version.document
    day = meeting.start if meeting and meeting.start else document.date
    values = {("type", document.kind), ("language", version.language), ("year", str(day.year) if day else "")}
    return values | ({("meeting", meeting.slug), ("meeting", meeting.body.key)} if meeting else set())


def _articles(citations: Iterable[Citation]) -> set[tuple[str, str]]:
    values = set()
    for citation in citations:
        if citation.article:
            key, number = citation.article.instrument.key, citation.article.number
            values |= {("article", key), ("article", f"{key}:{number}")}
            if citation.article_paragraph:
                values.add(("article", f"{key}:{number}:{citation.article_paragraph}"))
    return values


# --- searching ---------------------------------------------------------------------------------------


def holds(entry: Entry, typed: str) -> bool:
    """Return whether an entry matches every typed term, or either of two joined by "OR"."""
    answers = []
    joined = False
    for minus, phrase, word in re.findall(r'(-?)(?:"([^"]*)"|(\S+))', typed):
        if word == "OR":
            joined = True
            continue
        answer = (_holds_phrase(entry, phrase) if phrase else _holds_word(entry, word)) != bool(minus)
        answers[-1:] = [answers[-1] or answer] if joined else [*answers[-1:], answer]
        joined = False
    return all(answers)


def _holds_word(entry: Entry, word: str) -> bool:
    own = read(word)
    if word.endswith("*"):
        return any(each.startswith(own[0]) for each in (*entry.heading, *entry.words))
    if len(own) > 1:
        return _holds_phrase(entry, word)
    wanted = form(own[0], entry.language)
    return wanted in {form(each, entry.language) for each in (*entry.heading, *entry.words)}


def _holds_phrase(entry: Entry, phrase: str) -> bool:
    """Return whether the heading or the text holds a phrase in any form, or a single word as it is written."""
    own = read(phrase)
    if len(own) == 1:
        return own[0] in (*entry.heading, *entry.words)
    wanted = [form(word, entry.language) for word in own]
    for words in (entry.heading, entry.words):
        forms = [form(word, entry.language) for word in words]
        if any(forms[start : start + len(wanted)] == wanted for start in range(len(forms))):
            return True
    return False


def found_by_hand(entries: Iterable[Entry], wanted: Wanted, but: str = "") -> list[Entry]:
    """Return the entries that match the words and every filter, except those of the facet ``but``. If no language is
    chosen, return only the first version of each place."""
    choices = {facet: values for facet, values in wanted.choices.items() if facet != but}
    matches = [
        entry
        for entry in entries
        if holds(entry, wanted.words)
        and (not wanted.documents or entry.document in wanted.documents)
        and all(entry.values & {(facet, value) for value in values} for facet, values in choices.items())
    ]
    if "language" in wanted.choices or but == "language":
        return matches
    first: dict[tuple[int, str], Entry] = {}
    for entry in matches:
        first.setdefault(entry.place, entry)
    return list(first.values())


def count(entries: list[Entry], wanted: Wanted, facets: Iterable[str]) -> dict[str, dict[str, int]]:
    """Return the number of entries for each value of each facet: facet -> value -> number."""
    counts: dict[str, dict[str, int]] = {}
    for facet in facets:
        counts[facet] = {}
        for entry in found_by_hand(entries, wanted, but=facet):
            for own, value in entry.values:
                if own == facet:
                    counts[facet][value] = counts[facet].get(value, 0) + 1
    return counts
