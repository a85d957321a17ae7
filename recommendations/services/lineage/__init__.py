"""The one writer of lineage: proposes which recommendations are one at two times, and notes what people decide."""

from recommendations.services.lineage.deciding import (
    LineageRefused,
    confirm,
    note_dropped,
    refuse,
    take_back,
    take_back_dropped,
)
from recommendations.services.lineage.proposing import propose_lineage

__all__ = [
    "LineageRefused",
    "confirm",
    "note_dropped",
    "propose_lineage",
    "refuse",
    "take_back",
    "take_back_dropped",
]
