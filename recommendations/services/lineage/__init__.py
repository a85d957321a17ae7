"""Write lineage: propose links between versions of a recommendation, and record decisions about them."""

from recommendations.services.lineage.batches import MAX_AT_ONCE, confirm_above, undo_batch
from recommendations.services.lineage.deciding import (
    LineageError,
    confirm,
    link_by_hand,
    mark_dropped,
    reject,
    undo_decision,
    undo_dropped,
)
from recommendations.services.lineage.order import turn_links
from recommendations.services.lineage.proposing import propose_lineage

__all__ = [
    "MAX_AT_ONCE",
    "LineageError",
    "confirm",
    "confirm_above",
    "link_by_hand",
    "mark_dropped",
    "propose_lineage",
    "reject",
    "turn_links",
    "undo_batch",
    "undo_decision",
    "undo_dropped",
]
