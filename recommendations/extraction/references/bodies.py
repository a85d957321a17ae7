"""Where a text names a body, in full or shortly ("the Conference"), and which body that is there."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from recommendations.extraction.prose import Named, Stretches, names_pattern
from recommendations.extraction.references.grammars.bodies import short_names_of
from recommendations.extraction.vocabulary import Body, Vocabulary

_RUSSIAN_ENDING = re.compile(r"(?<=\w{3})(?:ами|ями|ого|его|ому|ему|ым|им|ом|ем|ах|ях|[аеёийоуыьэюя]+)$", re.IGNORECASE)
"""Endings by which the cases of nouns and adjectives differ."""
_NEAR = 50  # a body named further away does not concern the place
_ACRONYM = re.compile(r"\b(?P<word>COP|COSP|CCPCJ)\b")
_ACRONYMS = {"COP": "cop", "COSP": "cosp", "CCPCJ": "ccpcj"}


@dataclass(frozen=True, slots=True)
class BodyMention:
    """A body named at these offsets. ``key`` is "" for a short name; ``word`` is then what it says."""

    start: int
    end: int
    key: str = ""
    word: str = ""


def find_bodies(text: str, vocabulary: Vocabulary, language: str) -> list[BodyMention]:
    """Every body that a text names, from left to right. The Secretariat and its offices hold no meetings and pass
    no resolutions: they are not among them."""
    pattern, keys = _names(vocabulary, language)
    found = [BodyMention(m.start(), m.end(), key=keys[_folded(m.group(), language)]) for m in pattern.finditer(text)]
    names = short_names_of(language)
    short = [BodyMention(m.start("word"), m.end(), word=names.word(m)) for m in names.pattern.finditer(text)]
    short += [BodyMention(m.start(), m.end(), key=_ACRONYMS[m["word"]]) for m in _ACRONYM.finditer(text)]
    taken = Stretches(text)
    for name in found:
        taken.take(name.start, name.end)
    found += [mention for mention in short if taken.free(mention.start, mention.end)]
    return sorted(found, key=lambda mention: mention.start)


@lru_cache(maxsize=32)
def _names(vocabulary: Vocabulary, language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    meeting = [body for body in vocabulary.bodies if not body.key.startswith(("secretariat", "unodc"))]
    keys = {_folded(name, language): body.key for body in meeting for name in body.names_in(language)}
    names = [name for body in meeting for name in body.names_in(language)]
    listed = _inflected(names) if language == "ru" else names_pattern(names, language=language)
    return re.compile(listed, re.IGNORECASE), keys


def _inflected(names: Iterable[str]) -> str:
    """Russian names in any case: "Генеральная Ассамблея" takes "Генеральной Ассамблеи"."""
    ordered = sorted((_folded(name, "ru") for name in names), key=len, reverse=True)
    listed = "|".join(r"\s+".join(re.escape(stem) + r"\w{0,4}" for stem in name.split()) for name in ordered)
    return rf"(?<!\w)(?:{listed})(?!\w)"


def _folded(name: str, language: str) -> str:
    """A name in small letters with single blanks; a Russian one without the endings of its words."""
    words = name.replace("’", "'").casefold().split()
    return " ".join(_RUSSIAN_ENDING.sub("", word) for word in words) if language == "ru" else " ".join(words)


def answers_to(body: Body, word: str) -> bool:
    """Whether a body may be called by a short word: the Working Group on Firearms is "the Working Group"."""
    return word.casefold() in body.name.casefold()


@dataclass
class BodyMemory:
    """What bodies have been named so far in a document. ``own`` are the document's: its body, then those above it.

    "The Working Group" is the document's own, unless the paragraph has so far named only others of that word;
    where the document has none, the one named last. Without any, it cannot be told.
    """

    vocabulary: Vocabulary
    own: tuple[Body, ...]
    here: Named = field(default_factory=Named)
    named: Named = field(default_factory=Named)

    def remember(self, key: str) -> None:
        self.here.add(key)
        self.named.add(key)

    def meant_by(self, mention: BodyMention) -> Body | None:
        if mention.key:
            return self.vocabulary.bodies_by_key[mention.key]
        here = self._with_word(self.here, mention.word)
        own = next((body for body in self.own if answers_to(body, mention.word)), None)
        if own and (own in here or not here):
            return own
        earlier = here or self._with_word(self.named, mention.word)
        return earlier[0] if earlier else None

    def _with_word(self, keys: Named, word: str) -> list[Body]:
        bodies = [self.vocabulary.bodies_by_key[key] for key in keys]
        return [body for body in bodies if answers_to(body, word)]


@dataclass(frozen=True, slots=True)
class NamedBody:
    """A mention of a body that is known, at its offsets."""

    start: int
    end: int
    body: Body


def around(bodies: Sequence[NamedBody], offset: int) -> Sequence[NamedBody]:
    """The bodies that a text names not too far from an offset, before it and behind it, from left to right."""
    behind = bisect_left(bodies, offset, key=lambda body: body.start)
    return bodies[max(0, behind - _NEAR) : behind + _NEAR]


def read_bodies(text: str, vocabulary: Vocabulary, memory: BodyMemory, language: str) -> list[NamedBody]:
    """The bodies that a paragraph names, each understood in the light of those before it; the memory takes them up."""
    memory.here = Named()
    understood = []
    for mention in find_bodies(text, vocabulary, language):
        if body := memory.meant_by(mention):
            memory.remember(body.key)
            understood.append(NamedBody(mention.start, mention.end, body))
    return understood
