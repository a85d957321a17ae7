"""Vocabularies and their entries as the pages list them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.models import Change
from documents.services import ACTIONS
from documents.web.phrases import semicolon
from portal.meetings.usage import MAX_CHANGES, LoggedChange
from recommendations.labels.vocabulary import article_of
from recommendations.labels.vocabulary_fields import VOCABULARIES, Field, Vocabulary
from recommendations.queries.vocabularies import (
    Entry,
    current,
    entry_with_edits,
    logged_values,
    name_and_language,
    value_at,
    value_text,
    with_changes,
)
from recommendations.services.vocabulary_editing import can_be_undone, object_key


@dataclass(frozen=True, slots=True)
class VocabularyCount:
    """A vocabulary with the numbers of its entries, and of those that people added, changed or removed."""

    vocabulary: Vocabulary
    entries: int
    edited: int


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """An entry in a list. ``language`` is that of its name; ``detail`` distinguishes entries with similar names;
    ``mark`` says what people did to it."""

    key: str
    name: str
    language: str
    detail: str
    mark: str | Promise


@dataclass(frozen=True, slots=True)
class ShippedValue:
    """A value that people changed, with the one that the portal ships."""

    label: str
    shipped: str
    here: str


def vocabulary_counts() -> list[VocabularyCount]:
    """Return all vocabularies with the numbers of their entries."""
    entries = current()
    marks = {name: [mark_of(name, key) for (kind, key) in entries.edits if kind == name] for name in VOCABULARIES}
    return [
        VocabularyCount(row, len(entries.in_use[name]), len([mark for mark in marks[name] if mark]))
        for name, row in VOCABULARIES.items()
    ]


def list_entries(vocabulary: Vocabulary, words: str = "", *, only_edited: bool = False) -> list[ListedEntry]:
    """Return the entries of a vocabulary that contain all words, also those that people removed, which come last."""
    entries = current()
    in_use = entries.in_use[vocabulary.key]
    gone = [key for (kind, key) in entries.edits if kind == vocabulary.key and key not in in_use]
    listed = []
    for key in (*in_use, *gone):
        entry, mark = entry_with_edits(vocabulary.key, key), mark_of(vocabulary.key, key)
        if entry and (mark or not only_edited) and _contains(vocabulary, entry, words):
            named = name_and_language(vocabulary.key, entry)
            listed.append(ListedEntry(key, *named, _detail(vocabulary, entry), mark))
    return listed


def _detail(vocabulary: Vocabulary, entry: Entry) -> str:
    """Return what distinguishes entries with similar names: the articles of a subject, the instrument of an article."""
    details = {"subjects": "provisions", "articles": "instrument", "topics": "parent"}
    field = vocabulary.paths.get(details.get(vocabulary.key, ""))
    text = value_text(field, value_at(entry, field.name)).replace("\n", semicolon()) if field else ""
    return article_of(text, entry["number"]) if vocabulary.key == "articles" else text


def _contains(vocabulary: Vocabulary, entry: Entry, words: str) -> bool:
    text = " ".join((_detail(vocabulary, entry), *_texts(entry))).casefold()
    return all(word in text for word in words.casefold().split())


def _texts(value: Any) -> Iterator[str]:
    """Yield all texts in the values of an entry."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def mark_of(vocabulary: str, key: str) -> str | Promise:
    """Return what people did to an entry, or ""."""
    entries = current()
    row = entries.edit(vocabulary, key)
    is_shipped = key in entries.shipped[vocabulary]
    if row is None or not (row.is_added or is_shipped):
        return ""
    if row.merged_into:
        return _("merged here")
    if row.is_removed:
        return _("removed here")
    if not is_shipped:
        return _("added here")
    return _("changed here") if row.changes else ""


def shipped_values(vocabulary: Vocabulary, key: str) -> list[ShippedValue]:
    """Return the values of an entry that people changed, with those that the portal ships; none for an added entry."""
    entries = current()
    row, shipped = entries.edit(vocabulary.key, key), entries.shipped[vocabulary.key].get(key)
    if row is None or shipped is None:
        return []
    here = with_changes(shipped, row.changes)
    return [
        ShippedValue(field.label_of(path), _text(field, shipped, path), _text(field, here, path))
        for path, field in vocabulary.by_path()
        if path in row.changes
    ]


def _text(field: Field, entry: Mapping[str, Any], path: str) -> str:
    return value_text(field, value_at(entry, path))


def latest_changes(vocabulary: Vocabulary | None = None, key: str = "") -> list[LoggedChange]:
    """Return the latest changes of an entry, of a vocabulary, or of all vocabularies."""
    rows = Change.objects.filter(action__startswith="vocabulary.").select_related("made_by")
    if vocabulary and key:
        rows = rows.filter(object_key=object_key(vocabulary, key))
    elif vocabulary:
        rows = rows.filter(object_key__startswith=object_key(vocabulary, ""))
    return list(_logged(rows[:MAX_CHANGES]))


def _logged(rows: Iterable[Change]) -> Iterator[LoggedChange]:
    for row in rows:
        undo = reverse("undo-entry-change", args=[row.pk]) if can_be_undone(row) else ""
        before, after = (logged_values(row, value) if value else "" for value in (row.old_value, row.value))
        yield LoggedChange(row, ACTIONS[row.action], before, after, undo)
