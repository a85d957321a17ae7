"""Gunicorn's configuration. The address comes from the command line."""

import gc
import os
from importlib import import_module
from threading import Thread

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

wsgi_app = "portal.wsgi:application"

workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "portal.serving.webworker.Worker"
threads = 16  # most of them serve slow clients, because the worker limits the requests in progress
preload_app = True  # loading opens no connections, and the processes share memory

limit_request_line = 8190  # bytes, the maximum that Gunicorn allows, because an address contains a whole search
timeout = 60  # seconds for which a process may hang; a slow request blocks only its own thread
graceful_timeout = 10
keepalive = 5

loglevel = "warning"
control_socket_disable = True


def when_ready(_server: Arbiter) -> None:
    """Freeze loaded objects, because garbage collection would make each process copy them. Collect less often than by
    default, because a page creates tens of thousands of objects, hardly any of them in cycles.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def post_worker_init(_worker: Worker) -> None:
    """Load the sentence encoders while the process already serves pages, so that the first search need not wait."""
    encoder = import_module("recommendations.index.encoder")  # only now are Django's settings loaded
    Thread(target=encoder.preload, daemon=True).start()
