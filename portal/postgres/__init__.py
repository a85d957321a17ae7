"""Django's PostgreSQL backend on an embedded server.

``ENGINE = "portal.postgres"`` starts the server when the first connection is asked for, so that a command
that needs no database starts none.
"""


class ServerError(RuntimeError):
    """The server could not be made to run. The message says what PostgreSQL said."""
