"""Detect the language of a text, for documents whose head does not name it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from documents.parsing.types import Source

_SCRIPTS = {"ru": re.compile("[а-яё]"), "ar": re.compile("[\u0621-\u064a]"), "zh": re.compile("[\u4e00-\u9fff]")}
_COMMON_WORDS = {
    "en": re.compile(r"\b(?:the|of|and|with|for|to|in|by|are|that)\b"),
    "fr": re.compile(r"\b(?:le|les|des|et|du|dans|pour|à|au|aux|une|sont|qui|sur)\b"),
    "es": re.compile(r"\b(?:el|los|las|y|del|por|para|al|con|una|que|su|sus)\b"),
}


_QUOTED = re.compile(r"[“«„「《][^“”«»„」》]{0,600}[”»“」》]")


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


def languages_of_paragraphs(texts: Iterable[str], main: str | None) -> list[str | None]:
    """Return the language of each paragraph of a text whose main language is ``main``.

    A paragraph without a clear sign of its language has that of the paragraph before it. Words in quotation marks do
    not count: titles are often quoted in another language.
    """
    languages: list[str | None] = []
    for text in texts:
        plain = _QUOTED.sub(" ", text)
        best = _clear_language(plain, main)
        languages.append(best or (languages[-1] if languages else main))
    return languages


def _clear_language(text: str, main: str | None) -> str | None:
    """Return the language of a paragraph, or None if it is not clear: its main language needs fewer common words."""
    text = text.lower()
    letters = sum(map(str.isalpha, text))
    for code, pattern in _SCRIPTS.items():
        if letters and len(pattern.findall(text)) > letters / 2:
            return code
    counts = {code: len(pattern.findall(text)) for code, pattern in _COMMON_WORDS.items()}
    best, second = sorted(counts, key=lambda code: -counts[code])[:2]
    return best if counts[best] >= max(1 if best == main else 3, 2 * counts[second] + 1) else None


def language_of_source(source: Source) -> str | None:
    """Return the language of a document's body text or, if that is unclear, of the document including its masthead and
    margin.
    """
    whole = (*source.masthead, *source.margin, *source.body)
    return language_of(f.text for f in source.body) or language_of(f.text for f in whole)
