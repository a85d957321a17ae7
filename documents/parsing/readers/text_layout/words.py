"""Repair words that a converter damaged by joining two lines: "capacitybuilding", "interna tional".

Only lines longer than the text's width are checked, and only the document's own spelling elsewhere is used.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from documents.parsing.messages import Message
from documents.parsing.readers.text_layout.pages import Page
from documents.parsing.types import Doubt

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PAIR = re.compile(r"(?P<head>[^\W\d_]{2,}) (?P<tail>[^\W\d_]{2,})\b")
_MIN_TEXT_LENGTH = 45  # characters; shorter lines do not show the text's width
_JOINED_FACTOR = 1.1  # times the usual width; a longer line was joined from two
_MIN_LETTERS, _MIN_OCCURRENCES, _MAX_LISTED = 9, 5, 5
"""Minimum letters and occurrences of a whole word for a pair to be its parts; maximum pairs listed in a doubt."""
_STOPS = '.,;:!?)]”’"'


def repair_words(pages: Sequence[Page]) -> None:
    """Repair words in lines that the converter joined, if the document spells them differently elsewhere."""
    lines = [line for page in pages for line in page]
    lengths = [len(line.text) for line in lines if len(line.text) > _MIN_TEXT_LENGTH]
    if not lengths:
        return
    width = median(lengths) * _JOINED_FACTOR
    words = Counter(word.casefold() for line in lines for word in _WORD.findall(line.text))
    hyphenated = {word.replace("-", ""): word for word in words if "-" in word}
    for line in lines:
        if len(line.text) > width:
            line.text = _PAIR.sub(lambda pair: _join_pair(pair, words), line.text)
            line.text = _WORD.sub(lambda word: _restore_hyphen(word, words, hyphenated), line.text)


def find_split_words(pages: Sequence[Page]) -> Iterator[Doubt]:
    """Yield a doubt if words are split by a space but often written as one elsewhere: "inter national"."""
    words = Counter(word for page in pages for line in page for word in _WORD.findall(line.text.casefold()))
    pairs: dict[str, int] = {}
    for page in pages:
        for line in page:
            tokens = line.text.casefold().split()
            for head, tail in pairwise(tokens):
                word = head + tail.rstrip(_STOPS)
                if len(word) >= _MIN_LETTERS and words[word] >= _MIN_OCCURRENCES:
                    pairs.setdefault(f"{head} {tail.rstrip(_STOPS)}", line.page)
    if pairs:
        listed = [
            Message("“%(text)s” (page %(page)s)", text=pair, page=page)
            for pair, page in list(pairs.items())[:_MAX_LISTED]
        ]
        message = (
            Message(
                "The program that made this text seems to have inserted spaces in words: %(words)s and more.",
                words=listed,
            )
            if len(pairs) > _MAX_LISTED
            else Message(
                "The program that made this text seems to have inserted spaces in words: %(words)s.", words=listed
            )
        )
        yield Doubt("words_parted", message, min(pairs.values()))


def _join_pair(pair: re.Match[str], words: Counter[str]) -> str:
    """Join "interna tional" if the word is used elsewhere, and its parts are not."""
    head, tail = pair["head"].casefold(), pair["tail"].casefold()
    is_split = words[head + tail] > 0 and words[head] == words[tail] == 1
    return pair["head"] + pair["tail"] if is_split else pair.group()


def _restore_hyphen(word: re.Match[str], words: Counter[str], hyphenated: dict[str, str]) -> str:
    """Write "capacitybuilding" with the hyphen that it usually has elsewhere."""
    folded = word.group().casefold()
    spelling = hyphenated.get(folded)
    if not spelling or words[spelling] < words[folded]:
        return word.group()
    position = spelling.index("-")
    return f"{word.group()[:position]}-{word.group()[position:]}" if spelling.count("-") == 1 else word.group()
