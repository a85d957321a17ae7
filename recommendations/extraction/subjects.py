"""Find the articles on the subject of a recommendation, by the phrases of the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from recommendations.extraction.clauses import ASIDE_WEIGHT, MAIN_WEIGHT, find_asides, weight_at
from recommendations.extraction.phrases import candidates, plain
from recommendations.extraction.topics import without_names
from recommendations.extraction.types import ArticleTarget, SubjectMatch
from recommendations.extraction.vocabulary import ENGLISH, Phrases, Subject, Vocabulary

MIN_WEIGHT = 1.0
"""Minimum weight of the phrases that link an article: one phrase in a main clause or in the heading, or two in asides.
If no article reaches it, one phrase in an aside is enough.
"""

_WEAK_WEIGHT = 0.5

_ArticleKey = tuple[str, str]  # instrument and number


@dataclass(frozen=True, slots=True)
class Setting:
    """The context of a recommendation: its action phrase (``verb``), the ``title`` of its document, its ``language``,
    and the ``convention`` that the document's body serves, if it serves only one."""

    verb: str = ""
    title: str = ""
    language: str = ENGLISH
    convention: str | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """A phrase found at these offsets of the text or the heading, and how much it counts."""

    weight: float
    start: int
    end: int
    in_heading: bool
    is_weak: bool

    def overlaps(self, other: _Found) -> bool:
        return self.in_heading == other.in_heading and self.start < other.end and other.start < self.end


def find_subjects(text: str, heading: str, vocabulary: Vocabulary, setting: Setting) -> tuple[SubjectMatch, ...]:
    """Return the provisions on the subject of a recommendation, each once, in the vocabulary's order.

    Only the convention that the body serves and its protocols are considered; if it serves none, the instruments named
    in the text, the heading or the title. All phrases for the paragraphs of an article count together.
    """
    instruments = considered_instruments(text, heading, vocabulary, setting)
    if not instruments:
        return ()
    reader = _Reader(plain(text), plain(heading), vocabulary, setting)
    found: dict[Subject, list[_Found]] = {}
    by_article: dict[_ArticleKey, list[_Found]] = {}
    for subject in vocabulary.subjects:
        targets = [target for target in subject.provisions if target.instrument in instruments]
        if targets and reader.applies(subject) and (phrases := list(reader.find(subject))):
            found[subject] = phrases
            for key in dict.fromkeys((target.instrument, target.article) for target in targets):
                by_article.setdefault(key, []).extend(phrases)
    linked = _linked(by_article)
    matches: dict[ArticleTarget, SubjectMatch] = {}
    for subject, phrases in found.items():
        if _total(phrases) < MIN_WEIGHT and all(phrase.is_weak for phrase in phrases):
            continue
        best = _widened(max(phrases, key=lambda item: (item.weight, not item.in_heading)), phrases)
        evidence = (heading if best.in_heading else text)[best.start : best.end]
        for target in subject.provisions:
            if (target.instrument, target.article) in linked:
                matches.setdefault(target, SubjectMatch(target, evidence, best.start, best.end, best.in_heading))
    return tuple(matches.values())


def _widened(phrase: _Found, phrases: Iterable[_Found]) -> _Found:
    """Return the longest of the phrases around a phrase, or itself: the whole term if the vocabulary has both."""
    around = [other for other in phrases if other.start <= phrase.start and phrase.end <= other.end]
    return max((other for other in around if other.in_heading == phrase.in_heading), key=lambda x: x.end - x.start)


def _linked(by_article: Mapping[_ArticleKey, Sequence[_Found]]) -> set[_ArticleKey]:
    """Return the articles whose phrases reach :data:`MIN_WEIGHT`; if none do, those with a phrase that is not weak in
    an aside.
    """
    linked = {key for key, phrases in by_article.items() if _total(phrases) >= MIN_WEIGHT}
    if linked:
        return linked
    strong = {key: [phrase for phrase in phrases if not phrase.is_weak] for key, phrases in by_article.items()}
    return {key for key, phrases in strong.items() if _total(phrases) >= ASIDE_WEIGHT}


