"""Draw pictures of pages once, in a limited child process, and store them."""

from __future__ import annotations

import functools
import logging

from django.conf import settings
from django.utils.translation import gettext as _

from documents.labels.messages import shown_message
from documents.models import DocumentFile
from documents.parsing.types import UnreadableDocumentError
from documents.queries.source_files import is_pdf
from documents.services.pictures import store_picture
from portal.reading.pictures import MEDIA_TYPE, WIDTH
from portal.reading.process import ReadingError
from portal.reading.readers import Readers

logger = logging.getLogger(__name__)


class PictureError(Exception):
    """This page has no picture. The message explains why."""


@functools.cache
def _drawing_processes() -> Readers:
    """Return the child processes that draw pages for this process."""
    return Readers("portal.reading.pictures:draw_page", settings.DRAWING_LIMITS)


def picture_of(file: DocumentFile, page: int) -> bytes:
    """Return the stored picture of a page, numbered from 1, or draw it with :func:`portal.reading.pictures.draw_page`.

    Raise :class:`PictureError` if it cannot be drawn.
    """
    stored = file.pictures.filter(page=page, width=WIDTH).values_list("content", flat=True).first()
    if stored is not None:
        return bytes(stored)
    content = bytes(file.file_content.content)
    if not is_pdf(content):
        raise PictureError(_("This file is not a PDF and has no pages to show."))
    try:
        picture = _drawing_processes().read(content, str(page))
    except UnreadableDocumentError as error:
        raise PictureError(shown_message(error.message)) from error
    except ReadingError as error:
        logger.exception("page %s of file %s", page, file.pk)
        raise PictureError(
            _("The page could not be shown because of an internal error. Open the file itself.")
        ) from error
    store_picture(file, page, WIDTH, picture, MEDIA_TYPE)
    return picture
