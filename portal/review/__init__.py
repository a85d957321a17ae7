"""Review pages: check a reading next to its source page, and correct it.

- :mod:`~portal.review.pictures`: pictures of pages, drawn in a separate process and stored
- :mod:`~portal.review.page`, :mod:`~portal.review.source`: the reading of a version, and its source
- :mod:`~portal.review.edited_version`, :mod:`~portal.review.forms`: a version being corrected, and the forms
- :mod:`~portal.review.saving`: save corrections, or show other people's conflicting corrections next to the input
- :mod:`~portal.review.changes`: the changes that another reading or another file would make
- :mod:`~portal.review.waiting`: the decisions to be made
"""
