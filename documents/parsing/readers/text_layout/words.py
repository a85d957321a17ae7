"""Words that a converter spoilt where it joined two lines into one: "capacitybuilding", "interna tional".

Only lines longer than the text is wide are looked at, and only the document's own spelling elsewhere mends a word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from documents.parsing.readers.text_layout.pages import Page

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PAIR = re.compile(r"(?P<head>[^\W\d_]{2,}) (?P<tail>[^\W\d_]{2,})\b")
_LONG = 45
"""Characters; shorter lines tell nothing of the text's width."""
_JOINED = 1.1
"""Times the width, from which on a line is two."""


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
