"""Propose a new reading of a version, and accept or reject it.

A reading comes from a later parser or extraction, or from another file of the same document. While it waits, nothing
changes. A reading that a reviewer need not see is used at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import Correction, DocumentFile, Draft, LanguageVersion, Reading, Upload
from documents.parsing.serialize import to_json, to_plain
from documents.parsing.types import ParsedDocument
from documents.queries.drafts import find_open_draft
from documents.services import acquire_write_lock, batch_notifications, clear_review, record_change, version_name
from documents.services.readings import (
    discard_proposed_readings,
    mark_reading_rejected,
    use_reading,
    write_extraction,
    write_reading,
)
from documents.web.phrases import colon, semicolon_list
from recommendations.corrections import (
    Clash,
    CorrectionResult,
    Difference,
    Edit,
    EditKind,
    compare,
    is_addition,
    rebase,
)
from recommendations.extraction.types import Extraction
from recommendations.labels.fields import fact_label, label_of
from recommendations.services.correcting.apply_edits import paragraph_label
from recommendations.services.correcting.backfill import keep_extraction
from recommendations.services.correcting.drafts import begin_draft, is_draft_needed, save_change, vectors_for_change
from recommendations.services.correcting.errors import CorrectionError
from recommendations.services.correcting.locking import lock_version
from recommendations.services.correcting.state import (
    CorrectedReading,
    active_corrections,
    apply_corrections,
    corrected_reading,
    published_reading,
    read_reading,
    vocabulary,
)
from recommendations.services.correcting.writing import vectors_for, write_published
from recommendations.services.passages import NO_VECTORS, Vectors

_DECIDED = (Reading.State.PAST, Reading.State.REFUSED)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A reading that waits for a decision. Readers see ``before`` now; ``after`` is the new reading with all
    corrections that fit. ``differences`` are the differences between the two. ``clashes`` are the corrections whose
    original value differs in the new reading, so that a person must decide."""

    reading: Reading
    before: CorrectionResult
    after: CorrectionResult
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
    requested: bool = False,
) -> Proposal | None:
    """Store a new reading of a version until a person decides about it. Return None if no decision is needed.

    If a person ``requested`` the reading, they decide about every difference; otherwise, a decision is needed only if a
    correction does not fit, or if more than the further organs and citations of a published or corrected text would
    change. A reading that needs no decision is used at once, unless the same one was rejected before. A reading from an
    upload always needs one. A new proposal replaces the one waiting for the same upload (or for none); a reading that
    needs no decision removes it.
    """
    keep_extraction(version)
    vectors = NO_VECTORS if upload else vectors_for(version, CorrectionResult(parsed, extraction))
    acquire_write_lock()
    state = corrected_reading(version)
    after = apply_corrections(parsed, extraction, state.edits)
    differences = compare(state.corrected, after)
    content = to_json(parsed), to_plain(extraction)
    to_decide = differences if requested else _to_decide(version, state, differences)
    if differences and find_open_draft(version.pk):
        to_decide = [*to_decide, *_changes_of_public_text(version, parsed, extraction)]
    is_different = bool(differences or after.clashes)
    if upload is None and is_different and not requested and _was_rejected(version, *content):
        discard_proposed_readings(version=version, upload=None)
        return None
    if upload is None and not to_decide and not after.clashes:
        discard_proposed_readings(version=version, upload=None)
        _use_at_once(version, content, file, vectors, is_different=is_different)
        return None
    waiting = {"version": version, "state": Reading.State.PROPOSED, "upload": upload}
    reading = Reading.objects.filter(**waiting).first() or Reading(**waiting)
    write_reading(reading, *content, file)
    return Proposal(reading, state.corrected, after, differences)


def _to_decide(
    version: LanguageVersion, state: CorrectedReading, differences: Iterable[Difference]
) -> list[Difference]:
    """Return the differences that change a published or corrected text: all but further organs and citations."""
    is_published = LanguageVersion.objects.filter(pk=version.pk, published_at__isnull=False).exists()
    return [row for row in differences if not is_addition(row)] if is_published or state.edits else []


