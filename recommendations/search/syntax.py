"""PURE: the words that a person typed, read as a tree. Nothing is refused: what is no operator is a word.

All words are required; ``"exact phrase"``, ``OR``, ``-without``, ``prefix*``.
"""

from __future__ import annotations

import re

from recommendations.search.nodes import AllOf, AnyOf, Node, NoneOf, Phrase, Prefix, Word
from recommendations.text.words import BREAK, is_han, tokens

_PART = re.compile(
    r"""
    (?P<minus>(?<!\S)[-−–])?
    (?: ["“”„«»「」『』](?P<phrase>[^"“”„«»「」『』]*)["“”„«»「」『』]?
      | (?P<word>[^\s"“”„«»「」『』]+) )
    """,
    re.VERBOSE,
)


def parse(text: str) -> Node | None:
    """The tree of what was typed; None where it holds no word."""
    joins: list[Node] = []
    widen = False
    for found in _PART.finditer(text):
        if found["word"] == "OR" and not found["minus"]:
            widen = bool(joins)
            continue
        if not (node := _part(found["phrase"], found["word"])):
            continue
        if found["minus"]:
            node = NoneOf(node)
        if widen and joins:
            joins[-1] = AnyOf((*joins[-1].parts, node) if isinstance(joins[-1], AnyOf) else (joins[-1], node))
        else:
            joins.append(node)
        widen = False
    if not joins:
        return None
    return joins[0] if len(joins) == 1 else AllOf(tuple(joins))


def _part(phrase: str | None, word: str | None) -> Node | None:
    if phrase is not None:
        words = tuple(_words(phrase))
        return Phrase(words) if words else None
    assert word is not None
    found = _words(word)
    if not found:
        return None
    if word.endswith("*") and len(found) == 1:
        return Prefix(found[0])
    if len(found) == 1:
        return Word(found[0])
    if all(is_han(one) for one in found) or not word.isalpha():
        return Phrase(tuple(found))
    return AllOf(tuple(Word(one) for one in found))


def _words(text: str) -> list[str]:
    words: list[str] = []
    for token in tokens(text):
        if token.begins_sentence:
            words.append(BREAK)
        words.append(token.word)
    return words
