"""Check whether a text matches a query, as the index would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from recommendations.index.terms import as_sequence, stemmed
from recommendations.search.syntax import AllOf, AnyOf, InDocuments, InLanguage, Node, NoneOf, Phrase, Prefix, Word


@dataclass(frozen=True, slots=True)
class TextWords:
    """The words of a text in its language, as they are written and by their stems (:func:`as_sequence`)."""

    language: str
    written: Sequence[str]
    stems: Mapping[str, str]

    @property
    def sequence(self) -> str:
        return as_sequence(stemmed(self.written, self.stems))


def text_matches(text: TextWords, asked: Node) -> bool:
    """Whether the text holds what is asked for. A word that says nothing by itself is held by every text."""
    return _holds(text, text.sequence, asked)


def _holds(text: TextWords, sequence: str, asked: Node) -> bool:
    match asked:
        case Word(word):
            stem = text.stems.get(word, "")
            return not stem or as_sequence((stem,)) in sequence
        case Phrase(words):
            return words[0] in text.written if len(words) == 1 else as_sequence(stemmed(words, text.stems)) in sequence
        case Prefix(beginning):
            return any(word.startswith(beginning) for word in text.written)
        case InLanguage(language, part):
            return language == text.language and _holds(text, sequence, part)
        case AllOf(parts):
            return all(_holds(text, sequence, part) for part in parts)
        case AnyOf(parts):
            return any(_holds(text, sequence, part) for part in parts)
        case NoneOf(part):
            return not _holds(text, sequence, part)
        case InDocuments():
            return True
