"""Translations of a phrase: the paragraphs that contain it, next to the same paragraphs in other languages.

``occurrences`` finds the paragraphs, ``wordings`` compares them, ``page`` combines both with known equivalent terms.
"""
