"""Propose a new reading of a version, and accept or reject it.

A reading comes of a later parser or extractor, or of another file of the same document. While it waits, everything
stays as it is. If nothing visible would change, it is used at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import Correction, DocumentFile, LanguageVersion, Reading, Upload
from documents.parsing.serialize import to_json, to_plain
from documents.parsing.types import ParsedDocument
from documents.services import acquire_write_lock, batch_notifications, clear_text, record_change, version_name
from documents.services.readings import discard_proposed, mark_refused, use_reading, write_extraction, write_reading
from recommendations.corrections import Clash, Corrected, Difference, Edit, compare, rebase
from recommendations.extraction.types import Extraction
from recommendations.services.correcting.apply_edits import locked
from recommendations.services.correcting.backfill import keep_extraction
from recommendations.services.correcting.refusals import CorrectionError
from recommendations.services.correcting.state import (
    active_corrections,
    corrected_reading,
    correctors,
    read_reading,
    vocabulary,
)
from recommendations.services.correcting.writing import vectors_for, write_corrected
from recommendations.services.passages import Vectors
from recommendations.services.sync import sync_recommendations

_DECIDED = (Reading.State.PAST, Reading.State.REFUSED)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A reading that waits for a decision. ``before`` is what everybody sees now, ``after`` what they would see: the
    other reading with the corrections that can be carried over. ``differences`` tells the two apart; ``clashes`` are
    the corrections that meet something else than what was corrected, and of which a person says whether they stay.
    """

    reading: Reading
    before: Corrected
    after: Corrected
    differences: tuple[Difference, ...]

    @property
    def clashes(self) -> tuple[Clash, ...]:
        return self.after.clashes


@transaction.atomic
def propose_reading(
    version: LanguageVersion,
    parsed: ParsedDocument,
    extraction: Extraction,
    *,
    file: DocumentFile | None = None,
    upload: Upload | None = None,
    asked_for: bool = False,
) -> Proposal | None:
    """Keep another reading of a version until a person decides about it.

    None where it would change nothing: then it is in use already; and where a person turned the very same down, unless
    it is ``asked_for`` by one. About that of an upload a person is asked in any case. Proposed again, a reading of the
    same file takes the place of the one that waited; the very same as the one in use leaves no row.
    """
    keep_extraction(version)
    acquire_write_lock()
    state = corrected_reading(version)
    after = correctors(parsed, extraction, state.edits)
    differences = compare(state.corrected, after)
    read = to_json(parsed), to_plain(extraction)
    if upload is None and not differences and not after.clashes:
        discard_proposed(version=version, upload=None)
        _use_silently(version, parsed, read, file)
        return None
    if upload is None and not asked_for and _was_turned_down(version, *read):
        discard_proposed(version=version, upload=None)
        return None
    waiting = {"version": version, "state": Reading.State.PROPOSED, "upload": upload}
    reading = Reading.objects.filter(**waiting).first() or Reading(**waiting)
    write_reading(reading, *read, file)
    return Proposal(reading, state.corrected, after, differences)


def _was_turned_down(version: LanguageVersion, parsed: Mapping[str, Any], extraction: Any) -> bool:
    """Whether a person said no to a reading that says the same, whichever parser read it."""
    refused = version.readings.filter(state=Reading.State.REFUSED, extraction=extraction)
    says = {**parsed, "parser_version": ""}
    return any({**known, "parser_version": ""} == says for known in refused.values_list("parsed", flat=True))


def renew_extraction(reading: Reading, extraction: Extraction, vectors: Vectors) -> Proposal | None:
    """Use a new extraction of a current reading. Return None if no decision is needed.

    What nobody corrected follows without a word; of a version with corrections it is proposed, if it would change
    anything. ``vectors`` are those of its texts that were made before.
    """
    with transaction.atomic(), batch_notifications():
        row = locked(reading.version)
        if not Reading.objects.filter(pk=reading.pk, state=Reading.State.CURRENT).exists():
            return None  # another one is in use by now
        parsed, _extraction = read_reading(reading)
        if active_corrections(row).exists():
            return propose_reading(row, parsed, extraction, file=reading.file)
        write_extraction(reading, to_plain(extraction))
        sync_recommendations(row, parsed, extraction, vectors)
    return None


