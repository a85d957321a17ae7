"""From the bytes of a session document to its structure. Pure: no Django, no database, no clock, no network.

The one door is :func:`documents.parsing.parse.parse`.
"""
