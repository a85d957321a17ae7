"""The page about accuracy."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.accuracy.doubts import count_doubts
from portal.accuracy.first_readings import read_first_readings
from portal.accuracy.tables import tables_of
from portal.evaluation import figures

logger = logging.getLogger(__name__)


@require_safe
def accuracy(request: HttpRequest) -> HttpResponse:
    """Show how accurately documents are read, as measured for this release, and the open points in published texts."""
    context: dict[str, Any] = {"doubts": count_doubts()}
    try:
        measured = figures.read(settings.ACCURACY_FILE)
        first_readings = read_first_readings(settings.FIRST_READINGS_FILE)
    except (OSError, ValueError, KeyError, TypeError):
        logger.exception("the figures of accuracy cannot be read")
    else:
        context |= {
            "measurement": measured.measurement,
            "first_readings": first_readings,
            "documents": tables_of(part for part in measured.collections if not part.is_cases),
            "cases": tables_of(part for part in measured.collections if part.is_cases),
        }
    return render(request, "accuracy/accuracy.html", context)
