"""Keep the web server, the worker and the database running until the portal is stopped."""

from __future__ import annotations

import datetime
import http.client
import logging
import socket
import sys
import time
from collections.abc import Callable, Sequence

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from portal.monitoring.metrics import clear_metrics
from portal.postgres import ServerError
from portal.postgres.base import DatabaseWrapper
from portal.postgres.release import outdated_server_warning
from portal.postgres.server import EmbeddedServer
from portal.serving import StartError
from portal.serving.address import Address
from portal.serving.processes import SupervisedProcess
from portal.serving.stopping import Stop
from recommendations.services.compilations import QUEUE as COMPILATIONS

logger = logging.getLogger(__name__)

CHECK_SECONDS = 0.25
READY_SECONDS = 120
RESPONSE_SECONDS = 2  # short, so that the processes are checked often
STOP_SECONDS = 15
WORKER_GRACE_SECONDS = 10
WORKER_NICENESS = 10  # pages come before background work
DATABASE_PAUSE = 5.0  # seconds


def embedded_server() -> EmbeddedServer | None:
    """Return the embedded database server, or None if ``DATABASE_URL`` names another server."""
    connection = connections[DEFAULT_DB_ALIAS]  # ``django.db.connection`` is only a proxy
    return connection.server if isinstance(connection, DatabaseWrapper) else None


class Supervisor:
    """Run the portal's processes on a listening socket until ``stop``. ``report`` prints a line."""

    def __init__(self, address: Address, listener: socket.socket, report: Callable[[str], None], stop: Stop) -> None:
        self.address = address
        self.listener = listener
        self.report = report
        self.stop = stop
        self.processes = (_web_server(listener), *_workers())
        self._database_restart_at = 0.0

    def run(self) -> None:
        """Start all processes, print the portal's address, and keep them running until ``KeyboardInterrupt``.

        Raise :class:`StartError` if the portal does not start. All processes are stopped in any case.
        """
        try:
            clear_metrics()
            for process in self.processes:
                process.start()
            self._wait_until_ready()
            if warning := outdated_server_warning(datetime.datetime.now(tz=datetime.UTC).date()):
                logger.warning(warning)
            self.report(_("The portal is running at %s (press Ctrl-C to stop).") % self.address.url)
            while True:
                self._check_database()
                for process in self.processes:
                    process.restart_if_dead(self.report)
                time.sleep(CHECK_SECONDS)
                self.stop.check()
        finally:
            self._stop_processes()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not self._is_ready():
            for process in self.processes:
                if process.status is not None:
                    raise StartError(
                        _("The %(name)s did not start (%(why)s). See the log above.")
                        % {"name": process.name, "why": process.exit_reason}
                    )
            if time.monotonic() > deadline:
                raise StartError(_("The portal did not start at %s. See the log above.") % self.address.url)
            time.sleep(0.05)
            self.stop.check()

    def _is_ready(self) -> bool:
        """Return whether pages are served and a worker is alive."""
        host, port = self.listener.getsockname()[:2]
        connection = http.client.HTTPConnection(host, port, timeout=RESPONSE_SECONDS)
        try:
            connection.request("GET", "/health/ready")
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _check_database(self) -> None:
        """Restart the database server if it has ended; the other processes reconnect by themselves."""
        server = embedded_server()
        if server is None or server.is_alive or time.monotonic() < self._database_restart_at:
            return
        self.report(_("The database server stopped. Restarting it."))
        try:
            server.start()
        except ServerError as error:
            self._database_restart_at = time.monotonic() + DATABASE_PAUSE
            self.report(_("%(reason)s Trying again in %(pause)g s.") % {"reason": error, "pause": DATABASE_PAUSE})

    def _stop_processes(self) -> None:
        """Stop all processes, with time to finish requests and the worker's job. A second Ctrl-C kills them at once."""
        self.listener.close()
        deadline = time.monotonic() + STOP_SECONDS
        for process in self.processes:
            process.request_stop()
        for process in self.processes:
            try:
                process.wait_or_kill(deadline)
            except KeyboardInterrupt:
                deadline = 0.0
                process.wait_or_kill(deadline)


def _web_server(listener: socket.socket) -> SupervisedProcess:
    descriptor = listener.fileno()
    bind = ("--bind", f"fd://{descriptor}")
    return SupervisedProcess(
        _("web server"),
        (sys.executable, "-m", "gunicorn", "--config", "python:portal.serving.webserver", *bind),
        files=(descriptor,),
    )


def _workers() -> tuple[SupervisedProcess, SupervisedProcess]:
    """Return a worker for compilations, which any visitor may request, and one for all other tasks."""
    app.perform_import_paths()  # type: ignore[no-untyped-call]
    others = sorted({task.queue for task in app.tasks.values()} - {COMPILATIONS})
    return _worker(_("worker"), others), _worker(_("worker for compilations"), [COMPILATIONS])


def _worker(name: str, queues: Sequence[str]) -> SupervisedProcess:
    command = (sys.executable, str(settings.BASE_DIR / "manage.py"), "procrastinate", "worker")
    options = ("--queues", ",".join(queues), "--shutdown-graceful-timeout", str(WORKER_GRACE_SECONDS))
    return SupervisedProcess(name, (*command, *options), niceness=WORKER_NICENESS)
