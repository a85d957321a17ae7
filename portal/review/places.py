"""Positions of recommendations: pages, boxes and blocks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from documents.models import Paragraph
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
    except those of another recommendation."""
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
