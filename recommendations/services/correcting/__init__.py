"""Make and undo corrections, and rebase them on a later reading.

A version's reading stays as the machine made it. Readers see that reading with all corrections that were not undone
(:mod:`recommendations.corrections`). Changes of a public version wait in a draft until it is published
(:mod:`recommendations.services.correcting.drafts`).
"""

from recommendations.services.correcting.apply_edits import correct, last_reshaping, undo
from recommendations.services.correcting.backfill import keep_extraction
from recommendations.services.correcting.drafts import (
    discard_draft,
    last_discarded_draft,
    publish_draft,
    restore_draft,
    unpublish_draft,
)
from recommendations.services.correcting.errors import CorrectionError, EditConflict, EditConflictError
from recommendations.services.correcting.proposals import (
    Proposal,
    accept_reading,
    propose_reading,
    read_proposal,
    reject_reading,
    renew_extraction,
    renew_published_extraction,
)
from recommendations.services.correcting.state import (
    CorrectedReading,
    active_corrections,
    corrected_reading,
    edit_of,
    extract_from,
    published_reading,
    read_reading,
    vocabulary,
)

__all__ = [
    "CorrectedReading",
    "CorrectionError",
    "EditConflict",
    "EditConflictError",
    "Proposal",
    "accept_reading",
    "active_corrections",
    "correct",
    "corrected_reading",
    "discard_draft",
    "edit_of",
    "extract_from",
    "keep_extraction",
    "last_discarded_draft",
    "last_reshaping",
    "propose_reading",
    "publish_draft",
    "published_reading",
    "read_proposal",
    "read_reading",
    "reject_reading",
    "renew_extraction",
    "renew_published_extraction",
    "restore_draft",
    "undo",
    "unpublish_draft",
    "vocabulary",
]
