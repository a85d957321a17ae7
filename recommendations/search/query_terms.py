"""PURE: the things that are asked for in words, each by itself, and the words that a person typed for one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from recommendations.search.nodes import AllOf, AnyOf, Node, NoneOf, Phrase, Word
from recommendations.text.words import is_han


def things(asked: Node) -> list[Node]:
    """What is looked for, each by itself. Chinese that was read as words is these, and what it is as a whole."""
    match asked:
        case AllOf(parts):
            return [part for one in parts for part in things(one)]
        case AnyOf((Phrase() as whole, AllOf(parts))):
            return [whole, *parts]
        case NoneOf():
            return []
    return [asked]


def typed_words(thing: Node) -> Iterator[str]:
    """The words that were typed for a thing, as :mod:`recommendations.text.units` has them.

    Of the field's words for a thing those that were typed are the first.
    """
    match thing:
        case Word(word):
            yield word
        case Phrase(words):
            yield from (f"{one} {other}" for one, other in pairwise(words) if is_han(one) and is_han(other))
        case AnyOf((Word() | Phrase() as typed, *_)):
            yield from typed_words(typed)
        case AnyOf((AllOf(parts), *_)):
            for part in parts:
                yield from typed_words(part)
