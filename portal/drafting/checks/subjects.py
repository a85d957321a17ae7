"""The articles on a subject, by the phrases of the vocabulary and the titles of articles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from recommendations.extraction.phrases import phrase_pattern
from recommendations.extraction.prose import UNSPACED_LANGUAGES
from recommendations.extraction.types import ArticleTarget
from recommendations.extraction.vocabulary import ENGLISH, Vocabulary
from recommendations.index.stems import stems_of
from recommendations.text.words import tokens

MIN_SHARE = 0.55
"""Share of the letters of a subject that the phrases must cover. A subject that says much more may be another one."""
MIN_TITLE_WORDS = 2
MIN_TITLE_SHARE = 0.5
"""A subject with fewer words of a longer title may be that of another article: "international cooperation"."""
_NOT_TITLES = frozenset({
    "use of terms", "scope of application", "statement of purpose", "secretariat", "language",
    "international cooperation",
})  # fmt: skip
_EMPTY = frozenset({
    "the", "a", "an", "of", "and", "or", "to", "for", "in", "on", "with", "by", "la", "le", "les", "l", "des", "du",
    "de", "d", "et", "sur", "el", "los", "las", "y", "en", "del", "al", "и", "в", "о", "об", "по", "на",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class SubjectArticles:
    """The articles on a subject (instrument, number), and whether the phrases found cover most of its words."""

    articles: frozenset[tuple[str, str]]
    is_clear: bool

    def numbers_in(self, instrument: str) -> list[str]:
        """Return the numbers of the articles of an instrument, in order."""
        return sorted((number for key, number in self.articles if key == instrument), key=_number)

    def instruments_with(self, number: str) -> list[str]:
        """Return the instruments whose article of this number is on the subject."""
        return sorted(key for key, other in self.articles if other == number)


Titles = Mapping[tuple[str, str], str]
"""Titles of articles in one language: (instrument, number) -> title."""


@dataclass(frozen=True, slots=True)
class TitleWords:
    """The words of the titles of articles in one language: (instrument, number, words).

    ``general`` are the words of titles that fit many articles, such as "International cooperation".
    """

    language: str
    rows: tuple[tuple[str, str, frozenset[str]], ...]
    general: frozenset[frozenset[str]]


def words_of_titles(titles: Titles, vocabulary: Vocabulary, language: str) -> TitleWords:
    """Return the words of titles in a language."""
    words = {key: title_words(title, language) for key, title in titles.items()}
    english = english_titles(vocabulary)
    general = {key for key in words if english.get(key, "").casefold() in _NOT_TITLES}
    rows = ((*key, found) for key, found in words.items() if key not in general and len(found) >= MIN_TITLE_WORDS)
    return TitleWords(language, tuple(rows), frozenset(words[key] for key in general))


def english_titles(vocabulary: Vocabulary) -> Titles:
    """Return the titles of all articles in English."""
    return {
        (instrument.key, number): title
        for instrument in vocabulary.instruments
        for number, title in instrument.articles.items()
    }


def articles_on(subject: str, vocabulary: Vocabulary, titles: TitleWords) -> SubjectArticles:
    """Return the articles on a subject: of all instruments, because the text may name the wrong one.

    The subject is in the language of the titles.
    """
    plain = _plain(subject)
    found: set[tuple[str, str]] = set()
    covered = bytearray(len(plain))
    for pattern, is_weak, targets in _phrases(vocabulary, titles.language):
        for match in pattern.finditer(plain):
            found.update((target.instrument, target.article) for target in targets)
            if not is_weak:
                covered[match.start() : match.end()] = b"\1" * len(match.group())
    is_title = False
    words = title_words(plain, titles.language)
    for key, number, title in titles.rows:
        is_part = len(words) >= MIN_TITLE_WORDS and words < title
        if words == title or is_part or (len(words) >= MIN_TITLE_WORDS and title < words):
            found.add((key, number))
        is_title = is_title or words == title or (is_part and len(words) > len(title) * MIN_TITLE_SHARE)
    letters = [i for i, char in enumerate(plain) if char.isalnum()]
    share = sum(covered[i] for i in letters) / len(letters) if letters else 0.0
    is_clear = (is_title or share >= MIN_SHARE) and words not in titles.general
    return SubjectArticles(frozenset(found), is_clear)


@lru_cache(maxsize=16)
def _phrases(
    vocabulary: Vocabulary, language: str
) -> tuple[tuple[re.Pattern[str], bool, tuple[ArticleTarget, ...]], ...]:
    """Return (pattern, whether it only hints at the subject, articles) for the phrases of all subjects."""
    return tuple(
        (re.compile(phrase_pattern(_plain(phrase), language), re.IGNORECASE), is_weak, subject.provisions)
        for subject in vocabulary.subjects
        for is_weak, phrases in ((False, subject.phrases), (True, subject.weak))
        for phrase in phrases.get(language, ())
        if subject.provisions
    )


def title_words(text: str, language: str) -> frozenset[str]:
    """Return the words of a title or a subject without articles and prepositions: in English as they are, in other
    languages their stems, because their forms differ; in Chinese pairs of characters."""
    words = [token.word for token in tokens(text)]
    if language in UNSPACED_LANGUAGES:
        return frozenset(first + second for first, second in pairwise(words))
    if language == ENGLISH:
        return frozenset(word for word in words if word not in _EMPTY)
    stems = stems_of(words, language)
    return frozenset(stem for word in words if word not in _EMPTY and (stem := stems[word]))


def _plain(text: str) -> str:
    return text.replace("’", "'").replace("rganis", "rganiz").replace("iminalis", "iminaliz")


def _number(number: str) -> tuple[int, str]:
    digits = re.match(r"\d+", number)
    return (int(digits.group()) if digits else 0, number)
