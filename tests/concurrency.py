"""Run functions concurrently, to test that the database serializes them."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection


def run_concurrently(*functions: Callable[[], object]) -> list[object]:
    """Run functions in separate threads that start at the same moment. Return the result or exception of each."""
    barrier = threading.Barrier(len(functions))
    results: list[object] = [None] * len(functions)

    def run(index: int, function: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=10)
            results[index] = function()
        except Exception as error:  # for the test to check
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(functions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results
