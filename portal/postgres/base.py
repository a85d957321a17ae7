"""Django's PostgreSQL backend, which writes in batches and can start the embedded server on the first connection."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.features import DatabaseFeatures as PostgresFeatures
from django.db.backends.postgresql.operations import DatabaseOperations as PostgresOperations
from django.db.utils import OperationalError

from portal.postgres import ServerError
from portal.postgres.server import EmbeddedServer

MAX_PARAMETERS = 65_535
"""Maximum number of parameters in a statement (message "Bind" of the PostgreSQL protocol)."""


class DatabaseFeatures(PostgresFeatures):
    """The features of PostgreSQL, with its maximum number of parameters."""

    max_query_params = MAX_PARAMETERS


class DatabaseOperations(PostgresOperations):
    """Django's operations, limited to the maximum number of parameters."""

    def bulk_batch_size(self, fields: Sequence[Any], objs: Sequence[Any]) -> int:
        """Return the number of rows that one statement may write.

        An update has two parameters for each field, the key of the row and the value; Django counts only one.
        """
        return MAX_PARAMETERS // max(2 * len(fields), 1)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's PostgreSQL wrapper, for the embedded server or another.

    If ``OPTIONS["cluster"]`` is set, it is the folder of the embedded server's cluster, and user and host are taken
    from the running server. ``OPTIONS["durable"]`` is False only in tests.
    """

    features_class = DatabaseFeatures
    ops_class = DatabaseOperations

    @property
    def server(self) -> EmbeddedServer | None:
        """Return the embedded server of this connection, running or not, or None if it is another server."""
        options = self.settings_dict["OPTIONS"]
        if "cluster" not in options:
            return None
        return EmbeddedServer.at(Path(options["cluster"]), durable=options.get("durable", True))

    def get_connection_params(self) -> dict[str, Any]:
        """Start the embedded server and return the parameters to connect.

        Raise ``OperationalError`` if it cannot be started.
        """
        params = super().get_connection_params()
        try:
            server = self.server
            if server is None:
                return dict(params)
            server.start()
        except ServerError as error:
            raise OperationalError(str(error)) from error
        for option in ("cluster", "durable"):
            params.pop(option, None)
        return {**params, "user": server.user, "host": str(server.socket_folder)}
