"""Kill the worker, then PostgreSQL, in the middle of an ingestion: nothing is lost, duplicated or incomplete.

The database server and the worker are separate processes. They do not die at a random moment: the test locks a
table that is written late, so that the worker has stored a document and waits.
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
from tests.portal.session_pdfs import merged_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.long]

SESSIONS = sorted((settings.FIXTURES_DIR / "sessions").glob("*.txt"))

SEND_SCRIPT = """
import sys
from pathlib import Path
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from portal.ingestion.tasks import ingest_upload
from portal.ingestion.receiving import SentFile, receive_files
from recommendations.services import load_vocabularies
load_vocabularies()
paths = map(Path, {paths!r})
files = [SentFile(path.name, SimpleUploadedFile(path.name, path.read_bytes())) for path in paths]
receive_files(files, User.objects.create_user("lawyer"), lambda pk: ingest_upload.defer(upload_id=pk))
"""

SPLIT_SCRIPT = """
from django.contrib.auth.models import User
from documents.models import Upload
from documents.services.uploads import queue_answered
from portal.ingestion.tasks import ingest_upload
upload = Upload.objects.get()
queue_answered(upload.pk, "split", User.objects.get())
ingest_upload.defer(upload_id=upload.pk)
"""


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    server = EmbeddedServer.at(tmp_path / "test-postgres")
    with running(Machine(tmp_path, server, settings_module="tests.settings")) as portal:
        portal.manage("migrate", "-v0")
        yield portal


def send(machine: Machine, paths: list[Path]) -> None:
    """Upload files for a worker to read."""
    machine.manage("shell", "-v0", "-c", SEND_SCRIPT.format(paths=list(map(str, paths))))
    assert states(machine) == ["waiting"] * len(paths)


def states(machine: Machine) -> list[str]:
    return [state for (state,) in machine.query("SELECT state FROM documents_upload ORDER BY id")]


def stored_counts(machine: Machine) -> dict[str, tuple[int, ...]]:
    """Return a map from file names to the numbers of stored paragraphs, footnotes and recommendations."""
    rows = machine.query(
        """
        SELECT file.name,
               (SELECT count(*) FROM documents_paragraph p WHERE p.version_id = file.version_id),
               (SELECT count(*) FROM documents_footnote n WHERE n.version_id = file.version_id),
               (SELECT count(*) FROM recommendations_recommendation r WHERE r.version_id = file.version_id)
          FROM documents_documentfile file ORDER BY file.name
        """
    )
    assert len(rows) == len({name for name, *_ in rows}), "a file is stored twice"
    return {name: tuple(counts) for name, *counts in rows}


def expected_counts(paths: list[Path]) -> dict[str, tuple[int, ...]]:
    """Return the map of :func:`stored_counts` as expected from parsing the files."""
    counts = {}
    for path in paths:
        reading = parse_file(path.read_bytes(), path.name)
        counts[path.name] = (
            len(reading.parsed.blocks),
            len(reading.parsed.footnotes),
            len(reading.extraction.recommendations),
        )
    return counts


def crash_while_writing(machine: Machine, *, with_server: bool) -> None:
    """Let the worker write until it waits for the table that the test has locked, then kill it."""
    with machine.connect() as connection:
        connection.execute("BEGIN")
        connection.execute("LOCK TABLE recommendations_recommendation IN ACCESS EXCLUSIVE MODE")
        machine.start_worker()
        waiting = "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'recommendations_recommendation'::regclass"
        wait_until(lambda: machine.query(waiting), "the worker is in the middle of writing")
        assert "reading" in states(machine)
        machine.end_workers(signal.SIGKILL)
        if with_server:
            machine.kill_server()
            connection.close()


def test_file_of_a_killed_worker_is_read_by_the_next(machine: Machine) -> None:
    send(machine, SESSIONS[:1])
    crash_while_writing(machine, with_server=False)
    assert stored_counts(machine) == {}
    machine.start_worker()
    wait_until(lambda: states(machine) == ["done"], "the file is read")
    assert stored_counts(machine) == expected_counts(SESSIONS[:1])


def test_nothing_is_lost_duplicated_or_incomplete(machine: Machine) -> None:
    send(machine, SESSIONS)

    crash_while_writing(machine, with_server=False)
    assert stored_counts(machine) == {}

    crash_while_writing(machine, with_server=True)
    machine.server.start()
    assert stored_counts(machine) == {}
    assert "reading" in states(machine)

    machine.start_worker()
    wait_until(lambda: set(states(machine)) == {"done"}, "every file is read")
    assert stored_counts(machine) == expected_counts(SESSIONS)
    assert machine.query("SELECT count(*), count(DISTINCT version_id) FROM documents_upload") == [(5, 5)]
    assert machine.query("SELECT count(*) FROM documents_document") == [(5,)]
    assert machine.query("SELECT count(*) FROM documents_upload WHERE content IS NOT NULL") == [(0,)]
    assert machine.query("SHOW synchronous_commit") == machine.query("SHOW fsync") == [("on",)], "durable, as in use"
    unfinished = "SELECT task_name FROM procrastinate_jobs WHERE task_name = 'ingest_upload'"
    wait_until(lambda: machine.query(unfinished) == [], "no job is left")


def test_file_is_split_once_if_a_worker_is_killed_while_splitting(machine: Machine, tmp_path: Path) -> None:
    path = tmp_path / "merged.pdf"
    path.write_bytes(merged_pdf(("CTOC/COP/2031/5", "Report", 2), ("CTOC/COP/2031/6", "Draft report", 2)))
    send(machine, [path])
    machine.start_worker()
    wait_until(lambda: states(machine) == ["question"], "the file waits for an answer")
    machine.end_workers(signal.SIGKILL)
    machine.manage("shell", "-v0", "-c", SPLIT_SCRIPT)
    with machine.connect() as connection:
        connection.execute("BEGIN")
        connection.execute("LOCK TABLE documents_commonfile IN EXCLUSIVE MODE")
        machine.start_worker()
        waiting = "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'documents_commonfile'::regclass"
        wait_until(lambda: machine.query(waiting), "the worker is in the middle of splitting")
        machine.end_workers(signal.SIGKILL)
    assert machine.query("SELECT count(*) FROM documents_upload") == [(1,)]
    machine.start_worker()
    wait_until(lambda: states(machine) == ["done"] * 3, "every part is read")
    assert machine.query("SELECT count(*), sum(part_count) FROM documents_commonfile") == [(1, 2)]
    assert machine.query("SELECT symbol FROM documents_documentsymbol ORDER BY symbol") == [
        ("CTOC/COP/2031/5",),
        ("CTOC/COP/2031/6",),
    ]
