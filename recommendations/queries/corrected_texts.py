"""Find the recommendations whose text an editor corrected."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from documents.models import Correction, Paragraph
from documents.queries.drafts import published_corrections
from recommendations.models import Recommendation

Kind = Correction.Kind


@dataclass(frozen=True, slots=True)
class TextCorrection:
    """The text before the first correction (None after a split or join), and the time of the last correction."""

    before: str | None
    at: datetime.datetime


def text_corrections(version: int) -> Mapping[str, TextCorrection]:
    """Return a map from anchors to the text corrections that readers of a version (key) see."""
    texts: dict[str, TextCorrection] = {}
    for row in published_corrections(version):
        if row.kind == Kind.FIELD and row.field == "text":
            before = texts[row.anchor].before if row.anchor in texts else row.old_value
            texts[row.anchor] = TextCorrection(before, row.made_at)
        elif row.kind in (Kind.SPLIT, Kind.JOIN):
            affected = (row.anchor, *_affected_anchors(row.kind, row.value))
            times = [texts[anchor].at for anchor in affected if anchor in texts]
            texts |= {anchor: TextCorrection(None, max(times)) for anchor in affected if times}
    return texts


def correction_dates(recommendations: Collection[Recommendation]) -> dict[int, datetime.datetime]:
    """Return a map from keys to the time of the last text correction, for recommendations of one version whose text
    is not the one in the source file."""
    version = next((row.version_id for row in recommendations), None)
    corrections = text_corrections(version) if version is not None else {}
    corrected = [row for row in recommendations if row.anchor in corrections]
    texts_as_read = _texts_as_read(corrected) if corrected else {}
    return {
        row.pk: corrections[row.anchor].at
        for row in corrected
        if _words(row.text) not in (_words(texts_as_read.get(row.pk, "")), _words(corrections[row.anchor].before or ""))
    }


def _affected_anchors(kind: str, value: Any) -> Iterator[str]:
    """Yield the anchors of recommendations joined with a recommendation, or split from it."""
    yield from value if kind == Kind.JOIN else [value["anchor"]]


def _texts_as_read(recommendations: Collection[Recommendation]) -> dict[int, str]:
    """Return a map from keys to the text of the first paragraph of each recommendation and of the items below it."""
    by_paragraph: dict[int, list[Recommendation]] = {}
    for row in recommendations:
        by_paragraph.setdefault(row.paragraph_id, []).append(row)
    version = next(row.version_id for row in recommendations)
    rows = Paragraph.objects.filter(version=version).order_by("position")
    roots: dict[int, int] = {}
    texts: dict[int, list[str]] = {}
    for key, parent, kind, label, text in rows.values_list("pk", "parent", "kind", "label", "text"):
        if key in by_paragraph:
            roots[key], texts[key] = key, [text]
        elif kind == "item" and parent in roots:
            roots[key] = roots[parent]
            texts[roots[key]].append(f"{label} {text}")
    return {row.pk: " ".join(texts.get(paragraph, ())) for paragraph, group in by_paragraph.items() for row in group}


def _words(text: str) -> str:
    return " ".join(text.split())
