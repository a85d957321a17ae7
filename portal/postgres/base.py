"""Django's database backend, which starts the embedded server on the first connection."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base
from django.db.utils import OperationalError

from portal.postgres import ServerError
from portal.postgres.server import EmbeddedServer


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's PostgreSQL wrapper over a server of our own.

    ``OPTIONS["cluster"]`` is the folder of the cluster, ``OPTIONS["durable"]`` False only for tests; user and
    host follow from the running server.
    """

    @property
    def server(self) -> EmbeddedServer:
        """The server behind this connection, running or not."""
        options = self.settings_dict["OPTIONS"]
        return EmbeddedServer.at(Path(options["cluster"]), durable=options.get("durable", True))

    def get_connection_params(self) -> dict[str, Any]:
        """Where to connect to, once the server runs. Raise ``OperationalError`` where it cannot be made to."""
        params = super().get_connection_params()
        try:
            server = self.server
            server.start()
        except ServerError as error:
            raise OperationalError(str(error)) from error
        for ours in ("cluster", "durable"):
            params.pop(ours, None)
        return {**params, "user": server.user, "host": str(server.socket_folder)}
