"""Searching: what was asked for, which entries answer it, in which order, and how they are shown.

One frozen :class:`~recommendations.search.query.SearchQuery` is what pages, the API, feeds and exports hand over; all
get the same result and the same counts from :func:`recommendations.search.results.search`.
"""
