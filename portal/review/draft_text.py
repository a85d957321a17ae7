"""The text of a draft, as the review page shows it in place of the public text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.functional import Promise

from documents.models import LanguageVersion
from recommendations.corrections import FACTS, FIELDS, CorrectionResult, DraftRecommendation, compare, value_of
from recommendations.corrections.facts import fact_of
from recommendations.labels.fields import label_of
from recommendations.labels.wording import ValueFormatter
from recommendations.models import Recommendation
from recommendations.services.correcting import corrected_reading, published_reading

_SHOWN_ABOVE = ("text", "heading")  # by the card itself


@dataclass(frozen=True, slots=True)
class DraftFact:
    """A field of a recommendation in a draft; ``value`` is "" if it is empty."""

    label: str | Promise
    value: str


@dataclass(frozen=True)
class DraftText:
    """The ``draft`` of a version next to its ``public`` text."""

    version: LanguageVersion
    public: CorrectionResult
    draft: CorrectionResult
    formatter: ValueFormatter

    @classmethod
    def of(cls, version: LanguageVersion, formatter: ValueFormatter) -> DraftText:
        """Return the draft of a version that has an open one."""
        return cls(version, published_reading(version).corrected, corrected_reading(version).corrected, formatter)

    @cached_property
    def _changed_anchors(self) -> set[str]:
        kinds = ("add", "field")
        return {row.anchor for row in compare(self.public, self.draft) if row.kind in kinds}

    @property
    def _drafts(self) -> Sequence[DraftRecommendation]:
        return self.draft.extraction.recommendations

    def masthead(self) -> dict[str, Any]:
        """Return the facts of the masthead as plain values."""
        return {name: fact_of(self.draft.parsed.masthead, name) for name in FACTS}

    def rows(self, public_rows: Iterable[Recommendation]) -> list[Recommendation]:
        """Return the recommendations of the draft in their order: the public rows, with the text of the draft where it
        differs. A recommendation that is not public yet has a negative key. Do not save these rows."""
        by_anchor = {row.anchor: row for row in public_rows}
        paragraphs = dict(self.version.paragraphs.values_list("anchor", "pk"))
        rows = []
        for index, draft in enumerate(self._drafts):
            row = by_anchor.get(draft.anchor) or Recommendation(pk=-1 - index, version=self.version)
            if draft.anchor in self._changed_anchors:
                for name in ("anchor", "label", "path", "text", "heading", "page"):
                    setattr(row, name, getattr(draft, name))
                row.status = draft.status.value
                block = self.draft.parsed.blocks[draft.blocks[0]]
                row.paragraph_id = paragraphs.get(block.anchor, 0)
            rows.append(row)
        return rows

    def facts_by_anchor(self) -> Mapping[str, Sequence[DraftFact]]:
        """Return a map from the anchors of changed recommendations to their fields."""
        changed = [draft for draft in self._drafts if draft.anchor in self._changed_anchors]
        return {draft.anchor: [*self._facts(draft)] for draft in changed}

    def _facts(self, draft: DraftRecommendation) -> Iterable[DraftFact]:
        for name in FIELDS:
            if name not in _SHOWN_ABOVE:
                value = value_of(draft, self.draft.extraction.references, name)
                yield DraftFact(label_of(name), self.formatter.as_text(name, value))
