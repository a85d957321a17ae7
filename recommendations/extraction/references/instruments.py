"""Where a text names an instrument, and which one "the Convention" or "that Protocol" is there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

from recommendations.extraction.prose import names_pattern
from recommendations.extraction.references.grammars.base import Grammar
from recommendations.extraction.vocabulary import Vocabulary

CHARTER = "charter"
"""Key of the Charter of the United Nations, which is what their documents mean by "the Charter"."""


class Naming(StrEnum):
    """How an instrument is named."""

    NAME = "name"  # the Organized Crime Convention
    CONVENTION = "convention"  # the Convention, that Convention
    PROTOCOL = "protocol"  # the Protocol, that Protocol
    OUTSIDE = "outside"  # the European Convention on Extradition, the Criminal Code: not of the vocabulary


@dataclass(frozen=True, slots=True)
class InstrumentMention:
    """An instrument named at these offsets. ``key`` is known for names alone; ``points_back`` for "that Protocol"."""

    start: int
    end: int
    naming: Naming
    text: str
    key: str = ""
    points_back: bool = False


def find_instruments(text: str, vocabulary: Vocabulary, language: str, grammar: Grammar) -> list[InstrumentMention]:
    """Every instrument that a text names, from left to right. A convention that a protocol's own title says it
    supplements is not named for its own sake, and is left out."""
    found, masked = [], text
    for match in _names(vocabulary, language).finditer(text):
        masked = masked[: match.start()] + "\0" * len(match.group()) + masked[match.end() :]
        if not grammar.supplementing.search(text, max(0, match.start() - 30), match.start()):
            key = _keys(vocabulary, language)[_folded(match.group())]
            found.append(InstrumentMention(match.start(), match.end(), Naming.NAME, match.group(), key))
    for match in grammar.charter.finditer(masked):
        found.append(InstrumentMention(match.start(), match.end(), Naming.NAME, match.group(), CHARTER))
    for naming, pattern in (
        (Naming.CONVENTION, grammar.convention),
        (Naming.PROTOCOL, grammar.protocol),
        (Naming.OUTSIDE, grammar.outside),
    ):
        for match in pattern.finditer(masked):
            points_back = bool(grammar.the_same.match(match.group())) and naming is not Naming.OUTSIDE
            if not any(m.start < match.end() and match.start() < m.end for m in found):
                found.append(
                    InstrumentMention(match.start(), match.end(), naming, match.group(), points_back=points_back)
                )
    return sorted(found, key=lambda mention: mention.start)


@lru_cache(maxsize=32)
def _names(vocabulary: Vocabulary, language: str) -> re.Pattern[str]:
    names = [name for i in vocabulary.instruments for name in i.names_in(language)]
    return re.compile(names_pattern(names, language=language))


@lru_cache(maxsize=32)
def _keys(vocabulary: Vocabulary, language: str) -> dict[str, str]:
    return {_folded(name): i.key for i in vocabulary.instruments for name in i.names_in(language)}


def _folded(name: str) -> str:
    return " ".join(name.replace("’", "'").split())


# --- which one is meant ------------------------------------------------------------------------------


@dataclass
class InstrumentMemory:
    """What has been named so far in a document, so that what is said shortly can be understood.

    ``own`` is the convention that the document's body serves. Keys are those of instruments; an instrument outside
    the vocabulary is remembered by its words, marked with :data:`OUTSIDE`, so that nothing is taken for its article.

    The rules, in this order:

    - "that Convention", "that Protocol": the one of its kind named last, and no other.
    - "the Convention": the document's own, unless the paragraph has so far named only others; without an own one,
      the convention named last.
    - "the Protocol": the protocol named last, in the paragraph or before it.
    - an article alone ("article 18", "its article 19"): of the instrument named last in the paragraph (or, where that
      has no such article, named before it), else last in the section, else the document's own.
    """

    vocabulary: Vocabulary
    own: str | None
    here: list[str] = field(default_factory=list)
    section: tuple[int, ...] | None = None
    of_section: str | None = None
    conventions: list[str] = field(default_factory=list)
    protocols: list[str] = field(default_factory=list)

    def enter(self, section: tuple[int, ...]) -> None:
        """A new paragraph begins."""
        if section != self.section:
            self.section, self.of_section = section, None
        self.here = []

    def for_note(self) -> InstrumentMemory:
        """The memory with which a note is read: what it names is not what the text after it means."""
        return replace(self, here=list(self.here), conventions=list(self.conventions), protocols=list(self.protocols))

    def remember(self, key: str) -> None:
        """An instrument has been named, or meant."""
        self.here.append(key)
        if is_outside(key):
            return
        self.of_section = key
        (self.protocols if self.vocabulary.instruments_by_key[key].is_protocol else self.conventions).append(key)

    def meant_by(self, mention: InstrumentMention) -> list[str]:
        """The instruments that a mention may mean, the likeliest first; empty where none can be told."""
        if mention.naming is Naming.NAME:
            return [mention.key]
        if mention.naming is Naming.OUTSIDE:
            return [f"{OUTSIDE}{mention.text}"]
        if mention.naming is Naming.PROTOCOL:
            return [*reversed(self.protocols), *self._own_of_kind(protocol=True)][:1]
        if mention.points_back:
            return [*reversed(self.conventions), *self._own_of_kind(protocol=False)][:1]
        return self._the_convention()

    def meant_by_nothing(self) -> list[str]:
        """The instruments that an article may be of that names none, the likeliest first."""
        if self.here:
            return list(dict.fromkeys(reversed(self.here)))
        return [key for key in (self.of_section, self.own) if key][:1]

    def _the_convention(self) -> list[str]:
        named = [key for key in reversed(self.here) if is_outside(key) or not self._is_protocol(key)]
        own = self._own_of_kind(protocol=False)
        if own and (own[0] in named or not named):
            return list(dict.fromkeys([*own, *named]))
        return list(dict.fromkeys([*named, *own, *reversed(self.conventions)]))

    def _own_of_kind(self, *, protocol: bool) -> list[str]:
        return [self.own] if self.own and self._is_protocol(self.own) is protocol else []

    def _is_protocol(self, key: str) -> bool:
        return self.vocabulary.instruments_by_key[key].is_protocol


OUTSIDE = "outside:"


def is_outside(key: str) -> bool:
    return key.startswith(OUTSIDE)
