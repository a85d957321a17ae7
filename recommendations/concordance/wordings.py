"""Find the words that translate a phrase: words that the translations of its paragraphs share and that are rare
elsewhere.

Wordings are compared by stems, without stop words ("d'enquête" is "enquête"). Pure: no Django, no database.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from recommendations.text.words import is_han, tokens

MAX_WORDS = 8  # words in a wording, not counting stop words
MAX_CHARACTERS = 14  # characters in a Chinese wording
MIN_CHARACTERS = 2
_MARKS_BETWEEN = frozenset(",;:()[]،؛，、；：（）《》")  # a wording does not extend across them
_CHINESE_PARTICLES = frozenset("的和与及在对于或之等")  # not at the beginning or end of a wording
MAX_COMPARED = 40  # wordings compared by meaning
MIN_MEANING = 0.45  # similarity of a translation; other words of the paragraph are less similar
MIN_SURE_PLACES = 3  # in fewer paragraphs, words may occur together by chance
MIN_SURE_ASSOCIATION = 0.6  # 1 if the words occur in all of these paragraphs and in no others

Key = tuple[str, ...]
Encode = Callable[[Sequence[str]], np.ndarray]


@dataclass(frozen=True, slots=True)
class Text:
    """A text in one language, with the stems and offsets of its words that are not stop words.

    ``runs`` has for each word the number of its stretch between punctuation marks; a wording does not extend across the
    marks.
    """

    text: str
    stems: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    runs: tuple[int, ...]

    @property
    def sequence(self) -> str:
        return as_sequence(self.stems)


@dataclass(frozen=True, slots=True)
class LikelyWording:
    """Words that translate a phrase.

    ``key`` holds their stems, ``text`` their most frequent form. ``together`` is the number of paragraphs with the
    phrase whose translations contain them; ``elsewhere`` is the number of other paragraphs that contain them.
    ``association`` is Dice's coefficient of phrase and wording, ``meaning`` their similarity, both from 0 to 1.
    """

    key: Key
    text: str
    together: int
    elsewhere: int
    association: float
    meaning: float

    @property
    def is_sure(self) -> bool:
        return self.together >= MIN_SURE_PLACES and self.association >= MIN_SURE_ASSOCIATION


def as_sequence(stems: Iterable[str]) -> str:
    """Return stems joined into a string, such that adjacent stems form a substring of it."""
    return " ".join(["", *stems, ""])


def read_text(text: str, stems: Mapping[str, str], is_stop: Callable[[str], bool]) -> Text:
    """Return a text without its stop words. ``stems`` must contain all its words. All Chinese characters are kept,
    because each is only part of a word."""
    kept: list[tuple[str, tuple[int, int], int]] = []
    run = last_end = 0
    for token in tokens(text):
        run += token.begins_sentence or not _MARKS_BETWEEN.isdisjoint(text[last_end : token.start])
        last_end = token.end
        if is_han(token.word) or not is_stop(token.word):
            kept.append((stems[token.word], (token.start, token.end), run))
    return Text(text, *(tuple(row[part] for row in kept) for part in range(3)))  # type: ignore[arg-type]


def likely_wordings(
    phrase: str, length: int, texts: Sequence[Text], others: Sequence[str], encode: Encode
) -> list[LikelyWording]:
    """Return the wordings that may translate a phrase, the most likely first. The list may be empty.

    ``length`` is the number of words in the phrase, without stop words. ``texts`` are the translations of the
    paragraphs that contain it, ``others`` the sequences of other paragraphs in the same language. ``encode`` returns
    the meaning of texts in any language as vectors of length 1.
    """
    found = _find_associated(texts, others, min(2 * length + 1, MAX_WORDS))
    if not found:
        return []
    vectors = encode([phrase, *(wording.text for wording in found)])
    similarity = vectors[1:].astype(np.float32) @ vectors[0].astype(np.float32)
    likely = [
        LikelyWording(row.key, row.text, row.together, row.elsewhere, row.association, float(meaning))
        for row, meaning in zip(found, similarity, strict=True)
        if meaning >= MIN_MEANING
    ]
    return sorted(likely, key=lambda row: -(row.association + row.meaning))


def spans_of(key: Key, text: Text) -> list[tuple[int, int]]:
    """Return the offsets at which a wording occurs in a text."""
    return [
        (text.spans[first][0], text.spans[first + len(key) - 1][1])
        for first in range(len(text.stems) - len(key) + 1)
        if text.stems[first : first + len(key)] == key and text.runs[first] == text.runs[first + len(key) - 1]
    ]


def _find_associated(texts: Sequence[Text], others: Sequence[str], max_words: int) -> list[LikelyWording]:
    """Return the wordings with the strongest association, strongest first. Their ``meaning`` is not known yet."""
    written: dict[Key, Counter[str]] = defaultdict(Counter)
    together: Counter[Key] = Counter()
    for text in texts:
        in_text: dict[Key, str] = {}
        for key, start, end in _wordings(text, max_words):
            in_text.setdefault(key, text.text[start:end])
        for key, words in in_text.items():
            written[key][words.lower()] += 1
            together[key] += 1
    maximum = max(together.values(), default=0)
    candidates = [key for key, count in together.items() if count * 3 >= maximum]
    rows = []
    for key in candidates:
        sequence = as_sequence(key)
        elsewhere = sum(sequence in other for other in others)
        association = 2 * together[key] / (len(texts) + together[key] + elsewhere)
        rows.append(LikelyWording(key, written[key].most_common(1)[0][0], together[key], elsewhere, association, 0.0))
    return sorted(rows, key=lambda row: (-row.association, -len(row.key)))[:MAX_COMPARED]


def _wordings(text: Text, max_words: int) -> Iterator[tuple[Key, int, int]]:
    """Yield each wording in a text with its offsets."""
    count = len(text.stems)
    for first, stem in enumerate(text.stems):
        shortest, longest = (MIN_CHARACTERS, MAX_CHARACTERS) if is_han(stem) else (1, max_words)
        for last in range(first + shortest - 1, min(first + longest, count)):
            if text.runs[last] != text.runs[first]:
                break
            if not {stem, text.stems[last]} & _CHINESE_PARTICLES:
                yield text.stems[first : last + 1], text.spans[first][0], text.spans[last][1]
