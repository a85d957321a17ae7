"""Limits on the time that a process of the web server may keep the database busy."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

MAX_STATEMENT_SECONDS = 15  # applies to requests only: the worker and commands may take longer
MAX_IDLE_TRANSACTION_SECONDS = 60


def limit_statements(connection: BaseDatabaseWrapper, **_signal: object) -> None:
    """Have the database cancel statements of this process that take too long."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET statement_timeout = '{MAX_STATEMENT_SECONDS}s'")
        cursor.execute(f"SET idle_in_transaction_session_timeout = '{MAX_IDLE_TRANSACTION_SECONDS}s'")
