"""Django's PostgreSQL backend on an embedded server.

``ENGINE = "portal.postgres"`` starts the server on the first connection, so that a command without database access does
not start it.
"""


class ServerError(RuntimeError):
    """The server could not be started. The message includes PostgreSQL's output."""
