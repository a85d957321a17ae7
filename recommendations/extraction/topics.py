"""Find the topics of a recommendation by the terms of the vocabulary."""

from __future__ import annotations

import re
from functools import lru_cache

from recommendations.extraction.prose import names_pattern
from recommendations.extraction.types import TopicMatch
from recommendations.extraction.vocabulary import ENGLISH, Body, Instrument, Vocabulary


def find_topics(text: str, heading: str, vocabulary: Vocabulary) -> tuple[TopicMatch, ...]:
    """Return the topics of a recommendation, in the vocabulary's order.

    The text is searched before the heading above it, so that the evidence comes from the recommendation if possible.
    Names of bodies and instruments are ignored: a text that cites the Working Group on Asset Recovery may not be about
    asset recovery.
    """
    own_text, heading_text = (without_names(part, vocabulary, ENGLISH) for part in (text, heading))
    matches = []
    for topic, pattern in _patterns(vocabulary):
        if match := pattern.search(own_text):
            matches.append(TopicMatch(topic, match.group()))
        elif match := pattern.search(heading_text):
            matches.append(TopicMatch(topic, match.group(), in_heading=True))
    return tuple(matches)


def term_pattern(term: str) -> str:
    """Return the pattern of a term: whole words with any white space between them; a final ``*`` matches any ending.

    "joint investigat*" matches "joint investigations" and "joint  investigative", but not "disjoint investigation".
    """
    words = r"\s+".join(re.escape(word) for word in term.removesuffix("*").split())
    return rf"(?<!\w){words}" + (r"\w*" if term.endswith("*") else r"(?!\w)")


def without_names(text: str, vocabulary: Vocabulary, language: str) -> str:
    """Return a text in which the names of instruments and bodies are replaced by as many null characters."""
    return _names_pattern(vocabulary, language).sub(lambda match: "\0" * len(match.group()), text)


@lru_cache(maxsize=8)
def _patterns(vocabulary: Vocabulary) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (topic.key, re.compile("|".join(map(term_pattern, topic.terms)), re.IGNORECASE))
        for topic in vocabulary.topics
        if topic.terms
    )


@lru_cache(maxsize=16)
def _names_pattern(vocabulary: Vocabulary, language: str) -> re.Pattern[str]:
    entries: tuple[Instrument | Body, ...] = (*vocabulary.instruments, *vocabulary.bodies)
    return re.compile(
        names_pattern((name for entry in entries for name in entry.names_in(language)), language=language)
    )