def _use_silently(
    version: LanguageVersion, parsed: ParsedDocument, read: tuple[dict[str, Any], Any], file: DocumentFile | None
) -> None:
    """What is read differs in nothing that is seen; boxes on a page or the parser's version may be other ones."""
    current = version.readings.get(state=Reading.State.CURRENT)
    if read == (current.parsed, current.extraction):
        return
    write_reading(current, *read, file or current.file)
    row = locked(version)
    corrected = corrected_reading(row).corrected
    _write(row, corrected, parsed, vectors_for(row, corrected))


def _write(version: LanguageVersion, corrected: Corrected, read: ParsedDocument, vectors: Vectors) -> None:
    """All rows of a version, by another reading."""
    version.pages = read.pages
    version.text_quality = read.text_quality
    version.parser_version = read.parser_version
    write_corrected(version, corrected, vectors, text=True)
    clear_text(version)


def read_proposal(reading: Reading) -> Proposal:
    """What a reading that waits would change by now."""
    state = corrected_reading(reading.version)
    parsed, extraction = read_reading(reading, state.edits)
    after = correctors(parsed, extraction, state.edits)
    return Proposal(reading, state.corrected, after, compare(state.corrected, after))


def accept_reading(
    reading: Reading, by: User, *, keep: Collection[int] = (), seen: int | None = None, file: DocumentFile | None = None
) -> Corrected:
    """Use a proposed reading; that of an upload with the ``file`` it became. The current one is kept as past.

    Corrections that fit are carried over. Of those in conflict, the ones with keys in ``keep`` stay where possible; the
    others are undone. ``seen`` is the revision of the version that the person saw.

    Raise ``CorrectionError`` if the reading was rejected or replaced, if its file was not stored yet, or if something
    was corrected since ``seen``.
    """
    keep_extraction(reading.version)
    ahead = vectors_for(reading.version, read_proposal(reading).after)
    with transaction.atomic(), batch_notifications():
        version = locked(reading.version)
        row = Reading.objects.filter(pk=reading.pk).first()
        if row is None or row.state in _DECIDED:
            raise CorrectionError(_("A decision on this reading has already been made."))
        if row.state == Reading.State.CURRENT:
            return corrected_reading(version).corrected
        if row.upload_id is not None and file is None:
            raise CorrectionError(_("First choose what the file is."))
        if seen not in (None, version.revision):
            raise CorrectionError(_("The document was corrected in the meantime. Review the changes again."))
        corrected = _accept(row, version, by, keep, ahead)
        use_reading(row, file)
    return corrected


def _accept(row: Reading, version: LanguageVersion, by: User, keep: Collection[int], ahead: Vectors) -> Corrected:
    state = corrected_reading(version)
    parsed, extraction = read_reading(row, state.edits)
    result = rebase(parsed, extraction, state.edits, keep, vocabulary())
    version.revision += 1
    _take_over(version, state.edits, result.edits, result.dropped, by)
    _write(version, result.corrected, parsed, ahead)
    record_change(
        "document.reading_accepted",
        by=by,
        subject=version_name(version),
        document=version.document,
        about=f"version:{version.pk}",
        value={"reading": row.pk, "parser_version": row.parser_version, "kept": sorted(keep)},
        note=", ".join(f"{edit.kind} {edit.anchor} {edit.field}".strip() for edit in result.dropped),
    )
    return result.corrected


def _take_over(
    version: LanguageVersion, before: Iterable[Edit], edits: Iterable[Edit], dropped: Iterable[Edit], by: User
) -> None:
    """Corrections that stay against what the reading says start from that; those that do not stay are taken back."""
    known = {edit.key: edit for edit in before}
    for edit in edits:
        if edit.key is not None and edit != known[edit.key]:
            Correction.objects.filter(pk=edit.key).update(was=edit.was, value=edit.value)
    Correction.objects.filter(pk__in=[edit.key for edit in dropped], undone_at=None).update(
        undone_by=by, undone_at=timezone.now(), undone_revision=version.revision
    )


@transaction.atomic
def refuse_reading(reading: Reading, by: User) -> None:
    """Turn a reading down: everything stays as it is, and what reads the same is not proposed again.

    Nothing is done where that was decided already.

    Raise ``CorrectionError`` for the reading in use.
    """
    version = locked(reading.version)
    row = Reading.objects.filter(pk=reading.pk).first()
    if row is None or row.state in _DECIDED:
        return
    if row.state == Reading.State.CURRENT:
        raise CorrectionError(_("This reading is already in use."))
    mark_refused(row)
    record_change(
        "document.reading_refused",
        by=by,
        subject=version_name(version),
        document=version.document,
        about=f"version:{version.pk}",
        value={"reading": row.pk, "parser_version": row.parser_version},
    )
