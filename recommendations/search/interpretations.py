"""Notes on how parts of a query were interpreted, for display on a page. Pure values, no database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NamedFacet = Literal["year", "status", "addressee", "meeting"]
"""Facets whose values are recognized in words, besides articles."""


@dataclass(frozen=True, slots=True)
class ArticleNote:
    """Words interpreted as articles: "untoc:18", "untoc:18:13".

    Unless ``names_instrument``, the words do not name one, and the Organized Crime Convention was assumed.
    """

    text: str
    values: tuple[str, ...]
    names_instrument: bool


@dataclass(frozen=True, slots=True)
class DroppedNote:
    """Words that name articles for which the other words of the query find nothing.

    ``values`` are the wider articles searched instead, () if the search is no longer limited to articles.
    """

    text: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnknownSymbolNote:
    """A symbol that no published document has, and the most similar symbols of published documents."""

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
    """Words interpreted as a document symbol or part of one. The documents match, and so do references to them.

    ``symbols`` are the first few symbols; ``documents`` is the number of documents.
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
    """Words interpreted as resolutions or decisions ("COP 5/8", "COP decision 2/2"). Texts that cite them match, and so
    do their own documents.
    """

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
    """The words of a query as typed, and the corrected words that were searched."""

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
