"""The id of the current request. This module imports no models, because logging is configured before they load."""

from __future__ import annotations

import logging
from contextvars import ContextVar

current_request_id: ContextVar[str] = ContextVar("request_id", default="")


def add_request_id(record: logging.LogRecord) -> bool:
    """Add the id of the current request to a log record. This is a filter that accepts every record."""
    record.request_id = current_request_id.get()
    return True