def _total(phrases: Iterable[_Found]) -> float:
    """Return the total weight of phrases. Of phrases that overlap, only the weightiest counts."""
    counted: list[_Found] = []
    for phrase in sorted(phrases, key=lambda item: (-item.weight, item.start - item.end)):
        if not any(phrase.overlaps(other) for other in counted):
            counted.append(phrase)
    return sum(phrase.weight for phrase in counted)


def considered_instruments(text: str, heading: str, vocabulary: Vocabulary, setting: Setting) -> set[str]:
    """Return the keys of the instruments whose articles are considered, each with its protocols."""
    if setting.convention:
        keys = {setting.convention}
    else:
        own, title = plain(f"{text}\n{heading}"), plain(setting.title)
        passages = (
            (_instruments_named, own),
            (_instruments_named, title),
            (_instruments_about, title),
            (_instruments_about, plain(heading)),
        )
        keys = next(filter(None, (find(part, vocabulary, setting.language) for find, part in passages)), set())
    return keys | {instrument.key for instrument in vocabulary.instruments if instrument.parent in keys}


def _instruments_named(text: str, vocabulary: Vocabulary, language: str) -> set[str]:
    """Return the keys of the instruments named in a text; a protocol stands for its convention."""
    return {
        instrument.parent or instrument.key
        for instrument in vocabulary.instruments
        if any(plain(name) in text for name in instrument.names_in(language))
    }


def _instruments_about(text: str, vocabulary: Vocabulary, language: str) -> set[str]:
    """Return the keys of the instruments whose subject matter a text names."""
    return {
        instrument.key
        for instrument in vocabulary.instruments
        if _has_any(instrument.matter.get(language, ()), text, language)
    }


class _Reader:
    """Finds the phrases of subjects in a text and its heading, ignoring names of bodies and instruments."""

    def __init__(self, text: str, heading: str, vocabulary: Vocabulary, setting: Setting) -> None:
        self.vocabulary = vocabulary
        self.language = setting.language
        self.own = f"{text}\n{heading}"
        self.whole = f"{self.own}\n{plain(setting.title)}"
        self.text, self.heading = (without_names(part, vocabulary, setting.language) for part in (text, heading))
        self.asides = find_asides(text, setting.verb, setting.language)
        self._named: dict[tuple[str, str], bool] = {}

    def applies(self, subject: Subject) -> bool:
        """Return whether the conditions of a subject are met."""
        return (
            (not subject.needed or self._names_one(subject.needed, self.own))
            and (not subject.about or self._names_one(subject.about, self.whole))
            and (not self._names_one(subject.excluded, self.own) or self._names_one(subject.admitted, self.own))
        )

    def _names_one(self, keys: Iterable[str], text: str) -> bool:
        return any(self._names(key, text) for key in keys)

    def _names(self, key: str, text: str) -> bool:
        if (key, text) not in self._named:
            phrases = self.vocabulary.subjects_by_key[key].phrases.get(self.language, ())
            self._named[key, text] = _has_any(phrases, text, self.language)
        return self._named[key, text]

    def find(self, subject: Subject) -> Iterator[_Found]:
        """Yield the best place of each phrase of a subject."""
        searched = f"{self.text}\n{self.heading}"
        for phrases, share in ((subject.phrases, MAIN_WEIGHT), (subject.weak, _WEAK_WEIGHT)):
            for pattern in candidates(phrases.get(self.language, ()), searched, self.language):
                places = [*self._places(pattern, share)]
                if places and (best := max(places, key=lambda place: place.weight)).weight:
                    yield best

    def _places(self, pattern: re.Pattern[str], share: float) -> Iterator[_Found]:
        for match in pattern.finditer(self.text):
            weight = share * weight_at(self.asides, match.start())
            yield _Found(weight, *match.span(), in_heading=False, is_weak=share < MAIN_WEIGHT)
        for match in pattern.finditer(self.heading):
            yield _Found(share, *match.span(), in_heading=True, is_weak=share < MAIN_WEIGHT)


def _has_any(phrases: Phrases, text: str, language: str) -> bool:
    return any(pattern.search(text) for pattern in candidates(phrases, text, language))
