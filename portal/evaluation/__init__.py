"""Compare what was read from documents with what a careful reader finds in them.

A label has the keys of ``manage.py parse`` with the right values of a real document. Only keys in the label are
scored; ``null`` means that the document does not print the value. A case is a small document made to show one rule,
with the values that must be found in it and those that must not.
"""
