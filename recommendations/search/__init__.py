"""Search: interpret a query, find and rank the matching entries, and mark the matches.

Pages, the API, feeds and exports all build one frozen :class:`~recommendations.search.query.SearchQuery` and get the
same result and counts for it from :func:`recommendations.search.results.search`.
"""
