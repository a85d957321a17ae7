"""Corrections, and their rebase on a later reading.

A version's reading stays as the machine made it. What readers see is that reading with all corrections that were not
undone (:mod:`recommendations.corrections`).
"""

from recommendations.services.correcting.apply_edits import correct, find_successor, undo
from recommendations.services.correcting.backfill import keep_extraction
from recommendations.services.correcting.proposals import (
    Proposal,
    accept_reading,
    propose_reading,
    read_proposal,
    refuse_reading,
    renew_extraction,
)
from recommendations.services.correcting.refusals import CorrectionError, EditConflict, OvertakenError
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
    "OvertakenError",
    "Proposal",
    "accept_reading",
    "active_corrections",
    "correct",
    "corrected_reading",
    "edit_of",
    "extract_from",
    "find_successor",
    "keep_extraction",
    "propose_reading",
    "read_proposal",
    "read_reading",
    "refuse_reading",
    "renew_extraction",
    "undo",
]
