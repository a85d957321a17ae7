"""Find the instrument that owns an article: named after it, before it, or at the head of its column."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recommendations.extraction.places import TextPlace
from recommendations.extraction.prose import sentence_at
from recommendations.extraction.references.columns import Columns, columns_of
from recommendations.extraction.references.grammars.base import Grammar
from recommendations.extraction.references.instruments import (
    DefinedName,
    InstrumentMention,
    Naming,
    find_instruments,
    find_joined,
)
from recommendations.extraction.references.provisions import (
    ProvisionMention,
    find_provisions,
    read_list_continuation,
)
from recommendations.extraction.references.provisions_chinese import find_chinese_provisions
from recommendations.extraction.vocabulary import Vocabulary

_MAX_TAIL = 300  # characters between an article and its instrument
_BRACKETED = re.compile(r"\s*\((?:[^()]|\([^()]*\)){2,200}\)")
_AFTER_NAME = re.compile(r"》?\s*[,،，:：(（]\s*(?:l['’]|el\s|los\s|les\s)?")
_ASIDE = re.compile(r"\s*(?:[,،]\s[^,;:،؛()–—]{2,120}(?=[,،])|[–—]\s?[^,;:()–—]{2,120}[–—])")


@dataclass(frozen=True, slots=True)
class Owner:
    """The owner of an article: instruments or the name of one ``outside`` the vocabulary; ``end`` is its end offset."""

    mentions: tuple[InstrumentMention, ...]
    end: int
    is_respective: bool = False  # each article belongs to the instrument at the same position
    outside: str = ""
    is_each: bool = False  # "of both …": the articles belong to each of the instruments


class OwnerReader:
    """Reads the instruments and articles in one place, and finds the owner of each article."""

    def __init__(
        self,
        place: TextPlace,
        vocabulary: Vocabulary,
        grammar: Grammar,
        language: str,
        defined: Sequence[DefinedName],
        columns_above: Columns | None,
    ) -> None:
        self.place = place
        self.text = place.text
        self.vocabulary = vocabulary
        self.grammar = grammar
        self.instruments = find_instruments(place.text, vocabulary, language, grammar, defined)
        self.joined = find_joined(place.text, self.instruments, grammar)
        self.backgrounds = [match.span() for match in grammar.background.finditer(place.text)]
        self.possessives = [match.end() for match in grammar.possessive.finditer(place.text)]
        self.instrument_starts = [mention.start for mention in self.instruments]
        self.instruments_by_start = {mention.start: mention for mention in reversed(self.instruments)}
        self.provisions = list(
            find_chinese_provisions(place.text) if language == "zh" else find_provisions(place.text, grammar)
        )
        self.starts = [mention.start for mention in self.provisions]
        while continuations := self._continuations():
            self.provisions = sorted([*self.provisions, *continuations], key=lambda mention: mention.start)
            self.starts = [mention.start for mention in self.provisions]
        self.columns = columns_of(place.text, self.instruments, self.starts, columns_above)
        self.owners = self._owners()
        self.owned_mentions = {m for owner in self.owners if owner for m in owner.mentions}

    def _owners(self) -> list[Owner | None]:
        """Return the owner of each mention, or None. If "and" joins two mentions, the first has the second's owner."""
        owners: list[Owner | None] = []
        following: tuple[ProvisionMention, Owner | None] | None = None
        for mention in reversed(self.provisions):
            if self.is_possessive(mention):
                owner = self._subject_after(mention)
                owners.append(owner)
                following = None
                continue
            owner = self._owner_in_column(mention) or self._owner_after(mention.end)
            is_owned = owner is not None or self._follows_name(mention)
            if not is_owned and following and self._are_joined(mention.end, following[0].start):
                owner = following[1]
            owners.append(owner)
            following = (mention, owner)
        return self._distributed(self._one_each(owners[::-1]))

    def _one_each(self, owners: list[Owner | None]) -> list[Owner | None]:
        """Assign joined articles to the instruments after them one by one: "article 3 and article 5, respectively, of
        the Convention and the Protocol"."""
        for last, owner in enumerate(owners):
            count = len(owner.mentions) if owner and owner.is_respective else 0
            first = last - count + 1
            is_shared = count and first >= 0 and all(shared is owner for shared in owners[first : last + 1])
            if owner and is_shared and all(len(m.articles) == 1 for m in self.provisions[first : last + 1]):
                owners[first : last + 1] = [Owner((mention,), owner.end) for mention in owner.mentions]
        return owners

    def _distributed(self, owners: list[Owner | None]) -> list[Owner | None]:
        """Assign articles to the instruments before them one by one: "《甲公约》和《乙公约》分别在第三条和第五条中"."""
        for match in self.grammar.distributed.finditer(self.text):
            start, end = sentence_at(self.text, match.start())
            named = [m for m in self.instruments if start <= m.start < match.start()]
            chain = [
                m
                for i, m in enumerate(named)
                if m in self.joined or (i + 1 < len(named) and named[i + 1] in self.joined)
            ]
            first = bisect_left(self.starts, match.end())
            cited = [i for i in range(first, len(self.starts)) if self.starts[i] < end and not owners[i]]
            if (
                len(chain) > 1
                and len(cited) == len(chain)
                and all(len(self.provisions[i].articles) == 1 for i in cited)
            ):
                for index, mention in zip(cited, chain, strict=True):
                    owners[index] = Owner((mention,), self.provisions[index].end)
        return owners

    def _follows_name(self, mention: ProvisionMention) -> bool:
        """Return whether an instrument is named directly before an article: "Rome Statute, article 7"."""
        index = bisect_left(self.instrument_starts, mention.start) - 1
        named = self.instruments[index] if index >= 0 else None
        return bool(named and _AFTER_NAME.fullmatch(self.text, named.end, mention.start))

    def is_possessive(self, mention: ProvisionMention) -> bool:
        """Return whether words refer to the instrument named before: "its article 5", "article 5 thereof"."""
        following = bisect_left(self.possessives, mention.start)
        is_preceded = following < len(self.possessives) and self.possessives[following] < mention.end
        return is_preceded or bool(self.grammar.thereof.match(self.text, mention.end))

    def law_before(self, mention: ProvisionMention) -> str:
        """Return the last noun for a law or treaty between the instrument named last in the sentence and an article."""
        start = sentence_at(self.text, mention.start)[0]
        index = bisect_left(self.instrument_starts, mention.start) - 1
        after = max(start, self.instruments[index].end if index >= 0 else 0)
        nouns = [match.group() for match in self.grammar.law.finditer(self.text, after, mention.start)]
        return nouns[-1] if nouns else ""

    def _subject_after(self, mention: ProvisionMention) -> Owner | None:
        """Return the subject of a sentence that begins with its article: "In its article 5, the Convention …"."""
        start, end = sentence_at(self.text, mention.start)
        if bisect_left(self.instrument_starts, start) < bisect_left(self.instrument_starts, mention.start):
            return None
        comma = self.grammar.comma.match(self.text, mention.end, end)
        subject = self._instrument_at(comma.end()) if comma else None
        return Owner((subject,), mention.end) if subject else None

    def _owner_in_column(self, mention: ProvisionMention) -> Owner | None:
        """Return the instrument at the head of the column of a table in which an article stands."""
        column = self.columns.at(mention.start) if self.columns else None
        return Owner((column,), mention.end) if column else None

    def _are_joined(self, end: int, start: int) -> bool:
        match = self.grammar.joint.match(self.text, end)
        return bool(match) and match.end() == start  # type: ignore[union-attr]

    def _continuations(self) -> list[ProvisionMention]:
        """Return lists that continue after an instrument: ", and 44 and 46 of the Convention against Corruption"."""
        continuations = []
        for mention in self.provisions:
            owner = self._owner_after(mention.end)
            if owner and owner.mentions and (more := read_list_continuation(self.text, owner.end, self.grammar)):
                owner = self._owner_after(more.end) if more.start not in self.starts else None
                if owner and owner.mentions:
                    continuations.append(more)
        return continuations

    def _owner_after(self, end: int) -> Owner | None:
        """Return the owner named after an article that ends at ``end``, if any. Asides and filler are skipped."""
        outside = None
        for position in self._tails(end):
            link = self.grammar.link.match(self.text, position)
            if not link:
                continue
            # After a mere comma, "the second" begins another clause: «статья 8, второй — статья 18».
            is_mere_comma = not link.group().strip(" ,،\n") and link.group().strip()
            first = self._instrument_at(link.end())
            if first and not (is_mere_comma and first.naming in (Naming.LATTER, Naming.FORMER)):
                return self._named_owner(first, is_each=bool(link["both"]), gap=(end, link.end()))
            several = self._one_of_several(link.start("both")) or self._one_of_several(link.end())
            if several and not is_mere_comma:
                return Owner((several,), several.end)
            of = self.grammar.of.match(self.text, position)
            outside = outside or (self._outside_owner(of.end()) if of else None)
        return outside or self._name_directly_after(end)

    def _one_of_several(self, position: int) -> InstrumentMention | None:
        """Return the words for one of several instruments at an offset: "the latter", "either of them"."""
        if position < 0:
            return None
        grammar = self.grammar
        for naming, words in (
            (Naming.EITHER, grammar.either),
            (Naming.LATTER, grammar.latter),
            (Naming.FORMER, grammar.former),
        ):
            if match := words.match(self.text, position):
                return InstrumentMention(position, match.end(), naming, match.group())
        return None

    def _tails(self, end: int) -> Iterator[int]:
        """Yield the offsets at which the name of the instrument may follow an article that ends at ``end``.

        The article's subject in brackets, words such as "and other relevant provisions", and asides between commas or
        dashes are skipped, unless they name another article or instrument.
        """
        position = end
        limit = min(sentence_at(self.text, max(end - 1, 0))[1], end + _MAX_TAIL)
        while position < limit:
            yield position
            steps = (p.match(self.text, position, limit) for p in (_BRACKETED, _ASIDE, self.grammar.filler))
            position = next((s.end() for s in steps if s and not self._names_something(*s.span())), limit)

    def _names_something(self, start: int, end: int) -> bool:
        following = bisect_left(self.starts, start)
        if following < len(self.starts) and self.starts[following] < end:
            return True
        return bisect_left(self.instrument_starts, start) < bisect_left(self.instrument_starts, end)

    def _named_owner(self, first: InstrumentMention, *, is_each: bool, gap: tuple[int, int]) -> Owner:
        mentions = [first]
        while (joint := self.grammar.joint.match(self.text, mentions[-1].end)) and joint.group().strip():
            following = self._instrument_at(joint.end())
            if not following:
                break
            mentions.append(following)
        respectively = self.grammar.respectively.match(self.text, mentions[-1].end)
        is_respective = bool(respectively or self.grammar.respectively.search(self.text, *gap))
        if len(mentions) > 1 and (is_respective or is_each):
            end = respectively.end() if respectively else mentions[-1].end
            return Owner(tuple(mentions), end, is_respective=is_respective, is_each=not is_respective)
        return Owner((first,), first.end)

    def _name_directly_after(self, end: int) -> Owner | None:
        """Return the owner if its name or acronym follows without "of": "art. 16 UNTOC", "art. 5-1 CPC"; or None."""
        mention = self.instruments_by_start.get(end + 1)
        if mention and mention.naming is Naming.NAME and self.text[end] == " ":
            return Owner((mention,), mention.end)
        letters = self.grammar.acronym.match(self.text, end)
        return Owner((), letters.end(), outside=letters.group().strip()) if letters and not mention else None

    def _instrument_at(self, position: int) -> InstrumentMention | None:
        determiner = self.grammar.determiner.match(self.text, position)
        name_start = determiner.end() if determiner else position
        return self.instruments_by_start.get(position) or self.instruments_by_start.get(name_start)

    def _outside_owner(self, position: int) -> Owner | None:
        words = self.grammar.owner.match(self.text, position)
        return Owner((), words.end(), outside=words.group()) if words else None
