"""Patterns of references to articles of treaties, one module for each official language.

The parts of a reference may be in any order: the same rules read "article 16, paragraph 4, of the Convention" and
"párrafo 4 del artículo 16 de la Convención". Source: United Nations Editorial Manual, "References to articles", and the
texts of the conventions in the six languages.
"""

from __future__ import annotations

from recommendations.extraction.references.grammars.arabic import ARABIC
from recommendations.extraction.references.grammars.base import Grammar
from recommendations.extraction.references.grammars.chinese import CHINESE
from recommendations.extraction.references.grammars.english import ENGLISH
from recommendations.extraction.references.grammars.french import FRENCH
from recommendations.extraction.references.grammars.russian import RUSSIAN
from recommendations.extraction.references.grammars.spanish import SPANISH

GRAMMARS = {"ar": ARABIC, "en": ENGLISH, "es": SPANISH, "fr": FRENCH, "ru": RUSSIAN, "zh": CHINESE}


def grammar_of(language: str | None) -> Grammar:
    """Return the grammar of a language, or the English one if it is not an official language."""
    return GRAMMARS.get(language or "en", ENGLISH)
