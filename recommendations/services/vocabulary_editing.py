"""Add, change, merge and remove entries of the vocabularies for people, and undo these changes.

Every change is logged and applies to lists, names and the search at once. If it determines what is found in documents,
the result says so, and the stored documents are to be updated in the background.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from documents.models import Change
from documents.services import acquire_write_lock, record_change
from recommendations.extraction.vocabulary import Vocabulary as ExtractionVocabulary
from recommendations.extraction.vocabulary import VocabularyError
from recommendations.labels.vocabulary_fields import Kind, Vocabulary
from recommendations.models import EditedEntry
from recommendations.queries.vocabularies import (
    DIRECTORY,
    Entry,
    change_of,
    current,
    empty_entry,
    entry_name,
    entry_of,
    entry_with_edits,
    read_vocabularies,
    refresh,
    value_at,
)
from recommendations.queries.vocabulary_uses import uses_of
from recommendations.services.indexing import renew_generations
from recommendations.services.vocabularies import load_vocabularies

ADDED, CHANGED, SHIPPED, MERGED, REMOVED, UNDONE = (
    f"vocabulary.{action}" for action in ("added", "changed", "shipped", "merged", "removed", "undone")
)

MAX_KEY_LENGTH = 50  # of the rows' keys
_ARTICLE_NUMBER = re.compile(r"\d{1,3}(?: (?:bis|ter))?")


class EntryError(Exception):
    """A change of an entry is not possible. Nothing was changed; the message says what to do."""


class EntryConflictError(Exception):
    """Somebody else changed the entry after the revision that the person saw. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class EntryChange:
    """A change that was made to the entry with this key. If ``is_read``, stored documents are to be updated."""

    key: str
    is_read: bool


# --- changes -------------------------------------------------------------------------------------------


@transaction.atomic
def add_entry(vocabulary: Vocabulary, values: Mapping[str, Any], by: User) -> EntryChange:
    """Add an entry with these values, by the paths of fields. Raise :class:`EntryError` if it exists or is invalid."""
    acquire_write_lock()
    refresh()
    key = _new_key(vocabulary, values)
    row = EditedEntry.objects.filter(vocabulary=vocabulary.key, key=key).first()
    if key in current().shipped[vocabulary.key] or (row and not (row.is_added and row.is_removed)):
        raise EntryError(_already_there(vocabulary, key))
    row = row or EditedEntry(vocabulary=vocabulary.key, key=key)
    row.is_added, row.is_removed, row.changes = True, False, {}
    filled = {path: value for path, value in values.items() if value}
    _set(vocabulary, row, filled, before={})
    if vocabulary.fixed_name:
        row.changes[vocabulary.fixed_name] = filled[vocabulary.naming[0]]
    _save(vocabulary, row)
    _log(ADDED, vocabulary, key, by, value=filled)
    return EntryChange(key, _is_read(vocabulary))


@transaction.atomic
def change_entry(
    vocabulary: Vocabulary, key: str, values: Mapping[str, Any], by: User, *, seen: int
) -> EntryChange | None:
    """Change values of an entry, by the paths of fields. Return None if nothing changed.

    Raise :class:`EntryConflictError` if others changed it after the revision ``seen``, and :class:`EntryError` if it
    would be invalid.
    """
    row = _current_row(vocabulary, key, seen)
    before = _values(vocabulary, key)
    changed = {path: value for path, value in values.items() if not _is_same(before[path], value)}
    if not changed:
        return None
    _set(vocabulary, row, changed, before)
    _save(vocabulary, row)
    _log(CHANGED, vocabulary, key, by, {path: before[path] for path in changed}, changed)
    return EntryChange(key, _is_read(vocabulary, changed))


@transaction.atomic
def use_shipped_entry(vocabulary: Vocabulary, key: str, by: User, *, seen: int) -> EntryChange | None:
    """Give up all changes of an entry that the portal ships. Return None if there are none.

    Raise :class:`EntryConflictError` if others changed it after the revision ``seen``.
    """
    row = _current_row(vocabulary, key, seen)
    before = _values(vocabulary, key)
    row.changes = {}
    _save(vocabulary, row)
    after = _values(vocabulary, key)
    changed = {path: value for path, value in after.items() if not _is_same(before[path], value)}
    if not changed:
        return None
    _log(SHIPPED, vocabulary, key, by, {path: before[path] for path in changed}, changed)
    return EntryChange(key, _is_read(vocabulary, changed))


