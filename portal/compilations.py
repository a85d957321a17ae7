"""Background task that creates long compilations."""

from __future__ import annotations

import logging
from tempfile import SpooledTemporaryFile
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from recommendations.exports.additions import Additions
from recommendations.exports.compilation import CompilationContent, UnwritableError, compile_search, compile_selection
from recommendations.exports.formats import FORMATS, MAX_BYTES_IN_MEMORY, file_name
from recommendations.exports.request import read_query
from recommendations.models import Compilation
from recommendations.services.compilations import (
    QUEUE,
    TASK,
    begin_compilation,
    fail_compilation,
    finish_compilation,
    record_progress,
)

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3  # attempts that may end with an error or a dead worker
PROGRESS_STEP = 50  # entries between progress updates


@app.task(name=TASK, queue=QUEUE, pass_context=True, retry=RetryStrategy(wait=settings.RETRY_SECONDS))
def make_compilation(context: JobContext, *, key: str, root: str) -> None:
    """Create a compilation, discarding the results of any interrupted attempt. Idempotent.

    ``root`` is the base URL at which the user reached the portal.
    """
    if context.job.attempts >= MAX_ATTEMPTS:
        logger.error("compilation %s was abandoned after %s failed attempts", key, MAX_ATTEMPTS)
        fail_compilation(
            key, _("This file could not be created after several attempts. Please contact the site administrator.")
        )
    elif compilation := begin_compilation(key):
        with translation.override(compilation.language or settings.LANGUAGE_CODE):
            write_compilation(compilation, root)


def write_compilation(compilation: Compilation, root: str) -> None:
    """Write the file and record the progress, or record why it cannot be written."""
    key, export_format = str(compilation.pk), FORMATS[compilation.format]
    if export_format.write is None:
        raise TypeError(f"a compilation as {compilation.format} is streamed, not created by a task")
    content = _compile(compilation, root)
    if content is None:
        fail_compilation(key, _("The search is no longer valid. Search again."))
        return

    def report(entry_count: int) -> None:
        if entry_count % PROGRESS_STEP == 0:
            record_progress(key, entry_count, content.size)

    with SpooledTemporaryFile(MAX_BYTES_IN_MEMORY) as file:
        try:
            export_format.write(content, file, report)
        except UnwritableError as error:
            fail_compilation(key, str(error))
            return
        file.seek(0)
        finish_compilation(key, file_name(content, export_format), file.read())


def _compile(compilation: Compilation, root: str) -> CompilationContent | None:
    grouping, additions = compilation.grouping, Additions.from_stored(compilation.additions)
    options: dict[str, Any] = {"all_languages": compilation.all_languages, "additions": additions}
    if compilation.selected_keys:
        return compile_selection(compilation.selected_keys, grouping, root, **options)
    query = read_query(QueryDict(compilation.query))
    return compile_search(query, grouping, root, **options) if query else None
