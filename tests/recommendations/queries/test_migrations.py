"""Migrations keep what people changed in the vocabularies."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from documents.models import Change
from recommendations.models import EditedEntry

migration = import_module("recommendations.migrations.0031_terms_by_language")
ADDED = {"added": ["remand*"], "removed": []}


@pytest.mark.django_db
def test_stored_terms_of_topics_become_the_english_ones() -> None:
    topic = EditedEntry.objects.create(vocabulary="topics", key="extradition", changes={"unbis": "", "terms": ADDED})
    other = EditedEntry.objects.create(vocabulary="addressees", key="states", changes={"terms": ADDED})
    values: dict[str, Any] = {
        "old_value": {"terms": ["extradit*"]},
        "value": {"unbis": "", "terms": ["remand*"]},
    }
    change = Change.objects.create(made_at=timezone.now(), object_key="vocabulary:topics/extradition", **values)
    removal = Change.objects.create(made_at=timezone.now(), object_key="vocabulary:topics/extradition", value=None)
    migration.rename_path(apps, migration.OLD, migration.NEW)
    for row in (topic, other, change, removal):
        row.refresh_from_db()
    assert topic.changes == {"unbis": "", "terms.en": ADDED}
    assert other.changes == {"terms": ADDED}
    assert (change.old_value, change.value) == (
        {"terms.en": ["extradit*"]}, {"unbis": "", "terms.en": ["remand*"]},
    )  # fmt: skip
    assert removal.value is None
    migration.rename_path(apps, migration.NEW, migration.OLD)
    topic.refresh_from_db()
    assert topic.changes == {"unbis": "", "terms": ADDED}
