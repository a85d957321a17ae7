"""Where a person checks what was read, beside the page it was read from, and sets it right.

- :mod:`~portal.review.pictures`: pictures of pages, drawn in a process of their own and kept
"""
