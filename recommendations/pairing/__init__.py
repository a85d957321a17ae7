"""PURE: which recommendations of two documents are one and the same, at two times. No Django, no database."""
