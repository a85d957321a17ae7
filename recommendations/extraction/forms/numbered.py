"""Numbered paragraphs of a chapter "Recommendations", each of which calls for action.

They are candidates if most of the chapter's paragraphs, counting those that open lists of recommendations, call for
action, or if they are the whole document and its title announces recommendations. Chapters of conclusions and
recommendations also report findings; there, a paragraph is a candidate only if a body recommends something in it, or if
it opens with a request to an addressee ("States should build …", not "Progress was made. States should …"). Chapeaux of
lists are ignored: their items are the recommendations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.parsing.types import Block, BlockKind, ParsedDocument
from recommendations.extraction.action_phrases import find_phrases
from recommendations.extraction.forms.base import Candidate, RecommendationForm
from recommendations.extraction.forms.listed import announces_recommendations, is_heading_of_recommendations
from recommendations.extraction.languages.base import REQUIRED, Language

_SUBJECT = re.compile(r"[^,.;:，。；：،؛]{0,60}")
"""Matches the words before a request with which a paragraph opens: "The General Assembly" before "is invited to"."""
_CLAUSE = re.compile(r"[^.;:。；：؛]{1,300}")
_REPORTED = re.compile(r"\b(?:that|que|что|أن)\b")
_REPORTED_SUBJECT = re.compile(r"\b(?:that|que|что|أن)\s+(?:\S+\s+){1,4}$")
"""Match the beginning of a clause that a verb such as "show" reports, and such a clause with its subject."""
_MAX_SUBJECT = 80  # characters in which a relative clause after the subject begins
_MIN_ASKING_RATIO = 0.6  # of the paragraphs in a chapter


def _find(parsed: ParsedDocument, words: Language) -> Iterator[Candidate]:
    chapters: dict[int, list[Block]] = {}
    chapeaux = {block.parent for block in parsed.blocks if block.kind is BlockKind.ITEM}
    for block in parsed.blocks:
        if block.kind is BlockKind.PARAGRAPH and block.label:
            chapter = _chapter(parsed, block, words)
            if chapter is not None:
                chapters.setdefault(chapter, []).append(block)
    yield from _below_title(parsed, chapeaux, words)
    for chapter, blocks in chapters.items():
        paragraphs = [block for block in blocks if block.index not in chapeaux]
        if words.headings.conclusions.search(parsed.blocks[chapter].text):
            yield from _among_conclusions(paragraphs, words)
            continue
        asking = [block for block in paragraphs if words.asks.match(_plain(block, words))]
        lists = sum(block.index in chapeaux and _opens_list(_plain(block, words), words) for block in blocks)
        if len(asking) + lists >= _MIN_ASKING_RATIO * (len(paragraphs) + lists):
            yield from (Candidate((block.index,)) for block in asking)


def _below_title(parsed: ParsedDocument, chapeaux: set[int | None], words: Language) -> Iterator[Candidate]:
    """Yield the paragraphs of a document without headings whose title announces recommendations, if all of them call
    for action."""
    if not announces_recommendations(parsed, words):
        return
    numbered = [block for block in parsed.blocks if block.kind is BlockKind.PARAGRAPH and block.label]
    if all(words.asks.match(_plain(b, words)) and not b.headings and b.index not in chapeaux for b in numbered):
        yield from (Candidate((block.index,)) for block in numbered)


def _among_conclusions(paragraphs: list[Block], words: Language) -> Iterator[Candidate]:
    """Yield the recommendations among the findings of a chapter. If some are in bold, the others are findings."""
    has_bold = any(mark.style == "bold" for block in paragraphs for mark in block.marks)
    for block in paragraphs:
        text = _plain(block, words)
        if words.concludes.match(text):
            yield Candidate((block.index,))
        elif not has_bold and opens_with_request(text, words):
            yield Candidate((block.index,), needs_addressee=True)


def opens_with_request(text: str, words: Language) -> bool:
    """Return whether a text opens with a request. "Must" and "shall" do not count: findings use them too."""
    first = next(iter(find_phrases(text, words)), None)
    if first is None or first.needs_addressee or first.strength in (None, REQUIRED):
        return False
    if _SUBJECT.fullmatch(text, 0, first.start):
        return True
    relative = words.addressees.relative.search(text, 0, _MAX_SUBJECT)
    if relative is None or not _SUBJECT.fullmatch(text, 0, relative.start()):
        return False
    if _REPORTED.search(text, 0, relative.start()) or _REPORTED_SUBJECT.search(text[relative.end() : first.start]):
        return False
    return _CLAUSE.fullmatch(text, relative.end(), first.start) is not None


def _opens_list(text: str, words: Language) -> bool:
    """Return whether a chapeau introduces recommendations or makes a request itself."""
    chapeaux = words.chapeaux
    return bool(chapeaux.introduces.search(text) or chapeaux.asks.search(text) or words.asks.match(text))


def _plain(block: Block, words: Language) -> str:
    return words.marks.sub("", block.text)


def _chapter(parsed: ParsedDocument, block: Block, words: Language) -> int | None:
    """Return the index of the heading of recommendations above a paragraph, or None."""
    headings = reversed(block.headings)
    return next((i for i in headings if _is_chapter(parsed.blocks[i].text, words)), None)


def _is_chapter(heading: str, words: Language) -> bool:
    """Return whether a heading is of a chapter of recommendations, or only of conclusions."""
    return is_heading_of_recommendations(heading, words) or bool(words.headings.conclusions.fullmatch(heading.strip()))


NUMBERED = RecommendationForm("numbered", _find)
