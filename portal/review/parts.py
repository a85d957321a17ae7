"""The parts of a long text, of which the review page shows one. They are those of the public page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from documents.models import LanguageVersion, Paragraph
from documents.parsing.messages import message_from_json
from recommendations.models import Recommendation
from recommendations.reader.document import MAX_PARAGRAPHS

Doubts = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text, with its numbers of points to check and of recommendations."""

    number: int
    doubt_count: int
    recommendation_count: int


@dataclass(frozen=True)
class Division:
    """The parts of a text with the ``recommendations`` and ``doubts``. A text of at most :data:`MAX_PARAGRAPHS`
    paragraphs is one part.

    The other fields map the keys, anchors, paths and pages of paragraphs to the first part that has them; they are
    empty for a single part. Points to check that name no place of the text are in the first part.
    """

    recommendations: Sequence[Recommendation]
    doubts: Doubts
    last: int = 1
    by_key: Mapping[int, int] = field(default_factory=dict)
    by_anchor: Mapping[str, int] = field(default_factory=dict)
    by_path: Mapping[str, int] = field(default_factory=dict)
    by_page: Mapping[int, int] = field(default_factory=dict)

    @property
    def is_long(self) -> bool:
        """Whether the text has several parts."""
        return self.last > 1

    @property
    def parts(self) -> list[Part]:
        """All parts in their order."""
        doubts, rows = Counter(self._parts_of_doubts), Counter(self._parts_of_recommendations)
        return [Part(number, doubts[number], rows[number]) for number in range(1, self.last + 1)]

    def recommendations_in(self, part: int) -> list[Recommendation]:
        """Return the recommendations that begin in a part."""
        return [
            row for row, own in zip(self.recommendations, self._parts_of_recommendations, strict=True) if own == part
        ]

    def has(self, paragraph: Paragraph, part: int) -> bool:
        """Return whether a paragraph is in a part."""
        return self.by_key.get(paragraph.pk, part) == part

    def doubts_in(self, part: int) -> Doubts:
        """Return the points to check in a part."""
        return [doubt for doubt, own in zip(self.doubts, self._parts_of_doubts, strict=True) if own == part]

    def find(self, number: int | None, anchor: str, page: int | None) -> int:
        """Return the part to show: the ``number``, or the part with the recommendation or paragraph at an anchor, or
        with a page of the source. Return 1 if there is no such part."""
        if number is not None and 1 <= number <= self.last:
            return number
        rows = zip(self.recommendations, self._parts_of_recommendations, strict=True)
        named = next((part for row, part in rows if anchor and row.anchor == anchor), None)
        return named or self.by_anchor.get(anchor) or self.by_page.get(page or 0) or 1

    @cached_property
    def _parts_of_recommendations(self) -> list[int]:
        """A recommendation whose paragraph is not stored yet is in the part of the one before it."""
        parts, part = [], 1
        for row in self.recommendations:
            part = self.by_key.get(row.paragraph_id, part)
            parts.append(part)
        return parts

    @cached_property
    def _parts_of_doubts(self) -> list[int]:
        return [self._part_of(doubt) for doubt in self.doubts]

    def _part_of(self, doubt: Mapping[str, Any]) -> int:
        if part := self.by_page.get(doubt.get("page") or 0):
            return part
        values = message_from_json(doubt["message"]).values.values()
        return next((self.by_path[value] for value in values if isinstance(value, str) and value in self.by_path), 1)


def is_long(version: LanguageVersion) -> bool:
    """Return whether the text of a version has several parts."""
    return version.paragraphs.count() > MAX_PARAGRAPHS


def divide(version: LanguageVersion, recommendations: Sequence[Recommendation]) -> Division:
    """Return the parts of a version's text, with its recommendations as they are to be shown."""
    if not is_long(version):
        return Division(recommendations, version.doubts)
    by_key: dict[int, int] = {}
    by_anchor: dict[str, int] = {}
    by_path: dict[str, int] = {}
    by_page: dict[int, int] = {}
    part = 1
    paragraphs = version.paragraphs.order_by("position")
    for index, (key, anchor, path, page) in enumerate(paragraphs.values_list("pk", "anchor", "path", "page")):
        part = index // MAX_PARAGRAPHS + 1
        by_key[key] = by_anchor[anchor] = part
        by_path.setdefault(path, part)
        by_page.setdefault(page or 0, part)
    by_path.pop("", None)
    by_page.pop(0, None)
    return Division(recommendations, version.doubts, part, by_key, by_anchor, by_path, by_page)


def doubts_of(rows: Iterable[Recommendation], doubts: Doubts) -> list[Doubts]:
    """Return, for each recommendation, the doubts that name its path or are on its page."""
    messages = [str(message_from_json(doubt["message"])) for doubt in doubts]
    by_page: dict[int, list[int]] = defaultdict(list)
    for index, doubt in enumerate(doubts):
        by_page[doubt.get("page") or 0].append(index)

    def related(row: Recommendation) -> Doubts:
        named = (index for index, message in enumerate(messages) if _names(message, row.path))
        return [doubts[index] for index in sorted({*by_page.get(row.page or -1, ()), *named})]

    return list(map(related, rows))


def _names(message: str, path: str) -> bool:
    """Return whether a message names a path, and not a place below it: "Annex I (a)", but not "Annex I (a) (ii)"."""
    return path in message and re.search(rf"(?<!\w){re.escape(path)}(?!\w| \()", message) is not None
