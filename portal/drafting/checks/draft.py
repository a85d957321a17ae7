"""A draft that was read: its text, its references and its clauses."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from documents.labels.places import shown_place
from documents.parsing.types import Block, BlockKind
from portal.drafting.checks.types import Place
from portal.reading.draft import DraftReading
from recommendations.extraction.action_phrases import ends_in_colon, find_phrases
from recommendations.extraction.actions import read_action
from recommendations.extraction.languages import language_of
from recommendations.extraction.operative.addressees import find_addressees
from recommendations.extraction.operative.grammar import grammar_of
from recommendations.extraction.prose import UNSPACED_LANGUAGES
from recommendations.extraction.types import Reference, Strength
from recommendations.extraction.vocabulary import ENGLISH, Vocabulary

_CLAUSE_KINDS = (BlockKind.OPERATIVE, BlockKind.ITEM, BlockKind.PARAGRAPH)
_PRINTED_NUMBER = re.compile(r"\s*(?:\(?\w{1,4}\)|\d{1,3}\.)\s+")
_REPORTS = re.compile(
    r"\b(?:that|which|who|que|qu['’]|qui|quien(?:es)?|что|чтобы|котор\w+|أن|التي|الذي)\b", re.IGNORECASE
)
"""Matches the word after which a text reports a request: "the Assembly decided that the committee should"; or says
something about its subject: "the resolution which urges States"."""
MAX_BEFORE_VERB = 160  # characters before the verb of a request
MIN_CLAUSE_WORDS = 6
MAX_CLAUSES = 400


@dataclass(frozen=True, slots=True)
class DraftReference:
    """A reference of a draft with the text around it. ``certain`` is False if its target is only assumed."""

    reference: Reference
    text: str
    where: str
    certain: bool
    language: str

    @property
    def place(self) -> Place:
        r = self.reference
        return Place(r.block, r.footnote, r.start, r.end)


@dataclass(frozen=True, slots=True)
class DraftClause:
    """A clause that asks somebody to act, or decides. ``strength`` is None if its verb has none."""

    place: Place
    where: str
    text: str
    verb: str
    strength: Strength | None
    addressees: tuple[str, ...]
    language: str = ENGLISH


class Draft:
    """A draft that was read, with its parts in order."""

    def __init__(self, reading: DraftReading, vocabulary: Vocabulary) -> None:
        self.parsed = reading.parsed
        self.vocabulary = vocabulary
        self._reading = reading

    @property
    def language(self) -> str:
        """Return the language of most of the draft."""
        return self.parsed.masthead.language or ENGLISH

    def language_at(self, block: int | None, footnote: int | None = None) -> str:
        """Return the language of a block or a footnote."""
        reading = self._reading
        return reading.note_languages[footnote] if footnote is not None else reading.languages[block or 0]

    @cached_property
    def references(self) -> tuple[DraftReference, ...]:
        plain = {_key(r): r for r in self._reading.extraction.references}
        return tuple(
            DraftReference(
                r,
                self.text_at(r.block, r.footnote),
                self.where(r.block, r.footnote),
                plain.get(_key(r)) == r,
                self.language_at(r.block, r.footnote),
            )
            for r in self._reading.assumed.references
        )

    def text_at(self, block: int | None, footnote: int | None) -> str:
        """Return the text of a block or a footnote."""
        return self.parsed.footnotes[footnote].text if footnote is not None else self.parsed.blocks[block or 0].text

    def where(self, block: int | None, footnote: int | None) -> str:
        """Return the place as a reader would name it: "para. 3", "Annex (b)", "footnote 2", "text, para. 4"."""
        if footnote is not None:
            return _("footnote %(marker)s") % {"marker": self.parsed.footnotes[footnote].marker}
        printed = self.parsed.blocks[block or 0]
        label = _PRINTED_NUMBER.match(printed.text)
        if printed.label or (printed.path and not label and printed.kind is not BlockKind.PREAMBULAR):
            return shown_place(printed.path or printed.label or "")
        return label.group().strip() if label else _("text, para. %(number)s") % {"number": printed.index + 1}

    @cached_property
    def clauses(self) -> tuple[DraftClause, ...]:
        clauses = list(self._clauses())
        own = {clause.place.block for clause in clauses}
        items = (block for block in self.parsed.blocks if block.index in own and block.kind is BlockKind.ITEM)
        chapeaux = {item.parent for item in items}
        return tuple(clause for clause in clauses if not self._introduces(clause, chapeaux))[:MAX_CLAUSES]

    def _introduces(self, clause: DraftClause, chapeaux: Container[int | None]) -> bool:
        """Return whether a clause only introduces others: "The Conference may wish to adopt the following:"."""
        text = clause.text.rstrip()
        introduces = language_of(clause.language).chapeaux.introduces
        return ends_in_colon(text) and (clause.place.block in chapeaux or bool(introduces.search(text)))

    def _clauses(self) -> Iterator[DraftClause]:
        """Yield the recommendations and operative paragraphs, and other paragraphs that ask somebody to act."""
        found = {entry.blocks[0]: entry for entry in self._reading.assumed.recommendations if entry.blocks}
        inside = {index for entry in found.values() for index in entry.blocks[1:]}
        for block in self.parsed.blocks:
            if entry := found.get(block.index):
                yield self._draft_clause(block, entry.text, entry.verb, entry.strength, entry.addressees)
            elif block.index not in inside and block.kind in _CLAUSE_KINDS and (clause := self._clause(block)):
                yield clause
            elif block.index not in inside and self._is_between_clauses(block):
                yield self._draft_clause(block, self._without_number(block), "", None, ())

    def _draft_clause(
        self, block: Block, text: str, verb: str, strength: Strength | None, addressees: tuple[str, ...]
    ) -> DraftClause:
        place = Place(block.index, end=len(block.text))
        language = self.language_at(block.index)
        return DraftClause(place, self.where(block.index, None), text, verb, strength, addressees, language)

    def _is_between_clauses(self, block: Block) -> bool:
        """Return whether a numbered paragraph without a known verb is in a list of requests, between two of them."""
        blocks = self.parsed.blocks
        if not 0 < block.index < len(blocks) - 1 or not block.label or block.kind not in _CLAUSE_KINDS:
            return False
        sides = (blocks[block.index - 1], blocks[block.index + 1])
        return all(side.kind is block.kind and side.label and self._clause(side) for side in sides)

    def _clause(self, block: Block) -> DraftClause | None:
        text, language = self._without_number(block), self.language_at(block.index)
        if len(text.split()) < MIN_CLAUSE_WORDS and language not in UNSPACED_LANGUAGES:
            return None
        grammar = grammar_of(language)
        leading = grammar.leading_verb(text)
        if leading and (leading.strength or block.kind is BlockKind.OPERATIVE):
            addressees = find_addressees(text, leading.end, grammar, self.vocabulary, language)
            return self._draft_clause(block, text, leading.text, leading.strength, addressees)
        action = read_action(text, self.vocabulary, language)
        is_request = block.kind is BlockKind.ITEM or _requests(text, action.verb, language)
        if action.strength and is_request:
            return self._draft_clause(block, text, action.verb, action.strength, action.addressees)
        return None

    def _without_number(self, block: Block) -> str:
        if block.label:
            return block.text
        number = _PRINTED_NUMBER.match(block.text)
        return block.text[number.end() :] if number else block.text


def _requests(text: str, verb: str, language: str) -> bool:
    """Return whether a text makes the request with this verb itself, instead of reporting it: the verb is in its first
    words, and neither in the past tense nor in a relative clause."""
    start = text.find(verb)
    if not 0 < start < MAX_BEFORE_VERB or _REPORTS.search(text, 0, start):
        return False
    phrase = next((p for p in find_phrases(text, language_of(language)) if p.start == start), None)
    return not (phrase and phrase.needs_addressee and grammar_of(language).past.search(verb))


def _key(reference: Reference) -> tuple[object, ...]:
    return reference.block, reference.footnote, reference.start, reference.kind
