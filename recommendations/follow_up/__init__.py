"""The follow-up ledger for staff: the search with filters for progress.

Nothing here writes to the database; :mod:`recommendations.services.follow_up` does.
"""
