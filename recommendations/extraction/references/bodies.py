"""Find the bodies named in a text, in full or by a short name ("the Conference"), and identify them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from recommendations.extraction.languages import language_of
from recommendations.extraction.prose import RUSSIAN_ENDING, MatchedSpans, RecentKeys, names_pattern
from recommendations.extraction.vocabulary import Body, Vocabulary

_MAX_NEARBY = 50  # mentions before and after an offset that are considered
_ACRONYMS = {
    "COP": "cop", "COSP": "cosp", "CCPCJ": "ccpcj", "ECOSOC": "ecosoc", "UNGA": "general-assembly",
    "UNSC": "security-council", "HRC": "human-rights-council",
}  # fmt: skip
"""Acronyms used in all languages."""
_ACRONYM = re.compile(rf"\b(?P<word>{'|'.join(_ACRONYMS)})\b")


@dataclass(frozen=True, slots=True)
class BodyMention:
    """A mention of a body at these offsets. For a short name, ``key`` is "" and ``word`` is the English short name."""

    start: int
    end: int
    key: str = ""
    word: str = ""


def find_bodies(text: str, vocabulary: Vocabulary, language: str) -> list[BodyMention]:
    """Return the bodies named in a text, from left to right. The Secretariat and its offices are omitted: they neither
    hold meetings nor adopt resolutions."""
    pattern, keys = _names(vocabulary, language)
    # In Russian, the pattern also matches other words with the same stem: "комиссар" beside "Комиссия".
    found = ((m, keys.get(_fold(m.group(), language))) for m in pattern.finditer(text))
    mentions = [BodyMention(m.start(), m.end(), key=key) for m, key in found if key]
    names = language_of(language).bodies
    short_mentions = [BodyMention(m.start("word"), m.end(), word=names.word(m)) for m in names.pattern.finditer(text)]
    short_mentions += [BodyMention(m.start(), m.end(), key=_ACRONYMS[m["word"]]) for m in _ACRONYM.finditer(text)]
    matched = MatchedSpans(text)
    for name in mentions:
        matched.mark(name.start, name.end)
    mentions += [mention for mention in short_mentions if matched.is_free(mention.start, mention.end)]
    return sorted(mentions, key=lambda mention: mention.start)


@lru_cache(maxsize=32)
def _names(vocabulary: Vocabulary, language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    bodies = [body for body in vocabulary.bodies if not body.key.startswith(("secretariat", "unodc"))]
    keys = {_fold(name, language): body.key for body in bodies for name in body.names_in(language)}
    names = [name for body in bodies for name in body.names_in(language)]
    pattern = _inflected_pattern(names) if language == "ru" else names_pattern(names, language=language)
    return re.compile(pattern, re.IGNORECASE), keys


def _inflected_pattern(names: Iterable[str]) -> str:
    """Return a pattern of Russian names in any grammatical case: "Генеральная Ассамблея", "Генеральной Ассамблеи"."""
    ordered = sorted((_fold(name, "ru") for name in names), key=len, reverse=True)
    alternatives = "|".join(r"\s+".join(re.escape(stem) + r"\w{0,4}" for stem in name.split()) for name in ordered)
    return rf"(?<!\w)(?:{alternatives})(?!\w)"


def _fold(name: str, language: str) -> str:
    """Return a name in lower case with single spaces and, in Russian, without the endings of its words."""
    words = name.replace("’", "'").casefold().split()
    return " ".join(RUSSIAN_ENDING.sub("", word) for word in words) if language == "ru" else " ".join(words)


def matches_short_name(body: Body, word: str) -> bool:
    """Return whether a short name fits a body: the Working Group on Firearms may be called "the Working Group"."""
    return word.casefold() in body.name.casefold()


@dataclass
class BodyMemory:
    """The bodies named so far in a document. ``own`` contains the document's body and its parents; ``superior`` only
    the parents, if the body itself is outside the vocabulary.

    "The Working Group" is the document's own, unless the paragraph has so far named only other working groups. If the
    document has none, it is the one named last; if none has been named, it cannot be identified. "The Conference of the
    Parties" may also be one of the ``conferences`` of the conventions named in the document, and any short name may
    mean a body that only the title names (``in_titles``).
    """

    vocabulary: Vocabulary
    own: tuple[Body, ...]
    conferences: tuple[Body, ...] = ()
    superior: tuple[Body, ...] = ()
    in_paragraph: RecentKeys = field(default_factory=RecentKeys)
    in_document: RecentKeys = field(default_factory=RecentKeys)
    in_titles: RecentKeys = field(default_factory=RecentKeys)

    def remember(self, key: str) -> None:
        self.in_paragraph.add(key)
        self.in_document.add(key)

    def meant_by(self, mention: BodyMention) -> Body | None:
        """Return the body that a mention means, or None."""
        if mention.key:
            return self.vocabulary.bodies_by_key[mention.key]
        paragraph_bodies = self._with_word(self.in_paragraph, mention.word)
        own = next((body for body in self.own if matches_short_name(body, mention.word)), None)
        if own and (own in paragraph_bodies or not paragraph_bodies):
            return own
        earlier = paragraph_bodies or self._with_word(self.in_document, mention.word)
        earlier = earlier or self._with_word(self.in_titles, mention.word)
        if not earlier and mention.word.startswith("Conference of "):
            earlier = [body for body in self.conferences if body.name.startswith(mention.word)]
        superior = (body for body in self.superior if matches_short_name(body, mention.word))
        return next(iter(earlier), None) or next(superior, None)

    def _with_word(self, keys: RecentKeys, word: str) -> list[Body]:
        bodies = [self.vocabulary.bodies_by_key[key] for key in keys]
        return [body for body in bodies if matches_short_name(body, word)]


@dataclass(frozen=True, slots=True)
class NamedBody:
    """A mention of an identified body, at its offsets."""

    start: int
    end: int
    body: Body


@dataclass(frozen=True, slots=True)
class NamedOrgan:
    """A mention of any organ that meets, at its offsets; ``body`` is None if it is outside the vocabulary."""

    start: int
    end: int
    name: str
    body: Body | None


_Named = TypeVar("_Named", NamedBody, NamedOrgan)


def nearby_bodies(bodies: Sequence[_Named], offset: int) -> Sequence[_Named]:
    """Return the nearest bodies before and after an offset, from left to right."""
    after = bisect_left(bodies, offset, key=lambda body: body.start)
    return bodies[max(0, after - _MAX_NEARBY) : after + _MAX_NEARBY]


def read_bodies(text: str, vocabulary: Vocabulary, memory: BodyMemory, language: str) -> list[NamedBody]:
    """Return the bodies named in a paragraph, identified with the help of the memory, and add them to it."""
    memory.in_paragraph = RecentKeys()
    identified = []
    for mention in find_bodies(text, vocabulary, language):
        if body := memory.meant_by(mention):
            memory.remember(body.key)
            identified.append(NamedBody(mention.start, mention.end, body))
    return identified


class OrganReader:
    """Finds the organs named in the paragraphs of a document, also those outside the vocabulary.

    "The Conference" is not the document's own if the paragraph has so far named only another: "the Conference of the
    Parties to the Framework Convention on Climate Change". A document without such a body of its own means the one that
    it named last.
    """

    def __init__(self, vocabulary: Vocabulary, own: tuple[Body, ...], language: str) -> None:
        self.memory = BodyMemory(vocabulary, own)
        self.language = language
        self._unknown_words: set[str] = set()
        """The English short names that last meant an organ outside the vocabulary."""

    def read(self, text: str) -> list[NamedOrgan]:
        """Return the organs named in the next paragraph, from left to right."""
        memory = self.memory
        memory.in_paragraph = RecentKeys()
        self._unknown_words -= {w for w in self._unknown_words for b in memory.own if matches_short_name(b, w)}
        organs = []
        for mention, is_longer in self._mentions(text):
            body = None if is_longer or self._is_unknown(mention) else memory.meant_by(mention)
            if body:
                memory.remember(body.key)
                self._unknown_words -= {word for word in self._unknown_words if matches_short_name(body, word)}
            elif is_longer and mention.word:
                self._unknown_words.add(mention.word)
            organs.append(NamedOrgan(mention.start, mention.end, text[mention.start : mention.end], body))
        return organs

    def _mentions(self, text: str) -> list[tuple[BodyMention, bool]]:
        """Return the mentions of organs; each with whether it is the longer name of one outside the vocabulary."""
        mentions = find_bodies(text, self.memory.vocabulary, self.language)
        matched = MatchedSpans(text)
        for mention in mentions:
            matched.mark(mention.start, mention.end)
        names = language_of(self.language).bodies
        others = [
            (BodyMention(m.start(), m.end(), word=names.word(m)), m["other"] is not None)
            for m in names.longer.finditer(text)
            if matched.is_free(m.start(), m.end()) and (m["other"] is not None or names.word(m))
        ]
        return sorted([*((m, False) for m in mentions), *others], key=lambda found: found[0].start)

    def _is_unknown(self, mention: BodyMention) -> bool:
        named_here = (self.memory.vocabulary.bodies_by_key[key] for key in self.memory.in_paragraph)
        return (
            bool(mention.word)
            and any(mention.word in word for word in self._unknown_words)
            and not any(matches_short_name(body, mention.word) for body in named_here)
        )
