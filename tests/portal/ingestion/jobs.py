"""The worker, run within a test until no job is left."""

from __future__ import annotations

from procrastinate.contrib.django import app


def run_jobs() -> None:
    """Do all jobs that are waiting, then return."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:  # type: ignore[attr-defined]
        worker_app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
