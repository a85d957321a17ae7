"""Run the worker within a test."""

from __future__ import annotations

from procrastinate.contrib.django import app


def run_jobs() -> None:
    """Run all waiting jobs, then return."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:  # type: ignore[attr-defined]
        worker_app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
