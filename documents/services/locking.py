"""Serialize writers with a transaction-level advisory lock."""

from __future__ import annotations

from django.db import connection

WRITE_LOCK = 0x554E544F43  # any number that is not used for another lock


def acquire_write_lock() -> None:
    """Wait for other writers, then hold the lock until the transaction ends.

    The lock should be held for a fraction of a second only: do slow work, such as reading a file, first. Thanks to the
    lock, two workers that store the same file, symbol or meeting find each other's rows instead of failing. Another
    call in the same transaction costs nothing. Raise RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("acquire_write_lock() needs a transaction: the lock would end with the statement")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITE_LOCK])
