"""Find the instruments named in a text. :mod:`.memory` identifies those called "the Convention" or "that Protocol"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from recommendations.extraction.prose import MatchedSpans, names_pattern
from recommendations.extraction.references.grammars.base import NOTHING, Grammar
from recommendations.extraction.vocabulary import Vocabulary

CHARTER = "charter"  # of the United Nations, whose documents call it "the Charter"
OUTSIDE = "outside:"  # prefix of the words for an instrument outside the vocabulary
UNIDENTIFIED = "unidentified:"  # prefix of the reason why an instrument cannot be identified

_ACRONYM = re.compile(r"(?<![\w/.-])[A-ZА-Я]{3,8}(?=,?\s*[(（]?(?:[Aa]rts?\.|[Сс]т\.))")
"""Matches an unknown acronym before an article: "ECHR, art. 6"."""
_SHORT_WORDS = re.compile(r"(?:[^\W\d]{1,3}[’']?\s*){0,2}《?")
"""Matches the prepositions and articles before a name: "to the ", "à la "."""


class Naming(StrEnum):
    """The way in which an instrument is named."""

    NAME = "name"  # the Organized Crime Convention
    CONVENTION = "convention"  # the Convention, that Convention
    PROTOCOL = "protocol"  # the Protocol, that Protocol
    OUTSIDE = "outside"  # not in the vocabulary: the European Convention on Extradition, the Criminal Code
    LATTER = "latter"  # the latter Convention
    FORMER = "former"  # the former Convention
    EITHER = "either"  # either of them, both Conventions
    INSTRUMENT = "instrument"  # that instrument, the same treaty


@dataclass(frozen=True, slots=True)
class InstrumentMention:
    """An instrument named at these offsets. ``key`` is set only for names, ``points_back`` only for "that Protocol"."""

    start: int
    end: int
    naming: Naming
    text: str
    key: str = ""
    points_back: bool = False


@dataclass(frozen=True, slots=True)
class DefinedName:
    """A short name that a document defines. ``key`` is a key, or the words of an instrument with :data:`OUTSIDE`."""

    pattern: re.Pattern[str]
    key: str

    def mention(self, match: re.Match[str]) -> InstrumentMention:
        """Return the mention of the instrument that the name means."""
        if is_outside(self.key):
            return InstrumentMention(match.start(), match.end(), Naming.OUTSIDE, self.key.removeprefix(OUTSIDE))
        return InstrumentMention(match.start(), match.end(), Naming.NAME, match.group(), self.key)


def find_instruments(
    text: str, vocabulary: Vocabulary, language: str, grammar: Grammar, defined: Sequence[DefinedName] = ()
) -> list[InstrumentMention]:
    """Return the instruments named in a text, from left to right. A convention named in the title of a protocol that
    supplements it is omitted. The document's own ``defined`` names are looked for first."""
    mentions, matched = [], MatchedSpans(text)
    found, masked = _find_names(text, vocabulary, language, grammar)
    for name in defined:
        for match in name.pattern.finditer(masked):
            if matched.is_free(*match.span()):
                mentions.append(name.mention(match))
                matched.mark(*match.span())
    for match in found:
        if not grammar.supplementing.search(text, max(0, match.start() - 30), match.start()):
            key = _keys(vocabulary, language)[_fold(match.group())]
            mentions.append(InstrumentMention(match.start(), match.end(), Naming.NAME, match.group(), key))
            matched.mark(*match.span())
    for match in grammar.charter.finditer(masked):
        mentions.append(InstrumentMention(match.start(), match.end(), Naming.NAME, match.group(), CHARTER))
        matched.mark(*match.span())
    for naming, pattern in (
        (Naming.LATTER, grammar.latter),
        (Naming.FORMER, grammar.former),
        (Naming.EITHER, grammar.either if language == "zh" else NOTHING),
        (Naming.CONVENTION, grammar.convention),
        (Naming.PROTOCOL, grammar.protocol),
        (Naming.INSTRUMENT, grammar.instrument),
        (Naming.OUTSIDE, grammar.outside),
        (Naming.OUTSIDE, _ACRONYM),
    ):
        for match in pattern.finditer(masked):
            points_back = naming is Naming.INSTRUMENT or (
                naming is not Naming.OUTSIDE and bool(grammar.refers_back.search(match.group()))
            )
            if matched.is_free(*match.span()) and match.groupdict().get("bare") is None:
                matched.mark(*match.span())
                mentions.append(
                    InstrumentMention(match.start(), match.end(), naming, match.group(), points_back=points_back)
                )
    return sorted(mentions, key=lambda mention: mention.start)


def _find_names(text: str, vocabulary: Vocabulary, language: str, grammar: Grammar) -> tuple[list[re.Match[str]], str]:
    """Return the names of the vocabulary that are no part of longer ones, and the text without them."""
    found, parts, end = [], [], 0
    for match in _names(vocabulary, language).finditer(text):
        if not grammar.longer_name.search(text, max(0, match.start() - 40), match.start()):
            found.append(match)
            parts += [text[end : match.start()], "\0" * len(match.group())]
            end = match.end()
    return found, "".join([*parts, text[end:]])


def find_named_keys(text: str, vocabulary: Vocabulary, language: str) -> set[str]:
    """Return the keys of the instruments of the vocabulary that a text names."""
    return {_keys(vocabulary, language)[_fold(match.group())] for match in _names(vocabulary, language).finditer(text)}


def find_joined(text: str, mentions: Sequence[InstrumentMention], grammar: Grammar) -> set[InstrumentMention]:
    """Return the instruments that "and", or a comma in a list, joins to the one named before them: "to the Organized
    Crime Convention and to the Convention against Corruption"."""
    joined = set()
    for before, mention in pairwise(mentions):
        end = before.end + text.startswith("》", before.end)
        joint = grammar.joint.match(text, end, mention.start)
        if joint and joint.group().strip() and _SHORT_WORDS.fullmatch(text, joint.end(), mention.start):
            joined.add(mention)
    return joined


@lru_cache(maxsize=32)
def _names(vocabulary: Vocabulary, language: str) -> re.Pattern[str]:
    names = [name for i in vocabulary.instruments for name in i.names_in(language)]
    pattern = names_pattern(names, language=language)
    # The marker of a note may follow: "against Corruption2".
    return re.compile(
        pattern.removesuffix(r"(?!\w)") + r"(?![^\W\d_]|(?<=\d)\d)" if pattern.endswith(r"(?!\w)") else pattern
    )


@lru_cache(maxsize=32)
def _keys(vocabulary: Vocabulary, language: str) -> dict[str, str]:
    return {_fold(name): i.key for i in vocabulary.instruments for name in i.names_in(language)}


def _fold(name: str) -> str:
    return " ".join(name.replace("’", "'").split())


_KINDS = (
    (Naming.PROTOCOL, re.compile(r"protoco|протокол|بروتوكول|议定书", re.IGNORECASE)),
    (
        Naming.CONVENTION,
        re.compile(r"conven|\btreat(?:y|ies)\b|traité|tratado|конвенци|договор|اتفاقي|معاهدة|公约|条约", re.IGNORECASE),
    ),
)
"""Matches words that show the kind of an instrument outside the vocabulary."""


@lru_cache(maxsize=4096)
def kind_by_words(words: str) -> Naming | None:
    """Return whether words name a convention or a protocol, or None."""
    return next((naming for naming, pattern in _KINDS if pattern.search(words)), None)


def is_outside(key: str) -> bool:
    """Return whether a key does not belong to an instrument in the vocabulary."""
    return key.startswith((OUTSIDE, UNIDENTIFIED))
