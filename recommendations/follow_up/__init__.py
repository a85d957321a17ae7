"""The follow-up ledger for staff: the search of recommendations, with filters for their progress.

Nothing here writes to the database; :mod:`recommendations.services.follow_up` does.
"""
