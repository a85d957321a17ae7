"""PURE: what is asked for in words, as a tree. Words are those of :mod:`recommendations.text.words`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any of its forms."""

    word: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow one another, each in any of its forms; one word alone as it is written."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """Any word that begins so."""

    beginning: str


@dataclass(frozen=True, slots=True)
class InDocuments:
    """Anything in one of these documents (keys)."""

    documents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class InLanguage:
    """What holds of texts in one language alone: the field's word for something in that language."""

    language: str
    part: Node


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """What does not hold the part."""

    part: Node


Node = Word | Phrase | Prefix | InDocuments | InLanguage | AllOf | AnyOf | NoneOf


def leaves(node: Node, *, refused: bool = False, language: str | None = None) -> Iterator[Node]:
    """The words, phrases and beginnings of a tree that are looked for; with ``refused`` also those that must not be.

    With a language only those that are looked for in its texts.
    """
    if isinstance(node, AllOf | AnyOf):
        for part in node.parts:
            yield from leaves(part, refused=refused, language=language)
    elif isinstance(node, NoneOf):
        if refused:
            yield from leaves(node.part, refused=True, language=language)
    elif isinstance(node, InLanguage):
        if language in (None, node.language):
            yield from leaves(node.part, refused=refused, language=language)
    else:
        yield node
