"""A read replica: readers use it, it has what they wrote, and it takes over when the primary server dies."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from portal.postgres.server import EmbeddedServer
from tests.portal.ingestion.machines import wait_until
from tests.portal.serving.test_serve import MAX_WAIT_SECONDS, READY_MESSAGE, free_port

pytestmark = pytest.mark.long

SESSIONS = sorted((settings.FIXTURES_DIR / "sessions").glob("*.txt"))


def connect(server: EmbeddedServer) -> psycopg.Connection:
    return psycopg.connect(host=str(server.socket_folder), user=server.user, dbname="postgres", autocommit=True)


def value(server: EmbeddedServer, query: str) -> object:
    with connect(server) as connection:
        row = connection.execute(query).fetchone()
    return row and row[0]


def copy_cluster(primary: EmbeddedServer, folder: Path) -> EmbeddedServer:
    """Make a replica that follows ``primary``, as PostgreSQL's manual describes with pg_basebackup."""
    folder.mkdir(mode=0o700)
    replica = EmbeddedServer.at(folder)
    replica._change_owner(folder)
    source = ("--host", str(primary.socket_folder), "--username", primary.user)
    replica._run("pg_basebackup", *source, "--write-recovery-conf", "--wal-method=stream")
    for file in folder.glob(".s.PGSQL.*.lock"):  # the embedded server's socket is in the folder of its data
        file.unlink()
    replica.start()
    return replica


def url(*servers: EmbeddedServer, options: str = "") -> str:
    folders = ",".join(str(server.socket_folder) for server in servers)
    return f"postgres:///postgres?host={folders}&user={servers[0].user}{options}"


@pytest.fixture
def servers() -> Iterator[tuple[EmbeddedServer, EmbeddedServer]]:
    """Start two servers in a folder that their account can enter: the replica connects to the other's socket."""
    folder = Path(tempfile.mkdtemp(prefix="replicas"))
    folder.chmod(0o755)
    primary = EmbeddedServer.at(folder / "primary")
    primary.start()
    replica = copy_cluster(primary, folder / "replica")
    with connect(primary) as connection:
        connection.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
        connection.execute("SELECT pg_reload_conf()")
    yield primary, replica
    for server in (replica, primary):
        server.stop()
    shutil.rmtree(folder)


@contextmanager
def portal(var: Path, environment: dict[str, str]) -> Iterator[str]:
    """Start ``manage.py serve`` and yield its address."""
    port = free_port()
    log = var.with_name("serve.log")
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=settings.BASE_DIR,
            env={**environment, "PORTAL_VAR": str(var), "PORT": str(port)},
            stdout=output,
            stderr=output,
        )
    try:
        wait_until(lambda: READY_MESSAGE in log.read_text() or process.poll() is not None, "the portal runs")
        assert process.poll() is None, log.read_text()
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(MAX_WAIT_SECONDS)


class Reader:
    """Somebody without an account, whose browser keeps cookies and who may search without pause."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.cookies = CookieJar()
        self.statuses: list[int] = []
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self._is_searching = threading.Event()
        self._thread = threading.Thread(target=self._search)

    def get(self, path: str, data: bytes | None = None) -> str:
        request = urllib.request.Request(self.root + path, data, {"Origin": self.root})
        with self._opener.open(request, timeout=MAX_WAIT_SECONDS) as response:
            return response.read().decode()

    def __enter__(self) -> Reader:
        self._is_searching.set()
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._is_searching.clear()
        self._thread.join()

    def _search(self) -> None:
        while self._is_searching.is_set():
            try:
                self.get("/en/recommendations/?q=extradition")
                self.statuses.append(200)
            except urllib.error.HTTPError as error:
                self.statuses.append(error.code)


def test_replica_serves_readers_and_takes_over(servers: tuple[EmbeddedServer, EmbeddedServer], tmp_path: Path) -> None:
    primary, replica = servers
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DATABASE_URL": url(primary, replica, options="&target_session_attrs=read-write"),
        "DATABASE_REPLICA_URLS": url(replica),
    }

    def ingest(name: str) -> None:
        text = SESSIONS[0].read_text().replace("CTOC/COP", f"CTOC/COP/{name}")
        (tmp_path / f"{name}.txt").write_text(text)
        command = [sys.executable, "manage.py", "ingest", str(tmp_path / f"{name}.txt")]
        variables = {**environment, "PORTAL_VAR": str(tmp_path / "var")}
        done = subprocess.run(command, cwd=settings.BASE_DIR, env=variables, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr

    with portal(tmp_path / "var", environment) as root:
        queries = "SELECT sum(xact_commit + xact_rollback) FROM pg_stat_database WHERE datname = 'postgres'"
        before = value(replica, queries)
        reader = Reader(root)
        for _ in range(5):
            assert "extradition" in reader.get("/en/recommendations/?q=extradition")
        wait_until(lambda: value(replica, queries) - before >= 5, "the replica was used")

        [key] = re.findall(r'name="add" value="(\d+)"', reader.get("/en/recommendations/?q=extradition"))[:1]
        reader.get("/en/basket/", f"add={key}".encode())
        assert "position" in {cookie.name for cookie in reader.cookies}
        assert f'value="{key}"' in reader.get("/en/basket/")

        with Reader(root) as other:
            ingest("A")
            count = value(primary, "SELECT count(*) FROM documents_document")
            os.kill(int((primary.folder / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
            searches = len(other.statuses)
            wait_until(lambda: len(other.statuses) > searches + 20, "readers search without the primary server")
            replica._run("pg_ctl", "promote", "-w")
            ingest("B")
            wait_until(lambda: len(other.statuses) > searches + 40, "readers search after the promotion")
        assert set(other.statuses) == {200}
        assert value(replica, "SELECT count(*) FROM documents_document") == count + 1
        reader.get("/en/basket/", f"add={key}".encode())
