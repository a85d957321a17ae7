"""Identify instruments called "the Convention" or "that Protocol", and those to which an article alone belongs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from recommendations.extraction.prose import RecentKeys
from recommendations.extraction.references.instruments import (
    CHARTER,
    OUTSIDE,
    UNIDENTIFIED,
    InstrumentMention,
    Naming,
    is_outside,
    kind_by_words,
)
from recommendations.extraction.vocabulary import Vocabulary

Sentence = tuple[int, int]
"""The number of a paragraph and the offset of a sentence in it."""

_MAX_NAMED = 50  # instruments named last that are remembered with their sentences
_FIRST_OR_SECOND = re.compile(
    r"first|second|premi|deuxi|primer|segund|перв|втор|أول|ثاني|第[一二]|[前后]一", re.IGNORECASE
)
_LAST = re.compile(r"last|derni|-ci|últim|последн|أخير", re.IGNORECASE)


@dataclass
class InstrumentMemory:
    """The instruments named so far in a document, by which short names are identified.

    ``own`` is the convention that the document's body serves. Keys are keys of instruments; an instrument outside the
    vocabulary is remembered by its words with the prefix :data:`OUTSIDE`, so that its articles stay unresolved.

    The rules, in this order:

    - "that Convention", "that Protocol", "that instrument": always the last one of this kind named; ambiguous if "and"
      joined it to another of this kind.
    - "the Convention", "the Protocol": the one defined in the text, as in "… against Corruption (the Convention)".
    - otherwise "the Convention": the document's own, unless the paragraph has so far named only others. After another,
      it is the document's own in the sentence that cites an article of the other, or if it was used before; in a later
      sentence it is then ambiguous. If the document has none, the only one named in the paragraph, or else in the
      document; if several are named, it is ambiguous.
    - "the Protocol": likewise, except that the section is considered before the document.
    - where "the Convention" is said to have an article that the document's own has not, it is ambiguous in the section.
    - "the former", "the second of these": in the order of the last sentence that names several; "the former" and "the
      latter" of exactly two.
    - "its article 19": of the last one named in the paragraph, or else in the text before it.
    - an article alone ("article 18"): of the last instrument named in the paragraph that has such an article, unless
      the sentence before names several; or else of the last one named in the section, or else of the document's own.
      If the document has none, the last paragraph with any must name only one.
    """

    vocabulary: Vocabulary
    own: str | None
    own_protocol: str | None = None
    in_paragraph: RecentKeys = field(default_factory=RecentKeys)
    section: tuple[int, ...] | None = None
    in_section: RecentKeys = field(default_factory=RecentKeys)
    in_document: RecentKeys = field(default_factory=RecentKeys)
    defined: dict[Naming, str] = field(default_factory=dict)
    named: list[tuple[Sentence, str]] = field(default_factory=list)  # sentences and keys, as they follow
    established: set[Naming] = field(default_factory=set)  # "the Convention", if it has meant the document's own
    contradicted: dict[tuple[int, ...] | None, str] = field(default_factory=dict)  # sections, with the reasons
    sentence: Sentence = (0, 0)
    last_mention: Sentence = (0, 0)
    cited: set[str] = field(default_factory=set)  # instruments whose articles the sentence cites
    is_continued: bool = False  # the last paragraph ends with a comma, as in a preamble
    together: tuple[str, ...] = ()  # the last one named, with those that "and" joins to it
    paragraph: int = 0

    def enter(self, section: tuple[int, ...], *, is_continued: bool = False) -> None:
        """Begin a new paragraph of a section. ``is_continued`` means that it continues the sentence above it."""
        self.is_continued = is_continued
        if section != self.section:
            self.section, self.in_section = section, RecentKeys()
        self.in_paragraph = RecentKeys()
        self.paragraph += 1
        self.begin_sentence(0)

    def for_note(self) -> InstrumentMemory:
        """Return a copy for reading a note: instruments named in a note do not affect the text after it."""
        return replace(
            self,
            in_paragraph=self.in_paragraph.copy(),
            in_section=self.in_section.copy(),
            in_document=self.in_document.copy(),
            defined=dict(self.defined),
            named=list(self.named),
            established=set(self.established),
            cited=set(self.cited),
        )

    def begin_sentence(self, start: int) -> None:
        """Begin the sentence at an offset of the paragraph, unless it is the one before."""
        sentence = (self.paragraph, start)
        if sentence != self.sentence and (start or not self.is_continued):
            self.sentence, self.cited = sentence, set()

    def cite(self, keys: Iterable[str]) -> None:
        """Record that the sentence cites articles of instruments."""
        self.cited.update(keys)

    def remember(
        self, key: str, *, as_background: bool = False, is_named: bool = True, is_joined: bool = False
    ) -> None:
        """Record that an instrument was mentioned. ``as_background`` means that the last one remains the subject;
        ``is_named`` is false for "the latter", which does not change what "the former" is; ``is_joined`` means that
        "and" joins it to the one before it."""
        self.together = (*self.together, key) if is_joined else (key,)
        self.last_mention = self.sentence
        for keys in (self.in_paragraph, self.in_section, self.in_document):
            last = next(iter(keys), None)
            keys.add(key)
            if as_background and last:
                keys.add(last)
        if is_named and self.named[-1:] != [(self.sentence, key)]:
            self.named = [*self.named[-_MAX_NAMED:], (self.sentence, key)]

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
            return self._of_last_several(mention)
        if mention.naming is Naming.EITHER:
            return []
        if mention.points_back:
            kind = _kind_meant(mention)
            if len(self._together(kind)) > 1:
                return []
            return [*self._of_kind(self.in_document, kind), *self._own(kind)][:1]
        if mention.naming in self.defined:
            return [self.defined[mention.naming]]
        return self._meant_by_short_name(mention.naming)

    def default_candidates(self) -> list[str]:
        """Return the instruments to which an article alone may belong, likeliest first."""
        if self.in_paragraph:
            return [] if self.rivals() else list(self.in_paragraph)
        in_section = [key for key in self.in_section if not is_outside(key)]
        if not self.own and in_section and len(self._in_last_paragraph()) > 1:
            return []
        return [key for key in (*in_section[:1], self.own) if key][:1]

    def rivals(self) -> list[str]:
        """Return the instruments that the sentence before names on a par, if this one does not name any."""
        last = self.named[-1][0] if self.named else self.sentence
        keys = [key for sentence, key in self.named if sentence == last]
        is_before = self.last_mention != self.sentence and last[0] == self.paragraph
        return list(dict.fromkeys(keys)) if is_before and len(set(keys)) > 1 else []

    def _in_last_paragraph(self) -> set[str]:
        """Return the instruments that the last paragraph with any names."""
        return {key for (paragraph, _), key in self.named if paragraph == self.named[-1][0][0]}

    def last_named(self) -> list[str]:
        """Return the instrument to which "its article 5" belongs, if any."""
        candidates = self.default_candidates()[:1]
        last = next(iter(self.in_document), None)
        return candidates if self.in_paragraph or last in (None, *candidates) else []

    def reason(self, mention: InstrumentMention) -> str:
        """Return the reason why a mention cannot be identified."""
        if self.is_contradicted(mention):
            return f"“{mention.text}” may be another one, because {self.contradicted[self.section]}"
        is_any = mention.naming in (Naming.LATTER, Naming.FORMER, Naming.EITHER)
        kind = kind_by_words(mention.text) if is_any else _kind_meant(mention)
        named = self._together(kind) if mention.points_back else self._of_kind(self.in_document, kind)[::-1]
        if not named:
            return "no suitable instrument is named"
        return f"“{mention.text}” may be any of those named: {self._titles(named)}"

    def reason_of_doubt(self) -> str:
        """Return the reason why the instrument of an article alone is not certain."""
        rivals = self.rivals()
        return (
            f"the article may belong to any of those named: {self._titles(rivals)}"
            if rivals
            else "no suitable instrument is named"
        )

    def _titles(self, keys: Iterable[str]) -> str:
        titles = (
            key.removeprefix(OUTSIDE) if is_outside(key) else self.vocabulary.instruments_by_key[key].short_title
            for key in keys
        )
        return ", ".join(titles)

    def contradict(self, candidates: Sequence[str], reason: str) -> None:
        """Record that "the Convention" is said to have an article that the document's own has not, and no other one may
        be meant. In this section, it is then not the document's own."""
        if [*candidates] == [self.own] and Naming.CONVENTION not in self.defined:
            self.contradicted.setdefault(self.section, reason)

    def is_contradicted(self, mention: InstrumentMention) -> bool:
        """Return whether a mention is "the Convention" in a section in which that is not the document's own."""
        return not mention.points_back and self._is_name_contradicted(mention.naming)

    def _is_name_contradicted(self, naming: Naming) -> bool:
        return naming is Naming.CONVENTION and self.section in self.contradicted

    def _meant_by_short_name(self, naming: Naming) -> list[str]:
        if self._is_name_contradicted(naming):
            return []
        named, own = self._of_kind(self.in_paragraph, naming), self._own(naming)
        if own and (own[0] in named or not named):
            self.established.add(naming)
            return list(dict.fromkeys([*own, *named]))
        if own and named[0] in self.cited:
            return own  # in contrast to the other: "article 11 of … against Cybercrime and article 8 of the Convention"
        if own and naming in self.established:
            return own if (self.sentence, named[0]) in self.named else []
        if own:
            return [*named, *own]
        section = self._of_kind(self.in_section, naming) if naming is Naming.PROTOCOL else []
        scopes = (named, section, self._of_kind(self.in_document, naming))
        return next((keys if len(keys) == 1 else [] for keys in scopes if keys), [])

    def last_several(self) -> list[str]:
        """Return the instruments named in the sentence, or else in the one before, if there are several."""
        return _last_several([(sentence, key) for sentence, key in self.named if sentence[0] == self.paragraph])

    def _of_last_several(self, mention: InstrumentMention) -> list[str]:
        """Return the one meant by "the former" or "the second" of the last sentence, or else of the last paragraph,
        that names several instruments. "The former" and "the latter" need two."""
        kind = kind_by_words(mention.text)
        named = [(sentence, key) for sentence, key in self.named if kind in (self._kind(key), None)]
        keys = _last_several(named) or _last_several([((number, 0), key) for (number, _), key in named])
        if mention.naming is Naming.FORMER:
            return keys[:1] if len(keys) == 2 or (keys and _FIRST_OR_SECOND.search(mention.text)) else []
        if _FIRST_OR_SECOND.search(mention.text) or len(keys) == 2:
            return keys[1:2]
        return keys[-1:] if _LAST.search(mention.text) else []

    def _of_kind(self, keys: RecentKeys, kind: Naming | None) -> list[str]:
        """Return those keys that are of a kind, most recent first. Without a kind, return conventions and protocols."""
        return [key for key in keys if self._kind(key) and kind in (self._kind(key), None)]

    def _together(self, kind: Naming | None) -> list[str]:
        return [key for key in dict.fromkeys(self.together) if self._kind(key) and kind in (self._kind(key), None)]

    def _own(self, naming: Naming | None) -> list[str]:
        return [key for key in (self.own, self.own_protocol) if key and naming in (self._kind(key), None)][:1]

    def _kind(self, key: str) -> Naming | None:
        """Return the kind of an instrument, or None if it is neither a convention nor a protocol."""
        if key == CHARTER or key.startswith(UNIDENTIFIED):
            return None
        if not is_outside(key):
            is_protocol = self.vocabulary.instruments_by_key[key].is_protocol
            return Naming.PROTOCOL if is_protocol else Naming.CONVENTION
        return kind_by_words(key.removeprefix(OUTSIDE))


def _last_several(named: Sequence[tuple[Sentence, str]]) -> list[str]:
    """Return the keys of the last sentence that names several instruments, in order, or an empty list."""
    keys_of_sentences: dict[Sentence, dict[str, None]] = {}
    for sentence, key in named:
        keys_of_sentences.setdefault(sentence, {})[key] = None
    return next((list(keys) for keys in reversed(keys_of_sentences.values()) if len(keys) > 1), [])


def _kind_meant(mention: InstrumentMention) -> Naming | None:
    """Return the kind that "that Convention" names, or None for "that instrument"."""
    return None if mention.naming is Naming.INSTRUMENT else mention.naming
