"""The articles on a subject, by the phrases and titles of the vocabulary. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from recommendations.extraction.subjects import phrase_pattern
from recommendations.extraction.types import ArticleTarget
from recommendations.extraction.vocabulary import ENGLISH, Vocabulary
from recommendations.text.words import tokens

MIN_SHARE = 0.55
"""Share of the letters of a subject that the phrases must cover. A subject that says much more may be another one."""
MIN_TITLE_WORDS = 2
_NOT_TITLES = frozenset({"use of terms", "scope of application", "statement of purpose", "secretariat", "language"})
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


def articles_on(subject: str, vocabulary: Vocabulary, language: str) -> SubjectArticles:
    """Return the articles on a subject: of all instruments, because the text may name the wrong one."""
    plain = _plain(subject)
    found: set[tuple[str, str]] = set()
    covered = bytearray(len(plain))
    for pattern, targets in _phrases(vocabulary, language):
        for match in pattern.finditer(plain):
            found.update((target.instrument, target.article) for target in targets)
            covered[match.start() : match.end()] = b"\1" * len(match.group())
    if language == ENGLISH:
        words = title_words(plain)
        for key, number, title in _titles(vocabulary):
            if words and (title == words or (len(words) >= MIN_TITLE_WORDS and (words <= title or title <= words))):
                found.add((key, number))
                if title >= words:
                    covered = bytearray(b"\1" * len(plain))
    letters = [i for i, char in enumerate(plain) if char.isalnum()]
    share = sum(covered[i] for i in letters) / len(letters) if letters else 0.0
    return SubjectArticles(frozenset(found), share >= MIN_SHARE)


@lru_cache(maxsize=16)
def _phrases(vocabulary: Vocabulary, language: str) -> tuple[tuple[re.Pattern[str], tuple[ArticleTarget, ...]], ...]:
    return tuple(
        (re.compile(phrase_pattern(_plain(phrase), language), re.IGNORECASE), subject.provisions)
        for subject in vocabulary.subjects
        for phrase in (*subject.phrases.get(language, ()), *subject.weak.get(language, ()))
        if subject.provisions
    )


@lru_cache(maxsize=4)
def _titles(vocabulary: Vocabulary) -> tuple[tuple[str, str, frozenset[str]], ...]:
    return tuple(
        (instrument.key, number, title_words(title))
        for instrument in vocabulary.instruments
        for number, title in instrument.articles.items()
        if title.casefold() not in _NOT_TITLES and len(title_words(title)) >= MIN_TITLE_WORDS
    )


def title_words(text: str) -> frozenset[str]:
    """Return the words of a title or a subject without articles and prepositions."""
    return frozenset(token.word for token in tokens(text) if token.word not in _EMPTY)


def _plain(text: str) -> str:
    return text.replace("’", "'").replace("rganis", "rganiz").replace("iminalis", "iminaliz")


def _number(number: str) -> tuple[int, str]:
    digits = re.match(r"\d+", number)
    return (int(digits.group()) if digits else 0, number)
