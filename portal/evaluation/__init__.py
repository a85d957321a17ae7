"""Compare what was read from documents with labels made by hand. Pure: the standard library alone.

A label has the keys of ``manage.py parse``. Only what stands in it is scored; ``null`` says that the document does
not print the thing.
"""
