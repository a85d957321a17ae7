"""Write lineage: propose links between versions of a recommendation, and record decisions about them."""

from recommendations.services.lineage.deciding import (
    LineageError,
    confirm,
    mark_dropped,
    reject,
    undo_decision,
    undo_dropped,
)
from recommendations.services.lineage.proposing import propose_lineage

__all__ = [
    "LineageError",
    "confirm",
    "mark_dropped",
    "propose_lineage",
    "reject",
    "undo_decision",
    "undo_dropped",
]
