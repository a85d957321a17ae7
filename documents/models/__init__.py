"""Bodies, meetings and documents; uploads; corrections and the audit log.

Only :mod:`documents.services` writes rows.
"""

from documents.models.documents import (
    LEADING_FIRST,
    MAIN_LANGUAGE,
    Body,
    Document,
    DocumentFile,
    DocumentOrgan,
    DocumentSymbol,
    FileContent,
    Footnote,
    LanguageVersion,
    Meeting,
    PagePicture,
    Paragraph,
)
from documents.models.editing import Change, Correction
from documents.models.ingestion import Reading, Upload

__all__ = [
    "LEADING_FIRST",
    "MAIN_LANGUAGE",
    "Body",
    "Change",
    "Correction",
    "Document",
    "DocumentFile",
    "DocumentOrgan",
    "DocumentSymbol",
    "FileContent",
    "Footnote",
    "LanguageVersion",
    "Meeting",
    "PagePicture",
    "Paragraph",
    "Reading",
    "Upload",
]
