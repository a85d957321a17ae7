"""The vocabularies in use: the entries that the portal ships, with people's changes.

Changes are stored by the path of a field ("unbis", "labels.fr"). The change of a list is ``{"added": …, "removed":
…}``, so that additions in later versions of the portal still arrive; any other change is the new value. Articles are
a vocabulary of their own here; in the files they are part of their instruments.

Each process keeps the entries in memory. :func:`refresh` reads the changes again if there are new ones.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache, lru_cache, wraps
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Max, Sum
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from documents.models import Change
from documents.web.languages import interface_language
from documents.web.phrases import comma, labelled
from recommendations.labels.facet_values import names, natural_key, reload_names
from recommendations.labels.vocabulary_fields import VOCABULARIES, Field, Kind, Vocabulary
from recommendations.labels.wording import value_formatter
from recommendations.models import EditedEntry

DIRECTORY: Path = settings.FIXTURES_DIR / "vocabulary"
FILES = ("topics", "addressees", "bodies", "instruments", "subjects", "thesaurus")

Entry = dict[str, Any]
Entries = Mapping[str, Mapping[str, Entry]]
"""Entries by vocabulary and key."""

Result = TypeVar("Result")


@dataclass(frozen=True, eq=False)
class VocabularyEntries:
    """All entries: those ``shipped``, those ``in_use``, and people's changes (``edits``, by vocabulary and key).

    ``version`` is different after every change, and "" without any.
    """

    version: str
    shipped: Entries
    in_use: Entries
    edits: Mapping[tuple[str, str], EditedEntry] = field(default_factory=dict)

    def files(self) -> dict[str, list[Entry]]:
        """Return the entries in use in the format of the files, articles with their instruments."""
        files = {name: list(self.in_use[name].values()) for name in FILES}
        files["instruments"] = [
            {**entry, "articles": _articles_of(key, self.in_use["articles"].values())}
            for key, entry in self.in_use["instruments"].items()
        ]
        return files

    def edit(self, vocabulary: str, key: str) -> EditedEntry | None:
        return self.edits.get((vocabulary, key))

    def current_key(self, vocabulary: str, key: str) -> str:
        """Return the key of the entry into which an entry was merged, or else its own."""
        seen = set()
        while key not in seen and (edit := self.edit(vocabulary, key)) and edit.merged_into:
            seen.add(key)
            key = edit.merged_into
        return key

    def current_keys(self, vocabulary: str, name: str) -> dict[str, str]:
        """Return a map from the values of a field, also of removed and merged entries, to the keys of entries that
        :meth:`current_key` returns."""
        added = {key: row.changes for (kind, key), row in self.edits.items() if kind == vocabulary and row.is_added}
        every = {**added, **self.shipped[vocabulary]}
        return {
            key if name == "key" else entry.get(name, key): self.current_key(vocabulary, key)
            for key, entry in every.items()
        }


# --- entries in memory ---------------------------------------------------------------------------------

_current: VocabularyEntries | None = None


def current() -> VocabularyEntries:
    """Return the entries that this process last read; without the database, those that are shipped."""
    return _current or read_vocabularies(DIRECTORY, ())


def refresh() -> VocabularyEntries:
    """Read people's changes if they differ from those in memory. Return the entries."""
    global _current
    state = EditedEntry.objects.aggregate(revisions=Sum("revision"), latest=Max("changed_at"))
    version = f"{state['revisions']} {state['latest'].isoformat()}" if state["latest"] else ""
    if version != current().version:
        _current = read_vocabularies(DIRECTORY, EditedEntry.objects.all(), version)
    return current()


def forget() -> None:
    """Forget people's changes (for tests, which roll them back)."""
    global _current
    _current = None


def until_edited(function: Callable[[], Result]) -> Callable[[], Result]:
    """Cache the result of a function without arguments until the vocabularies change."""
    cached = lru_cache(maxsize=1)(lambda _entries: function())
    return wraps(function)(lambda: cached(current()))


