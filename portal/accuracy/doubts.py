"""The open points to check in published texts, by kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, F, Func, JSONField
from django.db.models.fields.json import KeyTextTransform
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.queries.documents import published_versions

KINDS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("Recommendations, and the meetings that adopted them"), ("extraction", "meeting", "adopted_by_unknown")),
    (_("Numbering that has gaps or could not be read"), ("numbering_gap", "numbering_repeated", "numbers_not_read")),
    (_("Notes"), ("note_without_call", "note_missing", "notes_apart", "notes_in_text")),
    (
        _("Text that is hard to read in the file, such as a scan"),
        (
            "bad_ocr",
            "damaged_text",
            "encoding_guessed",
            "hidden_text",
            "no_text_layer",
            "ocr",
            "ocr_failed",
            "page_without_text",
            "pages_missing",
            "part_not_read",
            "read_by_ocr",
            "reading_order",
            "sideways_text",
            "site_left_out",
            "text_by_line",
            "text_differs_between_files",
            "text_in_figure",
            "text_order",
            "tracked_changes",
            "unknown_symbols",
            "words_parted",
        ),
    ),
)
"""Kinds of points to check, and the codes of their doubts. Other codes are about the details of a document."""

_DETAILS = _("Document details, such as the date, title or meeting")
_KIND_BY_CODE = {code: kind for kind, codes in KINDS for code in codes}


@dataclass(frozen=True, slots=True)
class DoubtCounts:
    """The numbers of published language versions, of those with open points, and of points by kind, the most frequent
    first."""

    versions: int
    versions_with_doubts: int
    kinds: list[tuple[str, int]]

    @property
    def total(self) -> int:
        return sum(count for _kind, count in self.kinds)


def count_doubts() -> DoubtCounts:
    """Count the open points of published versions, in three queries."""
    versions = published_versions().order_by()
    doubt = Func(F("doubts"), function="jsonb_array_elements", output_field=JSONField())
    doubt.set_returning = True
    rows = versions.annotate(doubt=doubt).values(code=KeyTextTransform("code", "doubt"))
    by_kind: Counter[str] = Counter()
    for code, count in rows.annotate(count=Count("pk")).values_list("code", "count"):
        by_kind[str(_KIND_BY_CODE.get(code, _DETAILS))] += count
    return DoubtCounts(versions.count(), versions.exclude(doubts=[]).count(), by_kind.most_common())