@transaction.atomic
def merge_entries(vocabulary: Vocabulary, key: str, into: str, by: User, *, seen: tuple[int, int]) -> EntryChange:
    """Merge an entry into another, which takes over its terms and everything that refers to it.

    ``seen`` are the revisions of both that the person saw. Raise :class:`EntryConflictError` if others have changed one
    of them since, and :class:`EntryError` if they cannot be merged.
    """
    if key == into or not vocabulary.can_merge:
        raise EntryError(_("Choose another entry to merge this one into."))
    row = _current_row(vocabulary, key, seen[0])
    _current_row(vocabulary, into, seen[1])
    name, before = _name(vocabulary, into), _values(vocabulary, key)
    row.merged_into = into
    _save(vocabulary, row)
    _log(MERGED, vocabulary, key, by, before, {"into": name, "key": into})
    return EntryChange(into, _is_read(vocabulary))


@transaction.atomic
def remove_entry(vocabulary: Vocabulary, key: str, by: User, *, seen: int) -> EntryChange:
    """Remove an entry.

    Raise :class:`EntryConflictError` if others changed it after the revision ``seen``, and :class:`EntryError` if
    something depends on it.
    """
    row = _current_row(vocabulary, key, seen)
    if any(use.is_blocking for use in uses_of(vocabulary, key)):
        raise EntryError(_("This entry is in use. First change what refers to it."))
    before = _values(vocabulary, key)
    row.is_removed = True
    _save(vocabulary, row)
    _log(REMOVED, vocabulary, key, by, before)
    return EntryChange(key, _is_read(vocabulary))


# --- undo ----------------------------------------------------------------------------------------------


def can_be_undone(change: Change) -> bool:
    """Return whether the entry is still as this change left it."""
    vocabulary, key = entry_of(change)
    row, value = current().edit(vocabulary.key, key), change.value or {}
    if row is None or change.action == UNDONE:
        return False
    if change.action == MERGED:
        return bool(row.merged_into == value["key"])
    if change.action == REMOVED:
        return row.is_removed
    if key not in current().in_use[vocabulary.key]:
        return False
    values = _values(vocabulary, key)
    is_same = all(_is_same(values.get(path), value[path]) for path in value)
    return is_same and not (change.action == ADDED and any(use.is_blocking for use in uses_of(vocabulary, key)))


@transaction.atomic
def undo_change(change: Change, by: User) -> EntryChange:
    """Undo a change of an entry. Raise :class:`EntryError` if it has been changed again or is in use."""
    acquire_write_lock()
    refresh()
    if not can_be_undone(change):
        raise EntryError(_("This change cannot be undone, because the entry was changed again or is in use now."))
    vocabulary, key = entry_of(change)
    row = EditedEntry.objects.get(vocabulary=vocabulary.key, key=key)
    _UNDO[change.action](vocabulary, row, change)
    _save(vocabulary, row)
    _log(UNDONE, vocabulary, key, by, change.value, change.old_value)
    is_change = change.action in (CHANGED, SHIPPED)
    return EntryChange(key, _is_read(vocabulary, change.value if is_change else None))


def _undo_addition(_vocabulary: Vocabulary, row: EditedEntry, _change: Change) -> None:
    row.is_removed = True


def _undo_values(vocabulary: Vocabulary, row: EditedEntry, change: Change) -> None:
    _set(vocabulary, row, change.old_value or {}, _values(vocabulary, row.key))


def _undo_merge(_vocabulary: Vocabulary, row: EditedEntry, _change: Change) -> None:
    row.merged_into = ""


def _undo_removal(_vocabulary: Vocabulary, row: EditedEntry, _change: Change) -> None:
    row.is_removed = False


_UNDO: Mapping[str, Callable[[Vocabulary, EditedEntry, Change], None]] = {
    ADDED: _undo_addition,
    CHANGED: _undo_values,
    SHIPPED: _undo_values,
    MERGED: _undo_merge,
    REMOVED: _undo_removal,
}


def object_key(vocabulary: Vocabulary, key: str) -> str:
    """Return the key of an entry in the log."""
    return f"vocabulary:{vocabulary.key}/{key}"


# --- rows ----------------------------------------------------------------------------------------------


def _current_row(vocabulary: Vocabulary, key: str, seen: int) -> EditedEntry:
    """Return the row of an entry in use, holding the write lock. Raise :class:`EntryConflictError` if others changed
    the entry."""
    acquire_write_lock()
    entries = refresh()
    row = EditedEntry.objects.filter(vocabulary=vocabulary.key, key=key).first()
    row = row or EditedEntry(vocabulary=vocabulary.key, key=key)
    if key not in entries.in_use[vocabulary.key] or row.revision != seen:
        raise EntryConflictError
    return row


