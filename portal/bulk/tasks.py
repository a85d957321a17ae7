"""The background task that writes the files every night."""

from __future__ import annotations

import logging

from django.conf import settings
from procrastinate.contrib.django import app

from portal.bulk.generations import BulkDataError, make_generation

logger = logging.getLogger(__name__)


@app.periodic(cron=settings.DATA_CRON)
@app.task(name="write_data", queue="upkeep", queueing_lock="write_data", priority=-1)
def write_data(timestamp: int) -> None:
    """Write a new generation of the files, unless somebody is writing one with the command."""
    try:
        make_generation()
    except BulkDataError as error:
        logger.warning("%s", error)
