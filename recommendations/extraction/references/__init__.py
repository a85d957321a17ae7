"""Find and resolve references to treaty articles, documents, resolutions and decisions, and meetings.

There is one module for each kind. A reference that cannot be resolved is kept with the reason.
"""
