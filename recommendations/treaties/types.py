"""Values returned by the treaty parser."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

BlockKind = Literal["title", "heading", "text"]  # a title is a heading before any text: the name of the treaty


class TreatyFormatError(ValueError):
    """Raised if a text has no articles or has the same article twice. The message is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class TreatyBlock:
    """A paragraph, a subparagraph or a heading, in the order of the text.

    ``article`` is the number of its article, "" outside articles (titles, preamble, headings of chapters, the final
    clause, annexes). ``label`` is printed before its text: "13.", "(a)", "a)". ``paragraph`` is "13", or "" in an
    article with unnumbered paragraphs; ``subparagraph`` is written as in citations: "a", "a(ii)". Text that continues
    a paragraph after its subparagraphs has no label and no ``subparagraph``. ``level`` is the depth of indentation.
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
    """The number and title of an article, as printed; ``title`` is "" if there is none."""

    number: str
    title: str = ""


@dataclass(frozen=True)
class Treaty:
    """The text of a treaty. ``remarks`` are sentences about places where the file may have lost or misplaced text."""

    articles: tuple[ArticleHeading, ...]
    blocks: tuple[TreatyBlock, ...]
    remarks: tuple[str, ...] = ()

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """The titles of the treaty, one for each language of the text."""
        return tuple(block.text for block in self.blocks if block.kind == "title")

    @property
    def paragraph_count(self) -> int:
        """The number of paragraphs in articles; the unnumbered paragraphs of an article count as one."""
        return len({(block.article, block.paragraph) for block in self.blocks if block.article})

    @property
    def subparagraph_count(self) -> int:
        return sum(1 for block in self.blocks if block.subparagraph)