def read_vocabularies(directory: Path, edits: Iterable[EditedEntry], version: str = "") -> VocabularyEntries:
    """Return the entries in the files of a directory, with people's changes."""
    rows = tuple(edits)
    if directory == DIRECTORY and not rows:
        return _unedited()
    return _build(read_shipped(directory), rows, version)


@cache
def _unedited() -> VocabularyEntries:
    return _build(read_shipped(DIRECTORY), (), "")


@lru_cache(maxsize=2)
def read_shipped(directory: Path) -> Entries:
    """Return the entries in the files of a directory."""
    shipped: dict[str, dict[str, Entry]] = {}
    for name in FILES:
        rows: list[Entry] = json.loads((directory / f"{name}.json").read_text(encoding="utf-8"))
        shipped[name] = {row["key"]: row for row in rows}
    shipped["articles"] = {
        f"{key}:{article['number']}": {"key": f"{key}:{article['number']}", "instrument": key, **article}
        for key, entry in shipped["instruments"].items()
        for article in entry["articles"]
    }
    titles = directory / "titles.json"
    if titles.exists():
        _add_titles(shipped, json.loads(titles.read_text(encoding="utf-8")))
    return shipped


def _add_titles(shipped: Entries, titles: Mapping[str, Mapping[str, dict[str, str]]]) -> None:
    """Add short names, the names of subjects, and the titles of articles and chapters, in languages other than English.

    They are in a file of their own, because nothing is found in documents by them. The titles of articles are
    unverified until an editor has compared them with the authentic text.
    """
    for name, field_name in (("instruments", "short_titles"), ("bodies", "short_names")):
        for key, entry in shipped[name].items():
            entry["short_labels"] = titles[field_name].get(key, {})
    for key, entry in shipped["subjects"].items():
        entry["labels"] = titles["subjects"].get(key, {})
    for key, article in shipped["articles"].items():
        article["labels"] = titles["articles"].get(key, {})
        article["chapter_labels"] = titles["chapters"].get(f"{article['instrument']}:{article['chapter']}", {})
        article["unverified"] = sorted(article["labels"])


# --- changes -------------------------------------------------------------------------------------------


def value_at(entry: Mapping[str, Any], path: str) -> Any:
    """Return the value of a field, or None."""
    name, _dot, language = path.partition(".")
    value = entry.get(name)
    return (value or {}).get(language) if language else value


def change_of(field: Field, change: Any, shipped: Any, before: Any, after: Any) -> Any:
    """Return the ``change`` of a shipped value so that the value ``before`` becomes ``after``; None if nothing differs
    from the shipped value any more."""
    if not field.kind.is_list:
        return None if (shipped or "") == (after or "") else after or ""
    change, shipped = change or {"added": [], "removed": []}, shipped or []
    new = [row for row in after or [] if row not in (before or [])]
    gone = [row for row in before or [] if row not in (after or [])]
    added = [row for row in join(change["added"], new) if row not in gone and row not in shipped]
    removed = [row for row in join(change["removed"], gone) if row in shipped and row not in new]
    return {"added": added, "removed": removed} if added or removed else None


def with_changes(entry: Entry, changes: Mapping[str, Any]) -> Entry:
    """Return an entry with people's changes."""
    changed = deepcopy(entry)
    for path, change in changes.items():
        name, _dot, language = path.partition(".")
        holder, key = (changed.setdefault(name, {}), language) if language else (changed, name)
        value = _changed_value(holder.get(key), change)
        if value or not language:
            holder[key] = value
        else:
            holder.pop(key, None)
    return changed


def _changed_value(value: Any, change: Any) -> Any:
    if not isinstance(change, dict):
        return change or None
    return join([row for row in value or [] if row not in change["removed"]], change["added"])


