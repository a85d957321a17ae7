"""The embedded database server: shared by processes, and restarted however it ended."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from portal.postgres import ServerError, account
from portal.postgres.server import EmbeddedServer, memory_options
from tests.lanes import quick_first
from tests.sources import ROOT

MAX_WAIT_SECONDS = 60

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another account")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a cluster, shared by the tests because creating it takes a second."""
    return tmp_path_factory.mktemp("embedded") / "postgres"


@pytest.fixture
def server(cluster: Path) -> Iterator[EmbeddedServer]:
    embedded = EmbeddedServer(cluster)
    embedded.start()
    yield embedded
    embedded.stop()


def query_value(server: EmbeddedServer, query: str) -> object:
    """Return the first value of the first row, using a separate connection."""
    with psycopg.connect(host=str(server.socket_folder), user=server.user, dbname="postgres") as connection:
        row = connection.execute(query).fetchone()
    return row and row[0]


def postmaster_pid(server: EmbeddedServer) -> int:
    return int((server.folder / "postmaster.pid").read_text().splitlines()[0])


def parent_modes(folder: Path) -> dict[Path, int]:
    """Return the modes of all folders above ``folder`` and above the programs."""
    parents = (*folder.parents, *Path(sys.executable).parents)
    return {parent: stat.S_IMODE(parent.stat().st_mode) for parent in parents}


def wait_until_gone(pid: int) -> None:
    psutil.wait_procs([psutil.Process(pid)] if psutil.pid_exists(pid) else [], timeout=MAX_WAIT_SECONDS)


def test_server_responds_and_uses_unicode(server: EmbeddedServer) -> None:
    assert server.is_alive
    assert query_value(server, "SELECT upper('éà') || current_setting('server_encoding')") == "ÉÀUTF8"


@pytest.mark.parametrize(
    ("memory", "shared", "buffers", "index"),
    [
        pytest.param(16384, 8192, 512, 256, id="server"),
        pytest.param(1024, 512, 256, 64, id="small machine"),
        pytest.param(16384, 64, 512, 32, id="container with little shared memory"),
        pytest.param(512, 0, 128, 1, id="container without shared memory"),
    ],
)
def test_server_uses_memory_that_the_machine_has(memory: int, shared: int, buffers: int, index: int) -> None:
    options = memory_options(memory, shared)
    assert f"shared_buffers={buffers}MB" in options
    assert f" maintenance_work_mem={index}MB" in options


def test_server_does_not_listen_on_the_network(server: EmbeddedServer) -> None:
    assert query_value(server, "SHOW listen_addresses") == ""


def test_second_start_has_no_effect(server: EmbeddedServer) -> None:
    before = postmaster_pid(server)
    server.start()
    assert postmaster_pid(server) == before


def test_last_user_stops_the_server(server: EmbeddedServer) -> None:
    second = EmbeddedServer(server.folder)
    second.start()
    server.stop()
    assert query_value(second, "SELECT 1") == 1
    second.stop()
    assert not second.is_alive


