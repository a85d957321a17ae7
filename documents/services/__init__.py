"""The one writer of bodies, meetings, documents, uploads and accounts.

Every public function here is one transaction, and joins the caller's where there is one. Writers take turns
(:func:`~documents.services.locking.take_turn`), so that none decides on what another is about to change; the
database's constraints hold even where a writer forgets it. Each tells the followers of the documents that it changed
(:mod:`documents.services.notifications`).
"""

from documents.services.audit_log import ACTIONS, name_of, name_of_version, note_change
from documents.services.bodies import body_of, load_bodies
from documents.services.locking import take_turn
from documents.services.meetings import MeetingFacts, ResolvedMeeting, place_document, resolve_meeting
from documents.services.notifications import tell_followers, telling_once
from documents.services.publishing import publish, remove_document, unpublish, withdraw
from documents.services.refusals import DocumentError, JoinUnconfirmedError, LanguageExistsError
from documents.services.store import (
    Decided,
    Outcome,
    StoredDocument,
    add_file,
    find_stored,
    note_doubts,
    store_document,
)
from documents.services.symbols import assign_symbol, documents_of
from documents.services.text import clear_text, write_text

__all__ = [
    "ACTIONS",
    "Decided",
    "DocumentError",
    "JoinUnconfirmedError",
    "LanguageExistsError",
    "MeetingFacts",
    "Outcome",
    "ResolvedMeeting",
    "StoredDocument",
    "add_file",
    "assign_symbol",
    "body_of",
    "clear_text",
    "documents_of",
    "find_stored",
    "load_bodies",
    "name_of",
    "name_of_version",
    "note_change",
    "note_doubts",
    "place_document",
    "publish",
    "remove_document",
    "resolve_meeting",
    "store_document",
    "take_turn",
    "tell_followers",
    "telling_once",
    "unpublish",
    "withdraw",
    "write_text",
]
