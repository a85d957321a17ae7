"""Find the topics of a recommendation by the terms of the vocabulary."""

from __future__ import annotations

import re
from functools import lru_cache

from recommendations.extraction.phrases import NAME, candidates, name_pattern, plain
from recommendations.extraction.types import TopicMatch
from recommendations.extraction.vocabulary import Body, Instrument, Topic, Vocabulary


def find_topics(text: str, heading: str, vocabulary: Vocabulary, language: str) -> tuple[TopicMatch, ...]:
    """Return the topics of a recommendation in a ``language``, in the vocabulary's order.

    The text is searched before the heading above it, so that the evidence comes from the recommendation if possible.
    Names of bodies and instruments are ignored: a text that cites the Working Group on Asset Recovery may not be about
    asset recovery.
    """
    own_text, heading_text = (without_names(part, vocabulary, language) for part in (text, heading))
    matches = []
    for topic in vocabulary.topics:
        if span := _first_place(topic, own_text, language):
            matches.append(TopicMatch(topic.key, text[slice(*span)]))
        elif span := _first_place(topic, heading_text, language):
            matches.append(TopicMatch(topic.key, heading[slice(*span)], in_heading=True))
    return tuple(matches)


def _first_place(topic: Topic, text: str, language: str) -> tuple[int, int] | None:
    """Return the offsets of the term that is first in a text, the longest if several begin there, or None."""
    for pattern in candidates(topic.other_meanings.get(language, ()), text, language):
        text = pattern.sub(_blank, text)
    matches = (pattern.search(text) for pattern in candidates(topic.terms.get(language, ()), text, language))
    spans = [match.span() for match in matches if match]
    return min(spans, key=lambda span: (span[0], -span[1]), default=None)


def without_names(text: str, vocabulary: Vocabulary, language: str) -> str:
    """Return a :func:`plain` text with ``§`` in place of each character of the names of instruments and bodies."""
    return _names_pattern(vocabulary, language).sub(lambda match: NAME * len(match.group()), plain(text))


def _blank(match: re.Match[str]) -> str:
    return "\0" * len(match.group())


@lru_cache(maxsize=16)
def _names_pattern(vocabulary: Vocabulary, language: str) -> re.Pattern[str]:
    entries: tuple[Instrument | Body, ...] = (*vocabulary.instruments, *vocabulary.bodies)
    names = sorted(
        {name for entry in entries for name in entry.names_in(language)}, key=lambda name: (-len(name), name)
    )
    return re.compile("|".join(name_pattern(name, language) for name in names) or r"(?!)")
