"""Find the resolutions and decisions in a document, with their operative paragraphs.

A text begins at the line that names the organ ("The Conference of the Parties …,", "The Commission:", "The Board
decides:") or, for a decision in complete sentences, below its heading or announcement ("… the following decision:").
Its operative paragraphs begin with a verb and are numbered from 1, or lettered below the opening line; a single one
may have no number. Preambular paragraphs, annexes and the text after the resolution are not operative paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from documents.parsing.types import Block, BlockKind, ParsedDocument
from recommendations.extraction.operative.grammar import Grammar, Verb, grammar_of, without_marks

_SKIPPED = frozenset({BlockKind.CONTENTS, BlockKind.TABLE, BlockKind.FIGURE, BlockKind.CAPTION})
_NUMBER = re.compile(r"\d{1,3}$")
_COLON = (":", "：")
ADOPTED_SYMBOL = re.compile(r"/(?:RES|DEC)(?:/|$)")
_OPEN = (",", "،", "，", *_COLON)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """An operative paragraph: its block, its number, and the verb with which it begins.

    Below a line such as "The Council decides:" (``chapeau``, a block index; None if it is in the masthead), the verb is
    taken from the line and ``is_item`` is set.
    """

    block: Block
    verb: Verb
    number: str | None
    chapeau: int | None = None
    is_item: bool = False


@dataclass(slots=True)
class EnactedText:
    """A resolution or decision with its operative paragraphs. ``opening`` is the index of the block naming the organ.

    ``is_list`` is True if that block does not end with a comma: lists in other texts have such lines too.
    ``introduction`` contains the titles and symbols of the document, the headings above the text, outermost first, and
    the announcement before it.
    """

    part: str
    opening: int | None = None
    verb: Verb | None = None
    is_list: bool = False
    is_in_sentences: bool = False
    introduction: tuple[str, ...] = ()
    paragraphs: list[Paragraph] = field(default_factory=list)

    @property
    def last_number(self) -> int:
        numbers = [int(p.number) for p in self.paragraphs if p.number and _NUMBER.match(p.number)]
        return numbers[-1] if numbers else 0


def find_texts(parsed: ParsedDocument, language: str) -> list[EnactedText]:
    """Return the resolutions and decisions of a document that have operative paragraphs, in document order."""
    grammar = grammar_of(language)
    texts = list(_Finder(parsed, grammar).find())
    return [text for text in texts if text.paragraphs and (not text.is_list or _is_named(text, grammar))]


def _is_named(text: EnactedText, grammar: Grammar) -> bool:
    """Return whether the document, a heading or an announcement calls the text a resolution or decision."""
    return any(grammar.adopted.search(name) or ADOPTED_SYMBOL.search(name) for name in text.introduction)


class _Finder:
    def __init__(self, parsed: ParsedDocument, grammar: Grammar) -> None:
        self.parsed = parsed
        self.grammar = grammar
        self.text: EnactedText | None = None
        self.announcement: Block | None = None
        self.titles: tuple[str, ...] = ()
        self.expects_decision = False
        self.is_below_heading = False

    def find(self) -> Iterator[EnactedText]:
        if opening := self._opening_in_masthead():
            yield opening
        for block in self.parsed.blocks:
            if block.kind not in _SKIPPED and (opened := self._read(block)):
                yield opened

    def _opening_in_masthead(self) -> EnactedText | None:
        """Open and return a text whose first line was read as part of the title ("… The Council decides:"), if any."""
        masthead = self.parsed.masthead
        printed = without_marks(masthead.subtitle or masthead.title or "").strip()
        tails = [printed[match.start() :] for match in self.grammar.article.finditer(printed)][-12:]
        self.titles = (*masthead.symbols, *filter(None, (masthead.title, masthead.subtitle)))
        self.expects_decision = any(self.grammar.decision.search(title) for title in self.titles)
        line = next((tail for tail in tails if tail.endswith(_OPEN) and self.grammar.opens(tail)), None)
        if line is not None:
            verb, is_list = self._verb_of_opening(line), not line.endswith(_OPEN[:3])
            self.text = EnactedText("", verb=verb, is_list=is_list, introduction=self.titles)
        return self.text

    def _read(self, block: Block) -> EnactedText | None:
        """Read a block, and return the text that it opens, if any."""
        text = without_marks(block.text)
        if self.text and block.part != self.text.part:
            self.text = None
        if self._opens(block, text):
            return self._open(block, text)
        if block.kind is BlockKind.HEADING:
            self._read_heading(block, text)
            return None
        if self.text:
            if not self._read_paragraph(self.text, block, text):
                self.text = None
        elif self.expects_decision and self._opens_in_sentences(block, text):
            self.text = EnactedText(block.part, is_in_sentences=True, introduction=self._introduction(block))
            self._read_sentence(self.text, block, text)
            self.is_below_heading = False
            return self.text
        elif block.kind is not BlockKind.ITEM:
            self.expects_decision = False
        if not self.text and text.rstrip().endswith(_COLON):
            self.announcement = block
            self.expects_decision = bool(self.grammar.decision.search(text.rstrip()))
        return None

    # --- openings --------------------------------------------------------------------------------

    def _opens(self, block: Block, text: str) -> bool:
        if (block.label and block.kind is not BlockKind.HEADING) or not self.grammar.opens(text):
            return False
        if text.rstrip().endswith(_OPEN):
            verb = self._verb_of_opening(text)
            return text.rstrip().endswith(_COLON) or verb is None
        return self._is_bare_line(block) and self.grammar.verb.search(text) is None

    def _is_bare_line(self, block: Block) -> bool:
        """Return whether a block is a short line without a comma, directly above an operative paragraph."""
        following = self.parsed.blocks[block.index + 1 : block.index + 2]
        return len(block.text) < 150 and any(
            b.kind is not BlockKind.HEADING
            and (not b.label or b.label == "1")
            and self.grammar.verb.match(without_marks(b.text)) is not None
            for b in following
        )

    def _verb_of_opening(self, text: str) -> Verb | None:
        """Return the verb with which a line ends ("The Council decides:"), or None."""
        matches = list(self.grammar.verb.finditer(text))
        last = matches[-1] if matches else None
        if last is None or len(text[last.end() :].strip(" :：")) > 40:
            return None
        return self.grammar.leading_verb(text[last.start() :])

    def _open(self, block: Block, text: str) -> EnactedText:
        verb = self._verb_of_opening(text) if text.rstrip().endswith(_COLON) else None
        is_list = not text.rstrip().endswith(_OPEN[:3])
        self.text = EnactedText(block.part, block.index, verb, is_list, introduction=self._introduction(block))
        self.expects_decision = self.is_below_heading = False
        return self.text

    def _introduction(self, block: Block) -> tuple[str, ...]:
        headings = [self.parsed.blocks[i] for i in block.headings]
        names = [*self.titles, *(f"{heading.label or ''} {heading.text}".strip() for heading in headings)]
        announcement = self.announcement
        if announcement and self._chapters(announcement) <= set(block.headings):
            names.append(announcement.text)
        return tuple(names)

    def _chapters(self, block: Block) -> set[int]:
        """Return the indexes of the numbered headings above a block."""
        return {index for index in block.headings if self.parsed.blocks[index].label}

    def _announces(self, text: str) -> bool:
        """Return whether a text announces a resolution or decision: "… the following draft decision:"."""
        return text.rstrip().endswith(_COLON) and bool(self.grammar.adopted.search(text[-80:]))

    # --- paragraphs ------------------------------------------------------------------------------

    def _read_heading(self, block: Block, text: str) -> None:
        printed = f"{block.label} {text}" if block.label and block.label not in text else text
        is_decision = bool(self.grammar.decision.match(printed) or self.grammar.decision.match(text))
        self.expects_decision = (self.expects_decision and not self.text) or is_decision
        if is_decision or (block.label and block.level == 1):
            self.announcement = None
        if is_decision or self.grammar.annex.match(printed):
            self.text = None
        self.is_below_heading = True

    def _read_paragraph(self, enacted: EnactedText, block: Block, text: str) -> bool:
        """Add the block if it is an operative paragraph. Return whether the text may continue after it."""
        if enacted.is_in_sentences:
            return self._read_sentence(enacted, block, text)
        if block.kind is BlockKind.ITEM:
            return self._read_item(enacted, block, text)
        if block.kind is BlockKind.PREAMBULAR:
            return not enacted.paragraphs
        if block.label:
            return self._read_numbered(enacted, block, text)
        if enacted.last_number or (block.parent is not None and block.parent != enacted.opening):
            return not self.is_below_heading
        verb = self.grammar.verb.match(text.lstrip("[“ "))
        if verb is None or text.rstrip().endswith(_OPEN[:3]):
            return not enacted.paragraphs and not self.is_below_heading
        enacted.paragraphs.append(Paragraph(block, self.grammar.verb_of(verb), None))
        return True

    def _read_numbered(self, enacted: EnactedText, block: Block, text: str) -> bool:
        number = (block.label or "").strip(".-()[] ")
        if not _NUMBER.match(number) or int(number) != enacted.last_number + 1:
            return False
        verb = (
            enacted.verb or self.grammar.leading_verb(text) or _printed_verb(block) or self.grammar.leading_word(text)
        )
        if verb is None:
            return False
        enacted.paragraphs.append(Paragraph(block, verb, number, is_item=enacted.verb is not None))
        self.is_below_heading = False
        return True

    def _read_item(self, enacted: EnactedText, block: Block, text: str) -> bool:
        """Add a lettered item if it is directly below the opening; other items belong to paragraphs."""
        if block.level != 1 or block.parent != enacted.opening or enacted.last_number:
            return True
        if verb := enacted.verb or self.grammar.leading_verb(text):
            chapeau = enacted.opening if enacted.verb else None
            enacted.paragraphs.append(Paragraph(block, verb, block.label, chapeau, is_item=enacted.verb is not None))
        return True

    def _opens_in_sentences(self, block: Block, text: str) -> bool:
        if block.kind is BlockKind.ITEM or block.label not in (None, "1") or self._announces(text):
            return False
        return self.grammar.verb_of_sentence(text) is not None

    def _read_sentence(self, enacted: EnactedText, block: Block, text: str) -> bool:
        if block.kind is BlockKind.ITEM:
            return True
        if self.is_below_heading and enacted.paragraphs:
            return False
        number = (block.label or "").strip(".-()[] ") or None
        verb = self.grammar.verb_of_sentence(text)
        if verb is None or (number or "") != (str(enacted.last_number + 1) if block.label else ""):
            return False
        enacted.paragraphs.append(Paragraph(block, verb, number))
        return True


def _printed_verb(block: Block) -> Verb | None:
    """Return the italic words at the start of a paragraph, which are its verb, or None."""
    mark = next((m for m in block.marks if m.style == "italic" and m.start <= 1 and m.end - m.start <= 60), None)
    if mark is None or not block.text[mark.start : mark.end].strip():
        return None
    return Verb(" ".join(block.text[mark.start : mark.end].split()), mark.start, mark.end)