def join(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Return two lists as one, without repetitions."""
    return list(dict.fromkeys((*first, *second)))


def empty_entry(vocabulary: str, key: str) -> Entry:
    """Return an entry without values, to which the changes of an added entry apply."""
    entry: Entry = {"key": key}
    for row in VOCABULARIES[vocabulary].fields:
        entry.setdefault(row.name, {} if row.languages else [] if row.kind.is_list else None)
        entry |= {"labels": {}} if row.also else {}
    return entry


# --- entries in use ------------------------------------------------------------------------------------


def _build(shipped: Entries, edits: Iterable[EditedEntry], version: str) -> VocabularyEntries:
    by_key = {(row.vocabulary, row.key): row for row in edits}
    entries = VocabularyEntries(version, shipped, {}, by_key)
    if not by_key:
        return VocabularyEntries(version, shipped, shipped)
    in_use = {name: _entries_in_use(entries, name) for name in VOCABULARIES}
    for name, key, entry in list(_all(in_use)):
        in_use[name][key] = _with_references(entries, in_use, name, entry)
    return VocabularyEntries(version, shipped, in_use, by_key)


def _entries_in_use(entries: VocabularyEntries, vocabulary: str) -> dict[str, Entry]:
    """Return the entries with people's changes, without those removed. Merged entries add to those that were kept."""
    edits = {key: row for (name, key), row in entries.edits.items() if name == vocabulary}
    added = {key: empty_entry(vocabulary, key) for key, row in edits.items() if row.is_added}
    every = {
        key: with_changes(entry, edits[key].changes) if key in edits else entry
        for key, entry in {**added, **entries.shipped[vocabulary]}.items()
    }
    in_order = [*entries.shipped[vocabulary], *(key for key in added if key not in entries.shipped[vocabulary])]
    in_use = {key: every[key] for key in in_order if key not in edits or not _is_gone(edits[key])}
    for key, row in edits.items():
        kept = entries.current_key(vocabulary, key)
        if row.merged_into and key in every and kept in in_use:
            in_use[kept] = _merged(vocabulary, in_use[kept], every[key])
    return in_use


def _is_gone(row: EditedEntry) -> bool:
    return row.is_removed or bool(row.merged_into)


def _merged(vocabulary: str, kept: Entry, merged: Entry) -> Entry:
    """Return an entry with the lines of another one."""
    result = deepcopy(kept)
    for path, row in VOCABULARIES[vocabulary].by_path():
        if row.kind == Kind.LINES and (lines := value_at(merged, path)):
            changes = {path: {"added": lines, "removed": []}}
            result = with_changes(result, changes)
    return result


def _all(entries: Entries) -> Iterator[tuple[str, str, Entry]]:
    for name, by_key in entries.items():
        yield from ((name, key, entry) for key, entry in by_key.items())


def _with_references(entries: VocabularyEntries, in_use: Entries, vocabulary: str, entry: Entry) -> Entry:
    """Return an entry that refers only to entries in use: instead of merged ones, to those that were kept."""
    changed = {}
    for row in VOCABULARIES[vocabulary].fields:
        if row.source and (value := entry.get(row.name)):
            values = value if row.kind.is_list else [value]
            own = entry["key"] if row.source == vocabulary else ""  # no reference to itself after a merge
            known = [new for old in values if (new := _reference(entries, in_use, row, old)) not in ("", own)]
            changed[row.name] = join(known, ()) if row.kind.is_list else next(iter(known), None)
    return {**entry, **changed} if any(entry[name] != value for name, value in changed.items()) else entry


def _reference(entries: VocabularyEntries, in_use: Entries, row: Field, value: str) -> str:
    """Return a reference to the entry that is in use, or "" if there is none."""
    key, rest = _split_reference(row, value)
    kept = entries.current_key(row.source, key)
    return kept + rest if kept in in_use[row.source] else ""


def _split_reference(row: Field, value: str) -> tuple[str, str]:
    """Return the key in a reference, and the rest: ("untoc:18", "(13)") for "untoc:18(13)"."""
    key, bracket, rest = value.partition("(") if row.kind == Kind.ARTICLES else (value, "", "")
    return key, bracket + rest


def _articles_of(instrument: str, articles: Iterable[Entry]) -> list[Entry]:
    """Return the articles of an instrument. If people added some, all are in the order of their numbers."""
    rows = [row for row in articles if row["instrument"] == instrument]
    shipped = read_shipped(DIRECTORY)["articles"]
    if any(row["key"] not in shipped for row in rows):
        rows.sort(key=lambda row: natural_key(row["number"]))
    return [{**row, "title": row["title"] or "", "chapter": row.get("chapter")} for row in rows]


def referring_entries(vocabulary: str, key: str) -> list[tuple[str, str]]:
    """Return the entries that refer to an entry, as pairs of vocabulary and key."""
    found: dict[tuple[str, str], None] = {}
    for name, other, entry in _all(current().in_use):
        for row in VOCABULARIES[name].fields:
            value = entry.get(row.name) if row.source == vocabulary else None
            values = value if isinstance(value, list) else [value] if value else []
            if any(_split_reference(row, reference)[0] == key for reference in values):
                found[name, other] = None
    return list(found)


def entry_name(vocabulary: str, entry: Mapping[str, Any]) -> str:
    """Return the name of an entry as by :func:`name_and_language`."""
    return name_and_language(vocabulary, entry)[0]


def name_and_language(vocabulary: str, entry: Mapping[str, Any]) -> tuple[str, str]:
    """Return the name of an entry in the reader's language, in English, or in the first language that has one; with the
    code of that language."""
    own, naming = interface_language(), VOCABULARIES[vocabulary].naming
    translated = [f"{name}.{own}" for name in ("short_labels", "labels", "forms")] if own != "en" else []
    for path in (*translated, *naming):
        if value := value_at(entry, path):
            return str(value[0] if isinstance(value, list) else value), path.partition(".")[2] or "en"
    return str(entry["key"]).replace("-", " ").capitalize(), "en"


def value_text(field: Field, value: Any) -> str:
    """Return the value of a field as text, without keys; "" for no value."""
    if not value:
        return ""
    if field.kind == Kind.ARTICLES:
        return articles_text(value)
    if field.choices:
        labels = dict(field.choices)
        values = value if isinstance(value, list) else [value]
        return "\n".join(capfirst(str(labels.get(choice, choice))) for choice in values)
    if field.source:
        entries = current()
        keys = value if isinstance(value, list) else [value]
        return "\n".join(_name_of(entries, field.source, key) for key in keys)
    return "\n".join(value) if isinstance(value, list) else str(value)


def articles_text(targets: Iterable[str]) -> str:
    """Return articles or paragraphs of articles by name, one on each line."""
    rows = list(targets)
    if not {target.partition("(")[0] for target in rows} <= names().by_facet["article"].keys():
        reload_names()  # an article was added since the names were last read
    return "\n".join(value_formatter().as_text("articles", [target]) for target in rows)


def _name_of(entries: VocabularyEntries, vocabulary: str, key: str) -> str:
    """Return the name of an entry, even if it was removed."""
    entry = entries.in_use[vocabulary].get(key) or entries.shipped[vocabulary].get(key) or {"key": key}
    return entry_name(vocabulary, entry)


def entry_with_edits(vocabulary: str, key: str) -> Entry | None:
    """Return an entry, even if it was removed or merged; None if it never existed."""
    entries = current()
    if entry := entries.in_use[vocabulary].get(key):
        return entry
    row, shipped = entries.edit(vocabulary, key), entries.shipped[vocabulary].get(key)
    if row is None or not (shipped or row.is_added):
        return None
    return with_changes(shipped or empty_entry(vocabulary, key), row.changes)


def entry_of(change: Change) -> tuple[Vocabulary, str]:
    """Return the vocabulary and the key of the entry that a logged change concerns."""
    vocabulary, _slash, key = change.object_key.removeprefix("vocabulary:").partition("/")
    return VOCABULARIES[vocabulary], key


def logged_values(change: Change, values: Mapping[str, Any]) -> str:
    """Return values of an entry as the log stores them, one field after another: "Label (French): Extradition"."""
    if "into" in values:
        return _("Merged into: %(name)s") % {"name": values["into"]}
    fields = entry_of(change)[0].paths
    texts = (
        (fields[path].label_of(path), value_text(fields[path], value).replace("\n", comma()))
        for path, value in values.items()
        if path in fields
    )
    return "\n".join(labelled(label, text or "–") for label, text in texts)
