"""``manage.py serve`` as people start and stop it: real processes, separate data folders, real signals."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psutil
import psycopg
import pytest
from django.db import connection

from portal.postgres.server import EmbeddedServer
from tests.sources import ROOT

MAX_WAIT_SECONDS = 180  # the machine may be busy
READY_MESSAGE = "The portal is running at"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def environment(var: Path, port: int | str) -> dict[str, str]:
    """Return the environment of a person at a terminal, without the settings of this test run."""
    inherited = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "HOST", "SECRET_KEY"}
    }
    return {**inherited, "DJANGO_SETTINGS_MODULE": "portal.settings", "PORTAL_VAR": str(var), "PORT": str(port)}


COMMAND = (sys.executable, "manage.py", "serve")


class Portal:
    """A running ``serve``, with its output."""

    def __init__(self, var: Path, port: int, **variables: str) -> None:
        self.var = var
        self.port = port
        self.log = var.with_name(f"serve-{port}.log")
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                COMMAND, cwd=ROOT, env=environment(var, port) | variables, stdout=log, stderr=subprocess.STDOUT
            )

    @property
    def output(self) -> str:
        return self.log.read_text()

    def wait_for(self, words: str) -> None:
        deadline = time.monotonic() + MAX_WAIT_SECONDS
        while words not in self.output:
            assert self.process.poll() is None, self.output
            assert time.monotonic() < deadline, self.output
            time.sleep(0.05)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Stop the portal, check that all its processes end, and return its exit status."""
        children_before = psutil.Process(self.process.pid).children(recursive=True)
        self.process.send_signal(number)
        status = self.process.wait(MAX_WAIT_SECONDS)
        assert self.output.rstrip().endswith("Stopped.")
        assert psutil.wait_procs(children_before, timeout=MAX_WAIT_SECONDS)[1] == []
        return status

    def get(self, path: str) -> tuple[int, bytes]:
        return self.send("GET", path)

    def send(self, method: str, path: str, body: Iterator[bytes] | None = None, size: int = 0) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=MAX_WAIT_SECONDS)
        connection.request(method, path, body, {"Content-Length": str(size)} if body else {})
        response = connection.getresponse()
        return response.status, response.read()

    def children(self) -> dict[str, psutil.Process]:
        """Return the supervisor's processes by name."""
        processes = psutil.Process(self.process.pid).children()
        names = {"gunicorn": "web server", "procrastinate": "worker"}
        return {name: process for process in processes for word, name in names.items() if word in process.cmdline()}


@contextmanager
def serving(var: Path, **variables: str) -> Iterator[Portal]:
    portal = Portal(var, free_port(), **variables)
    try:
        portal.wait_for(READY_MESSAGE)
        yield portal
    finally:
        portal.process.kill()
        portal.process.wait()


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a portal that was started once and stopped."""
    var = tmp_path_factory.mktemp("serve") / "var"
    with serving(var) as portal:
        assert portal.stop() == 0, portal.output
        (var / "first-start").write_text(portal.output)
    assert not EmbeddedServer(var / "postgres").is_alive
    return var


@pytest.fixture(scope="module")
def portal(var: Path) -> Iterator[Portal]:
    """A second start, still running."""
    with serving(var) as portal:
        yield portal


def query_value(var: Path, query: str) -> object:
    server = EmbeddedServer(var / "postgres")
    with psycopg.connect(host=str(server.socket_folder), user=server.user, dbname="postgres") as connection:
        row = connection.execute(query).fetchone()
    return row and row[0]


def becomes_healthy(portal: Portal) -> bool:
    deadline = time.monotonic() + MAX_WAIT_SECONDS
    while time.monotonic() < deadline:
        try:
            status, body = portal.get("/health/")
        except (OSError, http.client.HTTPException):
            status, body = 0, b""
        if status == 200:
            return bool(json.loads(body)["status"] == "ok")
        time.sleep(0.1)
    return False


@pytest.fixture
def prepared_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The address of a database with empty tables: a copy of the test database, since all migrations take long."""
    with django_db_blocker.unblock():
        parameters = connection.get_connection_params()
        copy = f"{parameters['dbname']}_copy"
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{parameters["dbname"]}"')
        options = {name: parameters[name] for name in ("user", "password", "host", "port") if parameters.get(name)}
        yield f"postgres:///{copy}?{urlencode(options)}"
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')


