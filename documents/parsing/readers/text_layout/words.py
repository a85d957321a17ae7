"""Words that a converter spoilt where it joined two lines into one: "capacitybuilding", "interna tional".

Only lines longer than the text is wide are looked at, and only the document's own spelling elsewhere mends a word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from documents.parsing.readers.text_layout.pages import Page
from documents.parsing.types import Doubt

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PAIR = re.compile(r"(?P<head>[^\W\d_]{2,}) (?P<tail>[^\W\d_]{2,})\b")
_LONG = 45  # characters; shorter lines tell nothing of the text's width
_JOINED = 1.1  # times the width, from which on a line is two
_SURELY_ONE, _OFTEN, _MOST_LISTED = 9, 5, 5
"""Letters of a word, and times it stands in the text, from which on its parts are hardly two; pairs that are named."""
_STOPS = '.,;:!?)]”’"'


def mend_words(pages: Sequence[Page]) -> None:
    """Put right the words that lines joined by the converter hold and the document writes otherwise elsewhere."""
    lines = [line for page in pages for line in page]
    long = [len(line.text) for line in lines if len(line.text) > _LONG]
    if not long:
        return
    width = median(long) * _JOINED
    words = Counter(word.casefold() for line in lines for word in _WORD.findall(line.text))
    hyphened = {word.replace("-", ""): word for word in words if "-" in word}
    for line in lines:
        if len(line.text) > width:
            line.text = _PAIR.sub(lambda pair: _together(pair, words), line.text)
            line.text = _WORD.sub(lambda word: _with_hyphen(word, words, hyphened), line.text)


def parted_words(pages: Sequence[Page]) -> Iterator[Doubt]:
    """What to doubt of words that stand parted by a blank, and often elsewhere in one: "inter national"."""
    words = Counter(word for page in pages for line in page for word in _WORD.findall(line.text.casefold()))
    found: dict[str, int] = {}
    for page in pages:
        for line in page:
            tokens = line.text.casefold().split()
            for head, tail in pairwise(tokens):
                whole = head + tail.rstrip(_STOPS)
                if len(whole) >= _SURELY_ONE and words[whole] >= _OFTEN:
                    found.setdefault(f"{head} {tail.rstrip(_STOPS)}", line.page)
    if found:
        listed = ", ".join(f"“{pair}” (page {page})" for pair, page in list(found.items())[:_MOST_LISTED])
        more = " and more" if len(found) > _MOST_LISTED else ""
        message = f"The program that made this text seems to have parted words with a blank: {listed}{more}."
        yield Doubt("words_parted", message, min(found.values()))


def _together(pair: re.Match[str], words: Counter[str]) -> str:
    """ "interna tional" as one word: it stands elsewhere, and its parts nowhere else."""
    head, tail = pair["head"].casefold(), pair["tail"].casefold()
    parted = words[head + tail] > 0 and words[head] == words[tail] == 1
    return pair["head"] + pair["tail"] if parted else pair.group()


def _with_hyphen(word: re.Match[str], words: Counter[str], hyphened: dict[str, str]) -> str:
    """ "capacitybuilding" with the hyphen that it has elsewhere, more often than not."""
    folded = word.group().casefold()
    spelt = hyphened.get(folded)
    if not spelt or words[spelt] < words[folded]:
        return word.group()
    place = spelt.index("-")
    return f"{word.group()[:place]}-{word.group()[place:]}" if spelt.count("-") == 1 else word.group()
