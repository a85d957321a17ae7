"""Make and undo corrections, and rebase them on a later reading.

A version's reading stays as the machine made it. Readers see that reading with all corrections that were not undone
(:mod:`recommendations.corrections`).
"""

from recommendations.services.correcting.apply_edits import correct, last_reshaping, undo
from recommendations.services.correcting.backfill import keep_extraction
from recommendations.services.correcting.errors import CorrectionError, EditConflict, EditConflictError
from recommendations.services.correcting.proposals import (
    Proposal,
    accept_reading,
    propose_reading,
    read_proposal,
    reject_reading,
    renew_extraction,
)
from recommendations.services.correcting.state import (
    CorrectedReading,
    active_corrections,
    corrected_reading,
    edit_of,
    extract_from,
    read_reading,
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
    "edit_of",
    "extract_from",
    "keep_extraction",
    "last_reshaping",
    "propose_reading",
    "read_proposal",
    "read_reading",
    "reject_reading",
    "renew_extraction",
    "undo",
]
