"""Apply and undo corrections."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import Correction, LanguageVersion
from documents.services import batch_notifications, record_change, version_name
from documents.web.phrases import semicolon_list
from recommendations.corrections import Clash, CorrectionResult, Edit, EditKind, Reason, unused_anchor, value_of
from recommendations.corrections.apply import affected_anchors
from recommendations.corrections.facts import fact_of
from recommendations.corrections.fields import same_value
from recommendations.corrections.sheet import Sheet
from recommendations.corrections.splitting import anchor_of_cut
from recommendations.corrections.structure import previous_anchor
from recommendations.corrections.types import EditError
from recommendations.labels.fields import fact_label, label_of, place_label
from recommendations.services.correcting.backfill import keep_extraction
from recommendations.services.correcting.checks import check_adoption, check_edit
from recommendations.services.correcting.drafts import begin_draft, save_change, vectors_for_change
from recommendations.services.correcting.errors import REASONS, CorrectionError, EditConflict, EditConflictError
from recommendations.services.correcting.locking import lock_version
from recommendations.services.correcting.state import CorrectedReading, active_corrections, corrected_reading, edit_of

_RESHAPING_KINDS = (EditKind.SPLIT, EditKind.JOIN, EditKind.ADD, EditKind.REMOVE)


def correct(
    version: LanguageVersion, edits: Sequence[Edit], by: User, *, seen: int, note: str = ""
) -> CorrectionResult:
    """Apply edits to a version, all or none, and store each as a correction. Return the corrected reading.

    Readers of a public version do not see the corrections until its draft is published.

    ``seen`` is the revision that the person saw, and ``old_value`` of each edit the value they saw. Corrections by
    others at other places are kept. An edit without effect is skipped. A recommendation that is split off or added
    without an ``anchor`` gets one.

    Raise ``EditConflictError`` if someone else changed the same fields, and ``CorrectionError`` for an invalid value.
    """
    edits = [replace(edit, old_value=_clean(edit.old_value), value=_clean(edit.value), key=None) for edit in edits]
    keep_extraction(version)
    state = corrected_reading(version)
    vectors = vectors_for_change(version, _apply_all(state, edits).corrected)
    with transaction.atomic(), batch_notifications():
        row = lock_version(version)
        state = corrected_reading(row)
        accepted = _accept(_Attempt(row, state, by, seen), edits)
        if not accepted:
            return state.corrected
        check_adoption(
            state.with_edits([*state.edits, *accepted]).corrected,
            {anchor for edit in accepted for anchor in affected_anchors(edit)},
        )
        draft = begin_draft(row, by)
        row.revision += 1
        made_at = timezone.now()
        for edit in accepted:
            _write(row, edit, by, made_at, note)
        save_change(row, draft, vectors)
        return corrected_reading(row).corrected


@dataclass(frozen=True, slots=True)
class _Attempt:
    """An attempt by a person who saw the revision ``seen`` to correct a version in ``state``."""

    version: LanguageVersion
    state: CorrectedReading
    by: User
    seen: int


def _apply_all(state: CorrectedReading, edits: Sequence[Edit]) -> CorrectedReading:
    """Return the reading with all edits, ignoring conflicts."""
    for edit in edits:
        state = state.with_edits([*state.edits, _complete(state.corrected, edit)])
    return state


def _accept(attempt: _Attempt, edits: Sequence[Edit]) -> list[Edit]:
    """Return the completed edits that change something. Raise ``EditConflictError`` or ``CorrectionError``."""
    accepted: list[Edit] = []
    conflicts: list[EditConflict] = []
    for edit in edits:
        current = attempt.state.with_edits([*attempt.state.edits, *accepted])
        edit = _complete(current.corrected, edit)
        if _has_no_effect(current.corrected, edit):
            continue
        check_edit(edit, attempt.version)
        if conflict := _conflict(attempt, current, edit):
            conflicts.append(conflict)
        else:
            accepted.append(edit)
    if conflicts:
        raise EditConflictError(tuple(conflicts), attempt.version.revision)
    return accepted


def _clean(value: Any) -> Any:
    """Return a value with Unix line breaks (forms send CRLF) and without null characters."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\0", "")
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return {key: _clean(item) for key, item in value.items()} if isinstance(value, dict) else value


def _complete(current: CorrectionResult, edit: Edit) -> Edit:
    """Return the edit with the anchor of the recommendation it creates, or for a move with the anchor it followed."""
    sheet = Sheet.from_reading(current.parsed, current.extraction)
    draft = sheet.find(edit.anchor)
    if edit.kind == EditKind.FACT:
        old_value, value = (None if text == "" else text for text in (edit.old_value, edit.value))
        return replace(edit, anchor="", old_value=old_value, value=value)
    if edit.kind == EditKind.MOVE and draft:
        return replace(edit, old_value=previous_anchor(sheet, edit.anchor))
    if not isinstance(edit.value, dict) or edit.value.get("anchor"):
        return edit
    if edit.kind == EditKind.SPLIT and draft and isinstance(edit.value.get("at"), int):
        return replace(edit, value={**edit.value, "anchor": anchor_of_cut(sheet, draft, edit.value["at"])})
    if edit.kind == EditKind.ADD:
        taken = {other.anchor for other in sheet.drafts} | {block.anchor for block in sheet.parsed.blocks}
        anchor = unused_anchor(edit.anchor, taken) if draft else edit.anchor
        return replace(edit, value={**edit.value, "anchor": anchor})
    return edit


