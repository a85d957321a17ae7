"""``manage.py serve``: start everything the portal needs."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils.translation import gettext as _

from portal.postgres.server import foreign_path_message
from portal.serving import StartError
from portal.serving.address import Address
from portal.serving.preparation import prepare
from portal.serving.stopping import Stop
from portal.serving.supervisor import Supervisor, embedded_server


class Command(BaseCommand):
    """Arguments and report only; the work is in :mod:`portal.serving`."""

    help = (
        "Prepare the portal and serve it: database, tables, sample documents, first account, one worker and the web "
        "server, until Ctrl-C or SIGTERM. The environment variables HOST and PORT set the address of the portal."
    )
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with Stop() as stop:
                self._serve(stop)
        except KeyboardInterrupt:
            self._print(_("Stopped."))
        except StartError as error:
            self.stderr.write(str(error))
            sys.exit(1)
        except PermissionError as error:
            self.stderr.write(foreign_path_message(error.filename))
            sys.exit(1)

    def _serve(self, stop: Stop) -> None:
        address = Address.from_environment(os.environ)
        with address.listen() as listener:
            try:
                self._print(_("Starting the portal. Its data is in %s.") % settings.VAR_DIR)
                prepare(self._print, stop)
                connection.close()
                Supervisor(address, listener, self._print, stop).run()
            finally:
                self._release_database()

    def _release_database(self) -> None:
        connection.close()
        if server := embedded_server():
            server.stop()

    def _print(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
