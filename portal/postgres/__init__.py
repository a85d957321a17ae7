"""Django's PostgreSQL backend on an embedded server.

``ENGINE = "portal.postgres"`` starts the server on the first connection, so a command that does not use the database
does not start it.
"""


class ServerError(RuntimeError):
    """Raised if the server cannot be started. The message gives the reason, with PostgreSQL's output if any."""
