"""The follow-up ledger for staff: the same search, with filters for progress.

Nothing here writes; :mod:`recommendations.services.follow_up` does.
"""