def _changes_of_public_text(
    version: LanguageVersion, parsed: ParsedDocument, extraction: Extraction
) -> list[Difference]:
    """Return the differences that a reading would make to the text that readers see, not counting additions."""
    public = published_reading(version)
    after = apply_corrections(parsed, extraction, public.edits)
    return [row for row in compare(public.corrected, after) if not is_addition(row)]


def _was_rejected(version: LanguageVersion, parsed: Mapping[str, Any], extraction: Any) -> bool:
    """Return whether a person rejected a reading with the same content, whichever parser version produced it."""
    rejected = version.readings.filter(state=Reading.State.REFUSED, extraction=extraction)
    content = {**parsed, "parser_version": ""}
    return any({**other, "parser_version": ""} == content for other in rejected.values_list("parsed", flat=True))


def renew_extraction(reading: Reading, extraction: Extraction, vectors: Vectors) -> Proposal | None:
    """Use a new extraction of a current reading at once if the version has no corrections, and if the texts of its
    recommendations stay the same or are not public. Otherwise propose it if it would change anything. Return None if
    no decision is needed.

    ``vectors`` were computed in advance for the texts of the version.
    """
    with transaction.atomic(), batch_notifications():
        row = lock_version(reading.version)
        if not Reading.objects.filter(pk=reading.pk, state=Reading.State.CURRENT).exists():
            return None  # another reading was accepted in the meantime
        parsed, old_extraction = read_reading(reading)
        differences = compare(CorrectionResult(parsed, old_extraction), CorrectionResult(parsed, extraction))
        changes_public_text = is_draft_needed(row) and any(map(_changes_text, differences))
        if active_corrections(row).exists() or changes_public_text:
            return propose_reading(row, parsed, extraction, file=reading.file)
        if differences:
            clear_review(row)
        write_extraction(reading, to_plain(extraction))
        write_published(row, vectors)
    return None


def renew_published_extraction(draft: Draft, extraction: Extraction, vectors: Vectors) -> None:
    """Use a new extraction of the public reading of a version whose open draft has another reading, under the same
    conditions as :func:`renew_extraction`. Otherwise change nothing: the draft replaces the public text anyway.

    ``vectors`` were computed in advance for the texts of the public reading.
    """
    with transaction.atomic(), batch_notifications():
        row = lock_version(draft.version)
        current = find_open_draft(row.pk)
        if current is None or (current.pk, current.reading_id) != (draft.pk, draft.reading_id):
            return  # the draft was published or discarded in the meantime
        public = published_reading(row)
        after = apply_corrections(public.parsed, extraction, public.edits)
        differences = compare(public.corrected, after)
        needs_decision = any(map(_changes_text, differences))
        if public.edits:
            needs_decision = bool(after.clashes) or not all(map(is_addition, differences))
        if not needs_decision:
            write_extraction(current.reading, to_plain(extraction))
            write_published(row, vectors)


def _changes_text(difference: Difference) -> bool:
    """Return whether a recommendation is added or removed, or its text changes."""
    return difference.kind in ("add", "remove") or (difference.kind, difference.field) == ("field", "text")


def _use_at_once(
    version: LanguageVersion,
    content: tuple[dict[str, Any], Any],
    file: DocumentFile | None,
    vectors: Vectors,
    *,
    is_different: bool,
) -> None:
    """Use a reading about which nobody has to decide. ``vectors`` are the vectors of its texts."""
    current = version.readings.get(state=Reading.State.CURRENT)
    if content == (current.parsed, current.extraction):
        return
    write_reading(current, *content, file or current.file)
    row = lock_version(version)
    if is_different:
        clear_review(row)
    write_published(row, vectors, text=True)


def read_proposal(reading: Reading) -> Proposal:
    """Return the proposal of a waiting reading, compared with the document as it is now."""
    state = corrected_reading(reading.version)
    parsed, extraction = read_reading(reading, state.edits)
    after = apply_corrections(parsed, extraction, state.edits)
    return Proposal(reading, state.corrected, after, compare(state.corrected, after))


