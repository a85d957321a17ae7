"""The one writer of the search index. It is told, in the transaction that changes what the public sees."""

from recommendations.services.indexing.documents import documents_of_meetings, index_documents

__all__ = ["documents_of_meetings", "index_documents"]
