"""Parse the words of a search into a tree. Nothing is rejected; anything that is not an operator is a word.

All words are required. ``"exact phrase"`` may have quotation marks of any kind; ``one OR other`` (or ``one | other``)
joins its two neighbours; ``-without``, ``NOT without`` and ``prefix*`` also work, and ``AND`` is ignored. Words joined
by a hyphen or slash form a phrase ("law-enforcement" is "law enforcement"), as do Chinese characters. The ``l`` of
``l'entraide`` is ignored.
Pure functions, no database.
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
    """Consecutive words, each in any of its forms; a single word matches only as written."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """Any word that starts with ``beginning``."""

    beginning: str


@dataclass(frozen=True, slots=True)
class InDocuments:
    """Anything in one of these documents (keys)."""

    documents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """Anything with one of these labels, as in anchors: "ii-h", "para-63". ``places`` are the anchors that the label
    names exactly.
    """

    labels: tuple[str, ...]
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citing:
    """Anything that cites one of these resolutions or decisions: "COP 5/8"."""

    resolutions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InLanguage:
    """A part searched only in texts of one language, such as an equivalent term in that language."""

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
    """Texts that do not match the part."""

    part: Node


Node = Word | Phrase | Prefix | InDocuments | Labelled | Citing | InLanguage | AllOf | AnyOf | NoneOf


def leaves(node: Node, *, include_excluded: bool = False, language: str | None = None) -> Iterator[Node]:
    """Yield the leaves of a tree (words, phrases, documents and so on), including excluded ones if
    ``include_excluded``.

    With ``language``, yield only those searched in texts of that language.
    """
    if isinstance(node, AllOf | AnyOf):
        for part in node.parts:
            yield from leaves(part, include_excluded=include_excluded, language=language)
    elif isinstance(node, NoneOf):
        if include_excluded:
            yield from leaves(node.part, include_excluded=True, language=language)
    elif isinstance(node, InLanguage):
        if language in (None, node.language):
            yield from leaves(node.part, include_excluded=include_excluded, language=language)
    else:
        yield node


_QUOTES = '"“”„‟«»‹›「」『』〝〞〟＂'
_PART = re.compile(
    rf"""
    (?P<minus>(?<!\S)[-−–](?=\S))?
    (?: [{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]
      | (?<![^\s(])‘(?P<single>[^‘]*?)’(?![^\s.,;:)])
      | (?P<or>OR(?!\S)|\|)
      | (?P<not>NOT(?!\S))
      | (?P<and>AND(?!\S))
      | (?P<word>[^\s|{_QUOTES}]+) )
    """,
    re.VERBOSE,
)
"""Matches a quoted phrase, "OR" or "|", or text between spaces; an unclosed quotation mark is skipped."""
_PUNCTUATION = re.compile(r"(?<!\d)[,;،؛、，；。]+|[,;،؛、，；。]+(?!\d)")
"""Matches the comma of "extradition,confiscation", typed without a space; not the comma of "1,000"."""
_APOSTROPHES = frozenset("'’‘ʼ＇`")
_ELIDED = frozenset(("c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"))
"""Elided French words, before an apostrophe; ignored."""
_MIN_PREFIX_LENGTH = 2  # letters; shorter prefixes match too many words


@dataclass(frozen=True, slots=True)
class NamedConcept:
    """Words that name a concept of the thesaurus. ``name`` is the same for all names of the concept; ``node`` matches
    any of them; ``length`` is the number of words typed.
    """

    typed: str
    name: str
    node: Node
    length: int


@dataclass(frozen=True, slots=True)
class TypedPart:
    """A part of the typed text. ``typed`` has no operator or quotation marks.

    ``is_quoted`` is true for text in quotation marks, ``is_alternative`` if "OR" joins it to the part before.
    ``topics`` are the keys of topics that its words name, ``concepts`` the concepts of the thesaurus.
    """

    node: Node
    typed: str
    is_quoted: bool = False
    is_excluded: bool = False
    is_alternative: bool = False
    topics: tuple[str, ...] = ()
    concepts: tuple[NamedConcept, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether the part consists of plain words, without an operator or quotation marks."""
        return not (self.is_quoted or self.is_excluded or self.is_alternative or isinstance(self.node, Prefix))

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the part, or () if it is not made of words alone."""
        match self.node:
            case Word(word):
                return (word,)
            case Phrase(words):
                return words
        return ()


def parse(text: str) -> Node | None:
    """Return the tree of the typed text, or None if it has no words."""
    return build_tree(split_query(text))


def split_query(text: str) -> list[TypedPart]:
    """Return the parts of the typed text, in order. An operator without a neighbour is a word, except AND."""
    typed_parts: list[TypedPart] = []
    operator = negation = ""
    for match in _PART.finditer(text):
        minus = match["minus"] or ""
        if match["or"] and not minus:
            if not typed_parts and match["or"] == "OR":
                typed_parts += _word_parts("OR", is_excluded=False)
            else:
                operator = operator or match["or"]
            continue
        if (match["not"] or match["and"]) and not minus:
            negation = match["not"] or negation
            continue
        is_excluded = bool(minus or negation)
        if word := match["word"] or match["or"] or match["not"] or match["and"]:
            added = [*_word_parts(word, is_excluded=is_excluded)]
        else:
            added = _phrase_parts(match["phrase"] or match["single"] or "", is_excluded=is_excluded)
        if added:
            typed_parts += [replace(added[0], is_alternative=True), *added[1:]] if operator and typed_parts else added
            operator = negation = ""
    left_over = " ".join(word for word in (operator.replace("|", ""), negation) if word)
    return [*typed_parts, *_word_parts(left_over, is_excluded=False)] if left_over else typed_parts


def quoted_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the offsets of text in quotation marks, marks included."""
    for match in _PART.finditer(text):
        if match["phrase"] is not None or match["single"] is not None:
            yield match.start(), match.end()


def build_tree(typed_parts: Iterable[TypedPart]) -> Node | None:
    """Return the tree of the parts, or None."""
    groups: list[list[Node]] = []
    for part in typed_parts:
        node = NoneOf(part.node) if part.is_excluded else part.node
        if part.is_alternative and groups:
            groups[-1].append(node)
        else:
            groups.append([node])
    nodes = [group[0] if len(group) == 1 else AnyOf(tuple(group)) for group in groups]
    if not nodes:
        return None
    return nodes[0] if len(nodes) == 1 else AllOf(tuple(nodes))


def _phrase_parts(typed: str, *, is_excluded: bool) -> list[TypedPart]:
    words: list[str] = []
    for token in tokens(typed):
        if token.begins_sentence:
            words.append(BREAK)
        words.append(token.word)
    return [TypedPart(Phrase(tuple(words)), typed, is_quoted=True, is_excluded=is_excluded)] if words else []


def _word_parts(typed: str, *, is_excluded: bool) -> Iterator[TypedPart]:
    """Yield a part for each run of Chinese characters or joined words in text without spaces."""
    for piece in _PUNCTUATION.split(typed):
        word_tokens = list(tokens(piece))
        for is_chinese, run in groupby(word_tokens, key=lambda token: is_han(token.word)):
            yield _make_part(piece, list(run), is_excluded=is_excluded, is_chinese=is_chinese)


def _make_part(piece: str, run: Sequence[Token], *, is_excluded: bool, is_chinese: bool) -> TypedPart:
    typed = piece[run[0].start : run[-1].end]
    words = tuple(token.word for token in _without_elided(piece, run))
    is_prefix = piece.startswith("*", run[-1].end) and not is_chinese and len(words[-1]) >= _MIN_PREFIX_LENGTH
    node: Node
    if is_prefix:
        beginning = Prefix(words[-1])
        node = AllOf((*map(Word, words[:-1]), beginning)) if len(words) > 1 else beginning
    else:
        node = Word(words[0]) if len(words) == 1 else Phrase(words)
    return TypedPart(node, typed, is_excluded=is_excluded)


def _without_elided(piece: str, run: Sequence[Token]) -> list[Token]:
    """Return the tokens without "l" of "l'entraide" and "s" of "State's"."""
    remaining = []
    for index, token in enumerate(run):
        before = piece[run[index - 1].end : token.start] if index else ""
        after = piece[token.end : run[index + 1].start] if index + 1 < len(run) else ""
        is_elided = token.word in _ELIDED and len(after) == 1 and after in _APOSTROPHES
        is_ending = token.word == "s" and len(before) == 1 and before in _APOSTROPHES
        if not is_elided and not is_ending:
            remaining.append(token)
    return remaining or list(run)


def search_terms(node: Node) -> list[Node]:
    """Return the separate terms of a tree. Chinese text split into words counts both whole and as its words."""
    match node:
        case AllOf(parts):
            return [part for child in parts for part in search_terms(child)]
        case AnyOf((Phrase() as phrase, AllOf(parts))):
            return [phrase, *parts]
        case NoneOf():
            return []
    return [node]


def words_of_term(term: Node) -> Iterator[str]:
    """Yield the words of a term, as :mod:`recommendations.text.words` splits them.

    Of several alternatives, only the first counts: the words as typed, or in American spelling.
    """
    match term:
        case Word(word):
            yield word
        case Phrase(words):
            yield from (f"{first} {second}" for first, second in pairwise(words) if is_han(first) and is_han(second))
        case AnyOf((Word() | Phrase() as typed, *_)):
            yield from words_of_term(typed)
        case AnyOf((AllOf(parts), *_)):
            for part in parts:
                yield from words_of_term(part)
