"""Apply corrections to a reading, and compare two readings.

A stored reading never changes; :func:`~.apply.apply` returns a corrected copy. Pure functions, no database.
"""

from recommendations.corrections.apply import apply, rebase
from recommendations.corrections.compare import compare, is_addition
from recommendations.corrections.facts import FACTS
from recommendations.corrections.fields import FIELDS, value_of
from recommendations.corrections.sheet import unused_anchor
from recommendations.corrections.types import Clash, CorrectionResult, Difference, Edit, EditKind, Reason
from recommendations.extraction.types import DraftRecommendation

__all__ = [
    "FACTS",
    "FIELDS",
    "Clash",
    "CorrectionResult",
    "Difference",
    "DraftRecommendation",
    "Edit",
    "EditKind",
    "Reason",
    "apply",
    "compare",
    "is_addition",
    "rebase",
    "unused_anchor",
    "value_of",
]
