"""Values that the treaty parser returns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

BlockKind = Literal["title", "heading", "text"]  # A title is a heading before any text: what the treaty is called


class NoTreatyError(ValueError):
    """The text has no articles, or has them in a way that cannot be read; the sentence says what is wrong."""


@dataclass(frozen=True, slots=True)
class TreatyBlock:
    """A paragraph, a sub-paragraph or a heading, in the order of the text.

    ``article`` is the number of its article, "" outside of articles (titles, preamble, headings of chapters, the
    final clause, annexes). ``label`` is printed before its text: "13.", "(a)", "a)". ``paragraph`` is "13", "" in an
    article whose paragraphs have no numbers; ``subparagraph`` is nested as citations have it: "a", "a(ii)". A text
    that goes on below sub-paragraphs has no label and no ``subparagraph``. ``level`` is the depth of the indent.
    """

    text: str
    article: str = ""
    label: str = ""
    paragraph: str = ""
    subparagraph: str = ""
    level: int = 0
    kind: BlockKind = "text"


@dataclass(frozen=True, slots=True)
class ArticleHeading:
    """An article's number and title, as printed; ``title`` is "" where the text has none."""

    number: str
    title: str = ""


@dataclass(frozen=True)
class Treaty:
    """A treaty's text. ``remarks`` are sentences on what looks as if the file lost or misplaced something."""

    articles: tuple[ArticleHeading, ...]
    blocks: tuple[TreatyBlock, ...]
    remarks: tuple[str, ...] = ()

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """What the text calls the treaty, in each of its languages."""
        return tuple(block.text for block in self.blocks if block.kind == "title")

    @property
    def paragraph_count(self) -> int:
        """Paragraphs of articles; one without numbers counts as one."""
        return len({(block.article, block.paragraph) for block in self.blocks if block.article})

    @property
    def subparagraph_count(self) -> int:
        return sum(1 for block in self.blocks if block.subparagraph)
