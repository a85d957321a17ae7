"""The source shown next to the reading: a picture of the page, or the text if the file has no pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from documents.models import Document, DocumentFile, LanguageVersion, Paragraph
from documents.models.files import KEPT_FILE
from documents.queries.source_files import source_pdf_of
from portal.reading.pictures import size_in_points
from portal.review.parts import Division
from portal.review.pictures import PictureError, picture_of
from portal.review.places import Area, areas_of, blocks_of
from recommendations.models import Recommendation

MARGIN = 3.0  # points around the words of a recommendation


@dataclass(frozen=True, slots=True)
class MarkedRecommendation:
    """A recommendation with its boxes on the shown page."""

    recommendation: Recommendation
    areas: Sequence[Area]


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page of the PDF with the recommendations on it.

    ``width`` and ``height`` are in points. ``picture`` is the address of the page's picture, or "" if there is none;
    ``reason`` then explains why.
    """

    number: int
    last: int
    picture: str = ""
    width: float = 0.0
    height: float = 0.0
    marked: Sequence[MarkedRecommendation] = ()
    reason: str = ""

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.last else None


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A block of the text.

    ``beginning`` holds the recommendations that begin with it; ``is_recommended`` is True if it belongs to any.
    """

    paragraph: Paragraph
    beginning: Sequence[Recommendation]
    is_recommended: bool

    @property
    def label(self) -> str:
        return "" if self.paragraph.label == self.paragraph.text else self.paragraph.label


@dataclass(frozen=True, slots=True)
class VersionSource:
    """The source of a version, as ``page`` or as ``blocks``, those of one part if the text is long (``is_long``).
    ``at`` is the anchor of the recommendation in focus."""

    document: Document
    version: LanguageVersion
    file: DocumentFile | None
    at: str
    is_long: bool
    page: ShownPage | None = None
    blocks: Sequence[TextBlock] = ()


def pdf_of(version: LanguageVersion) -> DocumentFile | None:
    """Return the PDF of a version, or None if it has only files in other formats."""
    files = version.files.filter(KEPT_FILE).select_related("version__document")
    return source_pdf_of(files.defer("version__parsed"), version)


def find_source(version: LanguageVersion, division: Division, part: int, page: int | None, at: str) -> VersionSource:
    """Return the source of a version at a page, else at the recommendation with the anchor ``at``, else at page 1. If
    it has no pages, return the text of a ``part``."""
    file, pdf = version.files.in_use().first(), pdf_of(version)
    recommendations = division.recommendations
    paragraphs = list(version.paragraphs.order_by("position").defer("marks", "notes", "cells", "headings"))
    blocks = blocks_of(recommendations, paragraphs)
    if pdf is None:
        shown = [paragraph for paragraph in paragraphs if division.has(paragraph, part)]
        text = _text_blocks(shown, recommendations, blocks)
        return VersionSource(version.document, version, file, at, division.is_long, blocks=text)
    anchor_page = next((row.page for row in recommendations if row.anchor == at and row.page), None)
    number = page or anchor_page or 1
    shown_page = _show_page(version, pdf, number, recommendations, blocks)
    return VersionSource(version.document, version, pdf, at, division.is_long, page=shown_page)


def _show_page(
    version: LanguageVersion,
    file: DocumentFile,
    number: int,
    recommendations: Iterable[Recommendation],
    blocks: Mapping[int, Sequence[Paragraph]],
) -> ShownPage:
    last = version.page_count or number
    number = min(max(number, 1), last)
    try:
        width, height = size_in_points(picture_of(file, number))
    except (PictureError, ValueError) as reason:
        return ShownPage(number, last, reason=str(reason))
    marked = [
        MarkedRecommendation(row, areas)
        for row in recommendations
        if (
            areas := [_pad(area) for block in blocks.get(row.pk, ()) for area in areas_of(block) if area.page == number]
        )
    ]
    address = reverse("page-picture", args=[version.document.address, number])
    picture = f"{address}?{urlencode({'language': version.language})}"
    if any(_is_outside(area, width, height) for mark in marked for area in mark.areas):
        marked = []  # the parser rotated the page: its boxes do not match the picture
    return ShownPage(number, last, picture, width, height, marked)


def _pad(area: Area) -> Area:
    return Area(area.page, area.left - MARGIN, area.top - MARGIN, area.width + 2 * MARGIN, area.height + 2 * MARGIN)


def _is_outside(area: Area, width: float, height: float) -> bool:
    return area.left + area.width > width + 2 * MARGIN or area.top + area.height > height + 2 * MARGIN


def _text_blocks(
    paragraphs: Iterable[Paragraph],
    recommendations: Iterable[Recommendation],
    blocks: Mapping[int, Sequence[Paragraph]],
) -> list[TextBlock]:
    starts: dict[int, list[Recommendation]] = {}
    for row in recommendations:
        starts.setdefault(row.paragraph_id, []).append(row)
    within = {block.pk for group in blocks.values() for block in group}
    return [TextBlock(row, starts.get(row.pk, ()), row.pk in within) for row in paragraphs]
