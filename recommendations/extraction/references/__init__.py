"""Find and resolve references to treaty articles, documents, resolutions and decisions, and meetings.

There is one module for each kind of reference. An unresolved reference is kept with the reason.
"""
