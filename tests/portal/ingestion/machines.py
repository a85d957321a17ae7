"""A separate portal for a test: a database server, workers and web servers, as processes that can be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings

from portal.postgres.server import EmbeddedServer

MAX_WAIT_SECONDS = 300  # the machine may be busy


def wait_until(condition: Callable[[], Any], expectation: str) -> None:
    deadline = time.monotonic() + MAX_WAIT_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain until {expectation}"
        time.sleep(0.05)


@dataclass
class Machine:
    """A folder, a database server, and the workers that were started."""

    folder: Path
    server: EmbeddedServer
    settings_module: str = "portal.settings"
    stalled_seconds: int = 2
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        overrides = {
            "PORTAL_VAR": str(self.folder),
            "WORKER_STALLED_SECONDS": str(self.stalled_seconds),
            "DJANGO_SETTINGS_MODULE": self.settings_module,
        }
        return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | overrides

    @property
    def log(self) -> Path:
        """Return the path of the log of the workers."""
        return self.folder / "worker.log"

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        result = subprocess.run(command, cwd=settings.BASE_DIR, env=self.environment, capture_output=True, text=True)
        assert result.returncode == 0, result.stderr
        return result.stdout

    def start(self, *command: str, files: tuple[int, ...] = ()) -> subprocess.Popen[bytes]:
        """Start a process of the portal: the Python interpreter with these arguments."""
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, *command],
                cwd=settings.BASE_DIR,
                env=self.environment,
                stdout=log,
                stderr=log,
                pass_fds=files,
            )

    def start_worker(self) -> None:
        self.workers.append(self.start("manage.py", "procrastinate", "worker"))

    def kill_oldest_worker(self) -> None:
        worker = self.workers.pop(0)
        worker.kill()
        worker.wait(MAX_WAIT_SECONDS)

    def end_workers(self, signal_number: int) -> None:
        for worker in self.workers:
            worker.send_signal(signal_number)
        for worker in self.workers:
            worker.wait(MAX_WAIT_SECONDS)
        self.workers.clear()

    def kill_server(self) -> None:
        pid = int((self.server.folder / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not self.server.is_alive, "the server is gone")

    def connect(self) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(
            host=str(self.server.socket_folder), user=self.server.user, dbname="postgres", autocommit=True
        )

    def query(self, query: str) -> list[tuple[Any, ...]]:
        with self.connect() as connection:
            return connection.execute(query).fetchall()


@contextmanager
def running(machine: Machine) -> Iterator[Machine]:
    """Start the machine's server; stop everything afterwards."""
    machine.server.start()
    try:
        yield machine
    finally:
        machine.end_workers(signal.SIGTERM)
        machine.server.start()
        machine.server.stop()