def test_killed_user_no_longer_counts(server: EmbeddedServer) -> None:
    source = (
        "import sys, time; from pathlib import Path; from portal.postgres.server import EmbeddedServer\n"
        "EmbeddedServer.at(Path(sys.argv[1])).start(); print('started', flush=True); time.sleep(600)"
    )
    command = [sys.executable, "-c", source, str(server.folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as user_process:
        assert user_process.stdout is not None
        assert user_process.stdout.readline() == "started\n"
        server.stop()
        assert server.is_alive  # the other process still uses it
        user_process.kill()
    server.start()
    server.stop()
    assert not server.is_alive


def test_forked_process_is_a_separate_user(server: EmbeddedServer) -> None:
    """Web servers fork, and a child that ends must not stop its parent's server."""
    child = os.fork()
    if child == 0:
        server.start()
        server.stop()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert query_value(server, "SELECT 1") == 1


def test_server_restarts_after_a_kill_without_data_loss(server: EmbeddedServer) -> None:
    statements = "CREATE TABLE IF NOT EXISTS kept (number int); INSERT INTO kept VALUES (7); "
    with psycopg.connect(host=str(server.socket_folder), user=server.user, dbname="postgres") as connection:
        connection.execute(statements)
    killed = postmaster_pid(server)
    os.kill(killed, signal.SIGKILL)
    wait_until_gone(killed)
    assert not server.is_alive
    server.start()
    assert query_value(server, "SELECT max(number) FROM kept") == 7


def test_start_waits_while_the_server_recovers(server: EmbeddedServer) -> None:
    """If one of its processes is killed, PostgreSQL closes all connections and recovers; it must not be restarted."""
    before = postmaster_pid(server)
    with psycopg.connect(host=str(server.socket_folder), user=server.user, dbname="postgres") as connection:
        os.kill(connection.info.backend_pid, signal.SIGKILL)
        server.start()
        time.sleep(0.1)
        server.start()
    assert query_value(server, "SELECT 1") == 1
    assert postmaster_pid(server) == before


def test_lock_file_with_pid_of_another_program_is_ignored(server: EmbeddedServer) -> None:
    """After a power cut, the process ID in the lock file may belong to any program."""
    text = (server.folder / "postmaster.pid").read_text()
    server.stop()
    owner = server.folder.stat()
    sleeper = subprocess.Popen(["sleep", "600"], user=owner.st_uid if os.geteuid() == 0 else None)
    try:
        lock = server.folder / "postmaster.pid"
        lock.write_text("\n".join([str(sleeper.pid), *text.splitlines()[1:], ""]))
        os.chown(lock, owner.st_uid, owner.st_gid)
        server.start()
        assert query_value(server, "SELECT 1") == 1
        assert sleeper.poll() is None
    finally:
        sleeper.kill()
        sleeper.wait()


@pytest.mark.long
def test_lock_file_with_pid_of_another_cluster_is_ignored(server: EmbeddedServer, tmp_path: Path) -> None:
    """A reused process ID may even belong to the server of another portal."""
    second = EmbeddedServer(tmp_path / "postgres")
    second.start()
    text = (server.folder / "postmaster.pid").read_text()
    server.stop()
    lock = server.folder / "postmaster.pid"
    lock.write_text("\n".join([str(postmaster_pid(second)), *text.splitlines()[1:], ""]))
    shutil.chown(lock, server.folder.stat().st_uid)
    server.start()
    assert query_value(server, "SELECT current_setting('portal.folder')") == str(server.folder)
    assert query_value(second, "SELECT current_setting('portal.folder')") == str(second.folder)
    second.stop()


def test_interrupted_start_is_completed_by_the_next(tmp_path: Path) -> None:
    """The folder has a space in its name, and its path is too long for a socket."""
    folder = tmp_path / "a name with spaces that makes the path of the socket too long" / "postgres"
    for partial in (folder, folder.with_name("postgres.new")):
        partial.mkdir(parents=True)
        (partial / "base").touch()
    server = EmbeddedServer(folder)
    server.start()
    try:
        assert query_value(server, "SELECT 1") == 1
    finally:
        server.stop()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may use every folder")
def test_folder_of_another_account_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir(mode=0o500)
    with pytest.raises(ServerError, match="belongs to another account"):
        EmbeddedServer(tmp_path / "var" / "postgres").start()


@as_root
def test_private_parent_folders_stay_private(tmp_path: Path) -> None:
    """The server's account can neither enter them nor run the programs if the virtual environment is inside them."""
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    folder = private / "var" / "postgres"
    folder.parent.mkdir(mode=0o755)
    before = parent_modes(folder)
    server = EmbeddedServer(folder)
    server.start()
    try:
        assert psutil.Process(postmaster_pid(server)).uids().real == folder.stat().st_uid != 0
        with psycopg.connect(host=str(server.socket_folder), user=server.user, dbname="postgres") as connection:
            connection.execute("CREATE EXTENSION vector")
        killed = postmaster_pid(server)
        os.kill(killed, signal.SIGKILL)
        wait_until_gone(killed)
        server.start()
        assert query_value(server, "SELECT '[1,2,3]'::vector <-> '[1,2,5]'") == 2
    finally:
        server.stop()
    assert not server.is_alive
    assert parent_modes(folder) == before
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@as_root
@pytest.mark.parametrize("owner", quick_first([0, 54321]))
def test_cluster_restored_with_another_owner_starts(tmp_path: Path, owner: int) -> None:
    """A cluster owned by root is given to the system account; a cluster owned by another account keeps its owner."""
    folder = tmp_path / "postgres"
    first = EmbeddedServer(folder)
    first.start()
    first.stop()
    for path in (folder, *folder.rglob("*")):
        os.chown(path, owner, owner)
    server = EmbeddedServer(folder)
    server.start()
    try:
        assert query_value(server, "SELECT 1") == 1
        owners = {path.stat().st_uid for path in (folder, *folder.rglob("*"))}
    finally:
        server.stop()
    assert owners == {owner or pwd.getpwnam(account.SYSTEM_ACCOUNT).pw_uid}


@as_root
def test_unusable_account_raises_an_error_with_advice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account, "HERE", tmp_path / "proc")
    with pytest.raises(ServerError, match="Start the portal as an ordinary user, or set DATABASE_URL"):
        EmbeddedServer(tmp_path / "postgres").start()


@as_root
def test_system_error_is_reported_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "var").touch()
    with pytest.raises(ServerError, match=r"could not be started in .*/var/postgres: \w.* \(.*/var\)\.$"):
        EmbeddedServer(tmp_path / "var" / "postgres").start()
