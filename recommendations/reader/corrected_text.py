"""Show where the text of a recommendation was corrected, compared with the text as extracted from the document."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from recommendations.corrections.sheet import PART_SEPARATOR
from recommendations.lineage.comparison import changed_words
from recommendations.models import Recommendation
from recommendations.queries.corrected_texts import text_corrections
from recommendations.queries.retired import joined_into
from recommendations.text.differences import differences


@dataclass(frozen=True, slots=True)
class CorrectedText:
    """A recommendation whose corrected text differs from the text as extracted.

    ``changes`` shows the differences word by word. It is "" if the recommendation was also split or joined, because
    there is then no single text to compare with.
    """

    recommendation: Recommendation
    corrected_at: datetime.datetime
    changes: SafeString


def corrected_texts(recommendations: Collection[Recommendation]) -> dict[int, CorrectedText]:
    """Return a map from keys to corrected texts, for recommendations of one version.

    Runs no query if no text was corrected.
    """
    corrected = [row for row in recommendations if row.corrected_at]
    corrections = text_corrections(corrected[0].version_id) if corrected else {}
    return {
        row.pk: CorrectedText(row, row.corrected_at, _changes(corrections[row.anchor].before, row.text))
        for row in corrected
        if row.corrected_at and row.anchor in corrections
    }


def joined_paragraphs(recommendations: Collection[Recommendation]) -> dict[str, Recommendation]:
    """Return a map from the anchors of joined paragraphs to the recommendations that they were joined to, within one
    version."""
    version = next((row.version_id for row in recommendations), None)
    targets = joined_into(version) if version is not None else {}
    rows = {row.anchor: row for row in recommendations}
    return {anchor.partition(PART_SEPARATOR)[0]: rows[target] for anchor, target in targets.items() if target in rows}


def _changes(old_value: str | None, new_value: str) -> SafeString:
    if old_value is None:
        return SafeString("")
    return mark_safe("".join(changed_words(piece.text, piece.change) for piece in differences(old_value, new_value)))  # noqa: S308  each is escaped
