"""References to articles of treaties: what a text says, resolved to the instrument that it means there.

The house rule for "the Convention" and for articles that name no instrument: :class:`.instruments.InstrumentMemory`.
An article of a national law is no reference. One of another treaty, one whose number its instrument does not have,
and one whose instrument cannot be told are kept without a target and with the reason.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from recommendations.extraction.places import TextPlace
from recommendations.extraction.references.grammars import grammar_of
from recommendations.extraction.references.grammars.base import Grammar
from recommendations.extraction.references.instruments import (
    OUTSIDE,
    UNTOLD,
    InstrumentMemory,
    InstrumentMention,
    Naming,
    definitions,
    find_instruments,
    is_outside,
)
from recommendations.extraction.references.provisions import Cursor, Provision, ProvisionMention, find_provisions
from recommendations.extraction.references.provisions_chinese import find_chinese_provisions
from recommendations.extraction.types import ArticleTarget, Reference, ReferenceKind
from recommendations.extraction.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Owner:
    """What stands behind "of" after an article: instruments with the offset of their end, or something else."""

    mentions: tuple[InstrumentMention, ...]
    end: int
    respectively: bool = False
    outside: str = ""


def find_article_references(
    document: Iterable[TextPlace], vocabulary: Vocabulary, own: str | None, language: str
) -> list[Reference]:
    """Every article that the places of a document cite, in their order. ``own`` is its body's convention."""
    grammar = grammar_of(language)
    memory = InstrumentMemory(vocabulary, own)
    found: list[Reference] = []
    for place in document:
        if place.footnote is None:
            memory.enter(place.section)
        remembered = memory if place.footnote is None else memory.for_note()
        found += _PlaceReader(place, vocabulary, remembered, grammar, language).references()
    return found


