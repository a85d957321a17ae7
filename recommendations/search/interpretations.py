"""Notes on how parts of a query were interpreted, for display on a page. Pure values, no database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NamedFacet = Literal["year", "status", "addressee", "meeting"]
"""Facets whose values are recognized in words, besides articles."""


@dataclass(frozen=True, slots=True)
class ArticleNote:
    """Words interpreted as articles: "untoc:18", "untoc:18:13".

    If not ``is_named``, the words name no instrument, and the Organized Crime Convention was assumed.
    """

    text: str
    values: tuple[str, ...]
    is_named: bool


@dataclass(frozen=True, slots=True)
class DroppedNote:
    """Words that name an article of which nothing answers the other words.

    ``values`` are the wider articles searched instead, () if the words were dropped.
    """

    text: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnknownSymbolNote:
    """A symbol of which no document is published, and the nearest symbols that have one."""

    text: str
    nearest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChoiceNote:
    """Words interpreted as values of a facet, such as "twelfth meeting"."""

    text: str
    facet: NamedFacet
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentNote:
    """Words interpreted as a document symbol, or part of one: the documents match, and references to the symbol.

    ``symbols`` are the first few; ``documents`` is the number of documents.
    """

    text: str
    symbols: tuple[str, ...]
    documents: int


@dataclass(frozen=True, slots=True)
class LabelNote:
    """Words interpreted as the label of a recommendation or paragraph, such as "annex II (h)"."""

    text: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResolutionNote:
    """Words interpreted as resolutions or decisions: what cites them matches. "COP 5/8", "COP decision 2/2"."""

    text: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExpansionNote:
    """Words in the thesaurus, and the equivalent terms that are also searched: pairs of language and form.

    ``has_wider_terms`` is true if broader or narrower terms are among them.
    """

    text: str
    forms: tuple[tuple[str, str], ...]
    has_wider_terms: bool = False

    def forms_for(self, language: str) -> list[str]:
        """Return the distinct forms, those in the reader's language first."""
        ordered = sorted(self.forms, key=lambda pair: pair[0] != language)
        return list(dict.fromkeys(form for _language, form in ordered))


@dataclass(frozen=True, slots=True)
class SpellingNote:
    """Words that were misspelled, and as they were corrected and searched."""

    text: str
    corrected: str


Note = (
    ArticleNote
    | ChoiceNote
    | DroppedNote
    | DocumentNote
    | UnknownSymbolNote
    | LabelNote
    | ResolutionNote
    | ExpansionNote
    | SpellingNote
)
