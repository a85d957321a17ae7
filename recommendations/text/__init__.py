"""PURE: what a word, a phrase and a sentence are to the search. No Django, no database."""
