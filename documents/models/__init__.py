"""Bodies, meetings and documents; uploads; corrections and the audit log; preferences of accounts;
reported errors.

Only :mod:`documents.services` writes rows.
"""

from documents.models.accounts import AccountPreferences, PasswordRequest
from documents.models.documents import (
    LEADING_FIRST,
    MAIN_LANGUAGE,
    Document,
    DocumentOrgan,
    DocumentSymbol,
    Footnote,
    FormerSymbol,
    LanguageVersion,
    Paragraph,
    leading_first,
)
from documents.models.editing import Change, Correction, Draft, Publication, PublicationItem
from documents.models.files import CommonFile, DocumentFile, FileContent, PagePicture
from documents.models.ingestion import Reading, Upload
from documents.models.meetings import Body, Meeting
from documents.models.reports import ErrorReport
from documents.parsing.session_kinds import FIRST_YEAR

__all__ = [
    "FIRST_YEAR",
    "LEADING_FIRST",
    "MAIN_LANGUAGE",
    "AccountPreferences",
    "Body",
    "Change",
    "CommonFile",
    "Correction",
    "Document",
    "DocumentFile",
    "DocumentOrgan",
    "DocumentSymbol",
    "Draft",
    "ErrorReport",
    "FileContent",
    "Footnote",
    "FormerSymbol",
    "LanguageVersion",
    "Meeting",
    "PagePicture",
    "Paragraph",
    "PasswordRequest",
    "Publication",
    "PublicationItem",
    "Reading",
    "Upload",
    "leading_first",
]
