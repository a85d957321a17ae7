"""References to articles of treaties, resolved to the instrument meant.

The rules for "the Convention", and for articles without an instrument, are in :class:`.instruments.InstrumentMemory`.
Articles of national law are not references. If the treaty is not in the vocabulary, has no such article or cannot be
identified, the reference is kept without a target but with the reason.
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
    """The instruments that an article is "of", or else the words ``outside``. ``end`` is the offset of their end."""

    mentions: tuple[InstrumentMention, ...]
    end: int
    respectively: bool = False
    outside: str = ""


def find_article_references(
    document: Iterable[TextPlace], vocabulary: Vocabulary, own: str | None, language: str
) -> list[Reference]:
    """Return the references to articles in a document, in order. ``own`` is the key of its body's convention."""
    grammar = grammar_of(language)
    memory = InstrumentMemory(vocabulary, own)
    references: list[Reference] = []
    for place in document:
        if place.footnote is None:
            memory.enter(place.section)
        remembered = memory if place.footnote is None else memory.for_note()
        references += _PlaceReader(place, vocabulary, remembered, grammar, language).references()
    return references


class _PlaceReader:
    """Reads the instruments and articles in one place from left to right."""

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
        instruments = iter(self.instruments)
        upcoming = next(instruments, None)
        for mention, owner in zip(self.provisions, self.owners, strict=True):
            while upcoming and upcoming.start < mention.start:
                self._remember(upcoming)
                upcoming = next(instruments, None)
            if reference := self._reference(mention, owner):
                yield reference
        while upcoming:
            self._remember(upcoming)
            upcoming = next(instruments, None)

    def _remember(self, mention: InstrumentMention) -> None:
        if name := self.definitions.get(mention):
            self.memory.define(mention.naming, self.memory.meant_by(name)[0])
        if candidates := self.memory.meant_by(mention):
            self.memory.remember(candidates[0])
        else:
            self.memory.leave_open(mention)

    # --- owners of articles ------------------------------------------------------------------------

    def _owners(self) -> list[Owner | None]:
        """Return the owner that follows each mention; of two joined by "and", the first shares the second's."""
        owners: list[Owner | None] = []
        following: tuple[ProvisionMention, Owner | None] | None = None
        for mention in reversed(self.provisions):
            owner = self._owner_after(mention.end)
            if owner is None and following and self._are_joined(mention.end, following[0].start):
                owner = following[1]
            owners.append(owner)
            following = (mention, owner)
        return owners[::-1]

    def _are_joined(self, end: int, start: int) -> bool:
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
        """Return an instrument named without "of": "art. 16 UNTOC"."""
        mention = self.instruments_by_start.get(end + 1)
        is_adjacent = mention and mention.naming is Naming.NAME and self.text[end] == " "
        return Owner((mention,), mention.end) if mention and is_adjacent else None

    def _instrument_at(self, position: int) -> InstrumentMention | None:
        determiner = self.grammar.determiner.match(self.text, position)
        name_start = determiner.end() if determiner else position
        return self.instruments_by_start.get(position) or self.instruments_by_start.get(name_start)

    def _outside_owner(self, position: int) -> Owner | None:
        words = self.grammar.owner.match(self.text, position)
        return Owner((), words.end(), outside=words.group()) if words else None

    # --- references --------------------------------------------------------------------------------

    def _reference(self, mention: ProvisionMention, owner: Owner | None) -> Reference | None:
        end = mention.end
        if owner and owner.mentions and not self._owner_follows_later_article(mention, owner):
            end = owner.end
        if not mention.articles[0]:
            targets, reason = self._same_articles(mention)
        elif owner and owner.outside:
            if self.grammar.national.search(owner.outside):
                self.memory.remember(f"{OUTSIDE}{owner.outside}")
                return None
            targets, reason = [], f"of what is not in the vocabulary: {owner.outside}"
        else:
            targets, reason = self._targets(mention, owner)
        if not targets and self.grammar.national.search(reason):
            return None
        self._update_group(mention, owner, targets)
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

    def _owner_follows_later_article(self, mention: ProvisionMention, owner: Owner) -> bool:
        """Return whether the owner follows a later article, so that it is not part of this reference's text."""
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
            unclear = owner.mentions[0] if owner else None
            return [], self.memory.why_not(unclear) if unclear else "the text names no instrument that it could be of"
        key = self._choose(candidates, mention.articles)
        if not key:
            return [], self._no_such_article(candidates[0], mention.articles)
        return [_target(key, provision) for provision in mention.provisions], ""

    def _choose(self, candidates: list[str], articles: tuple[str, ...]) -> str | None:
        """Return the first candidate with all the articles; None if the first is outside the vocabulary."""
        if not candidates or is_outside(candidates[0]):
            return None
        instruments = [self.vocabulary.instruments_by_key[key] for key in candidates if not is_outside(key)]
        return next((i.key for i in instruments if all(map(i.has_article, articles))), None)

    def _no_such_article(self, key: str, articles: tuple[str, ...]) -> str:
        if key.startswith(UNTOLD):
            return key.removeprefix(UNTOLD)
        if is_outside(key):
            return f"of what is not in the vocabulary: {key.removeprefix(OUTSIDE)}"
        instrument = self.vocabulary.instruments_by_key[key]
        missing = [article for article in articles if not instrument.has_article(article)]
        return f"the {instrument.short_title} has no article {', '.join(missing)}"

    def _same_articles(self, mention: ProvisionMention) -> tuple[list[ArticleTarget], str]:
        """Return the articles of the last group, with these paragraphs: "paragraph 7 of each of them"."""
        if not self.group:
            return [], "no article is named before it"
        articles = dict.fromkeys((target.instrument, target.article) for target in self.group)
        return [
            ArticleTarget(instrument, article, p.paragraph, p.subparagraph)
            for instrument, article in articles
            for p in mention.provisions
        ], ""

    def _update_group(self, mention: ProvisionMention, owner: Owner | None, targets: list[ArticleTarget]) -> None:
        """Remember the articles for a later "those articles"; joined mentions form one group."""
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
