"""Kill the portal's processes at random moments: nothing is lost, doubled or half-written.

``KILLS`` is the number of kills, ``KILL_SEED`` the seed of their moments, which is shown if the test fails. A tenth of
the kills hit a process of the database server, which then recovers.
"""

from __future__ import annotations

import io
import os
import random
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from portal.postgres.server import EmbeddedServer
from tests.portal.ingestion.machines import MAX_WAIT_SECONDS, Machine, running, wait_until
from tests.portal.killing.activities import RESTORED, symbol
from tests.sources import ROOT

pytestmark = pytest.mark.long

KILLS = int(os.environ.get("KILLS", "300"))
SEED = int(os.environ.get("KILL_SEED", "0")) or random.SystemRandom().randrange(1, 1_000_000)
ACTIVITIES = ("ingestion", "review", "publication", "compilation", "restore")
PREPARED = 8
"""Documents ingested in advance: the first half is published and compiled, the others are reviewed and published."""
REVIEWED, PUBLISHED = range(5, 7), range(7, 9)
PARAGRAPHS, RECOMMENDATIONS = 5, 3
"""Rows of each document. The heading is a paragraph as well."""
SERVER_SHARE = 0.1


class Portal:
    """The machine with its process that runs activities, and the checks after each kill."""

    def __init__(self, machine: Machine, folder: Path) -> None:
        self.machine = machine
        self.chance = random.Random(SEED)
        self.durations = dict.fromkeys(ACTIVITIES, 1.0)
        self.kills: Counter[str] = Counter()
        self.ingested = PREPARED
        with machine.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.portal.killing.activities", str(folder)],
                cwd=ROOT,
                env=machine.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def run(self, activity: str, number: int, seconds: float = MAX_WAIT_SECONDS, target: str = "process") -> str:
        """Run an activity, kill it after some seconds, and return the outcome."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{activity} {number} {seconds} {target}\n")
        self.process.stdin.flush()
        outcome, duration = self.process.stdout.readline().split()
        if outcome == "completed" and activity in self.durations:
            self.durations[activity] = float(duration)
        return outcome

    def kill(self, activity: str) -> None:
        """Kill an activity, or the database server during it, and check what is left."""
        number = self.number_for(activity)
        seconds = self.chance.uniform(0, self.durations[activity] * 1.1)
        if self.chance.random() < SERVER_SHARE:
            killer = threading.Timer(seconds, self.kill_backend)
            killer.start()
            outcome = self.run(activity, number)
            killer.join()
            self.machine.server.start()
            outcome = "killed" if outcome == "failed" else outcome
        else:
            outcome = self.run(activity, number, seconds, self.chance.choice(("process", "group")))
        assert outcome != "failed", f"{activity}: {self.machine.log.read_text()[-3000:]}"
        if outcome == "killed":
            self.kills[activity] += 1
        CHECKS[activity](self, number)

    def complete_all(self) -> None:
        """Run each activity to its end. The remains of a killed one do not prevent it."""
        for activity in ACTIVITIES:
            number = self.number_for(activity)
            assert self.run(activity, number) == "completed", self.machine.log.read_text()[-3000:]
            CHECKS[activity](self, number)

    def kill_backend(self) -> None:
        """Kill a process of the database server that serves a client: the server restarts all of them."""
        with suppress(psycopg.Error, ProcessLookupError):
            backends = self.machine.query(
                "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
            for (pid,) in backends[:1]:
                os.kill(pid, signal.SIGKILL)

    def number_for(self, activity: str) -> int:
        if activity == "ingestion":
            return self.ingested + 1
        if activity == "restore":
            self.empty_restored()
        return self.chance.choice(PUBLISHED if activity == "publication" else REVIEWED)

    def count(self, rows: str) -> int:
        ((number,),) = self.machine.query(f"SELECT count(*) FROM {rows}")
        return int(number)

    def empty_restored(self) -> None:
        with self.machine.connect() as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {RESTORED} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {RESTORED} TEMPLATE template0")


def check_ingestion(portal: Portal, number: int) -> None:
    """The document is stored completely and once, or not at all."""
    if portal.count("documents_document") == number:
        portal.ingested = number
    rows = {
        "documents_document": 1,
        "documents_documentsymbol": 1,
        "documents_documentfile": 1,
        "documents_filecontent": 1,
        "documents_languageversion": 1,
        "documents_reading": 1,
        "documents_paragraph": PARAGRAPHS,
        "recommendations_recommendation": RECOMMENDATIONS,
    }
    expected = {table: portal.ingested * rows_per_document for table, rows_per_document in rows.items()}
    assert {table: portal.count(table) for table in rows} == expected


def check_review(portal: Portal, number: int) -> None:
    """The text, the revision, the corrections and the log belong to the same step."""
    rows = portal.machine.query(
        f"""
        SELECT v.revision, v.title, v.id,
               (SELECT string_agg(text, ' ' ORDER BY position) FROM recommendations_recommendation
                 WHERE version_id = v.id)
          FROM documents_languageversion v JOIN documents_documentsymbol s ON s.document_id = v.document_id
         WHERE s.symbol = '{symbol(number)}'
        """
    )
    [(revision, title, key, texts)] = rows
    if revision:
        assert title == f"Report, revision {revision}"
        assert texts.count(f"Revision {revision}.") == texts.count("Revision") == 2
    for table, rows_per_step in (("documents_correction", 3), ("documents_change", 3)):
        condition = (
            f"version_id = {key}"
            if table == "documents_correction"
            else (f"action = 'document.corrected' AND subject LIKE '{symbol(number)} %'")
        )
        assert portal.count(f"{table} WHERE {condition}") == revision * rows_per_step


def check_publication(portal: Portal, number: int) -> None:
    """A document is public, logged as published, and found by the search, or it is none of these."""
    rows = portal.machine.query(
        f"""
        SELECT v.published_at IS NOT NULL,
               (SELECT count(*) FROM recommendations_searchentry e
                 WHERE e.document_id = v.document_id AND e.scope = 'recommendations'),
               (SELECT action FROM documents_change c WHERE c.document_id = v.document_id
                   AND action IN ('document.published', 'document.unpublished') ORDER BY id DESC LIMIT 1)
          FROM documents_languageversion v JOIN documents_documentsymbol s ON s.document_id = v.document_id
         WHERE s.symbol = '{symbol(number)}'
        """
    )
    [(is_public, entries, action)] = rows
    assert (entries, action or "document.unpublished") == (
        (RECOMMENDATIONS, "document.published") if is_public else (0, "document.unpublished")
    )


def check_compilation(portal: Portal, _number: int) -> None:
    """Each compilation is a whole file, or waits to be written; only the last one may wait."""
    rows = portal.machine.query("SELECT state, content FROM recommendations_compilation ORDER BY requested_at")
    assert {state for state, _content in rows} <= {"ready", "waiting", "running"}
    assert sum(state != "ready" for state, _content in rows) <= 1
    for state, content in rows:
        assert (state == "ready") == bool(content)
    if rows and rows[-1][0] == "ready":
        assert zipfile.ZipFile(io.BytesIO(rows[-1][1])).testzip() is None


def check_restore(portal: Portal, _number: int) -> None:
    """The restored database has all rows of the backup or no table. A killed restore may still be running in the
    database server."""
    sessions = f"pg_stat_activity WHERE datname = '{RESTORED}' AND backend_type = 'client backend'"
    wait_until(lambda: not portal.count(sessions), "the restore has ended")
    server = portal.machine.server
    with psycopg.connect(host=str(server.socket_folder), user=server.user, dbname=RESTORED) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        if tables == (0,):
            return
        row = connection.execute("SELECT count(*) FROM recommendations_recommendation").fetchone()
        assert row == (PREPARED * RECOMMENDATIONS,)
        row = connection.execute("SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'").fetchone()
    assert row == (portal.count("pg_indexes WHERE schemaname = 'public'"),)


CHECKS: dict[str, Callable[[Portal, int], None]] = {
    "ingestion": check_ingestion,
    "review": check_review,
    "publication": check_publication,
    "compilation": check_compilation,
    "restore": check_restore,
}


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    server = EmbeddedServer.at(tmp_path / "test-postgres")
    with running(Machine(tmp_path, server, settings_module="tests.settings")) as machine:
        machine.manage("migrate", "-v0")
        portal = Portal(machine, tmp_path)
        assert portal.run("preparation", PREPARED) == "completed", machine.log.read_text()
        yield portal
        portal.process.kill()
        portal.process.wait()


def test_nothing_is_lost_doubled_or_half_written(portal: Portal) -> None:
    start = time.monotonic()
    portal.complete_all()
    attempts = 0
    while sum(portal.kills.values()) < KILLS:
        attempts += 1
        activity = ACTIVITIES[attempts % len(ACTIVITIES)]
        try:
            portal.kill(activity)
        except AssertionError as error:
            error.add_note(f"{activity}, attempt {attempts}: repeat it with KILL_SEED={SEED}")
            raise
    portal.complete_all()
    assert "The search index is correct." in portal.machine.manage("check_index", "--dry-run")
    sys.stdout.write(f"{dict(portal.kills)} in {time.monotonic() - start:.0f} s, seed {SEED}\n")
