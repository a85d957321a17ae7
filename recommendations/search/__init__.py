"""Search: what a query means, which entries match, in which order, and how they are shown.

One frozen :class:`~recommendations.search.query.SearchQuery` is what pages, the API, feeds and exports hand over; all
get the same result and the same counts from :func:`recommendations.search.results.search`.
"""
