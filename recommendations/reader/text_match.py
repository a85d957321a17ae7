"""Check whether a text matches a query, as the index would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from recommendations.index.terms import as_sequence, to_stems
from recommendations.search.syntax import (
    AllOf,
    AnyOf,
    Citing,
    InDocuments,
    InLanguage,
    Labelled,
    Node,
    NoneOf,
    Phrase,
    Prefix,
    Word,
)


@dataclass(frozen=True, slots=True)
class TextWords:
    """The words of a text in one language, and their stems."""

    language: str
    written: Sequence[str]
    stems: Mapping[str, str]

    @property
    def sequence(self) -> str:
        return as_sequence(to_stems(self.written, self.stems))


def text_matches(text: TextWords, tree: Node) -> bool:
    """Return whether the text matches the query. Stop words match every text."""
    return _matches(text, text.sequence, tree)


def _matches(text: TextWords, sequence: str, tree: Node) -> bool:
    match tree:
        case Word(word):
            stem = text.stems.get(word, "")
            return not stem or as_sequence((stem,)) in sequence
        case Phrase(words):
            return words[0] in text.written if len(words) == 1 else as_sequence(to_stems(words, text.stems)) in sequence
        case Prefix(beginning):
            return any(word.startswith(beginning) for word in text.written)
        case InLanguage(language, part):
            return language == text.language and _matches(text, sequence, part)
        case AllOf(parts):
            return all(_matches(text, sequence, part) for part in parts)
        case AnyOf(parts):
            return any(_matches(text, sequence, part) for part in parts)
        case NoneOf(part):
            return not _matches(text, sequence, part)
        case InDocuments() | Labelled() | Citing():
            return True
