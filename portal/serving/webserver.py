"""Gunicorn's configuration. The address comes from the command line."""

import gc
import os

from gunicorn.arbiter import Arbiter

wsgi_app = "portal.wsgi:application"

workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "portal.serving.webworker.Worker"
threads = 16  # most of them for slow readers: the worker says how many requests are worked on
preload_app = True  # nothing is connected while it loads, and the processes share what was loaded

timeout = 60  # seconds that a whole process may be stuck; a slow request occupies but its own thread
graceful_timeout = 10
keepalive = 5

loglevel = "warning"
control_socket_disable = True


def when_ready(_server: Arbiter) -> None:
    """Freeze loaded objects: garbage collection would make each process copy them."""
    gc.collect()
    gc.freeze()
