"""Compare what was read from documents with labels made by hand. Uses only the standard library.

A label has the keys of ``manage.py parse``. Only keys in the label are scored; ``null`` means that the document does
not print the value.
"""
