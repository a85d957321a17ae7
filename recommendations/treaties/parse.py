"""Parse a treaty, as plain text or Markdown. Pure functions, no database.

Nothing is omitted, and nothing is added to the text. Damage done by a converter is repaired only if the text itself
shows it: a label glued to the end of an item is split off only if it is exactly the label expected next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from recommendations.treaties.labels import Label, Nesting, TreatyLabelKind, leading_label
from recommendations.treaties.types import ArticleHeading, Treaty, TreatyBlock, TreatyFormatError

_ARTICLE = re.compile(
    r"""
    \**\s*
    art(?:icle|\.)\s+
    (?P<number>\d{1,3}(?:\s(?:bis|ter|quater))?)
    \s*\**\s*
    (?: (?P<separator>[.:–—-])\s* (?P<title>\S.*) | [.:]? )
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Matches a whole line: "Article 18", "ARTICLE 18.", "Article 18: Extradition", "*Article 18*"; not
"Article 18 applies"."""
_FINAL_PUNCTUATION = re.compile(r"[.;:,]\s*$")
_MAX_TITLE_LENGTH = 250
_PREAMBLE = re.compile(r"(?P<word>preamb(?:u)?le)\s*(?=[A-Z])", re.IGNORECASE)
"""Matches the word even if glued to the text: "PreambleThe States Parties"."""
_FINAL_CLAUSE = re.compile(r"in (?:witness|faith) whereof\b", re.IGNORECASE)
_EMPHASIS = re.compile(r"(\*{1,3})(?=\S)(.+?)(?<=\S)\1")
_QUOTED = re.compile(r"``([^`\"]*)\"")  # quotation marks as typed for TeX
_FIRST_LABELS = ("(a)", "a)", "(i)", "i)")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line joined with the lines that continue it: a heading, or a text with its label, if any."""

    text: str
    is_heading: bool = False
    label: Label | None = None


def parse_treaty(text: str) -> Treaty:
    """Return the parsed treaty. Raise :class:`TreatyFormatError` if no article is found, or the same article twice."""
    reader = _Reader()
    for line in _split_glued_labels(list(_lines(text))):
        reader.read_line(line)
    treaty = reader.finish()
    if not treaty.articles:
        raise TreatyFormatError("No line such as “Article 1” was found, so the text cannot be divided into articles.")
    numbers = [article.number for article in treaty.articles]
    duplicates = sorted({number for number in numbers if numbers.count(number) > 1}, key=numbers.index)
    if duplicates:
        raise TreatyFormatError(f"Article {duplicates[0]} appears twice.")
    return treaty


# --- lines -------------------------------------------------------------------------------------------


def _lines(text: str) -> Iterator[_Line]:
    """Yield the lines of the text. A line without a label continues the line directly before it."""
    item: _Line | None = None
    for raw in text.splitlines():
        line = " ".join(raw.split())
        bare = line.lstrip("#").strip()
        is_heading = line.startswith("#") or _ARTICLE.fullmatch(bare) is not None
        label, content = (None, bare) if is_heading else leading_label(bare)
        starts_item = is_heading or label is not None or bare.startswith("|")
        if item and bare and not starts_item and not item.is_heading and not item.text.startswith("|"):
            item = replace(item, text=f"{item.text} {bare}".strip())
            continue
        if item:
            yield item
        item = _Line(content, is_heading, label) if bare else None
    if item:
        yield item


def _split_glued_labels(lines: list[_Line]) -> Iterator[_Line]:
    """Split items at glued labels: at the successor of the item's label after the end of a clause, and at the first
    label of a list after a colon if the next item has the second label."""
    for line, after in pairwise([*lines, None]):
        if line is None:
            continue
        remaining: _Line | None = line
        while remaining is not None:
            part, remaining = _split_once(remaining, after)
            yield part


def _split_once(line: _Line, after: _Line | None) -> tuple[_Line, _Line | None]:
    """Split a line at the first glued label. Return the part before it, and the rest or None."""
    if line.is_heading:
        return line, None
    for printed, before in _labels_that_may_follow(line.label, after):
        match = re.search(rf"(?<=[{before}])\s*(?={re.escape(printed)}\s*[“\"A-Z])", line.text)
        if match:
            label, content = leading_label(line.text[match.end() :])
            return replace(line, text=line.text[: match.start()]), _Line(content, label=label)
    return line, None


def _labels_that_may_follow(label: Label | None, after: _Line | None) -> Iterator[tuple[str, str]]:
    """Yield labels that may be glued to an item, each with the punctuation marks allowed before it."""
    following = after.label.printed if after and after.label else ""
    for kind in label.kinds if label else ():
        successor = label.successor(kind) if label and kind is not TreatyLabelKind.NUMBER else ""
        if successor and successor != following:
            yield successor, ".;"
    for first in _FIRST_LABELS:
        opening, _remaining = leading_label(first)
        if opening and following and following in {opening.successor(kind) for kind in opening.kinds}:
            yield first, ":"


