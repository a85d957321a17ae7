"""Write bodies, meetings, documents, uploads and accounts.

Every public function here runs in one transaction, or in the caller's. Writers are serialized
(:func:`~documents.services.locking.acquire_write_lock`), so that none acts on data that another is about to change.
Database constraints hold even if a writer forgets the lock. Each writer notifies the listeners of the
documents that it changed (:mod:`documents.services.notifications`).
"""

from documents.services.audit_log import ACTIONS, document_name, record_change, version_name
from documents.services.bodies import find_body, load_bodies
from documents.services.errors import DocumentError, JoinUnconfirmedError, LanguageExistsError, SymbolsDifferError
from documents.services.files import add_file, find_common_file, find_stored_version
from documents.services.locking import acquire_write_lock
from documents.services.meetings import MeetingFacts, ResolvedMeeting, assign_meeting, resolve_meeting, unused_slug
from documents.services.notifications import batch_notifications, notify_listeners
from documents.services.organs import write_organs
from documents.services.publishing import (
    clear_review,
    publish,
    set_ready,
    unpublish,
    withdraw,
)
from documents.services.removal import remove_document, remove_version
from documents.services.store import (
    Outcome,
    Overrides,
    StoredDocument,
    store_document,
    store_doubts,
)
from documents.services.symbols import assign_symbol, find_documents
from documents.services.text import clear_text, write_places, write_text

__all__ = [
    "ACTIONS",
    "DocumentError",
    "JoinUnconfirmedError",
    "LanguageExistsError",
    "MeetingFacts",
    "Outcome",
    "Overrides",
    "ResolvedMeeting",
    "StoredDocument",
    "SymbolsDifferError",
    "acquire_write_lock",
    "add_file",
    "assign_meeting",
    "assign_symbol",
    "batch_notifications",
    "clear_review",
    "clear_text",
    "document_name",
    "find_body",
    "find_common_file",
    "find_documents",
    "find_stored_version",
    "load_bodies",
    "notify_listeners",
    "publish",
    "record_change",
    "remove_document",
    "remove_version",
    "resolve_meeting",
    "set_ready",
    "store_document",
    "store_doubts",
    "unpublish",
    "unused_slug",
    "version_name",
    "withdraw",
    "write_organs",
    "write_places",
    "write_text",
]
