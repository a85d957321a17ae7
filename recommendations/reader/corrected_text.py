"""Show where the text of a recommendation was corrected, beside the document as read."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.safestring import SafeString, mark_safe

from documents.models import Correction, Paragraph
from recommendations.corrections.sheet import HALF_SEPARATOR
from recommendations.lineage.comparison import changed_words
from recommendations.models import Recommendation
from recommendations.queries.retired import joined_into
from recommendations.text.differences import differences

Kind = Correction.Kind


@dataclass(frozen=True, slots=True)
class CorrectedText:
    """That the text of a recommendation says something else than the document as it was read.

    ``changed`` tells both apart, word by word; "" where it was divided or joined besides, so that no two texts answer
    one another.
    """

    recommendation: Recommendation
    at: datetime.datetime
    changed: SafeString


@dataclass(frozen=True, slots=True)
class _Said:
    """What was read where a person set a text right first (None where that is not one text), and when they did last."""

    was: str | None
    at: datetime.datetime


def corrected_texts(recommendations: Collection[Recommendation]) -> dict[int, CorrectedText]:
    """Key -> what was set right, of those recommendations of one version whose text was; in one query for none."""
    version = next((row.version_id for row in recommendations), None)
    said = _said(version) if version is not None else {}
    found = [row for row in recommendations if row.anchor in said]
    read = _as_read(found) if found else {}
    return {
        row.pk: CorrectedText(row, said[row.anchor].at, _changed(said[row.anchor].was, row.text))
        for row in found
        if _words(row.text) not in (_words(read.get(row.pk, "")), _words(said[row.anchor].was or ""))
    }


def paragraphs_joined(recommendations: Collection[Recommendation]) -> dict[str, Recommendation]:
    """Anchor of a paragraph -> the recommendation of one version that it was joined to, though it begins elsewhere."""
    version = next((row.version_id for row in recommendations), None)
    into = joined_into(version) if version is not None else {}
    known = {row.anchor: row for row in recommendations}
    return {anchor.partition(HALF_SEPARATOR)[0]: known[last] for anchor, last in into.items() if last in known}


def _said(version: int) -> Mapping[str, _Said]:
    """Anchor -> what people said of its text, by the corrections in their order."""
    shapes = Correction.objects.filter(version=version, undone_at=None)
    rows = shapes.filter(Q(kind=Kind.FIELD, field="text") | Q(kind__in=(Kind.SPLIT, Kind.JOIN))).order_by("pk")
    said: dict[str, _Said] = {}
    for kind, anchor, was, value, at in rows.values_list("kind", "anchor", "was", "value", "made_at"):
        if kind == Kind.FIELD:
            said[anchor] = _Said(said[anchor].was if anchor in said else was, at)
            continue
        known = [said[each].at for each in (anchor, *_others(kind, value)) if each in said]
        for each in (anchor, *_others(kind, value)) if known else ():
            said[each] = _Said(None, max(known))
    return said


def _others(kind: str, value: Any) -> Iterator[str]:
    """The anchors of what was joined with one, or of what was split from it."""
    yield from value if kind == Kind.JOIN else [value["anchor"]]


def _as_read(recommendations: Collection[Recommendation]) -> dict[int, str]:
    """Key -> the text of the paragraph that each begins with, and of the items that hang on it."""
    wanted: dict[int, list[Recommendation]] = {}
    for row in recommendations:
        wanted.setdefault(row.paragraph_id, []).append(row)
    version = next(row.version_id for row in recommendations)
    rows = Paragraph.objects.filter(version=version).order_by("position")
    first: dict[int, int] = {}
    texts: dict[int, list[str]] = {}
    for key, parent, kind, label, text in rows.values_list("pk", "parent", "kind", "label", "text"):
        if key in wanted:
            first[key], texts[key] = key, [text]
        elif kind == "item" and parent in first:
            first[key] = first[parent]
            texts[first[key]].append(f"{label} {text}")
    return {row.pk: " ".join(texts.get(place, ())) for place, own in wanted.items() for row in own}


def _words(text: str) -> str:
    return " ".join(text.split())


def _changed(was: str | None, now: str) -> SafeString:
    if was is None:
        return SafeString("")
    return mark_safe("".join(changed_words(piece.text, piece.change) for piece in differences(was, now)))  # noqa: S308  each is escaped
