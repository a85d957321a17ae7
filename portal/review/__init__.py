"""Review pages: check a reading next to its source page, and correct it.

- :mod:`~portal.review.pictures`: pictures of pages, drawn in a separate process and stored
- :mod:`~portal.review.page`, :mod:`~portal.review.original`: the reading of a version, and its source
- :mod:`~portal.review.desk`, :mod:`~portal.review.forms`: a version as plain values, and forms to correct them
- :mod:`~portal.review.saving`: save corrections, or show conflicting ones of other people next to what was typed
- :mod:`~portal.review.changes`: what another reading, or another file, would change
- :mod:`~portal.review.waiting`: what waits for a decision
"""
