"""Show where the text of a recommendation was corrected, compared with the text as extracted from the document."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.safestring import SafeString, mark_safe

from documents.models import Correction, Paragraph
from recommendations.corrections.sheet import PART_SEPARATOR
from recommendations.lineage.comparison import changed_words
from recommendations.models import Recommendation
from recommendations.queries.retired import joined_into
from recommendations.text.differences import differences

Kind = Correction.Kind


@dataclass(frozen=True, slots=True)
class CorrectedText:
    """A recommendation whose corrected text differs from the text as extracted.

    ``changes`` shows the differences word by word. It is "" if the recommendation was also split or joined, because
    there is then no single text to compare with.
    """

    recommendation: Recommendation
    corrected_at: datetime.datetime
    changes: SafeString


@dataclass(frozen=True, slots=True)
class _TextCorrection:
    """The text before the first correction (None after a split or join), and the time of the last correction."""

    before: str | None
    at: datetime.datetime


def corrected_texts(recommendations: Collection[Recommendation]) -> dict[int, CorrectedText]:
    """Return a map from keys to corrected texts, for recommendations of one version.

    Runs a single query if no text was corrected.
    """
    version = next((row.version_id for row in recommendations), None)
    corrections = _text_corrections(version) if version is not None else {}
    corrected = [row for row in recommendations if row.anchor in corrections]
    texts_as_read = _texts_as_read(corrected) if corrected else {}
    return {
        row.pk: CorrectedText(row, corrections[row.anchor].at, _changes(corrections[row.anchor].before, row.text))
        for row in corrected
        if _words(row.text) not in (_words(texts_as_read.get(row.pk, "")), _words(corrections[row.anchor].before or ""))
    }


def joined_paragraphs(recommendations: Collection[Recommendation]) -> dict[str, Recommendation]:
    """Return a map from the anchors of joined paragraphs to the recommendations that they were joined to, within one
    version."""
    version = next((row.version_id for row in recommendations), None)
    targets = joined_into(version) if version is not None else {}
    rows = {row.anchor: row for row in recommendations}
    return {anchor.partition(PART_SEPARATOR)[0]: rows[target] for anchor, target in targets.items() if target in rows}


def _text_corrections(version: int) -> Mapping[str, _TextCorrection]:
    """Return a map from anchors to text corrections, given the corrections of a version in order."""
    active = Correction.objects.filter(version=version, undone_at=None)
    rows = active.filter(Q(kind=Kind.FIELD, field="text") | Q(kind__in=(Kind.SPLIT, Kind.JOIN))).order_by("pk")
    texts: dict[str, _TextCorrection] = {}
    for kind, anchor, old_value, value, at in rows.values_list("kind", "anchor", "old_value", "value", "made_at"):
        if kind == Kind.FIELD:
            texts[anchor] = _TextCorrection(texts[anchor].before if anchor in texts else old_value, at)
            continue
        times = [texts[affected].at for affected in (anchor, *_affected_anchors(kind, value)) if affected in texts]
        for affected in (anchor, *_affected_anchors(kind, value)) if times else ():
            texts[affected] = _TextCorrection(None, max(times))
    return texts


def _affected_anchors(kind: str, value: Any) -> Iterator[str]:
    """Yield the anchors of recommendations joined with a recommendation, or split from it."""
    yield from value if kind == Kind.JOIN else [value["anchor"]]


def _texts_as_read(recommendations: Collection[Recommendation]) -> dict[int, str]:
    """Return a map from recommendation keys to the text of the first paragraph and of the items below it."""
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


def _changes(old_value: str | None, new_value: str) -> SafeString:
    if old_value is None:
        return SafeString("")
    return mark_safe("".join(changed_words(piece.text, piece.change) for piece in differences(old_value, new_value)))  # noqa: S308  each is escaped
