"""Which topics a recommendation deals with, by the vocabulary's terms, and the words that show it."""

from __future__ import annotations

import re
from functools import lru_cache

from recommendations.extraction.prose import names_pattern
from recommendations.extraction.types import TopicMatch
from recommendations.extraction.vocabulary import ENGLISH, Body, Instrument, Vocabulary


def find_topics(text: str, heading: str, vocabulary: Vocabulary) -> tuple[TopicMatch, ...]:
    """The topics of a recommendation, in the vocabulary's order.

    The text is read before the heading above it, so that the evidence is the recommendation's own where it can be.
    Names of bodies and instruments show no topic: whoever cites the Working Group on Asset Recovery need not speak of
    asset recovery.
    """
    own, above = _without_names(text, vocabulary), _without_names(heading, vocabulary)
    matches = []
    for topic, pattern in _patterns(vocabulary):
        if match := pattern.search(own):
            matches.append(TopicMatch(topic, match.group()))
        elif match := pattern.search(above):
            matches.append(TopicMatch(topic, match.group(), in_heading=True))
    return tuple(matches)


def term_pattern(term: str) -> str:
    """How a term is matched: whole words, any white space between them, ``*`` for any ending of the last word.

    Takes for "joint investigat*": "joint investigations", "joint  investigative"; refuses "disjoint investigation".
    """
    words = r"\s+".join(re.escape(word) for word in term.removesuffix("*").split())
    return rf"(?<!\w){words}" + (r"\w*" if term.endswith("*") else r"(?!\w)")


def _without_names(text: str, vocabulary: Vocabulary) -> str:
    return _names(vocabulary).sub(lambda match: "\0" * len(match.group()), text)


@lru_cache(maxsize=8)
def _patterns(vocabulary: Vocabulary) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (topic.key, re.compile("|".join(map(term_pattern, topic.terms)), re.IGNORECASE))
        for topic in vocabulary.topics
        if topic.terms
    )


@lru_cache(maxsize=8)
def _names(vocabulary: Vocabulary) -> re.Pattern[str]:
    named: tuple[Instrument | Body, ...] = (*vocabulary.instruments, *vocabulary.bodies)
    return re.compile(names_pattern(name for entry in named for name in entry.names_in(ENGLISH)))