class _PlaceReader:
    """Reads one place from left to right, instruments and articles as they come."""

    def __init__(
        self, place: TextPlace, vocabulary: Vocabulary, memory: InstrumentMemory, grammar: Grammar, language: str
    ) -> None:
        self.place = place
        self.text = place.text
        self.vocabulary = vocabulary
        self.memory = memory
        self.grammar = grammar
        self.instruments = find_instruments(place.text, vocabulary, language, grammar)
        self.definitions = definitions(place.text, self.instruments)
        chinese = language == "zh"
        self.provisions = list(find_chinese_provisions(place.text) if chinese else find_provisions(place.text, grammar))
        self.starts = sorted(mention.start for mention in self.provisions)
        self.instruments_by_start = {mention.start: mention for mention in reversed(self.instruments)}
        self.owners = self._owners()
        self.group: list[ArticleTarget] = []
        self.group_end = -1

    def references(self) -> Iterator[Reference]:
        waiting = iter(self.instruments)
        upcoming = next(waiting, None)
        for mention, owner in zip(self.provisions, self.owners, strict=True):
            while upcoming and upcoming.start < mention.start:
                self._remember(upcoming)
                upcoming = next(waiting, None)
            if reference := self._reference(mention, owner):
                yield reference
        while upcoming:
            self._remember(upcoming)
            upcoming = next(waiting, None)

    def _remember(self, mention: InstrumentMention) -> None:
        if name := self.definitions.get(mention):
            self.memory.define(mention.naming, self.memory.meant_by(name)[0])
        if candidates := self.memory.meant_by(mention):
            self.memory.remember(candidates[0])
        else:
            self.memory.leave_open(mention)

    # --- what an article is of ---------------------------------------------------------------------

    def _owners(self) -> list[Owner | None]:
        """For each mention what follows it behind "of"; of two joined by "and", the first shares the second's."""
        owners: list[Owner | None] = []
        following: tuple[ProvisionMention, Owner | None] | None = None
        for mention in reversed(self.provisions):
            owner = self._owner_after(mention.end)
            if owner is None and following and self._joined(mention.end, following[0].start):
                owner = following[1]
            owners.append(owner)
            following = (mention, owner)
        return owners[::-1]

    def _joined(self, end: int, start: int) -> bool:
        match = self.grammar.joint.match(self.text, end)
        return bool(match) and match.end() == start  # type: ignore[union-attr]

    def _owner_after(self, end: int) -> Owner | None:
        cursor = Cursor(self.text, end)
        cursor.take(self.grammar.aside)
        if not cursor.take(self.grammar.of):
            return self._name_directly_after(end)
        first = self._instrument_at(cursor.position)
        if not first:
            return self._outside_owner(cursor.position)
        mentions = [first]
        while (joint := self.grammar.joint.match(self.text, mentions[-1].end)) and joint.group().strip():
            following = self._instrument_at(joint.end())
            if not following:
                break
            mentions.append(following)
        respectively = self.grammar.respectively.match(self.text, mentions[-1].end)
        if len(mentions) > 1 and respectively:
            return Owner(tuple(mentions), respectively.end(), respectively=True)
        return Owner((first,), first.end)

    def _name_directly_after(self, end: int) -> Owner | None:
        """ "art. 16 UNTOC": a name without "of"."""
        named = self.instruments_by_start.get(end + 1)
        directly = named and named.naming is Naming.NAME and self.text[end] == " "
        return Owner((named,), named.end) if named and directly else None

    def _instrument_at(self, position: int) -> InstrumentMention | None:
        determiner = self.grammar.determiner.match(self.text, position)
        behind = determiner.end() if determiner else position
        return self.instruments_by_start.get(position) or self.instruments_by_start.get(behind)

    def _outside_owner(self, position: int) -> Owner | None:
        words = self.grammar.owner.match(self.text, position)
        return Owner((), words.end(), outside=words.group()) if words else None

    # --- which articles they are -------------------------------------------------------------------

    def _reference(self, mention: ProvisionMention, owner: Owner | None) -> Reference | None:
        end = mention.end
        if owner and owner.mentions and not self._joined_later(mention, owner):
            end = owner.end
        if not mention.articles[0]:
            targets, reason = self._those(mention)
        elif owner and owner.outside:
            if self.grammar.national.search(owner.outside):
                self.memory.remember(f"{OUTSIDE}{owner.outside}")
                return None
            targets, reason = [], f"of what is not in the vocabulary: {owner.outside}"
        else:
            targets, reason = self._targets(mention, owner)
        if not targets and self.grammar.national.search(reason):
            return None
        self._take_up(mention, owner, targets)
        return Reference(
            kind=ReferenceKind.ARTICLE,
            text=self.text[mention.start : end],
            start=mention.start,
            end=end,
            block=self.place.block,
            footnote=self.place.footnote,
            articles=tuple(targets),
            reason="" if targets else reason,
        )

    def _joined_later(self, mention: ProvisionMention, owner: Owner) -> bool:
        """Whether the owner stands behind a later article, so that its words are not this reference's."""
        following = bisect_left(self.starts, mention.end)
        return following < len(self.starts) and self.starts[following] < owner.end

    def _targets(self, mention: ProvisionMention, owner: Owner | None) -> tuple[list[ArticleTarget], str]:
        if owner and owner.respectively:
            keys = [self._choose(self.memory.meant_by(m), ()) for m in owner.mentions]
            if len(keys) == len(mention.articles) and all(keys):
                by_article = dict(zip(mention.articles, keys, strict=True))
                return [_target(by_article[p.article] or "", p) for p in mention.provisions], ""
            return [], "as many articles as instruments are expected before “respectively”"
        candidates = self.memory.meant_by(owner.mentions[0]) if owner else self.memory.meant_by_nothing()
        if not candidates:
            bare = owner.mentions[0] if owner else None
            return [], self.memory.why_not(bare) if bare else "the text names no instrument that it could be of"
        key = self._choose(candidates, mention.articles)
        if not key:
            return [], self._no_such_article(candidates[0], mention.articles)
        return [_target(key, provision) for provision in mention.provisions], ""

    def _choose(self, candidates: list[str], articles: tuple[str, ...]) -> str | None:
        """The first that has all the articles. One outside the vocabulary, where it comes first, settles it: none."""
        if not candidates or is_outside(candidates[0]):
            return None
        known = [self.vocabulary.instruments_by_key[key] for key in candidates if not is_outside(key)]
        return next((i.key for i in known if all(map(i.has_article, articles))), None)

    def _no_such_article(self, key: str, articles: tuple[str, ...]) -> str:
        if key.startswith(UNTOLD):
            return key.removeprefix(UNTOLD)
        if is_outside(key):
            return f"of what is not in the vocabulary: {key.removeprefix(OUTSIDE)}"
        instrument = self.vocabulary.instruments_by_key[key]
        missing = [article for article in articles if not instrument.has_article(article)]
        return f"the {instrument.short_title} has no article {', '.join(missing)}"

    def _those(self, mention: ProvisionMention) -> tuple[list[ArticleTarget], str]:
        """ "paragraph 7 of each of them": the articles of the last group named, with these paragraphs."""
        if not self.group:
            return [], "no article is named before it"
        articles = dict.fromkeys((target.instrument, target.article) for target in self.group)
        return [
            ArticleTarget(instrument, article, p.paragraph, p.subparagraph)
            for instrument, article in articles
            for p in mention.provisions
        ], ""

    def _take_up(self, mention: ProvisionMention, owner: Owner | None, targets: list[ArticleTarget]) -> None:
        """Remember the articles for "those articles": joined mentions are one group."""
        if not mention.articles[0]:
            return
        between = self.text[self.group_end : mention.start] if self.group_end >= 0 else ""
        joined = self.grammar.joint.fullmatch(between) and between.strip()
        if not joined:
            self.group = []
        self.group += targets
        self.group_end = max(mention.end, owner.end if owner else 0)


def _target(instrument: str, provision: Provision) -> ArticleTarget:
    return ArticleTarget(instrument, provision.article, provision.paragraph, provision.subparagraph)
