"""Store the vocabularies: instruments with articles, topics, addressees."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction

from documents.services import acquire_write_lock, batch_notifications, load_bodies, notify_listeners
from documents.services.upsert import upsert
from recommendations.models import Addressee, Article, EditedEntry, Instrument, RecommendationTopic, Topic
from recommendations.queries.vocabularies import DIRECTORY, VocabularyEntries, read_vocabularies, refresh
from recommendations.queries.vocabulary_uses import find_row, references_to

Entries = list[dict[str, Any]]


@transaction.atomic
@batch_notifications()
def load_vocabularies(directory: Path = DIRECTORY) -> None:
    """Update the rows of the vocabularies from the files in ``directory`` and people's changes. If nothing has changed,
    nothing is written.

    Rows of entries that a file no longer has stay in the database, as documents may refer to them; those that a person
    removed are deleted once nothing refers to them. Keys never change, so the only change that affects search results
    is a new parent of a topic.
    """
    acquire_write_lock()
    entries = refresh() if directory == DIRECTORY else read_vocabularies(directory, EditedEntry.objects.all())
    files = entries.files()
    load_bodies(files["bodies"])
    _load_instruments(files["instruments"])
    _load_topics(files["topics"])
    _load_addressees(files["addressees"])
    _delete_removed(entries)


def _delete_removed(entries: VocabularyEntries) -> None:
    """Delete the rows of entries that a person removed or merged, unless something refers to them."""
    for vocabulary, key in entries.edits:
        if key not in entries.in_use[vocabulary] and (row := find_row(vocabulary, key)) and not references_to(row):
            row.delete()


def _load_instruments(entries: Entries) -> None:
    instruments = upsert(
        Instrument,
        ("key",),
        (
            {
                "key": entry["key"],
                "title": entry["title"],
                "short_title": entry["short_title"],
                "labels": entry["labels"],
                "short_labels": entry.get("short_labels", {}),
                "position": position,
            }
            for position, entry in enumerate(entries)
        ),
    )
    parents = [(entry["key"], entry["parent"]) for entry in entries]
    upsert(
        Instrument,
        ("key",),
        ({"key": key, "parent_id": instruments[(parent,)].pk if parent else None} for key, parent in parents),
    )
    upsert(
        Article,
        ("instrument_id", "number"),
        (
            {
                "instrument_id": instruments[(entry["key"],)].pk,
                "number": str(article["number"]),
                "title": article["title"],
                "labels": article.get("labels", {}),
                "chapter": article["chapter"] or "",
                "chapter_labels": article.get("chapter_labels", {}),
                "unverified": article.get("unverified", []),
                "position": position,
            }
            for entry in entries
            for position, article in enumerate(entry["articles"])
        ),
    )


def _load_topics(entries: Entries) -> None:
    topics = upsert(
        Topic,
        ("key",),
        (
            {
                "key": entry["key"],
                "labels": entry["labels"],
                "unbis": entry["unbis"] or "",
                "position": position,
            }
            for position, entry in enumerate(entries)
        ),
    )
    parents = {entry["key"]: topics[(entry["parent"],)].pk if entry["parent"] else None for entry in entries}
    moved = [key for key, parent in parents.items() if topics[(key,)].parent_id != parent]
    if moved:
        upsert(Topic, ("key",), ({"key": key, "parent_id": parents[key]} for key in moved))
        _notify_of_topics(moved)


def _notify_of_topics(keys: list[str]) -> None:
    """Notify the listeners about all documents with recommendations on topics whose parent changed."""
    links = RecommendationTopic.objects.filter(topic__key__in=keys)
    notify_listeners(links.values_list("recommendation__version__document", flat=True).distinct())


def _load_addressees(entries: Entries) -> None:
    upsert(
        Addressee,
        ("key",),
        (
            {"key": entry["key"], "name": entry["name"], "labels": entry["labels"], "position": position}
            for position, entry in enumerate(entries)
        ),
    )
