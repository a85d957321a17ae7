"""Starts Django over a database of the benchmark's own, then the benchmark: see :mod:`tests.benchmarks.search.run`."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

import django

ROOT = Path(__file__).parents[3]

if __name__ == "__main__":
    size = next((argument for argument in sys.argv[1:] if argument.isdigit()), "0")
    os.environ.setdefault("PORTAL_VAR", str(ROOT / "var" / "bench" / size))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    sys.exit(import_module("tests.benchmarks.search.run").main(sys.argv[1:]))
