"""Pages about articles: their text with citations of each paragraph, adopted recommendations, and documents.

Everything is read-only, and every number is that of a search that the page links to.
"""
