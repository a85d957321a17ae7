"""Check what was read beside the source page, and correct it.

- :mod:`~portal.review.pictures`: pictures of pages, drawn in a process of their own and kept
- :mod:`~portal.review.page`, :mod:`~portal.review.original`: what was read of a version, and what it was read from
- :mod:`~portal.review.desk`, :mod:`~portal.review.forms`: a version as plain values, and what people type of them
- :mod:`~portal.review.saving`: corrections are made, or whoever was faster is shown beside what was typed
- :mod:`~portal.review.changes`: what another reading, or another file, would change
- :mod:`~portal.review.waiting`: what waits for a person
"""
