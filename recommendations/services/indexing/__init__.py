"""The one writer of the search index. It is told, in the transaction that changes what the public sees."""

from recommendations.services.indexing.documents import index_documents

__all__ = ["index_documents"]
