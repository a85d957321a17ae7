"""Find the instruments named in a text, and identify instruments called "the Convention" or "that Protocol"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from recommendations.extraction.prose import MatchedSpans, RecentKeys, names_pattern
from recommendations.extraction.references.grammars.base import NOTHING, Grammar
from recommendations.extraction.vocabulary import Vocabulary

CHARTER = "charter"  # of the United Nations, whose documents call it "the Charter"

_DEFINITION_START = re.compile(
    r"""\s*[(（]\s*(?:(?:hereinafter|hereafter|ci-après|en\sadelante|en\slo\ssucesivo|далее|以下|下称|المشار|ويشار)
        [^()（）]{0,40}?)?["“«„‘'\s]*""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches the text between a name and its short form: " (", " (hereinafter referred to as “", "（以下简称"; not
" (article 5 of "."""
_SHORT_WORDS = re.compile(r"(?:[^\W\d]{1,3}[’']?\s*){0,2}《?")
"""Matches the prepositions and articles before a name: "to the ", "à la "."""
_DEFINITION_END = re.compile(r"""["”»“’'\s]*[)）]""")


class Naming(StrEnum):
    """The way in which an instrument is named."""

    NAME = "name"  # the Organized Crime Convention
    CONVENTION = "convention"  # the Convention, that Convention
    PROTOCOL = "protocol"  # the Protocol, that Protocol
    OUTSIDE = "outside"  # not in the vocabulary: the European Convention on Extradition, the Criminal Code
    LATTER = "latter"  # the latter Convention
    FORMER = "former"  # the former Convention
    EITHER = "either"  # either of them, both Conventions


@dataclass(frozen=True, slots=True)
class InstrumentMention:
    """An instrument named at these offsets. ``key`` is set only for names, ``points_back`` only for "that Protocol"."""

    start: int
    end: int
    naming: Naming
    text: str
    key: str = ""
    points_back: bool = False


def find_instruments(text: str, vocabulary: Vocabulary, language: str, grammar: Grammar) -> list[InstrumentMention]:
    """Return the instruments named in a text, from left to right. A convention named in the title of a protocol that
    supplements it is omitted."""
    mentions, matched = [], MatchedSpans(text)
    names = _names(vocabulary, language)
    masked = names.sub(lambda name: "\0" * len(name.group()), text)
    for match in names.finditer(text):
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
        (Naming.OUTSIDE, grammar.outside),
    ):
        for match in pattern.finditer(masked):
            points_back = bool(grammar.refers_back.search(match.group())) and naming is not Naming.OUTSIDE
            if matched.is_free(*match.span()) and match.groupdict().get("bare") is None:
                matched.mark(*match.span())
                mentions.append(
                    InstrumentMention(match.start(), match.end(), naming, match.group(), points_back=points_back)
                )
    return sorted(mentions, key=lambda mention: mention.start)


def find_named_keys(text: str, vocabulary: Vocabulary, language: str) -> set[str]:
    """Return the keys of the instruments of the vocabulary that a text names."""
    return {_keys(vocabulary, language)[_fold(match.group())] for match in _names(vocabulary, language).finditer(text)}


def find_definitions(text: str, mentions: Sequence[InstrumentMention]) -> dict[InstrumentMention, InstrumentMention]:
    """Return a map from each short name that a text defines to the full name: "… against Corruption (the
    Convention)"."""
    return {
        short: name
        for name, short in pairwise(mentions)
        if name.naming in (Naming.NAME, Naming.OUTSIDE)
        and short.naming in (Naming.CONVENTION, Naming.PROTOCOL)
        and _DEFINITION_START.fullmatch(text, name.end, short.start)
        and _DEFINITION_END.match(text, short.end)
    }


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
    return re.compile(names_pattern(names, language=language))


@lru_cache(maxsize=32)
def _keys(vocabulary: Vocabulary, language: str) -> dict[str, str]:
    return {_fold(name): i.key for i in vocabulary.instruments for name in i.names_in(language)}


def _fold(name: str) -> str:
    return " ".join(name.replace("’", "'").split())


# --- identification ----------------------------------------------------------------------------------


@dataclass
class InstrumentMemory:
    """The instruments named so far in a document, by which short names are identified.

    ``own`` is the convention that the document's body serves. Keys are keys of instruments; an instrument outside the
    vocabulary is remembered by its words with the prefix :data:`OUTSIDE`, so that its articles stay unresolved.

    The rules, in this order:

    - "that Convention", "that Protocol": always the last one of this kind named; ambiguous if "and" joined it to
      another of this kind.
    - "the Convention", "the Protocol": the one defined in the text, as in "… against Corruption (the Convention)".
    - otherwise "the Convention": the document's own, unless the paragraph has so far named only others. If the document
      has none, the only one named in the paragraph, or else in the document; if several are named, it is ambiguous.
    - "the Protocol": likewise, except that the section is considered before the document.
    - "the latter", "the former": of the two named last in one paragraph; ambiguous if these are not distinct.
    - an article alone ("article 18", "its article 19"): of the last instrument named in the paragraph that has such an
      article, or else of the last one named in the section, or else of the document's own.
    """

    vocabulary: Vocabulary
    own: str | None
    in_paragraph: RecentKeys = field(default_factory=RecentKeys)
    section: tuple[int, ...] | None = None
    in_section: RecentKeys = field(default_factory=RecentKeys)
    in_document: RecentKeys = field(default_factory=RecentKeys)
    defined: dict[Naming, str] = field(default_factory=dict)
    named: list[tuple[int, str]] = field(default_factory=list)  # numbers of paragraphs, and keys, as they follow
    together: tuple[str, ...] = ()  # the last one named, with those that "and" joins to it
    paragraph: int = 0

    def enter(self, section: tuple[int, ...]) -> None:
        """Begin a new paragraph of a section."""
        if section != self.section:
            self.section, self.in_section = section, RecentKeys()
        self.in_paragraph = RecentKeys()
        self.paragraph += 1

    def for_note(self) -> InstrumentMemory:
        """Return a copy for reading a note: instruments named in a note do not affect the text after it."""
        return replace(
            self,
            in_paragraph=self.in_paragraph.copy(),
            in_section=self.in_section.copy(),
            in_document=self.in_document.copy(),
            defined=dict(self.defined),
            named=list(self.named),
        )

    def remember(
        self, key: str, *, as_background: bool = False, is_named: bool = True, is_joined: bool = False
    ) -> None:
        """Record that an instrument was mentioned. ``as_background`` means that the last one remains the subject;
        ``is_named`` is false for "the latter", which does not change what "the former" is; ``is_joined`` means that
        "and" joins it to the one before it."""
        self.together = (*self.together, key) if is_joined else (key,)
        for keys in (self.in_paragraph, self.in_section, self.in_document):
            last = next(iter(keys), None)
            keys.add(key)
            if as_background and last:
                keys.add(last)
        if is_named and self.named[-1:] != [(self.paragraph, key)]:
            self.named.append((self.paragraph, key))

    def mark_ambiguous(self, mention: InstrumentMention) -> None:
        """Record an ambiguous mention, so that no later article is resolved to an instrument named before it."""
        self.in_paragraph.add(f"{UNIDENTIFIED}{self.reason(mention)}")

    def define(self, naming: Naming, key: str) -> None:
        """Record the instrument that "the Convention" or "the Protocol" means from now on."""
        self.defined[naming] = key

    def meant_by(self, mention: InstrumentMention) -> list[str]:
        """Return the instruments that a mention may mean, likeliest first; empty if it is ambiguous or unknown."""
        if mention.naming is Naming.NAME:
            return [mention.key]
        if mention.naming is Naming.OUTSIDE:
            return [f"{OUTSIDE}{mention.text}"]
        if mention.naming in (Naming.LATTER, Naming.FORMER):
            return self._of_last_two(mention)
        if mention.naming is Naming.EITHER:
            return []
        if mention.points_back:
            if len(self._together(mention.naming)) > 1:
                return []
            return [*self._of_kind(self.in_document, mention.naming), *self._own(mention.naming)][:1]
        if mention.naming in self.defined:
            return [self.defined[mention.naming]]
        return self._meant_by_short_name(mention.naming)

    def default_candidates(self) -> list[str]:
        """Return the instruments to which an article alone may belong, likeliest first."""
        if self.in_paragraph:
            return list(self.in_paragraph)
        last_in_section = next((key for key in self.in_section if not is_outside(key)), None)
        return [key for key in (last_in_section, self.own) if key][:1]

    def reason(self, mention: InstrumentMention) -> str:
        """Return the reason why a mention cannot be identified."""
        is_any = mention.naming in (Naming.LATTER, Naming.FORMER, Naming.EITHER)
        kind = _kind_by_words(mention.text) if is_any else mention.naming
        named = self._together(kind) if mention.points_back else self._of_kind(self.in_document, kind)[::-1]
        titles = [
            key.removeprefix(OUTSIDE) if is_outside(key) else self.vocabulary.instruments_by_key[key].short_title
            for key in named
        ]
        if not titles:
            return "no suitable instrument is named"
        return f"“{mention.text}” may be any of those named: {', '.join(titles)}"

    def _meant_by_short_name(self, naming: Naming) -> list[str]:
        named, own = self._of_kind(self.in_paragraph, naming), self._own(naming)
        if own:
            return list(dict.fromkeys([*own, *named] if own[0] in named or not named else [*named, *own]))
        section = self._of_kind(self.in_section, naming) if naming is Naming.PROTOCOL else []
        scopes = (named, section, self._of_kind(self.in_document, naming))
        return next((keys if len(keys) == 1 else [] for keys in scopes if keys), [])

    def _of_last_two(self, mention: InstrumentMention) -> list[str]:
        """Return the second ("the latter") or the first ("the former") of the last two instruments of one paragraph."""
        kind = _kind_by_words(mention.text)
        named = [(number, key) for number, key in self.named if self._kind(key) is kind or kind is None]
        keys = [key for number, key in named if number == named[-1][0]]
        if len(set(keys)) < 2 or keys[-1] in keys[:-2]:
            return []
        return [keys[-1 if mention.naming is Naming.LATTER else -2]]

    def _of_kind(self, keys: RecentKeys, kind: Naming | None) -> list[str]:
        """Return the conventions, the protocols or, if ``kind`` is None, both among keys, most recent first."""
        return [key for key in keys if self._kind(key) and kind in (self._kind(key), None)]

    def _together(self, kind: Naming | None) -> list[str]:
        return [key for key in dict.fromkeys(self.together) if self._kind(key) is kind]

    def _own(self, naming: Naming) -> list[str]:
        return [self.own] if self.own and self._kind(self.own) is naming else []

    def _kind(self, key: str) -> Naming | None:
        """Return the kind of an instrument, or None if it is neither a convention nor a protocol."""
        if key == CHARTER or key.startswith(UNIDENTIFIED):
            return None
        if not is_outside(key):
            is_protocol = self.vocabulary.instruments_by_key[key].is_protocol
            return Naming.PROTOCOL if is_protocol else Naming.CONVENTION
        return _kind_by_words(key.removeprefix(OUTSIDE))


OUTSIDE = "outside:"
UNIDENTIFIED = "unidentified:"  # prefix of the reason why an instrument cannot be identified


_KINDS = (
    (Naming.PROTOCOL, re.compile(r"protoco|протокол|بروتوكول|议定书", re.IGNORECASE)),
    (
        Naming.CONVENTION,
        re.compile(r"conven|\btreat(?:y|ies)\b|traité|tratado|конвенци|договор|اتفاقي|معاهدة|公约|条约", re.IGNORECASE),
    ),
)
"""Matches words that show the kind of an instrument outside the vocabulary."""


@lru_cache(maxsize=4096)
def _kind_by_words(words: str) -> Naming | None:
    return next((naming for naming, pattern in _KINDS if pattern.search(words)), None)


def is_outside(key: str) -> bool:
    """Return whether a key does not belong to an instrument in the vocabulary."""
    return key.startswith((OUTSIDE, UNIDENTIFIED))
