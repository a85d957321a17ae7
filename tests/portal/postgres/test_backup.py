"""Backups: complete, checked, restored into an empty database only, and made each night."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from portal import maintenance
from portal.postgres import backup
from portal.postgres.backup import BackupError, back_up, restore
from portal.serving import StartError, preparation
from tests import builders as make

FIRST_NIGHT = datetime.datetime(2031, 5, 20, 1, 41, tzinfo=datetime.UTC)


@pytest.fixture
def empty_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """An empty database on the same server, which the tested functions use instead of the portal's."""
    with backup._temporary_database(backup._parameters()) as parameters:
        monkeypatch.setattr(backup, "_parameters", lambda: parameters)
        yield parameters


@pytest.mark.django_db(transaction=True)
def test_restored_backup_has_all_rows(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    make.recommendation(of=make.version(make.document("A/1")))
    file = tmp_path / "portal.dump"
    counts = back_up(file)
    assert counts["recommendations_recommendation"] == 1
    assert counts["django_migrations"] > 20
    assert file.stat().st_mode & 0o777 == 0o600, "it holds names and passwords of accounts"
    request.getfixturevalue("empty_database")
    assert restore(file) == counts
    with pytest.raises(BackupError, match="This database already has tables"):
        restore(file)


@pytest.mark.django_db(transaction=True)
def test_backup_is_restored_into_an_older_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL 16 and older refuse a setting that pg_restore of a newer release sends."""
    make.recommendation(of=make.version(make.document("A/1")))
    sent: list[str] = []
    run = backup._run

    def record(program: str, parameters: dict[str, Any], *arguments: str) -> str:
        files = [argument.partition("=")[2] for argument in arguments if argument.startswith("--file=")]
        if program == "psql":
            sent.extend(Path(file).read_text() for file in files)
        return run(program, parameters, *arguments)

    monkeypatch.setattr(backup, "_run", record)
    monkeypatch.setattr(backup, "SERVER_WITH_TRANSACTION_TIMEOUT", 990_000)
    counts = back_up(tmp_path / "portal.dump")
    assert counts["recommendations_recommendation"] == 1
    [script] = sent
    assert "SET statement_timeout = 0;" in script
    assert "transaction_timeout = 0" not in script.replace("idle_in_transaction_session_timeout = 0", "")


@pytest.mark.django_db(transaction=True)
def test_damaged_backup_restores_nothing(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    make.version(make.document("A/1"))
    file = tmp_path / "portal.dump"
    back_up(file)
    content = file.read_bytes()
    file.write_bytes(content[: len(content) * 9 // 10])
    parameters = request.getfixturevalue("empty_database")
    with pytest.raises(BackupError, match="pg_restore failed"):
        restore(file)
    with backup._connect(parameters) as database:
        assert not backup._count_rows(database)


@pytest.mark.django_db(transaction=True)
def test_incomplete_backup_does_not_replace_an_older_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "portal.dump"
    file.write_bytes(b"yesterday")
    counts = iter([{"documents_document": 2}, {"documents_document": 1}])
    monkeypatch.setattr(backup, "_count_rows", lambda _database: next(counts))
    with pytest.raises(BackupError, match="The backup is incomplete"):
        back_up(file)
    assert [path.name for path in tmp_path.iterdir()] == ["portal.dump"]
    assert file.read_bytes() == b"yesterday"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("command", "path", "message"),
    [
        ("backup", "/no/such/folder/portal.dump", "cannot be written: No such file or directory"),
        ("restore", "/no/such/portal.dump", "does not exist. Check the path."),
    ],
)
def test_unusable_path_is_reported(command: str, path: str, message: str) -> None:
    with pytest.raises(CommandError, match=message):
        call_command(command, path)


def test_a_week_of_nightly_backups_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maintenance, "back_up", lambda path: path.touch())
    (tmp_path / "notes.txt").touch()
    nights = [int((FIRST_NIGHT + datetime.timedelta(days=day)).timestamp()) for day in range(9)]
    maintenance.back_up_nightly.func(nights[0])
    assert not list(tmp_path.glob("*.dump")), "no folder is set"
    monkeypatch.setattr(settings, "BACKUP_DIR", tmp_path)
    for night in nights:
        maintenance.back_up_nightly.func(night)
    days = [f"portal-2031-05-{day}.dump" for day in range(22, 29)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes.txt", *days]


@pytest.mark.django_db
def test_older_release_does_not_start_on_a_newer_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('documents', '0999_later', now())")
    with pytest.raises(
        StartError, match=r"created or upgraded by a newer release of the portal \(documents.0999_later\)"
    ):
        preparation.migrate(print)


SERVER = """
import django
django.setup()
from django.db import connection
connection.ensure_connection()
print(connection.get_connection_params()["host"], flush=True)
input()
"""
COUNT = "from recommendations.models import Recommendation; print(Recommendation.objects.count())"


@pytest.mark.long
def test_portal_moves_to_another_server(tmp_path: Path) -> None:
    """From one embedded server to another, which has an address like any server."""
    manage = (sys.executable, str(settings.BASE_DIR / "manage.py"))
    old = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings", "PORTAL_VAR": str(tmp_path / "old")}
    new = {**old, "PORTAL_VAR": str(tmp_path / "new")}
    subprocess.run((*manage, "migrate", "--verbosity=0"), env=old, check=True)
    subprocess.run((*manage, "ingest", str(settings.FIXTURES_DIR / "sessions")), env=old, check=True)
    with subprocess.Popen(
        (sys.executable, "-c", SERVER),
        env=new,
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout
        new["DATABASE_URL"] = f"postgres://postgres@/postgres?host={server.stdout.readline().strip()}"
        subprocess.run((*manage, "move_database", new["DATABASE_URL"]), env=old, check=True)
        printed = subprocess.check_output((*manage, "shell", "--verbosity=0", "-c", COUNT), env=new, text=True)
        assert printed.strip() == "63"
        server.communicate("\n")
