"""Django's database backend, which starts the embedded server on the first connection."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base
from django.db.utils import OperationalError

from portal.postgres import ServerError
from portal.postgres.server import EmbeddedServer


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's PostgreSQL wrapper for the embedded server.

    ``OPTIONS["cluster"]`` is the folder of the cluster, ``OPTIONS["durable"]`` is False only for tests; user and host
    are those of the running server.
    """

    @property
    def server(self) -> EmbeddedServer:
        """Return the server of this connection, running or not."""
        options = self.settings_dict["OPTIONS"]
        return EmbeddedServer.at(Path(options["cluster"]), durable=options.get("durable", True))

    def get_connection_params(self) -> dict[str, Any]:
        """Start the server and return its connection parameters. Raise ``OperationalError`` if it cannot be started."""
        params = super().get_connection_params()
        try:
            server = self.server
            server.start()
        except ServerError as error:
            raise OperationalError(str(error)) from error
        for option in ("cluster", "durable"):
            params.pop(option, None)
        return {**params, "user": server.user, "host": str(server.socket_folder)}
