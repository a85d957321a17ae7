"""Upgrading from an earlier release keeps all data, and its backup goes back to it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

pytestmark = pytest.mark.long

EARLIER = {"documents": "0016_failed_uploads", "recommendations": "0018_answer_vectors"}
"""The last migrations of an earlier release. Those of today add tables and columns, and change values."""
CHANGED = {"recommendations_recommendation": {"status", "stated_status"}}
"""Columns whose values later migrations may change."""

FILL = """
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
state = MigrationExecutor(connection).loader.project_state(list({earlier!r}.items()))
get = state.apps.get_model
now = timezone.now()
user = get("auth", "User").objects.create(username="ann", password="!")
body = get("documents", "Body").objects.create(key="cop", name="Conference", short_name="Conference")
meeting = get("documents", "Meeting").objects.create(body=body, ordinal=11, slug="cop-11")
for number in range(20):
    document = get("documents", "Document").objects.create(title=f"Report {{number}}", meeting=meeting)
    document.symbols.create(symbol=f"CTOC/COP/2022/{{number}}", position=0)
    version = document.versions.create(
        language="en", title=f"Report {{number}}", parsed={{"blocks": []}}, parser_version="1",
        published_at=now if number % 2 else None,
    )
    content = f"text {{number}}".encode()
    file = version.files.create(name="a.txt", media_type="text/plain", sha256=f"{{number:064x}}", size=len(content))
    get("documents", "FileContent").objects.create(file=file, content=content)
    get("documents", "Reading").objects.create(
        version=version, state="current", parsed={{}}, parser_version="1", read_at=now
    )
    get("documents", "Correction").objects.create(
        version=version, kind="fact", field="title", old_value="Reprt", value="Report", made_by=user, made_at=now,
        revision=1,
    )
    get("documents", "Change").objects.create(
        made_at=now, made_by=user, made_by_name="ann", action="document.corrected", document=document, subject="Title",
    )
    paragraph = version.paragraphs.create(
        position=0, kind="paragraph", text="Act.", anchor="para-1", place="para-1", path="para. 1"
    )
    recommendation = version.recommendations.create(
        paragraph=paragraph, position=0, label="1", path="para. 1", anchor="para-1", place="para-1", text="Act.",
        status="draft", stated_status="draft", strength="encouraged",
    )
    get("recommendations", "FollowUp").objects.create(
        document=document, anchor="para-1", recommendation_name="para. 1", state="under_way", changed_at=now
    )
"""

DUMP = """
import json
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute(
        "SELECT table_name, json_agg(column_name ORDER BY column_name) FROM information_schema.columns "
        "WHERE table_schema = 'public' GROUP BY 1"
    )
    tables = {}
    for table, columns in cursor.fetchall():
        names = ", ".join(f'"{name}"::text' for name in columns)
        cursor.execute(f'SELECT {names} FROM "{table}"')
        tables[table] = [dict(zip(columns, row)) for row in cursor.fetchall()]
print(json.dumps(tables))
"""

Tables = dict[str, list[dict[str, Any]]]


class Release:
    """A portal in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "PORTAL_VAR": str(folder),
        }

    def manage(self, *arguments: str) -> str:
        command = (sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments)
        result = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stderr
        return result.stdout

    def run(self, source: str) -> str:
        return self.manage("shell", "-v0", "-c", source)

    def tables(self) -> Tables:
        tables: Tables = json.loads(self.run(DUMP))
        return tables


def migrate_to_earlier_release(portal: Release) -> None:
    portal.manage("migrate", "-v0", "documents", EARLIER["documents"])
    portal.manage("migrate", "-v0", "recommendations", EARLIER["recommendations"])
    portal.run(FILL.format(earlier=EARLIER))


def test_upgrade_keeps_all_data_and_its_backup_goes_back(tmp_path: Path) -> None:
    portal = Release(tmp_path / "var")
    migrate_to_earlier_release(portal)
    file = tmp_path / "before.dump"
    portal.manage("backup", str(file))
    before = portal.tables()
    assert len(before["documents_document"]) == 20

    portal.manage("migrate", "-v0")
    after = portal.tables()
    assert "documents_draft" in after.keys() - before.keys()
    for table, rows in before.items():
        if table.startswith(("documents_", "recommendations_", "auth_user")):
            kept = (set(rows[0]) & set(after[table][0])) - CHANGED.get(table, set()) if rows else set()
            assert selected(after[table], kept) == selected(rows, kept), table

    back = Release(tmp_path / "back")
    back.manage("restore", str(file))
    assert {table: ordered(rows) for table, rows in back.tables().items()} == {
        table: ordered(rows) for table, rows in before.items()
    }


def selected(rows: list[dict[str, Any]], columns: set[str]) -> list[str]:
    """Return some columns of all rows, in an order that does not depend on the database."""
    return ordered([{name: row[name] for name in columns} for row in rows])


def ordered(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(row, sort_keys=True) for row in rows)
