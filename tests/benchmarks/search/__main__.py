"""Set up Django with a separate database, then run :mod:`tests.benchmarks.search.run`, or with ``--meaning``
:mod:`tests.benchmarks.search.meaning`."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import django

from tests.sources import ROOT

if __name__ == "__main__":
    size = next((argument for argument in sys.argv[1:] if argument.isdigit()), "0")
    os.environ.setdefault("PORTAL_VAR", str(ROOT / "var" / "bench" / size))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    arguments = [argument for argument in sys.argv[1:] if argument != "--meaning"]
    module = "run" if arguments == sys.argv[1:] else "meaning"
    sys.exit(import_module(f"tests.benchmarks.search.{module}").main(arguments))
