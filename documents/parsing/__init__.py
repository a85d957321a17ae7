"""Turn the bytes of a session document into its structure.

Pure functions: no Django, no database, no clock, no network. The only entry point is
:func:`documents.parsing.parse.parse`.
"""
