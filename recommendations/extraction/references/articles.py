"""References to articles of treaties, resolved to an instrument.

The rules for "the Convention", and for articles without an instrument, are in :class:`.memory.InstrumentMemory`.
A reference to national law, to another treaty, or to an article that the instrument does not have is kept without a
target, with the reason.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from operator import itemgetter

from recommendations.extraction.places import TextPlace
from recommendations.extraction.prose import sentence_at
from recommendations.extraction.references.columns import Columns
from recommendations.extraction.references.definitions import DefinedNames, find_defined_names
from recommendations.extraction.references.grammars import grammar_of
from recommendations.extraction.references.grammars.base import Grammar
from recommendations.extraction.references.instruments import (
    OUTSIDE,
    UNIDENTIFIED,
    DefinedName,
    InstrumentMention,
    Naming,
    is_outside,
)
from recommendations.extraction.references.memory import InstrumentMemory
from recommendations.extraction.references.owners import Owner, OwnerReader
from recommendations.extraction.references.provisions import Provision, ProvisionMention
from recommendations.extraction.types import ArticleTarget, Reference, ReferenceKind
from recommendations.extraction.vocabulary import Vocabulary

_IBID = re.compile(r"\s*(?:Ibid|Ibíd|Idem|Там\s+же|المرجع\s+نفسه|同上)", re.IGNORECASE)
"""Matches the beginning of a note that continues the note before it."""


def find_article_references(
    document: Iterable[TextPlace],
    vocabulary: Vocabulary,
    own: str | None,
    language: str,
    *,
    own_protocol: str | None = None,
    titles: str = "",
) -> list[Reference]:
    """Return the references to articles in a document, in order. ``own`` is the key of its body's convention,
    ``own_protocol`` that of its protocol, if the body deals with only one. ``titles`` may define names."""
    places = list(document)
    grammar = grammar_of(language)
    names = find_defined_names(places, titles, vocabulary, language, grammar)
    memory = InstrumentMemory(vocabulary, own, own_protocol)
    references = _read_places(places, memory, names, grammar, language)
    if memory.contradicted:
        memory = InstrumentMemory(vocabulary, own, own_protocol, contradicted=memory.contradicted)
        references = _read_places(places, memory, names, grammar, language)
    return references


def _read_places(
    places: Sequence[TextPlace], memory: InstrumentMemory, names: DefinedNames, grammar: Grammar, language: str
) -> list[Reference]:
    references: list[Reference] = []
    last_note: InstrumentMemory | None = None
    above = ""
    columns: Columns | None = None
    for index, place in enumerate(places):
        for naming, key in names.generic_names(index).items():
            memory.define(naming, key)
        if place.footnote is None:
            memory.enter(place.section, is_continued=above.rstrip().endswith((",", "،", "，")))
            above = place.text
            place_memory = memory
        else:
            is_ibid = last_note and _IBID.match(place.text)
            place_memory = last_note if is_ibid and last_note else memory.for_note()
            last_note = place_memory
        defined = names.patterns(index, language)
        reader = _PlaceReader(place, place_memory, grammar, language, defined, columns)
        columns = reader.columns
        references += reader.references()
    return references


class _PlaceReader(OwnerReader):
    """Reads the instruments and articles in one place from left to right."""

    def __init__(
        self,
        place: TextPlace,
        memory: InstrumentMemory,
        grammar: Grammar,
        language: str,
        defined: Sequence[DefinedName],
        columns_above: Columns | None,
    ) -> None:
        super().__init__(place, memory.vocabulary, grammar, language, defined, columns_above)
        self.memory = memory
        self.unspecified = [match.start() for match in grammar.unspecified.finditer(place.text)]
        self.group: list[ArticleTarget] = []
        self.outer_group: list[ArticleTarget] = []
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
        self.memory.begin_sentence(sentence_at(self.text, mention.start)[0])
        if candidates := self.memory.meant_by(mention):
            is_named = mention.naming not in (Naming.LATTER, Naming.FORMER)
            is_background, is_joined = self._is_background(mention), mention in self.joined
            self.memory.remember(candidates[0], as_background=is_background, is_named=is_named, is_joined=is_joined)
        else:
            self.memory.mark_ambiguous(mention)

    def _is_background(self, mention: InstrumentMention) -> bool:
        """Return whether an instrument is named after another one, in an aside about an earlier treaty."""
        index = bisect_right(self.backgrounds, mention.start, key=itemgetter(0)) - 1
        return bool(self.memory.in_paragraph) and index >= 0 and mention.start < self.backgrounds[index][1]

    # --- references --------------------------------------------------------------------------------

    def _reference(self, mention: ProvisionMention, owner: Owner | None) -> Reference | None:
        end = mention.end
        self.memory.begin_sentence(sentence_at(self.text, mention.start)[0])
        if owner and owner.mentions and not self._owner_follows_later_article(mention, owner):
            end = owner.end
        if not mention.articles[0]:
            targets, reason = self._same_articles(mention)
        elif owner and owner.outside:
            self.memory.remember(f"{OUTSIDE}{owner.outside}")
            targets, reason = [], self._outside_reason(owner.outside)
        elif mention.is_compound:
            targets, reason = [], "not an article number of a convention"
        else:
            targets, reason = self._targets(mention, owner)
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
        if owner and owner.is_respective:
            keys = [self._choose(self.memory.meant_by(m), ()) for m in owner.mentions]
            if len(keys) == len(mention.articles) and all(keys):
                by_article = dict(zip(mention.articles, keys, strict=True))
                return [_target(by_article[p.article] or "", p) for p in mention.provisions], ""
            return [], "“respectively” needs as many articles as instruments"
        if owner and owner.is_each:
            choices = [self._choose(self.memory.meant_by(m), mention.articles) for m in owner.mentions]
            return [
                _target(key, p) for key in choices if key for p in mention.provisions
            ], "no instrument has the article"
        if not owner and self.is_possessive(mention):
            if law := self.law_before(mention):
                return [], self._outside_reason(law)
            candidates = self.memory.last_named()
            return self._chosen(candidates, mention) if candidates else ([], self.memory.reason_of_doubt())
        if not owner and self.grammar.respectively.match(self.text, mention.end):
            several = self.memory.last_several()
            if len(several) != len(mention.articles) or any(map(is_outside, several)):
                return [], "“respectively” needs as many articles as instruments"
            key_of = dict(zip(mention.articles, several, strict=True))
            return [_target(key_of[p.article], p) for p in mention.provisions], ""
        owner = owner or self._owner_in_brackets(mention) or self._owner_of_article_read_together(mention)
        if not owner:
            return self._targets_alone(mention)
        candidates = self.memory.meant_by(owner.mentions[0])
        return self._chosen(candidates, mention, owner) if candidates else ([], self._reason(owner, mention))

    def _reason(self, owner: Owner, mention: ProvisionMention) -> str:
        """Return the reason why the instrument of an article cannot be identified. An article that shows that "the
        Convention" is not the document's own is one that this does not have."""
        named, own = owner.mentions[0], self.memory.own
        if own and self.memory.is_contradicted(named) and not self._choose([own], mention.articles):
            return self._no_such_article(own, mention.articles)
        return self.memory.reason(named)

    def _targets_alone(self, mention: ProvisionMention) -> tuple[list[ArticleTarget], str]:
        """Return the targets of an article to which no words join an instrument, or the reason why it has no target."""
        candidates = self.memory.default_candidates()
        start, end = sentence_at(self.text, mention.start)
        if bisect_left(self.unspecified, start) < bisect_left(self.unspecified, end):
            return [], "the text does not say of which instrument"
        if not candidates:
            return [], self.memory.reason_of_doubt()
        if rival := self._rival(mention, candidates[0]):
            return [], f"“{rival.text}” is named later in the sentence, and the article may belong to it"
        return self._chosen(candidates, mention)

    def _chosen(
        self, candidates: list[str], mention: ProvisionMention, owner: Owner | None = None
    ) -> tuple[list[ArticleTarget], str]:
        self.memory.cite(candidates[:1])
        key = self._choose(candidates, mention.articles)
        if not key:
            reason = self._no_such_article(candidates[0], mention.articles)
            if owner and owner.mentions[0].naming is Naming.CONVENTION and not owner.mentions[0].points_back:
                self.memory.contradict(candidates, reason)
            return [], reason
        return [_target(key, provision) for provision in mention.provisions], ""

    def _owner_in_brackets(self, mention: ProvisionMention) -> Owner | None:
        """Return the instrument named where brackets repeat an article: "article 23 (1) (a) fully (UNCAC art. 23)"."""
        following = bisect_left(self.starts, mention.end)
        repeated = self.provisions[following] if following < len(self.provisions) else None
        if not repeated or repeated.articles != mention.articles:
            return None
        opening = self.text.rfind("(", mention.end, repeated.start)
        if opening < 0 or sentence_at(self.text, mention.start) != sentence_at(self.text, opening):
            return None
        owner = self.owners[following]
        if owner and owner.mentions:
            return owner
        first = bisect_left(self.instrument_starts, opening)
        named = self.instruments[first] if first < len(self.instruments) else None
        is_before = named and named.naming is Naming.NAME and not self.text[named.end : repeated.start].strip(" ,:")
        return Owner((named,), named.end) if named and is_before else None

    def _rival(self, mention: ProvisionMention, key: str) -> InstrumentMention | None:
        """Return an instrument named later in the sentence, unless one precedes. Other articles' owners are skipped,
        unless ``key`` is only an instrument named in a paragraph above."""
        start, end = sentence_at(self.text, mention.start)
        if bisect_left(self.instrument_starts, start) < bisect_left(self.instrument_starts, mention.start):
            return None
        is_certain = key == self.memory.own or bool(self.memory.in_paragraph)
        following = bisect_left(self.starts, mention.end)
        shared: tuple[InstrumentMention, ...] = ()
        if following < len(self.starts) and self._are_joined_loosely(mention.end, self.starts[following]):
            owner = self.owners[following]
            shared = owner.mentions if owner else ()
        first = bisect_left(self.instrument_starts, mention.end)
        named = (m for m in takewhile(lambda m: m.start < end, self.instruments[first:]) if self._is_treaty(m))
        if not is_certain:
            return next(named, None)
        return next((m for m in named if m.key != key and (m in shared or m not in self.owned_mentions)), None)

    def _owner_of_article_read_together(self, mention: ProvisionMention) -> Owner | None:
        """Return the owner of the next article if both are to be read together and the paragraph has named no
        instrument: "article 13 is read in conjunction with article 12 of the Convention"."""
        following = bisect_left(self.starts, mention.end)
        is_own = self.memory.own and self.memory.default_candidates() == [self.memory.own]
        if following == len(self.starts) or self.memory.in_paragraph or is_own:
            return None
        is_together = self.grammar.together.fullmatch(self.text, mention.end, self.starts[following])
        owner = self.owners[following]
        return owner if is_together and owner and owner.mentions else None

    def _is_treaty(self, mention: InstrumentMention) -> bool:
        is_outside_treaty = mention.naming is Naming.OUTSIDE and not self.grammar.national.search(mention.text)
        return mention.naming is Naming.NAME or is_outside_treaty

    def _are_joined_loosely(self, end: int, start: int) -> bool:
        """Return whether "or under" or "together with" joins two articles, so that they may share an owner."""
        joint = self.grammar.joint.match(self.text, end)
        is_joined = joint and joint.group().strip() and len(self.text[joint.end() : start].split()) <= 1
        return bool(is_joined or self.grammar.together.fullmatch(self.text, end, start))

    def _choose(self, candidates: list[str], articles: tuple[str, ...]) -> str | None:
        """Return the first candidate that has all the articles; None if the first one is outside the vocabulary."""
        if not candidates or is_outside(candidates[0]):
            return None
        instruments = [self.vocabulary.instruments_by_key[key] for key in candidates if not is_outside(key)]
        return next((i.key for i in instruments if all(map(i.has_article, articles))), None)

    def _no_such_article(self, key: str, articles: tuple[str, ...]) -> str:
        if key.startswith(UNIDENTIFIED):
            return key.removeprefix(UNIDENTIFIED)
        if is_outside(key):
            return self._outside_reason(key.removeprefix(OUTSIDE))
        instrument = self.vocabulary.instruments_by_key[key]
        missing = [article for article in articles if not instrument.has_article(article)]
        return f"the {instrument.short_title} has no article {', '.join(missing)}"

    def _outside_reason(self, words: str) -> str:
        is_national = self.grammar.national.search(words) and not self.grammar.treaty.search(words)
        return f"national law: {words}" if is_national else f"instrument not in the vocabulary: {words}"

    def _same_articles(self, mention: ProvisionMention) -> tuple[list[ArticleTarget], str]:
        """Return the last group of articles with the paragraphs of a mention like "paragraph 7 of each of them"."""
        opened = self.text.count("(", self.group_end, mention.start)
        is_closed = self.text.count(")", self.group_end, mention.start) > opened
        group = self.outer_group if is_closed and self.outer_group else self.group
        if not group:
            return [], "no article is named before it"
        articles = dict.fromkeys((target.instrument, target.article) for target in group)
        return [
            ArticleTarget(instrument, article, p.paragraph, p.subparagraph)
            for instrument, article in articles
            for p in mention.provisions
        ], ""

    def _update_group(self, mention: ProvisionMention, owner: Owner | None, targets: list[ArticleTarget]) -> None:
        """Record the articles to which a later "those articles" would refer; joined mentions form one group."""
        if not mention.articles[0]:
            return
        between = self.text[self.group_end : mention.start] if self.group_end >= 0 else ""
        is_joined = self.grammar.joint.fullmatch(between) and between.strip()
        if not is_joined:
            # After an aside in brackets, "those articles" are again the ones before it.
            self.outer_group = self.group if "(" in between and ")" not in between else []
            self.group = []
        self.group += targets
        self.group_end = max(mention.end, owner.end if owner else 0)


def _target(instrument: str, provision: Provision) -> ArticleTarget:
    return ArticleTarget(instrument, provision.article, provision.paragraph, provision.subparagraph)
