"""Logging: what is logged, and how. Everything goes to standard error."""

from __future__ import annotations

import http
import logging
import os

from django.core.exceptions import ImproperlyConfigured


def _is_loggable(record: logging.LogRecord) -> bool:
    return getattr(record, "status_code", None) != http.HTTPStatus.SERVICE_UNAVAILABLE


_LOGGED_AS_INFORMATION = frozenset({"portal.security", "portal.access"})


def _is_notable(record: logging.LogRecord) -> bool:
    """Return whether to log a record: a warning, an exception (even at level INFO, where a worker logs the exception of
    a job to be retried), a security event or a line of the access log."""
    return record.levelno >= logging.WARNING or bool(record.exc_info) or record.name in _LOGGED_AS_INFORMATION


def _without_traceback(record: logging.LogRecord) -> bool:
    record.exc_info = record.exc_text = None
    return True


LOG_FORMAT = os.environ.get("LOG_FORMAT", "text")
if LOG_FORMAT not in ("text", "json"):
    raise ImproperlyConfigured(f"LOG_FORMAT is “{LOG_FORMAT}”. Use “text” or “json”.")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s",
            "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
        },
    },
    "filters": {
        # Only the health page returns 503, and it gives the reason.
        "loggable": {"()": "django.utils.log.CallbackFilter", "callback": _is_loggable},
        "notable": {"()": "django.utils.log.CallbackFilter", "callback": _is_notable},
        "request_id": {
            "()": "django.utils.log.CallbackFilter",
            "callback": "ext://portal.monitoring.request_ids.add_request_id",
        },
        "one_line": {"()": "django.utils.log.CallbackFilter", "callback": _without_traceback},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "filters": ["notable", "request_id"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "pdfminer": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "WARNING", "filters": ["one_line"]},
        "portal.security": {"level": "INFO"},
        "portal.access": {"level": "INFO" if os.environ.get("ACCESS_LOG", "") == "1" else "WARNING"},
        "axes": {"level": "ERROR"},  # portal.security logs failed logins, with their names
        "procrastinate.worker": {"level": "INFO"},
        "django.request": {"level": "ERROR", "filters": ["loggable"]},  # 404 responses are not logged
    },
}
