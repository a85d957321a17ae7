"""How well documents are read: what was read beside what a careful reader labelled. Pure: the standard library alone.

A label has the keys of ``manage.py parse``. Only what stands in it is scored; ``null`` says that the document does
not print the thing.
"""
