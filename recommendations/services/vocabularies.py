"""Store the vocabularies: instruments with articles, topics, addressees."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from documents.services import acquire_write_lock, batch_notifications, load_bodies, notify_listeners
from documents.services.upsert import upsert
from recommendations.models import Addressee, Article, Instrument, RecommendationTopic, Topic

Entries = list[dict[str, Any]]


@transaction.atomic
@batch_notifications()
def load_vocabularies(directory: Path = settings.FIXTURES_DIR / "vocabulary") -> None:
    """Update the vocabularies from the files in ``directory``. If nothing has changed, nothing is written.

    Entries removed from a file stay in the database, as documents may refer to them. Keys never change, so the only
    change that affects search results is a new parent of a topic.
    """
    acquire_write_lock()
    load_bodies(directory / "bodies.json")
    _load_instruments(_entries(directory / "instruments.json"))
    _load_topics(_entries(directory / "topics.json"))
    _load_addressees(_entries(directory / "addressees.json"))


def _entries(file: Path) -> Entries:
    entries: Entries = json.loads(file.read_text(encoding="utf-8"))
    return entries


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
                "chapter": article["chapter"] or "",
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
    upsert(Topic, ("key",), ({"key": key, "parent_id": parent} for key, parent in parents.items()))
    _notify_of_topics(moved)


def _notify_of_topics(keys: list[str]) -> None:
    """Notify the listeners about all documents with recommendations on topics whose parent changed."""
    if keys:
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
