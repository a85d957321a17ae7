"""Pure: how parts of a query were interpreted, so that a page can show it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ArticlesRead:
    """Words that became a choice of articles: "untoc:18", "untoc:18:13".

    Where not ``is_named``, the words name no instrument, and the portal's own convention was meant by itself.
    """

    text: str
    values: tuple[str, ...]
    is_named: bool


@dataclass(frozen=True, slots=True)
class DocumentsRead:
    """A symbol, or a part of one, that documents have: all that is in them is found, and what cites the symbol.

    ``symbols`` are those of the first of them, ``documents`` says how many there are.
    """

    text: str
    symbols: tuple[str, ...]
    documents: int


@dataclass(frozen=True, slots=True)
class AlsoSearched:
    """Words of the field, and what else was searched for them: pairs of language and form."""

    text: str
    forms: tuple[tuple[str, str], ...]

    def forms_for(self, language: str) -> list[str]:
        """Each form once, those of the reader's language first."""
        ordered = sorted(self.forms, key=lambda pair: pair[0] != language)
        return list(dict.fromkeys(form for _language, form in ordered))


Note = ArticlesRead | DocumentsRead | AlsoSearched
