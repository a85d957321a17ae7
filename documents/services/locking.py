"""Serialise writers with a transaction-level advisory lock."""

from __future__ import annotations

from django.db import connection

WRITE_LOCK = 0x554E544F43  # any number that nothing else in this database uses


def acquire_write_lock() -> None:
    """Wait for other writers, then hold the lock until the transaction ends.

    Slow work (reading a file) is done before taking the lock, which is held for a fraction of a second. Two workers
    that store the same file, symbol or meeting thus find each other's rows instead of raising an error. Calling it
    again in the same transaction costs nothing. Raise RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("acquire_write_lock() needs a transaction: the lock would end with the statement")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITE_LOCK])