# --- reading -----------------------------------------------------------------------------------------


class _Reader:
    """Reads lines in order. A labelled line is pending until the label of the next line is known."""

    def __init__(self) -> None:
        self.articles: list[ArticleHeading] = []
        self.blocks: list[TreatyBlock] = []
        self.remarks: list[str] = []
        self.nesting = Nesting()
        self.article = ""
        self.awaits_title = False
        self.pending: _Line | None = None

    def read_line(self, line: _Line) -> None:
        """Read the next line: add a heading, an article or a text."""
        if self.pending:
            self._add_labelled(self.pending, line.label)
            self.pending = None
        heading = _ARTICLE.fullmatch(line.text) if line.is_heading else None
        if heading:
            self._open_article(heading)
        elif self.awaits_title and _may_be_title(line):
            self.articles[-1] = replace(self.articles[-1], title=_clean(line.text))
            self.awaits_title = False
        elif line.is_heading:
            self.article, self.awaits_title = "", False
            is_title = not self.articles and all(block.kind == "title" for block in self.blocks)
            self.blocks.append(TreatyBlock(_clean(line.text), kind="title" if is_title else "heading"))
        else:
            self._read_text(line)

    def finish(self) -> Treaty:
        """Return the treaty, after the last line."""
        if self.pending:
            self._add_labelled(self.pending, None)
        blocks = tuple(_number_first_paragraphs(self.blocks))
        return Treaty(tuple(self.articles), blocks, tuple(self.remarks))

    def _open_article(self, heading: re.Match[str]) -> None:
        self.article = " ".join(heading["number"].lower().split())
        self.articles.append(ArticleHeading(self.article, _clean(heading["title"] or "").rstrip(".")))
        self.awaits_title = not heading["title"]
        self.nesting = Nesting()

    def _read_text(self, line: _Line) -> None:
        self.awaits_title = False
        if line.label and self.article:
            self.pending = line
            return
        text = line.text if line.label is None else f"{line.label.printed} {line.text}"
        if self.article and _FINAL_CLAUSE.match(text):
            self.article = ""
        if self.article:
            self.nesting.leave()
            self.blocks.append(TreatyBlock(_clean(text), self.article, paragraph=self.nesting.number))
        else:
            self.blocks += _blocks_outside_articles(text)

    def _add_labelled(self, line: _Line, following: Label | None) -> None:
        label = line.label
        assert label is not None
        is_next = self.nesting.enter(label, following)
        block = TreatyBlock(
            _clean(line.text),
            self.article,
            label.printed,
            self.nesting.number,
            self.nesting.subparagraph,
            self.nesting.level,
        )
        if not is_next and not self._follows_unnumbered_paragraph(label):
            place = (
                f"article {self.article}, paragraph {block.paragraph}" if block.paragraph else f"article {self.article}"
            )
            self.remarks.append(f"In {place}, “{label.printed}” is out of sequence.")
        self.blocks.append(block)

    def _follows_unnumbered_paragraph(self, label: Label) -> bool:
        """Return whether a label is "2." and follows a first paragraph without a number."""
        before = [block for block in self.blocks if block.article == self.article]
        return label.printed == "2." and bool(before) and not any(block.paragraph for block in before)


def _may_be_title(line: _Line) -> bool:
    """Return whether a line may be a title: a heading or, in plain text, a short line that is not a sentence."""
    if line.is_heading:
        return True
    return line.label is None and len(line.text) <= _MAX_TITLE_LENGTH and not _FINAL_PUNCTUATION.search(line.text)


def _number_first_paragraphs(blocks: Iterable[TreatyBlock]) -> Iterator[TreatyBlock]:
    """Yield the blocks; unnumbered text before a paragraph 2 becomes paragraph 1."""
    numbers: dict[str, list[str]] = {}
    all_blocks = list(blocks)
    for block in all_blocks:
        if block.paragraph and block.article:
            numbers.setdefault(block.article, []).append(block.paragraph)
    for block in all_blocks:
        is_first = bool(block.article) and not block.paragraph and numbers.get(block.article, [""])[0] == "2"
        yield replace(block, paragraph="1") if is_first else block


def _blocks_outside_articles(text: str) -> Iterator[TreatyBlock]:
    """Yield the blocks of a text outside articles."""
    preamble = _PREAMBLE.match(text)
    if preamble:
        yield TreatyBlock(preamble["word"], kind="heading")
        text = text[preamble.end() :]
    cells = [cell.strip() for cell in text.strip("|").split("|")] if text.startswith("|") else [text]
    if any(cells):
        yield TreatyBlock(_clean(" | ".join(cells)))


def _clean(text: str) -> str:
    """Return a text without Markdown emphasis, and with proper quotation marks."""
    return _QUOTED.sub("“\\1”", _EMPHASIS.sub(r"\2", text)).strip()