def _has_no_effect(current: CorrectionResult, edit: Edit) -> bool:
    """Return whether an edit would not change the document."""
    if edit.kind == EditKind.MOVE:
        return bool(edit.value == edit.old_value)
    if edit.kind == EditKind.ADD:
        return _is_added(current, edit)
    value = _current_value(current, edit)
    return (
        edit.kind in (EditKind.FACT, EditKind.FIELD)
        and value is not _MISSING
        and same_value(edit.field, value, edit.value)
    )


def _is_added(current: CorrectionResult, edit: Edit) -> bool:
    """Return whether the recommendation already exists, for example because a form was submitted twice."""
    blocks = {block.anchor: block.index for block in current.parsed.blocks}
    text = edit.value.get("text") if isinstance(edit.value, dict) else None
    drafts = current.extraction.recommendations
    return any(draft.text == text and draft.blocks[0] == blocks.get(edit.anchor) for draft in drafts)


_MISSING = object()


def _current_value(current: CorrectionResult, edit: Edit) -> Any:
    """Return the current value of a field, or ``_MISSING``."""
    try:
        if edit.kind == EditKind.FACT:
            return fact_of(current.parsed.masthead, edit.field)
        draft = Sheet.from_reading(current.parsed, current.extraction).draft(edit.anchor)
        return value_of(draft, current.extraction.references, edit.field)
    except (EditError, KeyError, AttributeError):
        return _MISSING


# --- conflicts with others ---------------------------------------------------------------------------


def _conflict(attempt: _Attempt, current: CorrectedReading, edit: Edit) -> EditConflict | None:
    """Return the conflict with a change by others or with the current value, or None if the edit can be applied. Raise
    ``CorrectionError`` if it is invalid."""
    clash = _clash(current, edit)
    if clash and clash.reason in (Reason.INVALID, Reason.STATUS_DIFFERS):
        raise CorrectionError(str(REASONS[clash.reason]))
    since = list(_changes_by_others(attempt.version, attempt.by, attempt.seen))
    changes = [row for row in since if _conflicts_with(edit_of(row), edit)]
    if clash is None and not changes:
        return None
    changes = changes or [row for row in since if _has_same_target(edit_of(row), edit)]
    value = clash.current_value if clash else _current_value(current.corrected, edit)
    conflict = EditConflict(edit, None if value is _MISSING else value, clash.reason if clash else Reason.DIFFERS)
    return _with_last_author(conflict, changes)


def _with_last_author(conflict: EditConflict, changes: Sequence[Correction]) -> EditConflict:
    """Return the conflict with the author, time and note of the latest of these changes."""
    if not changes:
        return conflict
    last = max(changes, key=lambda row: row.undone_at or row.made_at)
    person, at = (last.undone_by, last.undone_at) if last.undone_at else (last.made_by, last.made_at)
    return replace(conflict, by=person.get_username() if person else "", at=at, note=last.note)


def last_reshaping(version: LanguageVersion, anchor: str, by: User, *, seen: int) -> EditConflict:
    """Return the conflict with the last split, join, addition or removal by others that affected a recommendation after
    the revision ``seen``.
    """
    reshaped = [
        row
        for row in _changes_by_others(version, by, seen)
        if row.kind in _RESHAPING_KINDS and anchor in affected_anchors(edit_of(row))
    ]
    return _with_last_author(EditConflict(Edit(EditKind.FIELD, anchor), None, Reason.GONE), reshaped)


def _has_same_target(other: Edit, edit: Edit) -> bool:
    """Return whether two edits change the same field of the masthead, or the same recommendation without setting two
    different fields."""
    if edit.kind == EditKind.FACT or other.kind == EditKind.FACT:
        return (other.kind, other.field) == (edit.kind, edit.field)
    fields = {edit.field for edit in (other, edit) if edit.kind == EditKind.FIELD}
    return len(fields) < 2 and bool(affected_anchors(other) & affected_anchors(edit))


def _clash(current: CorrectedReading, edit: Edit) -> Clash | None:
    """Return the clash of an edit with the current values, if any. The edit may build on earlier ones."""
    if edit.kind in (EditKind.SPLIT, EditKind.JOIN, EditKind.REMOVE) and not _has_targets(current.corrected, edit):
        return Clash(edit, None, Reason.GONE)
    before, after = current.corrected, current.with_edits([*current.edits, edit]).corrected
    return next((clash for clash in after.clashes if clash not in before.clashes), None)


