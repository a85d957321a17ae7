"""Paragraphs of a brief in Word, with texts in the reader's language and quotations in their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import get_language

from documents.web.languages import RIGHT_TO_LEFT
from recommendations.exports.word.blocks import Block
from recommendations.exports.word.styles import Style
from recommendations.exports.word.xml import link_field, run

_PLACEHOLDER = re.compile(r"%\((?P<name>\w+)\)s")


@dataclass(frozen=True, slots=True)
class Text:
    """A stretch of text. ``language`` is "" for a text in the reader's language; ``address`` is the address that it
    links to, or ""; ``style`` is a character style, or ""."""

    words: str
    language: str = ""
    address: str = ""
    style: str = ""

    def xml(self) -> str:
        style = "Hyperlink" if self.address else self.style
        content = run(self.words, self.language or reader_language(), style)
        return link_field(self.address, content) if self.address else content


Part = str | Text


def reader_language() -> str:
    """Return the code of the reader's language without its script: "zh" for "zh-hans"."""
    return (get_language() or "en").partition("-")[0]


def line(style: Style, *parts: Part, language: str = "", bar: bool = False) -> Block:
    """Return a paragraph. Its direction is that of ``language``, by default the reader's language."""
    texts = [part if isinstance(part, Text) else Text(part) for part in parts if part]
    rtl = (language or reader_language()) in RIGHT_TO_LEFT
    return Block(style, "".join(text.xml() for text in texts), "".join(text.words for text in texts), rtl, bar)


def filled(template: str, **values: Part) -> Iterator[Part]:
    """Yield the parts of a translated sentence with placeholders such as "%(name)s", with these values in their
    places."""
    end = 0
    for match in _PLACEHOLDER.finditer(template):
        yield template[end : match.start()]
        yield values[match["name"]]
        end = match.end()
    yield template[end:]


def joined(groups: Iterable[Iterable[Part]], separator: str) -> list[Part]:
    """Return the parts of several groups in one list, with a separator between groups."""
    parts: list[Part] = []
    for group in groups:
        parts += [separator] if parts else []
        parts += group
    return parts


def height(blocks: Iterable[Block]) -> float:
    """Return the height of paragraphs in points."""
    return sum(block.height for block in blocks)


def within(groups: Iterable[list[Block]], limit: float) -> list[list[Block]]:
    """Return the first groups of paragraphs that fit into a height in points."""
    kept: list[list[Block]] = []
    used = 0.0
    for group in groups:
        used += height(group)
        if used > limit:
            break
        kept.append(group)
    return kept
