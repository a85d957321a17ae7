"""Pure: parse the words of a search into a tree. Nothing is rejected; what is not an operator is a word.

All words are required. ``"exact phrase"`` in quotation marks of any kind, ``one OR other`` (or ``one | other``, of the
two neighbours), ``-without``, ``prefix*``. Words joined by a hyphen or a stroke follow one another ("law-enforcement"
is "law enforcement"); of ``l'entraide`` the elided letter is not asked for. A run of Chinese characters is a phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from recommendations.text.words import BREAK, Token, is_han, tokens


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


_QUOTES = '"“”„‟«»‹›「」『』〝〞〟＂'
_PART = re.compile(
    rf"""
    (?P<minus>(?<!\S)[-−–](?=\S))?
    (?: [{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]
      | (?<![^\s(])‘(?P<single>[^‘]*?)’(?![^\s.,;:)])
      | (?P<or>OR(?!\S)|\|)
      | (?P<word>[^\s|{_QUOTES}]+) )
    """,
    re.VERBOSE,
)
"""Takes a phrase in quotation marks, "OR" or "|", and what stands between blanks; a mark that is not closed is left."""
_BETWEEN = re.compile(r"(?<!\d)[,;،؛、，；。]+|[,;،؛、，；。]+(?!\d)")
"""Parts words that were typed without a blank: "extradition,confiscation", not "1,000"."""
_APOSTROPHES = frozenset("'’‘ʼ＇`")
_ELIDED = frozenset(("c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"))
"""French before an apostrophe; says nothing by itself."""
_MIN_PREFIX_LENGTH = 2  # letters; too many words begin with fewer


@dataclass(frozen=True, slots=True)
class TypedPart:
    """One thing that was typed. ``typed`` is without its operator and quotation marks.

    ``quoted`` says that it stood in quotation marks, ``refused`` that it must not be there, ``widens`` that "OR" stands
    between it and the part before. ``topics`` are those (keys) that its words are known to be about.
    """

    node: Node
    typed: str
    quoted: bool = False
    refused: bool = False
    widens: bool = False
    topics: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether nothing but words was typed."""
        return not (self.quoted or self.refused or self.widens or isinstance(self.node, Prefix))

    @property
    def words(self) -> tuple[str, ...]:
        """Its words, where it is made of words alone."""
        match self.node:
            case Word(word):
                return (word,)
            case Phrase(words):
                return words
        return ()


def parse(text: str) -> Node | None:
    """The tree of what was typed; None where it holds no word."""
    return tree(parts(text))


def parts(text: str) -> list[TypedPart]:
    """What was typed, in its order. An "OR" without a neighbour is a word."""
    found: list[TypedPart] = []
    operator = ""
    for match in _PART.finditer(text):
        if match["or"] and not match["minus"]:
            if not found and match["or"] == "OR":
                found += _words("OR", refused=False)
            else:
                operator = operator or match["or"]
            continue
        refused = bool(match["minus"])
        if word := match["word"] or match["or"]:
            here = [*_words(word, refused=refused)]
        else:
            here = _phrase(match["phrase"] or match["single"] or "", refused=refused)
        if here:
            found += [replace(here[0], widens=True), *here[1:]] if operator and found else here
            operator = ""
    return [*found, *_words(operator, refused=False)] if operator == "OR" else found


def quoted_spans(text: str) -> Iterator[tuple[int, int]]:
    """The offsets of all that stands in quotation marks, the marks included."""
    for match in _PART.finditer(text):
        if match["phrase"] is not None or match["single"] is not None:
            yield match.start(), match.end()


def tree(found: Iterable[TypedPart]) -> Node | None:
    """Return the tree of the parts, or None."""
    neighbours: list[list[Node]] = []
    for part in found:
        node = NoneOf(part.node) if part.refused else part.node
        if part.widens and neighbours:
            neighbours[-1].append(node)
        else:
            neighbours.append([node])
    nodes = [one[0] if len(one) == 1 else AnyOf(tuple(one)) for one in neighbours]
    if not nodes:
        return None
    return nodes[0] if len(nodes) == 1 else AllOf(tuple(nodes))


def _phrase(typed: str, *, refused: bool) -> list[TypedPart]:
    words: list[str] = []
    for token in tokens(typed):
        if token.begins_sentence:
            words.append(BREAK)
        words.append(token.word)
    return [TypedPart(Phrase(tuple(words)), typed, quoted=True, refused=refused)] if words else []


def _words(typed: str, *, refused: bool) -> Iterator[TypedPart]:
    """Yield the parts between two blanks: runs of Chinese characters, and of joined words."""
    for piece in _BETWEEN.split(typed):
        read = list(tokens(piece))
        for is_chinese, run in groupby(read, key=lambda token: is_han(token.word)):
            yield _run(piece, list(run), refused=refused, chinese=is_chinese)


def _run(piece: str, run: Sequence[Token], *, refused: bool, chinese: bool) -> TypedPart:
    typed = piece[run[0].start : run[-1].end]
    words = tuple(token.word for token in _without_elided(piece, run))
    is_open = piece.startswith("*", run[-1].end) and not chinese and len(words[-1]) >= _MIN_PREFIX_LENGTH
    node: Node
    if is_open:
        beginning = Prefix(words[-1])
        node = AllOf((*map(Word, words[:-1]), beginning)) if len(words) > 1 else beginning
    else:
        node = Word(words[0]) if len(words) == 1 else Phrase(words)
    return TypedPart(node, typed, refused=refused)


def _without_elided(piece: str, read: Sequence[Token]) -> list[Token]:
    """Without "l" of "l'entraide" and "s" of "State's"."""
    kept = []
    for place, token in enumerate(read):
        before = piece[read[place - 1].end : token.start] if place else ""
        after = piece[token.end : read[place + 1].start] if place + 1 < len(read) else ""
        is_elided = token.word in _ELIDED and len(after) == 1 and after in _APOSTROPHES
        is_ending = token.word == "s" and len(before) == 1 and before in _APOSTROPHES
        if not is_elided and not is_ending:
            kept.append(token)
    return kept or list(read)


def search_terms(asked: Node) -> list[Node]:
    """What is looked for, each by itself. Chinese that was read as words is these, and what it is as a whole."""
    match asked:
        case AllOf(parts):
            return [part for one in parts for part in search_terms(one)]
        case AnyOf((Phrase() as whole, AllOf(parts))):
            return [whole, *parts]
        case NoneOf():
            return []
    return [asked]


def words_of_term(thing: Node) -> Iterator[str]:
    """The words that were typed for a thing, as :mod:`recommendations.text.words` has them.

    Of the field's words for a thing those that were typed are the first.
    """
    match thing:
        case Word(word):
            yield word
        case Phrase(words):
            yield from (f"{one} {other}" for one, other in pairwise(words) if is_han(one) and is_han(other))
        case AnyOf((Word() | Phrase() as typed, *_)):
            yield from words_of_term(typed)
        case AnyOf((AllOf(parts), *_)):
            for part in parts:
                yield from words_of_term(part)