def _has_targets(current: CorrectionResult, edit: Edit) -> bool:
    """Return whether all recommendations affected by the edit exist."""
    anchors = {draft.anchor for draft in current.extraction.recommendations}
    targets = affected_anchors(edit) if edit.kind == EditKind.JOIN else {edit.anchor}
    return targets <= anchors


def _changes_by_others(version: LanguageVersion, by: User, seen: int) -> QuerySet[Correction]:
    """Return the corrections made or undone by others after the revision ``seen``."""
    made = Q(revision__gt=seen) & ~Q(made_by=by)
    undone = Q(undone_revision__gt=seen) & ~Q(undone_by=by)
    rows = Correction.objects.filter(made | undone, version=version)
    return rows.select_related("made_by", "undone_by").order_by("pk")


def _conflicts_with(other: Edit, edit: Edit) -> bool:
    """Return whether two edits affect each other, so that neither may silently override the other.

    A split, join, addition or removal of a recommendation conflicts with all other edits of it except moves. For two
    edits of one field, the values are compared instead.
    """
    if not affected_anchors(other) & affected_anchors(edit):
        return False
    if edit.kind == EditKind.MOVE:
        return other.kind in _RESHAPING_KINDS
    if edit.kind in _RESHAPING_KINDS:
        return other.kind != EditKind.MOVE
    return other.kind in _RESHAPING_KINDS


# --- rows --------------------------------------------------------------------------------------------


def _write(version: LanguageVersion, edit: Edit, by: User, made_at: datetime.datetime, note: str) -> None:
    row = Correction.objects.create(
        version=version,
        kind=edit.kind,
        anchor=edit.anchor,
        field=edit.field,
        old_value=edit.old_value,
        value=edit.value,
        note=note,
        made_by=by,
        made_at=made_at,
        revision=version.revision,
    )
    _log("document.corrected", row, version, by, edit.old_value, edit.value, note)


def _log(
    action: str, row: Correction, version: LanguageVersion, by: User, old_value: Any, value: Any, note: str = ""
) -> None:
    record_change(
        action,
        by=by,
        subject=log_subject(row, version),
        document=version.document,
        object_key=f"correction:{row.pk}",
        old_value=old_value,
        value=value,
        note=note,
    )


def log_subject(row: Correction, version: LanguageVersion) -> str:
    """Return the name of a correction in the audit log: "CTOC/COP/2022/L.4 (English), para. 63 (a): Text"."""
    document = version_name(version)
    recommendation = version.recommendations.filter(anchor=row.anchor).first() if row.anchor else None
    place = str(recommendation) if recommendation else paragraph_label(version, row.anchor)
    if row.kind == Correction.Kind.FACT:
        target = str(fact_label(row.field))
    else:
        target = str(label_of(row.field)) if row.field else row.get_kind_display()
    return f"{document}, {place}: {target}" if place else f"{document}: {target}"


def paragraph_label(version: LanguageVersion, anchor: str) -> str:
    """Return the name of the paragraph with an anchor in the version, or "" without an anchor."""
    if not anchor:
        return ""
    path, text = version.paragraphs.filter(anchor=anchor).values_list("path", "text").first() or ("", "")
    return place_label(path, text)


def undo(correction: Correction, by: User) -> CorrectionResult:
    """Undo a correction: it remains stored, but is no longer applied. Do nothing if it is already undone.

    Raise ``CorrectionError`` if later corrections depend on it.
    """
    keep_extraction(correction.version)
    state = corrected_reading(correction.version)
    remaining = [edit for edit in state.edits if edit.key != correction.pk]
    vectors = vectors_for_change(correction.version, state.with_edits(remaining).corrected)
    with transaction.atomic(), batch_notifications():
        version = lock_version(correction.version)
        row = active_corrections(version).filter(pk=correction.pk).first()
        state = corrected_reading(version)
        if row is None:
            return state.corrected
        corrected = state.with_edits(edit for edit in state.edits if edit.key != row.pk).corrected
        _check_no_dependents(version, corrected)
        draft = begin_draft(version, by)
        version.revision += 1
        row.undone_by, row.undone_at, row.undone_revision = by, timezone.now(), version.revision
        row.save(update_fields=["undone_by", "undone_at", "undone_revision"])
        _log("document.correction_undone", row, version, by, row.value, row.old_value)
        save_change(version, draft, vectors)
    return corrected


def _check_no_dependents(version: LanguageVersion, corrected: CorrectionResult) -> None:
    if corrected.clashes:
        later = Correction.objects.filter(pk__in=[clash.edit.key for clash in corrected.clashes])
        raise CorrectionError(
            _("Later corrections depend on this correction: %(later)s. Undo the later corrections first.")
            % {"later": semicolon_list(log_subject(row, version) for row in later)}
        )
