"""Write the search index, in the same transaction as the changes to public content."""

from recommendations.services.indexing.checking import Repair, repair_index
from recommendations.services.indexing.documents import documents_of_meetings, index_documents
from recommendations.services.indexing.stages import join_stages
from recommendations.services.indexing.upkeep import close_gaps, index_next, is_indexing_due, renew_generations

__all__ = [
    "Repair",
    "close_gaps",
    "documents_of_meetings",
    "index_documents",
    "index_next",
    "is_indexing_due",
    "join_stages",
    "renew_generations",
    "repair_index",
]
