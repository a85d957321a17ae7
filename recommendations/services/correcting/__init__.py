"""Corrections and readings: what people set right, and what a later reading changes of it.

A version's reading stays as the machine made it. What everybody sees is made of it, each time anew, by all corrections
that were not taken back (:mod:`recommendations.corrections`).
"""

from recommendations.services.correcting.apply_edits import correct, undo, what_became_of
from recommendations.services.correcting.backfill import keep_extraction
from recommendations.services.correcting.proposals import (
    Proposal,
    accept_reading,
    propose_reading,
    read_proposal,
    refuse_reading,
    renew_extraction,
)
from recommendations.services.correcting.refusals import CorrectionError, OvertakenError, Theirs
from recommendations.services.correcting.state import State, edit_of, extract_from, living, read_reading, read_state

__all__ = [
    "CorrectionError",
    "OvertakenError",
    "Proposal",
    "State",
    "Theirs",
    "accept_reading",
    "correct",
    "edit_of",
    "extract_from",
    "keep_extraction",
    "living",
    "propose_reading",
    "read_proposal",
    "read_reading",
    "read_state",
    "refuse_reading",
    "renew_extraction",
    "undo",
    "what_became_of",
]
