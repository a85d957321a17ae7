"""Check a draft: its references, its clauses against agreed language, and the recommendations that it leaves untouched.

Nothing is stored. :mod:`.draft` describes the draft, :mod:`.contexts` the words around a reference. :mod:`.structure`,
:mod:`.provisions`, :mod:`.documents`, :mod:`.resolutions` and :mod:`.meetings` find faults; :mod:`.agreed` compares
clauses, by the rules in :mod:`.wording`; :mod:`.check` runs them all.
"""
