"""The parts of a paragraph that are the same in every language: its number, its references, its figures.

Pure: no Django, no database.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from documents.parsing.numbering import Label, read_label

Ordinals = frozenset[int]  # the numbers that a label may represent: "(i)" is 1 or 9


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, heading, item or table of one version.

    ``ordinals`` are the ordinals that its label may represent; ``path`` holds the ordinals of the enclosing labels,
    outermost first, and its own. ``references`` are the articles, symbols, resolutions and meetings it cites,
    ``numbers`` the figures in its text. ``vector`` represents the meaning of its text and has length 1, or is None if
    unknown.
    """

    kind: str
    ordinals: Ordinals = frozenset()
    path: tuple[Ordinals, ...] = ()
    references: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    vector: np.ndarray | None = field(default=None, compare=False)


def label_ordinals(label: str) -> Ordinals:
    """Return the ordinals that a label may represent, in any language: "(c)", "c)", "(ج)", "3", "III", "ثالثا" are 3.

    Return an empty set for a bullet or a label without a number, such as "Annex".
    """
    label = unicodedata.normalize("NFKC", label).strip(" .‘’'«»-–—")
    parsed = _parse(label)
    return frozenset(value for _style, value in parsed.readings) if parsed else frozenset()


def _parse(label: str) -> Label | None:
    """Parse a label by putting it before a text, as if printed so: "12. Text", "(a) text", "ثانيا- نص"."""
    candidates = (f"{label} text", f"{label}. Text", f"{label}- نص")
    labels = (read_label(candidate) for candidate in candidates if label)
    return next((parsed for parsed in labels if parsed and parsed.readings), None)


_SYMBOL = re.compile(r"(?<![A-Za-z0-9/])[A-Z][A-Z0-9.]*(?:/[A-Z0-9.]*[A-Z0-9])+")
_NUMBER = re.compile(r"\d+(?:[./]\d+)*")
_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u202f,٬](?=\d{3}(?!\d))")
MIN_NUMBER = 10  # smaller ones are often words: "the two sessions"


def numbers_in(text: str) -> frozenset[str]:
    """Return the figures and symbols in a text, in ASCII digits: years, amounts, "10/3", "CTOC/COP/2022/9"."""
    text = _THOUSANDS.sub("", unicodedata.normalize("NFKC", text))
    text = "".join(str(unicodedata.digit(char)) if char.isdigit() else char for char in text)
    symbols = _SYMBOL.findall(text)
    figures = _NUMBER.findall(_SYMBOL.sub(" ", text))
    return frozenset([*symbols, *(figure for figure in figures if not figure.isdigit() or int(figure) >= MIN_NUMBER)])


@dataclass(frozen=True, slots=True)
class Source:
    """A paragraph as stored or parsed, before its label and text are read.

    ``headings`` are the indexes of the headings above it, outermost first; ``parent`` is the index of the paragraph
    that it belongs to.
    """

    kind: str
    label: str
    text: str
    headings: Sequence[int] = ()
    parent: int | None = None
    references: frozenset[str] = frozenset()
    vector: np.ndarray | None = field(default=None, compare=False)


def read_passages(sources: Sequence[Source]) -> list[Passage]:
    """Return the passages of a version; parents come before their children."""
    ordinals = [label_ordinals(source.label) for source in sources]
    paths: list[tuple[Ordinals, ...]] = []
    for source, own in zip(sources, ordinals, strict=True):
        if source.parent is not None and source.parent < len(paths):
            outer = paths[source.parent]
        else:
            outer = tuple(ordinals[index] for index in source.headings if ordinals[index])
        paths.append((*outer, own))
    return [
        Passage(
            kind=source.kind,
            ordinals=own,
            path=path,
            references=source.references,
            numbers=numbers_in(source.text),
            vector=source.vector,
        )
        for source, own, path in zip(sources, ordinals, paths, strict=True)
    ]