def _values(vocabulary: Vocabulary, key: str) -> dict[str, Any]:
    entry = entry_with_edits(vocabulary.key, key) or {}
    return {path: value_at(entry, path) for path in vocabulary.paths}


def _is_same(value: Any, other: Any) -> bool:
    if isinstance(value, list) and isinstance(other, list):
        return sorted(value) == sorted(other)
    return bool((value or None) == (other or None))


def _is_read(vocabulary: Vocabulary, values: Mapping[str, Any] | None = None) -> bool:
    """Return whether a change of these values, by default of a whole entry, changes what is found in documents."""
    fields = vocabulary.paths
    return any(fields[path].is_read for path in (fields if values is None else values))


def _set(vocabulary: Vocabulary, row: EditedEntry, values: Mapping[str, Any], before: Mapping[str, Any]) -> None:
    """Set values of an entry in place of those ``before``. A value equal to the shipped one is no longer a change."""
    shipped = current().shipped[vocabulary.key].get(row.key, {})
    for path, value in values.items():
        field = vocabulary.paths[path]
        change = change_of(field, row.changes.get(path), value_at(shipped, path), before.get(path), value)
        for name in filter(None, (path, field.also)):
            if change is None:
                row.changes.pop(name, None)
            else:
                row.changes[name] = change


def _save(vocabulary: Vocabulary, row: EditedEntry) -> None:
    """Check and save an entry, and apply it to all that is shown and searched. Raise :class:`EntryError`."""
    others = EditedEntry.objects.exclude(vocabulary=row.vocabulary, key=row.key)
    entries = read_vocabularies(DIRECTORY, [*others, row], "unsaved")
    if entry := entries.in_use[vocabulary.key].get(row.key):
        _check(vocabulary, entry, entries.in_use[vocabulary.key])
    try:
        ExtractionVocabulary.from_entries(entries.files())
    except VocabularyError as error:
        raise EntryError(_("The entry does not fit the other vocabularies: %(reason)s") % {"reason": error}) from error
    row.revision += 1
    row.save()
    load_vocabularies()
    renew_generations()


def _check(vocabulary: Vocabulary, entry: Entry, entries: Mapping[str, Entry]) -> None:
    """Raise :class:`EntryError` if an entry has no name, or is below itself."""
    if not any(value_at(entry, path) for path in vocabulary.naming) and vocabulary.key != "subjects":
        raise EntryError(_("Enter a name or a term."))
    for field in vocabulary.fields:
        if field.kind == Kind.ENTRY and field.source == vocabulary.key:
            above, seen = entry.get(field.name), set[str]()
            while above and above not in seen:
                if above == entry["key"]:
                    raise EntryError(_("An entry cannot be below itself. Choose another parent."))
                seen.add(above)
                above = entries.get(above, {}).get(field.name)


def _new_key(vocabulary: Vocabulary, values: Mapping[str, Any]) -> str:
    """Return the key of a new entry, which begins with a Latin letter. Raise :class:`EntryError` for a wrong number."""
    if vocabulary.key_fields:
        if not _ARTICLE_NUMBER.fullmatch(values["number"]):
            raise EntryError(_("Enter the number of an article, for example 18 or 4 bis."))
        return ":".join(values[name] for name in vocabulary.key_fields)
    names = (values.get(path) for path in vocabulary.naming)
    name = next((value[0] if isinstance(value, list) else value for value in names if value), "")
    key = slugify(name)
    if not key[:1].isalpha():
        key = f"{vocabulary.key}-{key or EditedEntry.objects.count() + 1}"
    return key[:MAX_KEY_LENGTH].rstrip("-_")


def _already_there(vocabulary: Vocabulary, key: str) -> str:
    if key in current().in_use[vocabulary.key]:
        return _("There is already an entry “%(name)s”. Change that one.") % {"name": _name(vocabulary, key)}
    return _("There was an entry “%(name)s”. Undo its removal or merge under “Latest changes”.") % {
        "name": _name(vocabulary, key)
    }


def _name(vocabulary: Vocabulary, key: str) -> str:
    return entry_name(vocabulary.key, entry_with_edits(vocabulary.key, key) or empty_entry(vocabulary.key, key))


def _log(action: str, vocabulary: Vocabulary, key: str, by: User, old_value: Any = None, value: Any = None) -> None:
    subject = _("%(kind)s “%(name)s”") % {"kind": vocabulary.one, "name": _name(vocabulary, key)}
    filled = {path: old for path, old in old_value.items() if old or action != REMOVED} if old_value else None
    record_change(action, by=by, subject=subject, object_key=object_key(vocabulary, key), old_value=filled, value=value)
