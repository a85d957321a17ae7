"""Compare the values extracted from documents with the values that a careful reader finds in them.

A label has the keys of ``manage.py parse`` with the correct values of a real document. Only keys in the label are
scored; ``null`` means that the value is not printed in the document. A case is a small document that demonstrates one
rule, with the values that must be found in it and the values that must not.
"""
