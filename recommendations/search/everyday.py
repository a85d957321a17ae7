"""Everyday words for the subjects of recommendations: a person who types "jail" means prisoners and their transfer.

The terms of the field that such words stand for are given to the encoders, together with the words; they are not
searched as words. Pure functions, no database.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from recommendations.text.words import tokens

ANY_ENDING = "*"


@dataclass(frozen=True, slots=True)
class EverydayForm:
    """One or more words, and the ``term`` that they stand for. If ``has_any_ending``, the last word may be longer."""

    words: tuple[str, ...]
    has_any_ending: bool
    term: str

    def begins_at(self, words: Sequence[str], start: int) -> bool:
        """Return whether these words contain the form at position ``start``."""
        found = tuple(words[start : start + len(self.words)])
        if not self.has_any_ending:
            return found == self.words
        is_complete = len(found) == len(self.words) and found[:-1] == self.words[:-1]
        return is_complete and found[-1].startswith(self.words[-1])


class EverydayWords:
    """Everyday words in six languages, and the corresponding terms of the field."""

    def __init__(self, forms: Iterable[EverydayForm]) -> None:
        self._by_beginning: Mapping[str, list[EverydayForm]] = defaultdict(list)
        for form in forms:
            self._by_beginning[form.words[0]].append(form)

    def terms_in(self, text: str, names: Iterable[str] = ()) -> list[str]:
        """Return the terms that correspond to the words of a text, each once.

        ``names`` are words of the text that name a subject of the field. A word that is part of a longer name is not an
        everyday word: "secret" in "secret operations" does not mean secure communication.
        """
        words = [token.word for token in tokens(text)]
        named = [span for name in names for span in _spans_of(tuple(token.word for token in tokens(name)), words)]
        found = (
            form.term
            for start in range(len(words))
            for form in self._beginning_with(words[start])
            if form.begins_at(words, start) and not any(_is_part(form, start, span) for span in named)
        )
        return list(dict.fromkeys(found))

    def _beginning_with(self, word: str) -> Iterator[EverydayForm]:
        for length in range(1, len(word) + 1):
            yield from self._by_beginning.get(word[:length], ())

    @classmethod
    def read(cls, directory: Path) -> EverydayWords:
        """Read everyday.json. A word with an asterisk may have any ending."""
        entries = json.loads((directory / "everyday.json").read_text(encoding="utf-8"))
        return cls(
            EverydayForm(tuple(token.word for token in tokens(text)), text.endswith(ANY_ENDING), entry["term"])
            for entry in entries
            for texts in entry["words"].values()
            for text in texts
        )


def _spans_of(name: tuple[str, ...], words: Sequence[str]) -> Iterator[range]:
    """Yield the positions at which a name occurs in words."""
    for start in range(len(words) - len(name) + 1):
        if tuple(words[start : start + len(name)]) == name:
            yield range(start, start + len(name))


def _is_part(form: EverydayForm, start: int, span: range) -> bool:
    """Return whether a form at position ``start`` is part of a longer span."""
    return len(form.words) < len(span) and start in span and start + len(form.words) - 1 in span
