"""Words by which a request only continues the one before it, such as "also": they do not change what is asked. Pure."""

from __future__ import annotations

from functools import cache

from recommendations.text.words import tokens

_CONNECTIVES = {
    "en": "also further furthermore moreover likewise",
    "fr": "egalement aussi outre",
    "es": "tambien asimismo ademas",
    "ru": "также далее",
    "ar": "ايضا كذلك",
    "zh": "还 并",
}
"""Normalized words by language."""


@cache
def connectives(language: str) -> frozenset[str]:
    """Return the connectives of a language, normalized."""
    return frozenset(_CONNECTIVES.get(language, "").split())


def words_without_connectives(text: str, language: str) -> tuple[str, ...]:
    """Return the normalized words of a text except connectives."""
    ignored = connectives(language)
    return tuple(token.word for token in tokens(text) if token.word not in ignored)
