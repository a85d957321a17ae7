"""The compiled patterns of operative texts, one set for each language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from recommendations.extraction.operative.arabic import ARABIC
from recommendations.extraction.operative.chinese import CHINESE
from recommendations.extraction.operative.english import ENGLISH
from recommendations.extraction.operative.french import FRENCH
from recommendations.extraction.operative.russian import RUSSIAN
from recommendations.extraction.operative.spanish import SPANISH
from recommendations.extraction.operative.words import OperativeWords
from recommendations.extraction.types import Strength

WORDS = {"en": ENGLISH, "fr": FRENCH, "es": SPANISH, "ru": RUSSIAN, "ar": ARABIC, "zh": CHINESE}
_MARKS = re.compile(r"[\u064b-\u0652]")
_LOOK_AHEAD = 80  # characters after a verb that may determine its strength
_LOOK_BACK = 60  # characters before a body that show whether it is addressed
_MAX_LENGTH = 10_000
"""Characters searched for a further verb; no paragraph with its items is longer."""
_NUMBER = r"(?:\d{1,4}(?:/\d{1,3})?|[IVX]{1,5}|[A-Z])"


@dataclass(frozen=True, slots=True)
class Verb:
    """An operative verb as printed, with its offsets; ``strength`` is None unless it asks somebody to act."""

    text: str
    start: int
    end: int
    strength: Strength | None = None


class Grammar:
    """The patterns of operative texts in one language."""

    def __init__(self, words: OperativeWords) -> None:
        self.words = words
        edge, end = (r"(?<!\w)", r"(?!\w)") if words.is_spaced else ("", "")
        space = r"\s+" if words.is_spaced else ""
        asks = "|".join(verb for _, verb in words.requests)
        adverbs = rf"(?:{words.adverbs},?{space}){{0,4}}"
        after = rf"(?:{space}{words.adverbs}{end}){{0,3}}"
        verb = rf"{edge}(?P<verb>{adverbs}(?:(?P<asks>(?:{asks}){end})|(?:{words.statements}){end}){after})"
        self.verb = re.compile(verb, re.IGNORECASE)
        self.further_verb = re.compile(
            rf"(?:{words.joined}|\n\S{{1,6}}\s+)(?P<verb>{adverbs}(?:{asks}){end}{after})(?!{words.noun})",
            re.IGNORECASE,
        )
        self.strengths = tuple(
            (strength, re.compile(rf"{edge}(?:{p}){end}", re.IGNORECASE)) for strength, p in words.requests
        )
        self.past = re.compile(words.past, re.IGNORECASE)
        self.other_verb = re.compile(words.other_verb + end)
        noun = rf"{edge}{words.organ}{end}" if words.is_spaced else words.organ
        self.organ = re.compile(noun)
        self.subject = re.compile(rf"(?:^|[,،，]\s*)(?i:{words.article})[^,.;،，；]{{0,200}}?{noun}")
        self.article = re.compile(words.article)
        self.annex = re.compile(rf"(?:{words.annex}){end}", re.IGNORECASE)
        self.draft = re.compile(rf"{edge}(?:{words.draft})", re.IGNORECASE)
        named = rf"{edge}(?:{words.decision})"
        self.decision = re.compile(
            rf"^\W*+(?=.*?{named})(?:{words.draft}|{words.decision})\W*{_NUMBER}?\W*$|{named}\W*[:：]$", re.IGNORECASE
        )
        self.adopted = re.compile(rf"{edge}(?:{words.adopted})", re.IGNORECASE)
        self.infinitive = re.compile(words.infinitive)
        self.aside = re.compile(rf"{edge}(?:{words.aside})$")
        self.head = re.compile(rf"(?:{words.head})$") if words.head else None

    def leading_verb(self, text: str) -> Verb | None:
        """Return the operative verb with which a text begins, or None."""
        match = self.verb.match(text, _start(text))
        return self.verb_of(match) if match else None

    def leading_word(self, text: str) -> Verb | None:
        """Return the first word of a text if it has the form of a verb, or None."""
        match = self.other_verb.match(text, _start(text))
        return Verb(match.group(), match.start(), match.end()) if match else None

    def verb_of_sentence(self, text: str) -> Verb | None:
        """Return the verb of a sentence whose subject is an organ ("The Assembly, aware of …, requests …"), or None."""
        subject = self.subject.search(text[:1200])
        if subject is None:
            return None
        match = self.verb.search(text, subject.end(), subject.end() + 2500)
        return self.verb_of(match) if match else None

    def asking_verb(self, text: str, start: int, leading: Verb) -> Verb | None:
        """Return the first further verb after an offset that asks somebody to act, or None.

        It must have the tense of ``leading``, the verb with which the paragraph begins.
        """
        is_past = bool(self.past.search(leading.text))
        matches = self.further_verb.finditer(text, start, start + _MAX_LENGTH)
        match = next((m for m in matches if bool(self.past.search(m["verb"])) == is_past), None)
        if match is None:
            return None
        return Verb(_clean(match["verb"]), match.start("verb"), match.end("verb"), self._strength(match, "verb"))

    def is_asked(self, before: str) -> bool:
        """Return whether a body is addressed itself, given the text between the verb and the body."""
        context = before[-_LOOK_BACK:] if len(before) <= _LOOK_BACK else "x" + before[-_LOOK_BACK:]
        return bool(self.head.search(context)) if self.head else not self.aside.search(context)

    def opens(self, text: str) -> bool:
        """Return whether a line names the organ that enacts the text below it: "The General Assembly,"."""
        line = without_marks(text).strip().lstrip('[“"')
        return (
            2 < len(line) <= 320
            and bool(self.article.match(line))
            and bool(self.organ.search(line))
            and not re.search(r"[.;；。]\s", line)
        )

    def verb_of(self, match: re.Match[str]) -> Verb:
        strength = self._strength(match, "asks") if match["asks"] else None
        return Verb(_clean(match["verb"]), match.start("verb"), match.end("verb"), strength)

    def _strength(self, match: re.Match[str], group: str) -> Strength | None:
        """Return the strength of the asking verb in a group. The text after the verb may determine the strength."""
        start, end = match.start(group), match.end(group) + _LOOK_AHEAD
        found = (
            (asking.start(), strength)
            for strength, pattern in self.strengths
            if (asking := pattern.search(match.string, start, end))
        )
        return min(found, key=lambda pair: pair[0], default=(0, None))[1]


def _start(text: str) -> int:
    """Return the offset of the first character after opening brackets and quotation marks."""
    return len(text) - len(text.lstrip('[“"«「 \t'))


def _clean(text: str) -> str:
    return " ".join(text.split()).rstrip(",")


def without_marks(text: str) -> str:
    """Return a text without Arabic vowel signs."""
    return _MARKS.sub("", text)


@cache
def grammar_of(language: str) -> Grammar:
    """Return the grammar of a language, or the English one if it is not an official language."""
    return Grammar(WORDS.get(language, ENGLISH))
