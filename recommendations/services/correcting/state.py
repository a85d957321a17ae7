"""Read a version: its reading, its corrections, and the result of both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from documents.models import Correction, LanguageVersion, Reading
from documents.parsing.serialize import from_json, from_plain
from documents.parsing.types import ParsedDocument
from documents.queries.drafts import find_open_draft, published_corrections
from recommendations.corrections import CorrectionResult, Edit, EditKind, apply
from recommendations.extraction.extract import extract
from recommendations.extraction.types import Extraction
from recommendations.extraction.vocabulary import Vocabulary
from recommendations.queries.vocabularies import current, refresh, until_edited
from recommendations.services.subjects_by_meaning import with_subjects_by_meaning


def vocabulary() -> Vocabulary:
    """Return the vocabularies used for extraction, with people's latest changes."""
    refresh()
    return _vocabulary()


@until_edited
def _vocabulary() -> Vocabulary:
    return Vocabulary.from_entries(current().files())


@dataclass(frozen=True, slots=True)
class CorrectedReading:
    """A reading (``parsed``, ``extraction``), people's ``edits``, and the result of applying them (``corrected``)."""

    parsed: ParsedDocument
    extraction: Extraction
    edits: tuple[Edit, ...]
    corrected: CorrectionResult

    def with_edits(self, edits: Iterable[Edit]) -> CorrectedReading:
        """Return the same reading with other edits."""
        applied_edits = tuple(edits)
        return replace(
            self, edits=applied_edits, corrected=apply_corrections(self.parsed, self.extraction, applied_edits)
        )


def apply_corrections(parsed: ParsedDocument, extraction: Extraction, edits: Iterable[Edit]) -> CorrectionResult:
    return apply(parsed, extraction, edits, vocabulary())


def corrected_reading(version: LanguageVersion) -> CorrectedReading:
    """Return the current reading of a version with its corrections, including those of an open draft.

    Raise ``Reading.DoesNotExist`` if there is no reading.
    """
    reading = version.readings.get(state=Reading.State.CURRENT)
    edits = tuple(map(edit_of, active_corrections(version)))
    parsed, extraction = read_reading(reading, edits)
    return CorrectedReading(parsed, extraction, edits, apply_corrections(parsed, extraction, edits))


def published_reading(version: LanguageVersion) -> CorrectedReading:
    """Return the reading of a version with its corrections as readers see it, without an open draft."""
    draft = find_open_draft(version.pk)
    if draft is None:
        return corrected_reading(version)
    edits = tuple(map(edit_of, published_corrections(version.pk)))
    parsed, extraction = read_reading(draft.reading, edits)
    return CorrectedReading(parsed, extraction, edits, apply_corrections(parsed, extraction, edits))


def active_corrections(version: LanguageVersion) -> QuerySet[Correction]:
    """Return the corrections of a version that were not undone, in the order in which they are applied."""
    return Correction.objects.filter(version=version, undone_at=None).order_by("pk")


def edit_of(row: Correction) -> Edit:
    """Return a correction as a plain value."""
    return Edit(row.kind, row.anchor, row.field, row.old_value, row.value, row.pk)


def read_reading(reading: Reading, edits: Sequence[Edit] = ()) -> tuple[ParsedDocument, Extraction]:
    """Return the structure and extraction of a reading. Compute the extraction if it was not stored."""
    parsed = from_json(reading.parsed)
    if reading.extraction is None:
        return parsed, extract_from(parsed, edits)
    return parsed, from_plain(reading.extraction, Extraction)


def extract_from(parsed: ParsedDocument, edits: Iterable[Edit] = ()) -> Extraction:
    """Extract from a document, in the language that people set, if any. Find subjects by meaning too."""
    languages = [edit.value for edit in edits if edit.kind == EditKind.FACT and edit.field == "language"]
    if languages:
        parsed = replace(parsed, masthead=replace(parsed.masthead, language=languages[-1]))
    return with_subjects_by_meaning(parsed, extract(parsed, vocabulary()), vocabulary())
