"""What a text refers to: treaty articles, documents, resolutions and decisions, meetings. One module a kind.

Each finds first and resolves then; what cannot be resolved is kept with the reason.
"""
