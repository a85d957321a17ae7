"""The worker is killed in the middle of an ingestion, and PostgreSQL after it: nothing is lost, doubled or half there.

Over a database server and a worker of the test's own, as processes. That they die in the middle of writing is no
matter of luck: the test holds a table that is written late, so that the worker has stored a document and waits.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from portal.ingestion.pipeline import parse_file
from portal.postgres.server import EmbeddedServer
from tests.portal.ingestion.machines import Machine, running, wait_until

SESSIONS = sorted((settings.FIXTURES_DIR / "sessions").glob("*.txt"))

SEND = """
import sys
from pathlib import Path
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from portal.ingestion.tasks import ingest_upload
from portal.ingestion.receiving import SentFile, receive
from recommendations.services import load_vocabularies
load_vocabularies()
paths = map(Path, {paths!r})
files = [SentFile(path.name, SimpleUploadedFile(path.name, path.read_bytes())) for path in paths]
receive(files, User.objects.create_user("lawyer"), lambda pk: ingest_upload.defer(upload_id=pk))
"""


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    server = EmbeddedServer.at(tmp_path / "test-postgres")
    with running(Machine(tmp_path, server, settings_module="tests.settings")) as ours:
        ours.manage("migrate", "-v0")
        yield ours


def send(machine: Machine, paths: list[Path]) -> None:
    """Have them wait for a worker."""
    machine.manage("shell", "-v0", "-c", SEND.format(paths=list(map(str, paths))))
    assert states(machine) == ["waiting"] * len(paths)


def states(machine: Machine) -> list[str]:
    return [state for (state,) in machine.ask("SELECT state FROM documents_upload ORDER BY id")]


def written(machine: Machine) -> dict[str, tuple[int, ...]]:
    """What is in the database of each file: paragraphs, footnotes, recommendations."""
    rows = machine.ask(
        """
        SELECT file.name,
               (SELECT count(*) FROM documents_paragraph p WHERE p.version_id = file.version_id),
               (SELECT count(*) FROM documents_footnote n WHERE n.version_id = file.version_id),
               (SELECT count(*) FROM recommendations_recommendation r WHERE r.version_id = file.version_id)
          FROM documents_documentfile file ORDER BY file.name
        """
    )
    assert len(rows) == len({name for name, *_ in rows}), "a file is there twice"
    return {name: tuple(counts) for name, *counts in rows}


def expected(paths: list[Path]) -> dict[str, tuple[int, ...]]:
    """What reading the same files says."""
    found = {}
    for path in paths:
        read = parse_file(path.read_bytes(), path.name)
        found[path.name] = (
            len(read.parsed.blocks),
            len(read.parsed.footnotes),
            len(read.extraction.recommendations),
        )
    return found


def die_in_the_middle(machine: Machine, *, with_server: bool) -> None:
    """Let the worker write until it waits for the table that the test holds; kill it there."""
    with machine.connect() as holder:
        holder.execute("BEGIN")
        holder.execute("LOCK TABLE recommendations_recommendation IN ACCESS EXCLUSIVE MODE")
        machine.start_worker()
        waiting = "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'recommendations_recommendation'::regclass"
        wait_until(lambda: machine.ask(waiting), "the worker is in the middle of writing")
        assert "reading" in states(machine)
        machine.end_workers(signal.SIGKILL)
        if with_server:
            machine.kill_server()
            holder.close()


def test_what_a_killed_worker_was_reading_is_read_by_the_next(machine: Machine) -> None:
    send(machine, SESSIONS[:1])
    die_in_the_middle(machine, with_server=False)
    assert written(machine) == {}
    machine.start_worker()
    wait_until(lambda: states(machine) == ["done"], "the file is read")
    assert written(machine) == expected(SESSIONS[:1])


@pytest.mark.long
def test_nothing_is_lost_doubled_or_half_there(machine: Machine) -> None:
    send(machine, SESSIONS)

    die_in_the_middle(machine, with_server=False)
    assert written(machine) == {}

    die_in_the_middle(machine, with_server=True)
    machine.server.start()
    assert written(machine) == {}
    assert "reading" in states(machine)

    machine.start_worker()
    wait_until(lambda: set(states(machine)) == {"done"}, "every file is read")
    assert written(machine) == expected(SESSIONS)
    assert machine.ask("SELECT count(*), count(DISTINCT version_id) FROM documents_upload") == [(5, 5)]
    assert machine.ask("SELECT count(*) FROM documents_document") == [(5,)]
    assert machine.ask("SELECT count(*) FROM documents_upload WHERE content IS NOT NULL") == [(0,)]
    assert machine.ask("SHOW synchronous_commit") == machine.ask("SHOW fsync") == [("on",)], "durable, as in use"
    unfinished = "SELECT task_name FROM procrastinate_jobs WHERE task_name = 'ingest_upload'"
    wait_until(lambda: machine.ask(unfinished) == [], "no job is left")
