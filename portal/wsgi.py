"""WSGI entry point."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application
from django.db.backends.signals import connection_created
from django.urls import get_resolver

from portal.postgres.limits import limit_statements

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()

connection_created.connect(limit_statements)

# Load code and templates that all pages need now, rather than during the first request.
get_resolver().url_patterns  # noqa: B018
for module in ("resources", "suggestions"):
    import_module(f"recommendations.search.{module}").preload()  # needs the settings
