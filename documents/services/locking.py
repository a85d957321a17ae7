"""Serialise writers with a transaction-level advisory lock."""

from __future__ import annotations

from django.db import connection

WRITE_LOCK = 0x554E544F43  # any number that nothing else in this database uses


def acquire_write_lock() -> None:
    """Wait until no other writer is at work, and be the one until the transaction ends.

    What takes long (reading a file) happens before; what happens under the lock takes a fraction of a second.
    So two workers that store the same file, the same symbol or the same meeting find each other's rows instead of
    an error. Must be called within a transaction; calling it again in the same one costs nothing.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("take_turn() needs a transaction: the lock would end with the statement")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITE_LOCK])
