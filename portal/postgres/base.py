"""The database back end: Django's own, whose server is started on the first connection."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base

from portal.postgres.server import EmbeddedServer


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's PostgreSQL wrapper over a server of our own.

    ``OPTIONS["cluster"]`` is the folder of the cluster, ``OPTIONS["durable"]`` False only for tests; user and
    host follow from the running server.
    """

    def get_connection_params(self) -> dict[str, Any]:
        params = super().get_connection_params()
        server = EmbeddedServer.at(Path(params.pop("cluster")), durable=params.pop("durable", True))
        server.start()
        return {**params, "user": server.user, "host": str(server.socket_folder)}
