"""Find action phrases: the verbs with which a United Nations text makes a request, in any official language."""

from __future__ import annotations

import re
from dataclasses import dataclass

from recommendations.extraction.languages import LANGUAGES, language_of
from recommendations.extraction.languages.base import Language
from recommendations.extraction.types import Strength

_LAST_SENTENCE = re.compile(r"(?<=[.;؛])\s+|(?<=[。；])")
_COLON = re.compile(r"[:：—]\s*$")
_INNER_COLON = re.compile(r"[:：]\s*(?=\w)")


@dataclass(frozen=True, slots=True)
class FoundPhrase:
    """An action phrase with its offsets in a text and the verb as printed, without an aside.

    ``is_active``, ``needs_addressee`` and ``may_wish`` are as in :class:`.languages.base.Phrase`.
    """

    start: int
    end: int
    verb: str
    strength: Strength | None
    is_active: bool
    needs_addressee: bool
    may_wish: bool


def find_phrases(text: str, words: Language) -> list[FoundPhrase]:
    """Return the action phrases of a text in order; of overlapping phrases, only the first and longest."""
    found = [
        FoundPhrase(
            match.start(),
            match.end(),
            _verb(match),
            phrase.strength,
            phrase.is_active,
            phrase.needs_addressee,
            phrase.may_wish,
        )
        for phrase in words.phrases
        for match in phrase.pattern.finditer(text)
    ]
    kept: list[FoundPhrase] = []
    for candidate in sorted(found, key=lambda phrase: (phrase.start, -phrase.end)):
        if not kept or candidate.start >= kept[-1].end:
            kept.append(candidate)
    return kept


def find_request(text: str, words: Language) -> FoundPhrase | None:
    """Return the verb in the infinitive with which a text makes a request, or None."""
    for request in words.requests:
        if match := request.pattern.match(text):
            verb = " ".join(match["verb"].split())
            return FoundPhrase(
                match.start("verb"),
                match.end(),
                verb,
                request.strength,
                is_active=True,
                needs_addressee=False,
                may_wish=False,
            )
    return None


def find_action_phrase(text: str, language: str) -> tuple[str, Strength | None] | None:
    """Return the first action phrase of a text, as printed but without vowel signs, and its strength; or None."""
    if language not in LANGUAGES:
        return None
    words = language_of(language)
    found = (phrase for phrase in find_phrases(words.marks.sub("", text), words) if not phrase.needs_addressee)
    first = next(found, None)
    return (first.verb, first.strength) if first else None


def last_sentence(text: str) -> str:
    """Return the last sentence of a chapeau, or the part of it after the last semicolon."""
    return _LAST_SENTENCE.split(text.rstrip())[-1]


def without_introduction(sentence: str, words: Language) -> str:
    """Return the last sentence of a chapeau without the words that introduce recommendations and their colon:
    "States parties should:" for "The Group recommended the following: States parties should:"."""
    introduction = words.chapeaux.introduces.search(sentence)
    colon = _INNER_COLON.search(sentence, introduction.end()) if introduction else None
    return sentence[colon.end() :] if colon else sentence


def ends_in_colon(text: str) -> bool:
    return bool(_COLON.search(text[-5:]))


def _verb(match: re.Match[str]) -> str:
    printed = match.group()
    if "aside" in match.re.groupindex and match["aside"]:
        start = match.start("aside") - match.start()
        printed = printed[:start] + printed[start + len(match["aside"]) :]
    return " ".join(printed.split())
