"""WSGI entry point."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()

# Load at start what all pages need, rather than during the first request.
get_resolver().url_patterns  # noqa: B018
import_module("recommendations.search.resources").preload()  # needs the settings
