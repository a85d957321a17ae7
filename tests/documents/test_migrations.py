"""Migrations preserve which documents are public."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from tests import vector_indexes


def migrate(target: str) -> Apps:
    """Migrate the documents app to a target; return the models at that point."""
    executor = MigrationExecutor(connection)
    executor.migrate([("documents", target)])
    return executor.loader.project_state([("documents", target)]).apps


@pytest.fixture
def _restored_schema(transactional_db: None) -> Iterator[None]:
    """Migrate to the latest schema after the test."""
    with vector_indexes.created():  # migrations rename the indexes
        yield
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())


def create_document(apps: Apps, published_at: Any, languages: tuple[str, ...]) -> int:
    body, _ = apps.get_model("documents", "Body").objects.get_or_create(key="cop", name="Conference")
    meeting, _ = apps.get_model("documents", "Meeting").objects.get_or_create(body=body, ordinal=11, slug="cop-11")
    row = apps.get_model("documents", "Document").objects.create(published_at=published_at, meeting=meeting)
    for language in languages:
        row.versions.create(language=language, parsed={}, parser_version="1")
    return int(row.pk)


@pytest.mark.long
@pytest.mark.usefixtures("_restored_schema")
def test_versions_inherit_publication_from_their_document() -> None:
    old_apps = migrate("0002_former_slugs")
    published_at = timezone.now()
    public, hidden = create_document(old_apps, published_at, ("en", "fr")), create_document(old_apps, None, ("en",))
    new_apps = migrate("0003_publication_of_versions")
    versions = new_apps.get_model("documents", "LanguageVersion").objects.order_by("pk")
    assert list(versions.values_list("document", "language", "published_at", "meeting__slug")) == [
        (public, "en", published_at, "cop-11"),
        (public, "fr", published_at, "cop-11"),
        (hidden, "en", None, "cop-11"),
    ]
    versions.filter(language="en").update(published_at=None)
    reverted = migrate("0002_former_slugs").get_model("documents", "Document").objects.order_by("pk")
    assert list(reverted.values_list("pk", "published_at")) == [(public, published_at), (hidden, None)]


@pytest.mark.long
@pytest.mark.usefixtures("_restored_schema")
def test_stored_files_are_numbered_by_issue() -> None:
    apps = migrate("0019_formats_parts_symbols")
    version = (
        apps.get_model("documents", "Document")
        .objects.create()
        .versions.create(language="en", parsed={}, parser_version="1")
    )
    for number in range(2):
        version.files.create(name=str(number), sha256=str(number), size=1, media_type="application/pdf")
    files = migrate("0020_issues_of_files").get_model("documents", "DocumentFile").objects.order_by("pk")
    assert list(files.values_list("name", "issue")) == [("0", 1), ("1", 2)]
