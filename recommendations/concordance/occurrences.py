"""Find the paragraphs that contain a phrase, the same paragraphs in other languages, and paragraphs without the phrase
for comparison."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import Count
from pyroaring import BitMap

from documents.models import Paragraph
from documents.queries.documents import published_versions
from recommendations.index.snapshot import Snapshot
from recommendations.index.stems import stems_of
from recommendations.models import SearchEntry, SearchScope
from recommendations.search.matching import find_matches, look_up
from recommendations.search.ordering import newest
from recommendations.search.rows import rows_of
from recommendations.search.syntax import Phrase, Word
from recommendations.search.thesaurus import is_form
from recommendations.text.words import tokens

MAX_PLACES = 100  # only the newest places are compared
MAX_OTHER_PARAGRAPHS = 600  # paragraphs without the phrase, in each language
_SCOPE = SearchScope.PARAGRAPHS.value


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph that contains the phrase, at ``spans``, and the same paragraph in other languages."""

    paragraph: Paragraph
    spans: Sequence[tuple[int, int]]
    translations: Mapping[str, Paragraph]


@dataclass(frozen=True, slots=True)
class Occurrences:
    """The places of a phrase in one language, newest first.

    ``languages`` are all languages in which the phrase occurs; ``stems`` maps its words to their stems. If it occurs in
    more than :data:`MAX_PLACES` places, only the newest are compared, and ``is_complete`` is false. ``twins`` are the
    numbers of the places in the search index (:class:`~recommendations.models.SearchEntry`).
    """

    language: str
    languages: Sequence[str]
    stems: Mapping[str, str]
    places: Sequence[Place]
    is_complete: bool
    twins: frozenset[int]


def has_translations() -> bool:
    """Return whether a document is published in several languages."""
    by_document = published_versions().order_by().values("document").annotate(languages=Count("language"))
    return by_document.filter(languages__gt=1).exists()


def find_occurrences(words: Sequence[str], language: str = "") -> Occurrences | None:
    """Return the places of a phrase in public documents that exist in several languages, or None if there are none.

    ``words`` are normalized as in :mod:`recommendations.text.words`. If no ``language`` is given, the language with the
    most places is used.
    """
    node = Word(words[0]) if len(words) == 1 else Phrase(tuple(words))
    matches = find_matches(look_up(_SCOPE, node), {})
    snapshot = matches.snapshot
    in_languages = {code: _translated_entries(snapshot, matches.by_words, code) for code in snapshot.languages}
    languages = sorted(filter(in_languages.get, in_languages), key=lambda code: (-len(in_languages[code]), code))
    if not languages or (language and language not in languages):
        return None
    language = language or languages[0]
    chosen = newest(snapshot, in_languages[language], 0, MAX_PLACES)
    places, stems = _find_places(snapshot, chosen, language, words)
    if not places:
        return None
    is_complete = len(in_languages[language]) <= MAX_PLACES
    return Occurrences(language, languages, stems, places, is_complete, frozenset(snapshot.twins[chosen].tolist()))


def _translated_entries(snapshot: Snapshot, numbers: BitMap, language: str) -> BitMap:
    """Return the entries in a language that are also public in another language."""
    entries = np.array((numbers & snapshot.value("language", language)).to_array(), dtype=np.int64)
    followers = np.array(snapshot.followers.to_array(), dtype=np.int64)
    shared = np.isin(snapshot.twins[entries], snapshot.twins[followers])
    return BitMap(entries[shared].astype(np.uint32))


def _find_places(
    snapshot: Snapshot, numbers: Sequence[int], language: str, words: Sequence[str]
) -> tuple[list[Place], Mapping[str, str]]:
    """Return the places that contain the phrase itself, not only words with the same stems. Also return the stems of
    its words."""
    twins = snapshot.twins[list(numbers)]
    members = BitMap(twins.astype(np.uint32)) & snapshot.live
    followers = np.array(snapshot.followers.to_array(), dtype=np.int64)
    members |= BitMap(followers[np.isin(snapshot.twins[followers], twins)].astype(np.uint32))
    by_twin: dict[int, dict[str, Paragraph]] = defaultdict(dict)
    for entry, row in rows_of(_SCOPE, members.to_array()):
        by_twin[int(snapshot.twins[entry.number])][entry.language] = row  # type: ignore[assignment]
    groups = [by_twin[twin] for twin in twins.tolist() if language in by_twin[twin] and len(by_twin[twin]) > 1]
    stems = stems_of({*words, *(token.word for group in groups for token in tokens(group[language].text))}, language)
    places = []
    for group in groups:
        row = group.pop(language)
        if spans := _find_spans(row.text, words, language, stems):
            places.append(Place(row, spans, group))
    return places, {word: stems[word] for word in words}


def _find_spans(text: str, words: Sequence[str], language: str, stems: Mapping[str, str]) -> list[tuple[int, int]]:
    """Return the offsets at which a phrase, or an inflected form of it, occurs in a text."""
    found = list(tokens(text))

    def is_same(word: str, other: str) -> bool:
        return word == other or (bool(stems[word]) and stems[word] == stems[other] and is_form(word, other, language))

    return [
        (found[first].start, found[first + len(words) - 1].end)
        for first in range(len(found) - len(words) + 1)
        if all(is_same(token.word, word) for token, word in zip(found[first : first + len(words)], words, strict=True))
    ]


def find_other_sequences(occurrences: Occurrences, language: str) -> list[str]:
    """Return the sequences of stems, as stored in the index, of paragraphs in a language. They are paragraphs of the
    same documents whose counterparts do not contain the phrase."""
    documents = {place.paragraph.version.document_id for place in occurrences.places}
    rows = SearchEntry.objects.filter(scope=_SCOPE, document__in=documents, language=language)
    sequences = rows.exclude(twin__in=occurrences.twins).order_by("number").values_list("words", flat=True)
    return list(sequences[:MAX_OTHER_PARAGRAPHS])