def accept_reading(
    reading: Reading, by: User, *, keep: Collection[int] = (), seen: int | None = None, file: DocumentFile | None = None
) -> CorrectionResult:
    """Use a proposed reading; a reading of an upload needs the stored ``file``. The current reading becomes a past one.
    Readers of a public version do not see the new reading until its draft is published.

    Corrections that fit are carried over. Conflicting corrections stay if their keys are in ``keep`` and if possible;
    the others are undone. ``seen`` is the revision of the version that the person saw.

    Raise ``CorrectionError`` if the reading was rejected or replaced, if its file was not stored yet, or if the version
    has been corrected since ``seen``.
    """
    keep_extraction(reading.version)
    vectors = vectors_for_change(reading.version, read_proposal(reading).after)
    with transaction.atomic(), batch_notifications():
        version = lock_version(reading.version)
        row = Reading.objects.filter(pk=reading.pk).first()
        if row is None or row.state in _DECIDED:
            raise CorrectionError(_("A decision on this reading of the document has already been made."))
        if row.state == Reading.State.CURRENT:
            return corrected_reading(version).corrected
        if row.upload_id is not None and file is None:
            raise CorrectionError(_("First choose what the file is."))
        if seen not in (None, version.revision):
            raise CorrectionError(
                _("The document was corrected while you were reviewing the changes. Review the changes again.")
            )
        draft = begin_draft(version, by)
        corrected = _accept(row, version, by, keep)
        use_reading(row, file)
        if draft and file:
            DocumentFile.objects.filter(pk=file.pk).update(draft=draft)
        save_change(version, draft, vectors, text=True)
    return corrected


def _accept(row: Reading, version: LanguageVersion, by: User, keep: Collection[int]) -> CorrectionResult:
    """Carry over the corrections to a reading, and log the decision. Return the corrected reading."""
    state = corrected_reading(version)
    parsed, extraction = read_reading(row, state.edits)
    result = rebase(parsed, extraction, state.edits, keep, vocabulary())
    version.revision += 1
    _carry_over(version, state.edits, result.edits, result.dropped, by)
    record_change(
        "document.reading_accepted",
        by=by,
        subject=version_name(version),
        document=version.document,
        object_key=f"version:{version.pk}",
        value={"reading": row.pk, "parser_version": row.parser_version, "kept": sorted(keep)},
        note=_dropped_note(version, result.dropped),
    )
    return result.corrected


def _dropped_note(version: LanguageVersion, dropped: Iterable[Edit]) -> str:
    """Return a sentence for the log on the corrections that no longer apply, or ""."""
    names = []
    for edit in dropped:
        label = fact_label(edit.field) if edit.kind == EditKind.FACT else label_of(edit.field or str(edit.kind))
        names.append(colon().join(filter(None, (paragraph_label(version, edit.anchor), str(label)))))
    return _("Corrections undone: %(corrections)s.") % {"corrections": semicolon_list(names)} if names else ""


def _carry_over(
    version: LanguageVersion, before: Iterable[Edit], edits: Iterable[Edit], dropped: Iterable[Edit], by: User
) -> None:
    """Store the new values of corrections that were carried over; undo those that were dropped."""
    by_key = {edit.key: edit for edit in before}
    for edit in edits:
        if edit.key is not None and edit != by_key[edit.key]:
            Correction.objects.filter(pk=edit.key).update(old_value=edit.old_value, value=edit.value)
    Correction.objects.filter(pk__in=[edit.key for edit in dropped], undone_at=None).update(
        undone_by=by, undone_at=timezone.now(), undone_revision=version.revision
    )


@transaction.atomic
def reject_reading(reading: Reading, by: User) -> None:
    """Reject a reading: nothing changes, and a reading with the same content is not proposed again.

    Do nothing if a decision was already made. Raise ``CorrectionError`` for the reading in use.
    """
    version = lock_version(reading.version)
    row = Reading.objects.filter(pk=reading.pk).first()
    if row is None or row.state in _DECIDED:
        return
    if row.state == Reading.State.CURRENT:
        raise CorrectionError(_("This reading of the document is already in use."))
    mark_reading_rejected(row)
    record_change(
        "document.reading_refused",
        by=by,
        subject=version_name(version),
        document=version.document,
        object_key=f"version:{version.pk}",
        value={"reading": row.pk, "parser_version": row.parser_version},
    )
