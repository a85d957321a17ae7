"""A brief as plain data."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from recommendations.articles.provisions import ProvisionRow
from recommendations.results.cards import Card
from recommendations.search.query import SearchQuery
from recommendations.text.differences import TextChange


@dataclass(frozen=True, slots=True)
class Tally:
    """A name and the number of recommendations, with the address of the search that finds them. ``adopted`` is the
    number of those that were adopted. ``page`` is the address of the page about the name, or ""."""

    label: str
    detail: str
    count: int
    adopted: int
    address: str
    page: str = ""


@dataclass(frozen=True, slots=True)
class TallyList:
    """The first tallies of a list, and the number of the others (``left``), which are at ``address``."""

    rows: tuple[Tally, ...] = ()
    left: int = 0
    address: str = ""


# --- what was agreed ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BriefEntry:
    """A recommendation in a brief: the text to quote, the name of its document and place, and its details (``card``).

    ``is_cut`` is true if the text is longer than the quotation. ``subject`` is the index of the subject under which it
    is listed; ``also`` are the indexes of its other subjects.
    """

    key: int
    name: str
    label: str
    text: str
    is_cut: bool
    is_adopted: bool
    card: Card
    subject: int
    also: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject of the recommendations. ``total`` is the number of recommendations that have it, ``address`` the search
    that finds them. ``label`` is "" for those without a subject that several share; their address is ""."""

    label: str
    total: int
    address: str


@dataclass(frozen=True, slots=True)
class AgreedGroup:
    """The recommendations listed under a subject, each with its number in the brief. ``numbers_elsewhere`` are those
    that have the subject too, but are listed under another; ``left`` is the number of those not listed at all."""

    subject: Subject
    entries: tuple[tuple[int, BriefEntry], ...]
    numbers_elsewhere: tuple[int, ...]
    left: int


# --- wording -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Phrase:
    """A quoted phrase, and whether the version before has it. A phrase that only the version before has is DELETED."""

    words: str
    change: TextChange = TextChange.SAME


@dataclass(frozen=True, slots=True)
class WordingVersion:
    """A recommendation as worded in one document: its action phrase and its qualifiers, compared with those of the
    version before it in the same language.

    ``is_confirmed`` is None for the version that the brief quotes; for others, whether staff have confirmed that it is
    a version of that text. ``comparison`` is the address of the comparison with the version before, or "".
    """

    year: int | None
    name: str
    status_label: str
    address: str
    language: str
    actions: tuple[Phrase, ...]
    strength: str
    qualifiers: tuple[Phrase, ...]
    is_same_text: bool
    is_confirmed: bool | None
    comparison: str = ""

    @property
    def year_before_name(self) -> int | None:
        """The year, unless the name begins with it ("2020 draft, II (a)")."""
        return None if self.year and self.name.startswith(str(self.year)) else self.year


@dataclass(frozen=True, slots=True)
class WordingHistory:
    """The versions of a recommendation in the brief (``key``), earliest first."""

    key: int
    versions: tuple[WordingVersion, ...]

    @property
    def has_changed(self) -> bool:
        """Whether the action phrase, its strength or the qualifiers of a version differ from the version before.

        If only some versions contain an action phrase, because others have it in their chapeau, they differ.
        """
        phrases = [phrase for row in self.versions for phrase in (*row.actions, *row.qualifiers)]
        requests = {(row.strength, bool(row.actions)) for row in self.versions}
        return len(requests) > 1 or any(phrase.change != TextChange.SAME for phrase in phrases)


# --- documents and provisions ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReadingPlace:
    """A place in a document, and whether it is a recommendation."""

    label: str
    address: str
    is_recommendation: bool = False


@dataclass(frozen=True, slots=True)
class ReadingDocument:
    """A document to read, with its places in order. ``left`` is the number of places known but not listed."""

    symbol: str
    title: str
    language: str
    date: datetime.date | None
    address: str
    places: tuple[ReadingPlace, ...]
    left: int = 0


@dataclass(frozen=True, slots=True)
class ArticleInBrief:
    """An article with its text, () if the text of the treaty is not loaded.

    ``unaddressed`` are the provisions that no recommendation relates to; ``as_a_whole`` is the number of
    recommendations that relate to the article, but to none of its paragraphs.
    """

    label: str
    title: str
    address: str
    rows: tuple[ProvisionRow, ...]
    unaddressed: tuple[ProvisionRow, ...]
    as_a_whole: int


# --- the brief ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Brief:
    """A brief on the recommendations that a search finds.

    ``about`` describes the search as pairs of label and value. ``entries`` are in the order of importance, so that a
    shorter brief begins with the same ones. ``occurrences`` also counts the other versions of the recommendations.
    ``places_left`` is the number of paragraphs that the search finds beyond those in ``documents``, which are at
    ``places_address``. ``follow_up`` counts recommendations by the status of their follow-up, for staff only.
    """

    query: SearchQuery
    subject: str
    about: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    made_at: datetime.datetime
    total: int
    adopted: int
    occurrences: int
    articles: tuple[ArticleInBrief, ...]
    subjects: tuple[Subject, ...]
    entries: tuple[BriefEntry, ...]
    histories: tuple[WordingHistory, ...]
    addressees: TallyList
    meetings: TallyList
    documents: tuple[ReadingDocument, ...]
    places_left: int
    places_address: str
    follow_up: tuple[Tally, ...] = ()
    is_complete: bool = True

    @cached_property
    def agreed(self) -> tuple[AgreedGroup, ...]:
        """The recommendations by subject."""
        return arrange(self.subjects, self.entries)

    def shortened(self, entry_count: int) -> Brief:
        """Return the brief with only the most important recommendations."""
        return replace(self, entries=self.entries[:entry_count])

    @property
    def left(self) -> int:
        """The number of recommendations not listed."""
        return self.total - len(self.entries)

    @property
    def changed(self) -> tuple[WordingHistory, ...]:
        """The histories in which the action phrase or the qualifiers changed."""
        return tuple(row for row in self.histories if row.has_changed)

    @property
    def unchanged(self) -> tuple[WordingHistory, ...]:
        return tuple(row for row in self.histories if not row.has_changed)

    @cached_property
    def changed_keys(self) -> frozenset[int]:
        """The keys of the recommendations whose action phrase or qualifiers changed."""
        return frozenset(row.key for row in self.changed)

    @cached_property
    def numbers(self) -> dict[int, int]:
        """A map from the keys of the recommendations to their numbers in the brief."""
        return {entry.key: number for group in self.agreed for number, entry in group.entries}


def arrange(subjects: Sequence[Subject], entries: Sequence[BriefEntry]) -> tuple[AgreedGroup, ...]:
    """Return the entries by subject, numbered in the order shown. Within a subject, they keep their order."""
    listed = [[entry for entry in entries if entry.subject == index] for index in range(len(subjects))]
    numbers = {entry.key: number for number, entry in enumerate((entry for rows in listed for entry in rows), 1)}
    groups = []
    for index, subject in enumerate(subjects):
        elsewhere = sorted(numbers[entry.key] for entry in entries if index in entry.also)
        left = max(0, subject.total - len(listed[index]) - len(elsewhere))
        rows = tuple((numbers[entry.key], entry) for entry in listed[index])
        groups.append(AgreedGroup(subject, rows, tuple(elsewhere), left))
    return tuple(groups)
