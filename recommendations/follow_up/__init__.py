"""The ledger of follow-ups as staff read it: the same search, narrowed by how far recommendations have come too.

Nothing here writes; :mod:`recommendations.services.follow_up` does.
"""
