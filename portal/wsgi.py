"""WSGI entry point."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()

MAX_STATEMENT_SECONDS = 15  # applies to requests only: the worker and commands may take longer
MAX_IDLE_TRANSACTION_SECONDS = 60


def limit_statements(connection: BaseDatabaseWrapper, **_signal: object) -> None:
    """Have the database cancel statements of this process that take too long."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET statement_timeout = '{MAX_STATEMENT_SECONDS}s'")
        cursor.execute(f"SET idle_in_transaction_session_timeout = '{MAX_IDLE_TRANSACTION_SECONDS}s'")


connection_created.connect(limit_statements)

# Load code and templates that all pages need now, rather than during the first request.
get_resolver().url_patterns  # noqa: B018
for module in ("resources", "suggestions"):
    import_module(f"recommendations.search.{module}").preload()  # needs the settings