def test_first_start_serves_a_sample_document(prepared_database: str, tmp_path: Path) -> None:
    fixtures = tmp_path / "var" / "fixtures"
    (fixtures / "sessions").mkdir(parents=True)
    for source in (ROOT / "fixtures").iterdir():
        if source.name != "sessions":
            (fixtures / source.name).symlink_to(source)
    shutil.copy(sorted((ROOT / "fixtures" / "sessions").glob("*.txt"))[-1], fixtures / "sessions")
    variables = {"DATABASE_URL": prepared_database, "DJANGO_SETTINGS_MODULE": "tests.portal.serving.short_start"}
    with serving(tmp_path / "var", **variables) as portal:
        status, page = portal.get("/en/recommendations/?status=draft")
        assert status == 200
        assert "11 recommendations" in page.decode()
        assert becomes_healthy(portal)
        assert portal.stop() == 0
    assert "Loading the sample documents." in portal.output
    assert len(re.findall(r"Username: admin   Password: \S{16} ", portal.output)) == 1
    assert "Traceback" not in portal.output


@pytest.mark.long
def test_first_start_prepares_everything(var: Path) -> None:
    output = (var / "first-start").read_text()
    assert "Database brought up to date" in output
    assert "Loading the sample documents." in output
    assert len(re.findall(r"Username: admin   Password: \S{16} ", output)) == 1
    assert output.rstrip().endswith("Stopped.")
    assert "Traceback" not in output


@pytest.mark.long
def test_second_start_prepares_nothing(portal: Portal) -> None:
    output = [line for line in portal.output.splitlines() if "worker" not in line]
    assert output == [
        f"Starting the portal. Its data is in {portal.var}.",
        f"{READY_MESSAGE} http://127.0.0.1:{portal.port}/ (press Ctrl-C to stop).",
    ]


@pytest.mark.long
def test_sample_documents_are_stored_once(portal: Portal) -> None:
    sessions = len(list((ROOT / "fixtures" / "sessions").iterdir()))
    assert query_value(portal.var, "SELECT count(*) FROM documents_document") == sessions
    assert query_value(portal.var, "SELECT count(*) FROM auth_user") == 1


@pytest.mark.long
def test_pages_and_their_styles_are_served(portal: Portal) -> None:
    status, page = portal.get("/")
    assert status == 200
    styles = re.findall(rb'href="(/static/[^"]+\.css)"', page)
    assert styles
    assert {portal.get(style.decode())[0] for style in styles} == {200}


@pytest.mark.long
def test_private_data_folder_stays_private(portal: Portal) -> None:
    """This also holds for root, whose database runs as another account."""
    assert "63 with drafts and other versions" in portal.get("/en/recommendations/")[1].decode()
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (portal.var.parent, portal.var.parent.parent)} == {0o700}


@pytest.mark.long
def test_upload_over_the_limit_gets_a_response(portal: Portal) -> None:
    """Use a real connection: a client that is still sending must get the page, not a broken connection."""
    chunk = b"\0" * 1024 * 1024
    status, page = portal.send("POST", "/upload/", (chunk for _ in range(300)), 300 * len(chunk))
    assert status == 413
    assert b"Upload fewer files at a time" in page


@pytest.mark.long
def test_occupied_port_is_reported_before_anything_is_created(portal: Portal, tmp_path: Path) -> None:
    new_folder = tmp_path / "var"
    result = subprocess.run(
        COMMAND, cwd=ROOT, env=environment(new_folder, portal.port), capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert result.stderr.startswith(f"Port {portal.port} on 127.0.0.1 is already in use by another program.")
    assert "Traceback" not in result.stderr
    assert not (new_folder / "postgres").exists()


def test_invalid_port_is_rejected(tmp_path: Path) -> None:
    result = subprocess.run(
        COMMAND, cwd=ROOT, env=environment(tmp_path, "eighty"), capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("PORT=eighty is not a valid port")


@pytest.mark.long
def test_second_portal_on_the_same_data_leaves_the_first_alone(portal: Portal) -> None:
    with serving(portal.var) as second:
        assert becomes_healthy(second)
        assert second.stop(signal.SIGINT) == 0
    assert portal.process.poll() is None
    assert portal.get("/health/")[0] == 200


@pytest.mark.long
@pytest.mark.parametrize("name", ["web server", "worker"])
def test_killed_process_is_restarted(portal: Portal, name: str) -> None:
    portal.children()[name].kill()
    portal.wait_for(f"The {name} stopped (killed by signal 9)")
    deadline = time.monotonic() + MAX_WAIT_SECONDS
    while name not in portal.children():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert becomes_healthy(portal)


@pytest.mark.long
def test_killed_database_is_restarted(portal: Portal) -> None:
    server = EmbeddedServer(portal.var / "postgres")
    killed = int((server.folder / "postmaster.pid").read_text().splitlines()[0])
    os.kill(killed, signal.SIGKILL)
    assert becomes_healthy(portal)
    assert portal.get("/")[0] == 200
    assert int((server.folder / "postmaster.pid").read_text().splitlines()[0]) != killed


@pytest.mark.long
def test_portal_stops_when_its_terminal_closes(portal: Portal) -> None:
    """This test is the last, since it ends the shared portal. SIGTERM and SIGINT stopped the others."""
    assert portal.stop(signal.SIGHUP) == 0
