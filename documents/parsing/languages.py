"""Detect the language of a text, for documents whose head does not name it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from documents.parsing.types import Source

_SCRIPTS = {"ru": re.compile("[а-яё]"), "ar": re.compile("[\u0621-\u064a]"), "zh": re.compile("[\u4e00-\u9fff]")}
_COMMON_WORDS = {
    "en": re.compile(r"\b(?:the|of|and|with|for)\b"),
    "fr": re.compile(r"\b(?:le|les|des|et|du|dans|pour)\b"),
    "es": re.compile(r"\b(?:el|los|las|y|del|por|para)\b"),
}


def language_of(texts: Iterable[str]) -> str | None:
    """Return the ISO 639-1 code of a text's language, recognized by its script or common words.

    Return None if it is not clearly one of the six official languages.
    """
    sample = " ".join(islice(texts, 200)).lower()
    for code, pattern in _SCRIPTS.items():
        if len(pattern.findall(sample)) > len(sample) / 4:
            return code
    counts = {code: len(pattern.findall(sample)) for code, pattern in _COMMON_WORDS.items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] >= 3 else None


def language_of_source(source: Source) -> str | None:
    """Return the language of a document's body text or, if that is unclear, of the document including its masthead and
    margin.
    """
    whole = (*source.masthead, *source.margin, *source.body)
    return language_of(f.text for f in source.body) or language_of(f.text for f in whole)
