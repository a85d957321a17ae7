"""Background task that creates long compilations."""

from __future__ import annotations

import logging
from tempfile import SpooledTemporaryFile

from django.conf import settings
from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from recommendations.exports.compilation import CompilationContent, compile_chosen, compile_search
from recommendations.exports.formats import FORMATS, IN_MEMORY, file_name
from recommendations.models import Compilation
from recommendations.search.parameters import read_parameters
from recommendations.services.compilations import (
    QUEUE,
    TASK,
    begin_compilation,
    fail_compilation,
    finish_compilation,
    record_progress,
)

logger = logging.getLogger(__name__)

ATTEMPTS = 3  # errors or worker deaths before a compilation fails
STEP = 50  # entries between two updates of the progress


@app.task(name=TASK, queue=QUEUE, pass_context=True, retry=RetryStrategy(wait=settings.RETRY_SECONDS))
def make_compilation(context: JobContext, *, key: str, root: str) -> None:
    """Create a compilation from the start: nothing is kept from an interrupted attempt. Idempotent.

    ``root`` is the portal's address as the user reached it.
    """
    if context.job.attempts >= ATTEMPTS:
        logger.error("compilation %s failed %s times and was given up", key, ATTEMPTS)
        fail_compilation(
            key, _("This file could not be created after several attempts. Please contact the site administrator.")
        )
    elif row := begin_compilation(key):
        with translation.override(row.language or settings.LANGUAGE_CODE):
            make(row, root)


def make(row: Compilation, root: str) -> None:
    """Write the file and record its progress, or record why it cannot be written."""
    key, export_format = str(row.pk), FORMATS[row.format]
    if export_format.write is None:
        raise TypeError(f"{row.format} is streamed")
    compiled = _compile(row, root)
    if compiled is None:
        fail_compilation(key, _("The search is no longer valid. Search again."))
        return

    def report(done: int) -> None:
        if done % STEP == 0:
            record_progress(key, done, compiled.size)

    with SpooledTemporaryFile(IN_MEMORY) as file:
        export_format.write(compiled, file, report)
        file.seek(0)
        finish_compilation(key, file_name(compiled, export_format), file.read())


def _compile(row: Compilation, root: str) -> CompilationContent | None:
    if row.chosen:
        return compile_chosen(row.chosen, row.grouping, root)
    parameters = read_parameters(QueryDict(row.query))
    return None if parameters.messages else compile_search(parameters.query, row.grouping, root)
