"""Positions of recommendations: pages, boxes and blocks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from documents.models import Paragraph
from documents.parsing.types import Block
from recommendations.models import Recommendation


@dataclass(frozen=True, slots=True)
class Area:
    """A box on a page, in points from its top left corner."""

    page: int
    left: float
    top: float
    width: float
    height: float


def blocks_of(
    recommendations: Iterable[Recommendation], paragraphs: Sequence[Paragraph]
) -> Mapping[int, list[Paragraph]]:
    """Return a map from recommendation keys to blocks: the recommendation's paragraph and that paragraph's descendants,
    except blocks of another recommendation."""
    keys_by_paragraph: dict[int, list[int]] = defaultdict(list)
    for row in recommendations:
        keys_by_paragraph[row.paragraph_id].append(row.pk)
    owners: dict[int, list[int]] = {}
    blocks: dict[int, list[Paragraph]] = defaultdict(list)
    for paragraph in paragraphs:
        owners[paragraph.pk] = keys_by_paragraph.get(paragraph.pk) or owners.get(paragraph.parent_id or 0, [])
        for owner in owners[paragraph.pk]:
            blocks[owner].append(paragraph)
    return blocks


def areas_of(paragraph: Paragraph) -> list[Area]:
    """Return the boxes of a paragraph, one for each of its pages; none if its file has no pages."""
    boxes = [(paragraph.page, paragraph.box)]
    boxes += [(page_break.get("page"), _corners(page_break.get("box"))) for page_break in paragraph.breaks]
    return [_area(page, box) for page, box in boxes if page and box]


def _corners(box: Mapping[str, float] | None) -> list[float] | None:
    return [box["left"], box["top"], box["right"], box["bottom"]] if box else None


def _area(page: int, box: Sequence[float]) -> Area:
    left, top, right, bottom = box
    return Area(page, left, top, right - left, bottom - top)


_PART_OF_PLACE = re.compile(r"\d+|[^\W\d_]+")
_PARAGRAPH_WORDS = {"para", "paras", "paragraph", "paragraphs"}


def find_blocks(blocks: Sequence[Block], words: str) -> list[Block]:
    """Return the blocks at a place ("63 (a)", "para. 63(a)"), and then those whose text contains the words."""
    parts = _parts_of_place(words)
    at_place = [block for block in blocks if parts and _contains(_parts_of_place(block.path), parts)]
    anchors = {block.anchor for block in at_place}
    return [*at_place, *(block for block in blocks if block.anchor not in anchors and _has_words(block, words))]


def _parts_of_place(place: str) -> list[str]:
    """Return the numbers, letters and words of a place, without "paragraph": ["annex", "i", "63", "a"]."""
    return [part for part in _PART_OF_PLACE.findall(place.lower()) if part not in _PARAGRAPH_WORDS]


def _contains(parts: Sequence[str], sought: Sequence[str]) -> bool:
    return any(parts[index : index + len(sought)] == sought for index in range(len(parts)))


def _has_words(block: Block, words: str) -> bool:
    return words.lower() in f"{block.path} {block.text}".lower()
