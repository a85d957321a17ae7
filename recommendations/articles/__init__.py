"""Pages about articles: their text with citations of each paragraph, adopted recommendations, and documents.

Nothing here writes to the database. Each number is the number of results of a search, to which the page links.
"""
