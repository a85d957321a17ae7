"""Select the recommendations of a brief, and divide them by subject."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice, zip_longest

from pyroaring import BitMap

from documents.web.phrases import numbered
from portal.briefs.brief import BriefEntry, Subject
from portal.briefs.subjects import divide
from recommendations.follow_up.entries import FollowUpEntry
from recommendations.index.sets import union
from recommendations.index.snapshot import ADOPTED
from recommendations.labels.facet_values import Name, Names
from recommendations.labels.places import name_in_document
from recommendations.models import Recommendation
from recommendations.results.cards import Card, cards
from recommendations.search.hits import Hit
from recommendations.search.ordering import newest
from recommendations.search.results import Counts, SearchMatches

MAX_SUBJECTS = 8
MAX_ENTRIES = 40  # recommendations in a brief
MAX_QUOTATION = 1_000  # characters; a longer text is cut
TOPIC, ARTICLE = "topic", "article"


class Selection:
    """The recommendations of a brief, divided by subject and selected, before their rows are loaded.

    Adopted texts come before others, those that contain the words searched for before those found by meaning, those
    that cite an article searched for before others that relate to it, and the latest first. Within each of these
    steps, the subjects take turns.
    """

    def __init__(self, matched: SearchMatches, counts: Counts, names: Names) -> None:
        self._matched = matched
        self._hits = matched.matches.hits
        self._facet, values = _subject_values(matched, names)
        self._values = {value: matched.matches.snapshot.value(self._facet, value) & self._hits for value in values}
        self._divided = divide(self._values, self._hits, MAX_SUBJECTS)
        self._counts, self._names = counts, names
        self._numbers = list(islice(self._selected(), MAX_ENTRIES))

    def hits(self, languages: Sequence[str]) -> list[Hit]:
        """Return the selected hits with their rows, each in the first of these languages that has its text."""
        return self._matched.hits_at(self._numbers, languages=() if self._matched.query.language else languages)

    def _selected(self) -> Iterator[int]:
        snapshot = self._matched.matches.snapshot
        for step in self._steps():
            columns = (newest(snapshot, members & step, 0, MAX_ENTRIES) for _value, members in self._divided)
            yield from (number for number in chain.from_iterable(zip_longest(*columns)) if number is not None)

    def _steps(self) -> list[BitMap]:
        matches = self._matched.matches
        adopted = union(matches.snapshot.value("status", status) for status in ADOPTED)
        articles = self._matched.understood.choices.get("article", ())
        cited = union(matches.snapshot.value("cited", value) for value in articles)
        steps = [self._hits & adopted, self._hits - adopted]
        for first in (matches.by_words, cited) if articles else (matches.by_words,):
            steps = [part for step in steps for part in (step & first, step - first)]
        return [step for step in steps if step]

    def subjects(self) -> tuple[Subject, ...]:
        """Return the subjects in order; the total of each is the number of hits of the search that it links to."""
        query = self._matched.query
        subjects = []
        for value, members in self._divided:
            if not value:
                subjects.append(Subject("", len(members), ""))
                continue
            name = self._names.of(self._facet, value)
            total = self._counts[self._facet].get(value, len(members))
            subjects.append(Subject(_label(name), total, query.changed(**{self._facet: (value,)}).address))
        return tuple(subjects)

    def entries(self, hits: Sequence[Hit], follow_ups: Mapping[int, FollowUpEntry]) -> tuple[BriefEntry, ...]:
        """Return the entries for hits returned by :meth:`hits`."""
        twins = self._matched.matches.snapshot.twins
        numbers = {int(twins[number]): number for number in self._numbers}  # in whichever language a hit is shown
        articles = self._matched.understood.choices.get("article", ())
        found = cards(hits, self._names, None, follow_ups, articles)
        return tuple(
            self._entry(hit.row, card, numbers[int(twins[hit.number])])
            for hit, card in zip(hits, found, strict=True)
            if isinstance(hit.row, Recommendation)
        )

    def _entry(self, row: Recommendation, card: Card, number: int) -> BriefEntry:
        own = next(index for index, (_value, members) in enumerate(self._divided) if number in members)
        also = tuple(
            index
            for index, (value, _members) in enumerate(self._divided)
            if value and index != own and number in self._values[value]
        )
        text, is_cut = cut(row.text)
        return BriefEntry(
            key=row.pk,
            name=name_in_document(row),
            label=row.label,
            text=text,
            is_cut=is_cut,
            is_adopted=row.status in ADOPTED,
            card=card,
            subject=own,
            also=also,
        )


def _label(name: Name) -> str:
    return numbered(name.full_label, name.detail) if name.detail else name.full_label


def _subject_values(matched: SearchMatches, names: Names) -> tuple[str, list[str]]:
    """Return the facet whose values are the subjects, and the values, in order.

    The subjects are topics, except those that only group others; if topics were searched for, their subtopics or, if
    they have none, articles. Each is a filter that narrows the search, so its number can be checked there.
    """
    facets, choices = matched.matches.snapshot.facets, matched.understood.choices
    topics = facets.get(TOPIC, {})
    parents = {value: names.of(TOPIC, value).parent for value in topics}
    if not (selected := set(choices.get(TOPIC, ()))):
        groups = set(parents.values())
        return TOPIC, _in_order(TOPIC, [value for value in topics if parents[value] or value not in groups], names)
    subtopics = [value for value in topics if parents[value] in selected]
    if any(topics[value] & matched.matches.hits for value in subtopics):
        return TOPIC, _in_order(TOPIC, subtopics, names)
    articles = [] if choices.get(ARTICLE) else [value for value in facets.get(ARTICLE, {}) if value.count(":") == 1]
    return ARTICLE, _in_order(ARTICLE, articles, names)


def _in_order(facet: str, values: Sequence[str], names: Names) -> list[str]:
    return sorted(values, key=lambda value: names.of(facet, value).order)


def cut(text: str) -> tuple[str, bool]:
    """Return a text of at most :data:`MAX_QUOTATION` characters, cut after a word, and whether it was cut."""
    if len(text) <= MAX_QUOTATION:
        return text, False
    end = max(
        text.rfind(" ", MAX_QUOTATION // 2, MAX_QUOTATION + 1), text.rfind("\n", MAX_QUOTATION // 2, MAX_QUOTATION)
    )
    return (text[:end] if end > 0 else text[:MAX_QUOTATION]).rstrip(), True
